// All states at once, by region, with a field to find one: the quick way for those who do not want to turn the dial.

import {element, icon} from "./dom.js";
import {currentLanguage, say} from "./i18n.js";
import {namesOf} from "./text.js";

const REGIONS = ["north", "central", "west", "south", "east", "northeast", "islands", "other"];

export class Chooser {
  #dialog;
  #onPick;

  constructor(dialog, onPick) {
    this.#dialog = dialog;
    this.#onPick = onPick;
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  open(states, selected) {
    const close = element("button", {type: "button", class: "quiet", "aria-label": say("close")}, icon("close"));
    close.addEventListener("click", () => this.#dialog.close());
    const title = element("h2", {id: "chooser-title"}, say("pickState"));
    const find = element("input", {type: "search", id: "find-state", autocomplete: "off", spellcheck: "false"});
    const label = element("label", {for: "find-state"}, say("findState"));
    const nothing = element("p", {class: "hint", role: "status"});
    const regions = REGIONS.map((region) => this.#region(region, states, selected)).filter(Boolean);
    find.addEventListener("input", () => {
      const found = filter(regions, find.value);
      nothing.textContent = found ? "" : say("noSuchState");
    });
    find.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const first = regions.flatMap((region) => [...region.querySelectorAll("button:not([hidden])")])[0];
      if (first && find.value.trim()) first.click();
    });
    this.#dialog.replaceChildren(
      element("div", {class: "head"}, title, close),
      element("div", {class: "find"}, label, find), nothing,
      element("div", {class: "regions"}, ...regions));
    this.#dialog.showModal();
    find.focus();
  }

  #region(region, states, selected) {
    const here = states.filter((state) => (REGIONS.includes(state.region) ? state.region : "other") === region);
    if (here.length === 0) return null;
    const marks = here.map((state) => {
      const [main, mainLanguage, own, ownLanguage] = namesOf(state, currentLanguage());
      const button = element("button", {
        type: "button", class: "choice", "aria-current": state.id === selected ? "true" : undefined,
        // Every spelling we know finds it, and the code too.
        "data-find": [state.id, state.name, ...Object.values(state.nativeNames ?? {})].join(" ").toLowerCase(),
      }, element("span", {lang: mainLanguage}, main), " ", element("span", {class: "own", lang: ownLanguage || undefined}, own));
      button.addEventListener("click", () => {
        this.#dialog.close();
        this.#onPick(state.id);
      });
      return element("li", {}, button);
    });
    return element("section", {}, element("h3", {}, say(region)), element("ul", {}, ...marks));
  }
}

function filter(regions, text) {
  const wanted = text.trim().toLowerCase();
  let found = 0;
  for (const region of regions) {
    let any = false;
    for (const button of region.querySelectorAll("button")) {
      const match = button.dataset.find.includes(wanted);
      button.hidden = !match;
      button.parentElement.hidden = !match;
      any ||= match;
      if (match) found++;
    }
    region.hidden = !any;
  }
  return found;
}
