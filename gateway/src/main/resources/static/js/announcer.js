// Tells screen readers what changed, politely: at the full hour many programmes change at once, and then their number
// is enough.

import {say} from "./i18n.js";

const GATHER_MILLIS = 1500;
const SINGLY = 2;

export class Announcer {
  #region;
  #waiting = [];
  #timer;

  constructor(region) {
    this.#region = region;
  }

  /** change: what Feed.apply answered. */
  changed({kind, program}) {
    if (kind === "updated" || kind === "unknown" || !program) return;
    this.#waiting.push(say(kind, {title: program.title, station: program.stationName ?? ""}));
    this.#timer ??= setTimeout(() => this.#speak(), GATHER_MILLIS);
  }

  say(words) {
    this.#region.textContent = words;
  }

  /** What belonged to the state just left is of no interest any more. */
  clear() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }

  #speak() {
    const changes = this.#waiting;
    this.clear();
    this.say(changes.length > SINGLY ? say("changes", {count: changes.length}) : changes.join(". "));
  }
}
