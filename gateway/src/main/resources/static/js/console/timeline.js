// One day of one station as it is planned: programmes with their gaps and overlaps, and what can be done about them.

import {sayLeft, toneOf, writeTime} from "../card.js";
import {now} from "../clock.js";
import {element, icon, reconcile, setAttribute, write} from "../dom.js";
import {button, input, outcome, tell} from "../form.js";
import {say, sayDayShort, sayMinutes, sayTime, sayZone} from "../i18n.js";
import {noteTags} from "../notes.js";
import {recall, remember} from "../settings.js";
import {languageOf} from "../text.js";
import {addDays, dayAt, isDay, startOfDay} from "../zone.js";
import {confirmed} from "./dialog.js";
import {mayIn, openOptOuts, saySituation, stateName} from "./optouts.js";
import {openOverrun} from "./overrun.js";
import {Picker} from "./picker.js";
import {openProgramme} from "./programme.js";
import {drawAxis, drawStrip, pointToNow} from "./strip.js";
import {doing, explained} from "./telling.js";

const NATIONAL_ZONE = "Asia/Kolkata";
const POLL_MILLIS = 20_000;
/** The edge has heard of a change by then. */
const SETTLE_MILLIS = 1500;
const GAP_MILLIS = 60_000;
const SOONEST_MILLIS = 5 * 60_000;
const NEW_LENGTH_MILLIS = 30 * 60_000;
/** So many departures of states are told beside a programme; the rest is counted. */
const OPT_OUTS_TOLD = 6;

/** The station that is worked at, kept from page to page. */
export const keptStation = (stations) => stations.find((station) => station.id === recall("console.station", null)) ?? null;
export const keepStation = (station) => remember("console.station", station?.id ?? null);
export const zoneOf = (station, states) => states.find((state) => state.id === station?.stateId)?.timeZone ?? NATIONAL_ZONE;

/** Those an editor may run: of some states alone, theirs. */
export function reachable(stations, user) {
  return stations.filter((station) => mayIn(user, station.stateId));
}

export async function openTimeline(context, [stationId, day]) {
  const all = await context.desk.stations();
  // A national programme is not theirs, but what of it their states hear is.
  const stations = all.filter((station) => station.stateId == null || mayIn(context.account.user, station.stateId));
  const station = stations.find((candidate) => candidate.id === stationId) ?? keptStation(stations);
  return new Timeline(context, stations, station, isDay(day ?? "") ? day : null);
}

class Timeline {
  #context;
  #stations;
  #station;
  #day;
  #programs = new Map();
  #optOuts = [];
  #phase = "loading";
  #root = null;
  #line = outcome();
  #timer;
  #second;
  #loading = 0;
  #act = {
    edit: (program) => this.#edit(program), cancel: (program) => this.#cancel(program), end: (program) => this.#end(program),
    remove: (program) => this.#remove(program), overrun: (program) => this.#overrun(program), optOuts: (program) => this.#depart(program),
    history: (program) => this.#context.views.go(`#/console/audit/${encodeURIComponent(program.id)}`),
  };
  #leave = new AbortController();

  constructor(context, stations, station, day) {
    this.#context = context;
    this.#stations = stations;
    this.#station = station;
    this.#day = day ?? this.#today;
    context.tuner.addEventListener("change", ({detail}) => this.#heard(detail), {signal: this.#leave.signal});
    this.#second = setInterval(() => this.#tick(), 1000);
    if (station) this.#load();
  }

  close() {
    this.#leave.abort();
    clearTimeout(this.#timer);
    clearInterval(this.#second);
    this.#loading++;
  }

  get #zone() {
    return zoneOf(this.#station, this.#context.states());
  }

  /** Whether its programmes are this editor's to change. */
  get #own() {
    return Boolean(this.#station) && mayIn(this.#context.account.user, this.#station.stateId);
  }

  get #today() {
    return dayAt(now(), this.#zone);
  }

  get #bounds() {
    return [startOfDay(this.#day, this.#zone), startOfDay(addDays(this.#day, 1), this.#zone)];
  }

  render(root) {
    this.#root = root;
    const picker = new Picker(this.#stations, this.#context.states(), this.#station, {
      id: "station", label: say("pickStation"), onPick: (station) => this.#pick(station),
    });
    const step = (id, iconName, away) => {
      const control = element("button", {type: "button", class: "quiet", id, "aria-label": say(id)}, icon(iconName));
      control.addEventListener("click", () => this.#turn(addDays(this.#day, away)));
      return control;
    };
    const day = input("day", {type: "date", value: this.#day});
    day.addEventListener("change", () => isDay(day.value) && this.#turn(day.value));
    const today = button(say("today"), {id: "today"});
    today.addEventListener("click", () => this.#turn(this.#today));
    const add = button(say("newProgrammeHere"), {class: "wide strong", id: "add"});
    add.addEventListener("click", () => this.#add(this.#freeSlot()));
    root.replaceChildren(
      element("div", {class: "bench"}, picker.node,
        element("div", {class: "field"}, element("label", {for: "day"}, say("pickDay")), element("div", {class: "stepper"}, step("dayBefore", "left", -1), day, step("dayAfter", "right", 1), today))),
      element("div", {class: "row"}, add, this.#line),
      element("div", {class: "day-head"}, element("h2", {id: "day-title", tabindex: "-1"}), element("p", {class: "hint zone"})),
      element("div", {class: "strip", "aria-hidden": "true"}), element("p", {class: "axis", "aria-hidden": "true"}),
      element("details", {class: "earlier"}, element("summary"), element("ol", {class: "day plan", "aria-labelledby": "day-title"})),
      element("ol", {class: "day plan", "aria-labelledby": "day-title"}));
    add.hidden = !this.#own;
    this.#draw();
  }

  #pick(station) {
    this.#station = station;
    keepStation(station);
    this.#programs.clear();
    this.#turn(this.#day);
  }

  #turn(day) {
    if (day !== this.#day) this.#programs.clear();
    this.#day = day;
    this.#phase = "loading";
    tell(this.#line, "");
    this.#root.querySelector("#day").value = day;
    this.#root.querySelector("#add").hidden = !this.#own;
    // Not a new page: the way back must not lead through every day one looked at.
    if (this.#station) history.replaceState(null, "", `#/console/timeline/${encodeURIComponent(this.#station.id)}/${day}`);
    this.#draw();
    if (this.#station) this.#load();
  }

  async #load() {
    clearTimeout(this.#timer);
    const loading = ++this.#loading;
    const [from, to] = this.#bounds;
    try {
      const {desk} = this.#context;
      const [programs, optOuts] = await Promise.all([desk.day(this.#station.id, from, to), desk.optOuts(this.#station.id, from, to)]);
      if (loading !== this.#loading) return;
      this.#optOuts = optOuts;
      const before = this.#programs;
      this.#programs = new Map();
      for (const known of before.values()) if (known.status === "cancelled") this.#programs.set(known.id, known);
      for (const program of programs) this.#programs.set(program.id, newer(before.get(program.id), program));
      // What was made a moment ago may not be in an answer that was kept a moment longer.
      for (const [id, known] of before) if (!this.#programs.has(id) && now() - (known.heardAt ?? 0) < SETTLE_MILLIS * 2) this.#programs.set(id, known);
      this.#phase = "ready";
    } catch (reason) {
      if (loading !== this.#loading) return;
      tell(this.#line, explained(reason), "wrong");
      this.#phase = "away";
    }
    this.#draw();
    this.#later(POLL_MILLIS);
  }

  #later(millis) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => document.visibilityState === "visible" ? this.#load() : this.#later(millis), millis);
  }

  #heard(change) {
    const {kind, program} = change ?? {};
    if (!program || program.stationId !== this.#station?.id) return;
    const status = {started: "live", ended: "ended", cancelled: "cancelled"}[kind] ?? program.status;
    this.#take([{...this.#programs.get(program.id), ...program, ...(status ? {status} : {})}]);
  }

  /** What is known to be so now, before the schedule says it. */
  #take(programs) {
    for (const program of programs) {
      this.#programs.set(program.id, {...newer(this.#programs.get(program.id), program), heardAt: now()});
    }
    this.#draw();
    if (this.#station) this.#later(SETTLE_MILLIS);
  }

  #shown() {
    const [from, to] = this.#bounds;
    return [...this.#programs.values()]
      .filter((program) => Date.parse(program.scheduledEnd) > from && Date.parse(program.scheduledStart) < to)
      .sort((a, b) => Date.parse(a.scheduledStart) - Date.parse(b.scheduledStart) || (a.id < b.id ? -1 : 1));
  }

  #draw() {
    if (!this.#root) return;
    const [past, list] = this.#root.querySelectorAll(".plan");
    const noon = this.#bounds[0] + 12 * 3_600_000;
    const title = this.#station ? say("dayOf", {station: this.#station.name, day: sayDayShort(noon, this.#zone)}) : say("pickStationFirst");
    write(this.#root.querySelector("#day-title"), title);
    write(this.#root.querySelector(".zone"), this.#station ? say("zoneNote", {zone: sayZone(noon, this.#zone)}) : "");
    list.setAttribute("aria-busy", String(this.#phase === "loading" && Boolean(this.#station)));
    const rows = this.#station && this.#phase !== "loading" ? this.#rows() : [];
    // At eleven at night what was on this morning is not what one came for.
    const over = this.#day === this.#today ? rows.filter(isOver) : [];
    const draw = (node, some) => reconcile(node, some, (row) => row.key, (row) => row.program ? createSlot() : createGap((slot) => this.#add(slot)),
      (item, row) => row.program ? this.#drawSlot(item, row) : this.#drawGap(item, row));
    past.parentElement.hidden = over.length === 0;
    write(past.previousElementSibling, say("earlierToday", {count: over.filter(({program}) => program).length}));
    draw(past, over);
    draw(list, rows.filter((row) => !over.includes(row)));
    const strip = this.#root.querySelector(".strip");
    const axis = this.#root.querySelector(".axis");
    axis.hidden = strip.hidden = !this.#station || this.#phase !== "ready";
    drawStrip(strip, this.#shown().filter((program) => program.status !== "cancelled"), this.#bounds);
    drawAxis(axis, this.#bounds, this.#zone);
    this.#tick();
  }

  /** The programmes of the day, and every stretch without one between them. */
  #rows() {
    const [from, to] = this.#bounds;
    const rows = [];
    let reach = from;
    const shown = this.#shown();
    const gap = (until) => {
      if (until - reach >= GAP_MILLIS) rows.push({key: `gap-${reach}`, slot: {start: reach, end: until}});
    };
    for (const program of shown) {
      const counts = program.status !== "cancelled";
      if (counts) gap(Date.parse(program.scheduledStart));
      const over = counts ? shown.filter((other) => other !== program && other.status !== "cancelled" && overlap(program, other)) : [];
      rows.push({key: program.id, program, over});
      if (counts) reach = Math.max(reach, Date.parse(program.scheduledEnd));
    }
    gap(to);
    return rows;
  }

  #drawGap(node, {slot}) {
    node.free = slot;
    write(node.querySelector(".words"), say("gap", {
      time: sayMinutes(Math.round((slot.end - slot.start) / 60_000)), from: sayTime(slot.start, this.#zone), to: sayTime(slot.end, this.#zone),
    }));
    const add = node.querySelector("button");
    write(add, say("fillGap"));
    add.hidden = !this.#own || !isFree(slot);
  }

  #drawSlot(node, {program, over}) {
    const part = (name) => node.querySelector(`.${name}`);
    writeTime(part("from"), Date.parse(program.scheduledStart), this.#zone);
    writeTime(part("to"), Date.parse(program.scheduledEnd), this.#zone);
    write(part("title"), program.title, languageOf(program.title, program.language));
    write(part("by"), program.hostName ?? "", languageOf(program.hostName ?? "", program.language));
    const tags = [];
    if (program.status === "live") tags.push(element("span", {class: "tag on"}, say("status_live")), element("span", {class: "left"}));
    if (program.status === "ended") tags.push(element("span", {class: "tag"}, say("status_ended")));
    if (program.scheduleId) tags.push(element("span", {class: "tag"}, say("recurring")));
    if (over.length > 0) tags.push(element("span", {class: "tag wrong"}, say("overlaps", {titles: over.map((other) => other.title).join(", ")})));
    part("tags").replaceChildren(...tags, ...noteTags(program), ...this.#departures(program));
    setAttribute(node, "data-tone", toneOf(program.category));
    setAttribute(node, "data-status", program.status);
    setAttribute(node, "aria-current", program.status === "live" ? "time" : null);
    reconcile(part("acts"), this.#acts(program), (name) => name, (name) => {
      const act = element("button", {type: "button", class: "link"});
      act.addEventListener("click", () => this.#act[name](this.#programs.get(node.dataset.key)));
      return act;
    }, (act, name) => {
      // The name of the programme is part of it for those who do not see where it stands.
      if (act.dataset.words !== `${say(name)} ${program.title}`) act.replaceChildren(say(name), element("span", {class: "heard"}, ` ${program.title}`));
      act.dataset.words = `${say(name)} ${program.title}`;
    });
  }

  /** What single states hear of it, or in place of what it is heard here. */
  #departures({id}) {
    const states = this.#context.states();
    const instead = this.#optOuts.filter(({replacementProgramId}) => replacementProgramId === id).map(({programTitle}) => say("optOutInsteadOf", {title: programTitle}));
    const leaving = this.#optOuts.filter(({programId}) => programId === id);
    const told = leaving.slice(0, OPT_OUTS_TOLD).map((optOut) => `${stateName(states, optOut.stateId)}: ${saySituation(optOut)}`);
    if (leaving.length > told.length) told.push(say("optOutMore", {count: leaving.length - told.length}));
    return [...instead, ...told].map((words) => element("span", {class: "tag late"}, words));
  }

  #acts({status}) {
    const apart = this.#station.stateId == null && ["scheduled", "live"].includes(status) ? ["optOuts"] : [];
    if (!this.#own) return apart;
    return {
      scheduled: ["edit", "cancel", ...apart, "remove", "history"],
      live: ["edit", "overrun", "end", "cancel", ...apart, "history"],
      ended: ["edit", "remove", "history"],
      cancelled: ["remove", "history"],
    }[status] ?? [];
  }

  #tick() {
    if (!this.#root || !this.#station) return;
    pointToNow(this.#root.querySelector(".strip"), this.#bounds);
    for (const left of this.#root.querySelectorAll(".plan .left")) {
      const program = this.#programs.get(left.closest(".slot").dataset.key);
      if (program) write(left, sayLeft(Date.parse(program.scheduledEnd) - now()));
    }
  }

  /** Where a new programme would go: after what is on air or comes, at the next half hour. */
  #freeSlot() {
    const [from, to] = this.#bounds;
    const earliest = Math.ceil(Math.max(from, now()) / NEW_LENGTH_MILLIS) * NEW_LENGTH_MILLIS;
    const gap = this.#rows().find(({slot}) => slot && slot.end - Math.max(slot.start, earliest) >= GAP_MILLIS);
    const start = gap ? Math.max(gap.slot.start, earliest) : earliest;
    return {start, end: Math.min(start + NEW_LENGTH_MILLIS, gap?.slot.end ?? Math.max(to, start + NEW_LENGTH_MILLIS))};
  }

  async #add(slot) {
    const created = await openProgramme(this.#context.desk, this.#station, this.#zone, null, slot);
    if (created) this.#done("created", [created], created.title);
  }

  async #edit(program) {
    await this.#doing(async () => {
      const whole = await this.#context.desk.program(program.id, program.version);
      tell(this.#line, "");
      const saved = await openProgramme(this.#context.desk, this.#station, this.#zone, whole);
      if (saved) this.#done("changed", [saved], saved.title);
    });
  }

  async #cancel(program) {
    if (!(await confirmed(say("cancelTitle"), say("cancelText", {title: program.title}), say("cancel")))) return;
    await this.#doing(async () => this.#done("wasCancelled", [await this.#context.desk.moveProgram(program, "cancelled")], program.title));
  }

  async #end(program) {
    if (!(await confirmed(say("endTitle"), say("endText", {title: program.title}), say("end")))) return;
    await this.#doing(async () => this.#done("wasEnded", [await this.#context.desk.endProgram(program)], program.title));
  }

  async #remove(program) {
    if (!(await confirmed(say("removeTitle"), say("removeText", {title: program.title}), say("remove")))) return;
    await this.#doing(async () => {
      await this.#context.desk.deleteProgram(program);
      this.#programs.delete(program.id);
      this.#done("wasRemoved", [], program.title);
    });
  }

  async #overrun(program) {
    const answer = await openOverrun(this.#context.desk, program, this.#zone);
    if (!answer) {
      // It may have been refused because somebody was faster.
      this.#load();
      return;
    }
    const moved = answer.moved ?? [];
    this.#done("ranOver", [answer.program, ...moved], program.title, {count: moved.length});
  }

  async #depart(program) {
    await this.#doing(async () => {
      const closed = await openOptOuts(this.#context, program, this.#zone);
      tell(this.#line, "");
      await closed();
      await this.#load();
    });
  }

  #doing(act) {
    return doing(this.#line, act, () => this.#load());
  }

  #done(key, programs, title, values = {}) {
    this.#take(programs);
    tell(this.#line, say(key, {title, ...values}), "good");
    // The button that was pressed may be gone with what it was for.
    if (document.activeElement === document.body) this.#root.querySelector("#day-title").focus();
  }
}

/** Nothing begins in the past. */
const soonest = ({start}) => Math.max(start, Math.ceil(now() / SOONEST_MILLIS) * SOONEST_MILLIS);

const isFree = (slot) => slot.end - soonest(slot) >= GAP_MILLIS;

const isOver = ({program, slot}) => (program ? program.status !== "live" && Date.parse(program.scheduledEnd) <= now() : slot.end <= now());

const newer = (known, program) => (known && (known.version ?? 0) > (program.version ?? 0) ? known : program);

const overlap = (a, b) => Date.parse(a.scheduledStart) < Date.parse(b.scheduledEnd) && Date.parse(b.scheduledStart) < Date.parse(a.scheduledEnd);

function createSlot() {
  return element("li", {class: "slot"},
    element("p", {class: "when"}, element("time", {class: "from"}), element("span", {class: "dash"}, "–"), element("time", {class: "to"})),
    element("div", {class: "what"},
      element("h3", {class: "title"}), element("p", {class: "by"}), element("p", {class: "tags"}), element("p", {class: "acts"})));
}

function createGap(onAdd) {
  const node = element("li", {class: "gap"}, element("span", {class: "words"}), element("button", {type: "button", class: "link"}));
  node.lastElementChild.addEventListener("click", () => {
    const start = soonest(node.free);
    onAdd({start, end: Math.min(node.free.end, start + NEW_LENGTH_MILLIS)});
  });
  return node;
}
