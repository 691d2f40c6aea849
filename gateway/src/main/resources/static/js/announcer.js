// Tells screen readers what changed, politely: at the full hour many programmes change at once, and then their number
// is enough.

import {say} from "./i18n.js";
import {delayOf} from "./notes.js";

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
  changed({kind, program, before}) {
    if (kind === "unknown" || !program) return;
    const minutes = delayOf(program);
    // Of what was changed, only that it comes later matters to whoever cannot see it.
    if (kind === "updated" && (minutes === 0 || minutes === (before ? delayOf(before) : 0))) return;
    const words = {title: program.title, station: program.stationName ?? "", count: minutes};
    this.#waiting.push(say(kind === "updated" ? "runsLate" : kind, words));
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
