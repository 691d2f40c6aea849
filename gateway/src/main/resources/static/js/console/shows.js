// The recurring shows of a station: their list, and what making or changing one did.

import {element} from "../dom.js";
import {button, outcome, tell} from "../form.js";
import {say, sayDate, sayDayShort, sayTime, sayWeekday} from "../i18n.js";
import {languageOf} from "../text.js";
import {dayAt} from "../zone.js";
import {confirmed} from "./dialog.js";
import {Picker} from "./picker.js";
import {DAYS, openShow} from "./show.js";
import {doing, explained} from "./telling.js";
import {keepStation, keptStation, reachable, zoneOf} from "./timeline.js";

/** A day of the calendar, in nobody's zone. */
const sayDay = (day) => sayDate(Date.parse(`${day}T12:00:00`));

export async function openShows(context) {
  const stations = reachable(await context.desk.stations(), context.account.user);
  return new Shows(context, stations, keptStation(stations));
}

class Shows {
  #context;
  #stations;
  #station;
  #shows = null;
  #conflicts = [];
  #root = null;
  #line = outcome();
  #loading = 0;

  constructor(context, stations, station) {
    this.#context = context;
    this.#stations = stations;
    this.#station = station;
    if (station) this.#load();
  }

  close() {
    this.#loading++;
  }

  get #zone() {
    return zoneOf(this.#station, this.#context.states());
  }

  render(root) {
    this.#root = root;
    const picker = new Picker(this.#stations, this.#context.states(), this.#station, {
      id: "station", label: say("pickStation"), onPick: (station) => this.#pick(station),
    });
    const add = button(say("newShowHere"), {class: "wide strong", id: "add"});
    add.addEventListener("click", () => this.#open(null));
    root.replaceChildren(
      element("div", {class: "bench"}, picker.node),
      element("div", {class: "row"}, add, this.#line),
      element("div", {class: "conflicts"}),
      element("h2", {id: "shows-title", tabindex: "-1", class: "heard"}, say("console_shows")),
      element("ul", {class: "shows", "aria-labelledby": "shows-title"}));
    this.#draw();
  }

  #pick(station) {
    this.#station = station;
    keepStation(station);
    this.#shows = null;
    this.#conflicts = [];
    tell(this.#line, "");
    this.#draw();
    if (station) this.#load();
  }

  async #load() {
    const loading = ++this.#loading;
    try {
      const shows = await this.#context.desk.shows(this.#station.id);
      if (loading !== this.#loading) return;
      this.#shows = shows;
    } catch (reason) {
      if (loading !== this.#loading) return;
      tell(this.#line, explained(reason), "wrong");
    }
    this.#draw();
  }

  #draw() {
    if (!this.#root) return;
    this.#root.querySelector("#add").hidden = !this.#station;
    const list = this.#root.querySelector(".shows");
    list.setAttribute("aria-busy", String(Boolean(this.#station) && !this.#shows));
    if (!this.#shows) list.replaceChildren();
    else if (this.#shows.length === 0) list.replaceChildren(element("li", {class: "hint"}, say("noShows")));
    else list.replaceChildren(...this.#shows.map((show) => this.#item(show)));
    this.#drawConflicts();
  }

  #item(show) {
    const days = show.daysOfWeek.length === DAYS.length ? say("everyDay") : show.daysOfWeek.map((day) => sayWeekday(DAYS.indexOf(day), "short")).join(", ");
    const lasts = show.validUntil ? say("validBetween", {from: sayDay(show.validFrom), until: sayDay(show.validUntil)}) : say("validSince", {from: sayDay(show.validFrom)});
    const tags = show.active ? [] : [element("span", {class: "tag late"}, say("showPaused"))];
    if (show.exceptions?.length > 0) tags.push(element("span", {class: "tag"}, say("exceptionCount", {count: show.exceptions.length})));
    const act = (name, run) => {
      const control = element("button", {type: "button", class: "link"}, say(name), element("span", {class: "heard"}, ` ${show.title}`));
      control.addEventListener("click", run);
      return control;
    };
    return element("li", {class: "panel"},
      element("h3", {class: "title", lang: languageOf(show.title, show.language)}, show.title),
      element("p", {}, `${days} · ${show.startTime}–${show.endTime}`, element("span", {class: "hint"}, ` · ${show.timeZone}`)),
      element("p", {class: "hint"}, lasts), element("p", {class: "tags"}, ...tags),
      element("p", {class: "acts"}, act("edit", () => this.#edit(show)), act("remove", () => this.#remove(show))));
  }

  /** What was generated over something else: it stands, and somebody has to look at it. */
  #drawConflicts() {
    const box = this.#root.querySelector(".conflicts");
    if (this.#conflicts.length === 0) {
      box.replaceChildren();
      return;
    }
    const items = this.#conflicts.map(({start}) => {
      const at = Date.parse(start);
      const words = `${sayDayShort(at, this.#zone)}, ${sayTime(at, this.#zone)}`;
      return element("li", {}, element("a", {href: `#/console/timeline/${encodeURIComponent(this.#station.id)}/${dayAt(at, this.#zone)}`}, words));
    });
    box.replaceChildren(element("section", {class: "notice", "aria-labelledby": "conflicts-title"},
      element("h3", {id: "conflicts-title"}, say("conflicts", {count: this.#conflicts.length})), element("p", {}, say("conflictsText")), element("ul", {}, ...items)));
  }

  async #open(known) {
    const saved = await openShow(this.#context.desk, this.#station, this.#zone, known);
    if (!saved) return;
    this.#conflicts = saved.conflicts ?? [];
    tell(this.#line, say(known ? "changed" : "created", {title: saved.title}), "good");
    await this.#load();
    if (document.activeElement === document.body) this.#root.querySelector("#shows-title").focus();
  }

  #edit(show) {
    return this.#doing(async () => this.#open(await this.#context.desk.show(show.id)));
  }

  async #remove(show) {
    if (!(await confirmed(say("removeShowTitle"), say("removeShowText", {title: show.title}), say("remove")))) return;
    await this.#doing(async () => {
      await this.#context.desk.deleteShow(show);
      tell(this.#line, say("wasRemoved", {title: show.title}), "good");
      this.#conflicts = [];
      await this.#load();
      this.#root.querySelector("#shows-title").focus();
    });
  }

  #doing(act) {
    return doing(this.#line, act, () => this.#load());
  }
}
