// The pages beside the listing, named by the address: #/join, #/account/devices, #/stations/ID/2026-01-31. One shows at a
// time, the radio goes on behind it, and the browser's own Back leads back. Their code is fetched when first asked for.

import {element, write} from "./dom.js";
import {onLanguage, say} from "./i18n.js";

const PAGES = {
  join: () => import("./account/join.js"),
  account: () => import("./account/pages.js"),
  stations: () => import("./station.js"),
  console: () => import("./console/pages.js"),
};

const byId = (id) => document.getElementById(id);

/** Fires "change" when a view opens or closes. */
export class Views extends EventTarget {
  #context;
  /** The name of the page that is open. */
  #name = null;
  #view = null;
  #opening = 0;
  /** Where in the listing one was. */
  #place = 0;

  /** context: what every view may use; see app.js. */
  constructor(context) {
    super();
    this.#context = {...context, views: this};
    onLanguage(() => {
      this.#view?.render();
      this.title();
    });
    byId("skip").addEventListener("click", (event) => {
      // Its address would be taken for a state's.
      event.preventDefault();
      this.main.focus();
    });
    byId("back").addEventListener("click", (event) => {
      event.preventDefault();
      this.leave();
    });
  }

  get open() {
    return this.#name !== null;
  }

  get main() {
    return byId(this.open ? "view" : "listing");
  }

  /** Shows what the address asks for; answers whether that is one of ours. */
  follow(hash) {
    const [name, ...parts] = partsOf(hash);
    if (!Object.hasOwn(PAGES, name ?? "")) {
      if (this.open) this.#close();
      return false;
    }
    // A page may turn to another part of itself, so that nothing is lost that is the same there.
    if (name === this.#name && this.#view?.turn?.(parts)) this.title();
    else this.#show(name, parts);
    return true;
  }

  go(hash) {
    location.hash = hash;
  }

  /** Back to the listing. */
  leave() {
    this.go(this.#context.home());
  }

  /** Whose page it is has changed. */
  refresh() {
    if (!this.open) return;
    this.#dismiss();
    this.follow(location.hash);
  }

  async #show(name, parts) {
    const opening = ++this.#opening;
    const first = !this.open;
    if (first) this.#place = scrollY;
    this.#dismiss();
    this.#name = name;
    this.#frame();
    const main = byId("view");
    main.setAttribute("aria-busy", "true");
    let page;
    try {
      page = await PAGES[name]();
    } catch {
      // The network went before this page was ever opened.
      page = {open: () => ({title: say("pageAwayTitle"), render: () => main.replaceChildren(element("p", {}, say("pageAway")))})};
    }
    if (opening !== this.#opening) return;
    main.setAttribute("aria-busy", "false");
    main.replaceChildren();
    this.#view = page.open(main, parts, this.#context);
    this.#view.render();
    this.title();
    if (first) scrollTo(0, 0);
    byId("view-title").focus({preventScroll: !first});
    this.dispatchEvent(new Event("change"));
  }

  #close() {
    this.#opening++;
    this.#name = null;
    this.#dismiss();
    byId("view").replaceChildren();
    this.#frame();
    this.dispatchEvent(new Event("change"));
    byId("listing").focus({preventScroll: true});
    scrollTo(0, this.#place);
  }

  /** A page that listens or counts seconds stops to do so. */
  #dismiss() {
    this.#view?.close?.();
    this.#view = null;
  }

  /** Also the document's title is ours while a view is open. */
  title() {
    if (!this.#view) return;
    write(byId("view-title"), this.#view.title);
    write(byId("view-summary"), this.#view.summary ?? "");
    document.title = `${this.#view.title} · Tarang`;
  }

  #frame() {
    for (const node of document.querySelectorAll("[data-in=listing]")) node.hidden = this.open;
    for (const node of document.querySelectorAll("[data-in=view]")) node.hidden = !this.open;
    byId("skip").dataset.text = this.open ? "skipView" : "skip";
    write(byId("skip"), say(byId("skip").dataset.text));
  }
}

/** "#/stations/a%20b/x" names ["stations", "a b", "x"]; what is no address of ours names nothing. */
function partsOf(hash) {
  if (!hash.startsWith("#/")) return [];
  try {
    return hash.slice(2).split("/").map(decodeURIComponent);
  } catch {
    return [];
  }
}
