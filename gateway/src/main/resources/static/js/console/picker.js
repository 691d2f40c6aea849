// Choosing a station by typing: a combobox with a list (WAI-ARIA APG), because a country has hundreds of them.

import {element, setAttribute, write} from "../dom.js";
import {currentLanguage, say} from "../i18n.js";
import {languageOf, namesOf} from "../text.js";

const SHOWN = 40;

export class Picker {
  node;
  #input;
  #list;
  #count;
  #stations;
  #states;
  #found = [];
  #active = -1;
  #chosen;
  #onPick;

  /** options: {id, label, optional (no station is a choice too), onPick(station or null)}. */
  constructor(stations, states, chosen, {id, label, hint = "", optional = false, onPick}) {
    this.#stations = stations;
    this.#states = states;
    this.#chosen = chosen;
    this.#onPick = onPick;
    this.#list = element("ul", {id: `${id}-list`, role: "listbox", "aria-label": label, hidden: true});
    this.#input = element("input", {
      id, name: id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-list`, "aria-describedby": `${id}-help`,
    });
    this.#input.value = chosen?.name ?? "";
    this.#count = element("p", {class: "heard", role: "status"});
    const help = element("p", {class: "help", id: `${id}-help`}, hint);
    help.dataset.hint = hint;
    this.node = element("div", {class: "field picker"},
      element("label", {for: id}, label, ...(optional ? [" ", element("span", {class: "hint"}, say("optional"))] : [])),
      element("div", {class: "box"}, this.#input, this.#list), help, this.#count);
    this.#input.addEventListener("input", () => this.#open());
    this.#input.addEventListener("click", () => this.#open(""));
    this.#input.addEventListener("focus", () => this.#input.select());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => this.#settle(optional));
    // A press on the list must not take the focus from the field, or the list is gone before it is let go.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.#pick(this.#found[[...this.#list.children].indexOf(item)]);
    });
  }

  get chosen() {
    return this.#chosen;
  }

  get input() {
    return this.#input;
  }

  #open(text = this.#input.value) {
    const wanted = text.trim().toLocaleLowerCase();
    const matching = this.#stations.filter((station) => `${station.name} ${this.#where(station)}`.toLocaleLowerCase().includes(wanted));
    this.#found = matching.slice(0, SHOWN);
    this.#active = wanted && this.#found.length > 0 ? 0 : -1;
    this.#list.replaceChildren(...this.#found.map((station, index) => element("li", {role: "option", id: `${this.#input.id}-${index}`, "aria-selected": "false"},
      element("span", {lang: languageOf(station.name)}, station.name), " ", element("span", {class: "own"}, this.#where(station)))));
    this.#list.hidden = this.#found.length === 0;
    setAttribute(this.#input, "aria-expanded", String(this.#found.length > 0));
    write(this.#count, this.#found.length === 0 ? say("noStationFound") : say("stationsFound", {count: matching.length}));
    this.#mark();
  }

  #where(station) {
    const state = this.#states.find((candidate) => candidate.id === station.stateId);
    return state ? namesOf(state, currentLanguage())[0] : station.stateId ?? say("nationwide");
  }

  #mark() {
    [...this.#list.children].forEach((item, index) => setAttribute(item, "aria-selected", String(index === this.#active)));
    const active = this.#list.children[this.#active];
    setAttribute(this.#input, "aria-activedescendant", active?.id ?? null);
    active?.scrollIntoView({block: "nearest"});
  }

  #key(event) {
    const open = !this.#list.hidden;
    const steps = {ArrowDown: 1, ArrowUp: -1};
    if (event.key in steps) {
      event.preventDefault();
      if (!open) this.#open("");
      const {length} = this.#found;
      if (length > 0) this.#active = this.#active < 0 ? (steps[event.key] > 0 ? 0 : length - 1) : (this.#active + steps[event.key] + length) % length;
      this.#mark();
    } else if (event.key === "Enter" && open && this.#active >= 0) {
      event.preventDefault();
      this.#pick(this.#found[this.#active]);
    } else if (event.key === "Escape" && open) {
      // The sheet around it stays.
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }

  #pick(station) {
    this.#close();
    this.#input.value = station?.name ?? "";
    if (station?.id === this.#chosen?.id) return;
    this.#chosen = station ?? null;
    this.#input.dispatchEvent(new Event("change", {bubbles: true}));
    this.#onPick?.(this.#chosen);
  }

  #close() {
    this.#list.hidden = true;
    setAttribute(this.#input, "aria-expanded", "false");
    setAttribute(this.#input, "aria-activedescendant", null);
  }

  /** What was typed and not chosen is no choice; an emptied field is one where none is needed. */
  #settle(optional) {
    this.#close();
    if (optional && this.#input.value.trim() === "") this.#pick(null);
    else this.#input.value = this.#chosen?.name ?? "";
  }
}
