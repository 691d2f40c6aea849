// The editors' console: its pages, the way between them, and what stands there while they load or where one may not be.

import {Doorstep} from "../doorstep.js";
import {element} from "../dom.js";
import {isEditor} from "../entrance.js";
import {button, explain} from "../form.js";
import {learnWords, say} from "../i18n.js";
import {openAudit} from "./audit.js";
import {Desk} from "./desk.js";
import {openImports} from "./imports.js";
import {openShows} from "./shows.js";
import {openStations} from "./stations.js";
import {openTimeline} from "./timeline.js";
import {en, hi} from "./words.js";

const PAGES = {
  timeline: openTimeline,
  shows: openShows,
  stations: openStations,
  imports: openImports,
  audit: openAudit,
};

learnWords({en, hi});
// Few ever come here: the style comes along with the code.
document.head.append(element("link", {rel: "stylesheet", href: "/css/console.css"}));

export function open(main, [name = "", ...parts], context) {
  if (!context.account.user) return new Doorstep(main, context, "console", "consoleDoorstep");
  if (!isEditor(context.account.user)) return new Closed(main);
  return new Console(main, Object.hasOwn(PAGES, name) ? name : "timeline", parts, context);
}

class Console {
  #main;
  #name;
  #parts;
  #context;
  #page = null;
  #failed = null;
  #closed = false;
  #content = element("div", {class: "content"});

  constructor(main, name, parts, context) {
    this.#main = main;
    this.#name = name;
    this.#parts = parts;
    this.#context = {...context, desk: new Desk(context.account)};
    this.#load();
  }

  get title() {
    return say("console");
  }

  get summary() {
    const {username, states} = this.#context.account.user ?? {};
    return states?.length > 0 ? `${username} · ${states.join(", ")}` : username ?? "";
  }

  close() {
    this.#closed = true;
    this.#page?.close?.();
  }

  render() {
    const links = Object.keys(PAGES).map((name) => element("li", {}, element("a", {
      href: `#/console/${name}`, "aria-current": name === this.#name ? "page" : undefined,
    }, say(`console_${name}`))));
    this.#main.replaceChildren(element("div", {class: "account console"},
      element("nav", {class: "pages", "aria-label": say("console")}, element("ul", {}, ...links)),
      this.#content));
    this.#renderContent();
  }

  async #load() {
    this.#failed = null;
    try {
      const page = await PAGES[this.#name](this.#context, this.#parts);
      if (this.#closed) page.close?.();
      else this.#page = page;
    } catch (reason) {
      explain(reason);
      this.#failed = reason;
    }
    if (!this.#closed) this.#renderContent();
  }

  #renderContent() {
    this.#content.setAttribute("aria-busy", String(!this.#page && !this.#failed));
    if (this.#page) {
      this.#page.render(this.#content);
    } else if (this.#failed) {
      const again = button(say("tryAgain"));
      again.addEventListener("click", () => this.#load());
      this.#content.replaceChildren(element("div", {class: "instead away"}, element("h2", {}, say("pageAwayTitle")), element("p", {role: "status"}, explain(this.#failed)), again));
    } else {
      this.#content.replaceChildren(element("p", {class: "hint"}, say("loadingPage")), element("div", {class: "ghost", "aria-hidden": "true"}));
    }
  }
}

/** For those whose account is not an editor's. */
class Closed {
  #main;

  constructor(main) {
    this.#main = main;
  }

  get title() {
    return say("console");
  }

  render() {
    this.#main.replaceChildren(element("div", {class: "panel doorstep"}, element("p", {}, say("consoleClosed"))));
  }
}
