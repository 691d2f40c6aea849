// The tuning dial: every state on one scale, the chosen one under the needle. To assistive technology it is a group of
// radio buttons with one tab stop; it can be turned by touch and wheel, clicked, and moved with the arrow keys.

import {element, write} from "./dom.js";
import {currentLanguage} from "./i18n.js";
import {namesOf} from "./text.js";

const SETTLE_MILLIS = 180;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Dial {
  #band;
  #onPick;
  #states = [];
  #selected = null;
  #turned = false;
  #settling;

  constructor(band, onPick) {
    this.#band = band;
    this.#onPick = onPick;
    band.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-key]");
      if (mark) this.#pick(mark.dataset.key);
    });
    band.addEventListener("keydown", (event) => this.#key(event));
    for (const type of ["wheel", "touchmove"]) {
      band.addEventListener(type, () => (this.#turned = true), {passive: true});
    }
    band.addEventListener("scroll", () => this.#whenSettled(), {passive: true});
    new ResizeObserver(() => this.#centre("instant")).observe(band);
  }

  show(states) {
    this.#states = states;
    this.#band.replaceChildren(...states.map((state) => {
      const [main, mainLanguage, own, ownLanguage] = namesOf(state, currentLanguage());
      const name = element("span", {class: "name", lang: mainLanguage});
      write(name, main, mainLanguage);
      const native = element("span", {class: "own", lang: ownLanguage || undefined});
      native.textContent = own;
      return element("button",
        {type: "button", class: "mark", role: "radio", "aria-checked": "false", tabindex: "-1", "data-key": state.id},
        native, " ", name);
    }));
    if (this.#selected) this.select(this.#selected, "instant");
  }

  select(stateId, behavior = calm.matches ? "instant" : "smooth") {
    this.#selected = stateId;
    for (const mark of this.#band.children) {
      const on = mark.dataset.key === stateId;
      mark.setAttribute("aria-checked", String(on));
      mark.tabIndex = on ? 0 : -1;
    }
    this.#turned = false;
    this.#centre(behavior);
  }

  step(by) {
    const at = this.#states.findIndex((state) => state.id === this.#selected);
    const next = this.#states[(at + by + this.#states.length) % this.#states.length];
    if (next) this.#pick(next.id);
  }

  #pick(stateId) {
    if (stateId === this.#selected) this.select(stateId);
    else this.#onPick(stateId);
  }

  #key(event) {
    const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
    if (step) this.step(step);
    else if (event.key === "Home") this.#pick(this.#states[0].id);
    else if (event.key === "End") this.#pick(this.#states.at(-1).id);
    else return;
    event.preventDefault();
    this.#mark()?.focus({preventScroll: true});
  }

  #mark() {
    return this.#band.querySelector("[aria-checked=true]");
  }

  #centre(behavior) {
    const mark = this.#mark();
    if (!mark) return;
    const left = mark.offsetLeft + mark.offsetWidth / 2 - this.#band.clientWidth / 2;
    this.#band.scrollTo({left, behavior});
  }

  /** Only what the listener turned by hand tunes in: our own scrolling ends where it was told to. */
  #whenSettled() {
    clearTimeout(this.#settling);
    if (!this.#turned) return;
    this.#settling = setTimeout(() => {
      this.#turned = false;
      const centre = this.#band.scrollLeft + this.#band.clientWidth / 2;
      const distance = (mark) => Math.abs(mark.offsetLeft + mark.offsetWidth / 2 - centre);
      const nearest = [...this.#band.children].reduce((a, b) => (distance(b) < distance(a) ? b : a));
      this.#pick(nearest.dataset.key);
    }, SETTLE_MILLIS);
  }
}
