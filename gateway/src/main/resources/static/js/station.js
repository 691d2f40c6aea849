// A station's schedule, one day at a time: what was, what is on air and what comes, in the station's own time. It follows
// the feed where that tells of the station's state, asks again where not, and keeps what it last knew.

import * as api from "./api.js";
import {byline, tickCard, toneOf, writeTime} from "./card.js";
import {now} from "./clock.js";
import {element, icon, reconcile, setAttribute, write} from "./dom.js";
import {Refused} from "./http.js";
import {currentLanguage, say, sayDayShort, sayLanguage, sayMinutes, sayTime, sayZone} from "./i18n.js";
import {delayOf, noteTags} from "./notes.js";
import {shelveDay, unshelveDay} from "./shelf.js";
import {languageOf, namesOf} from "./text.js";
import {addDays, dayAt, isDay, startOfDay, written} from "./zone.js";

const DAYS_BACK = 1;
const DAYS_AHEAD = 6;
const FILE_DAYS_AHEAD = 14;
/** What a national station's clocks show. */
const NATIONAL_ZONE = "Asia/Kolkata";
const POLL_MILLIS = 30_000;
/** While the feed tells what changes. */
const FOLLOWED_POLL_MILLIS = 5 * 60_000;
const STALE_MILLIS = 120_000;
const MINUTE = 60_000;
/** So long before it begins the wait for the next programme is told. */
const SOON_MINUTES = 90;

export function open(main, [stationId = "", day = ""], context) {
  return new StationPage(main, stationId, day, context);
}

class StationPage {
  #main;
  #id;
  /** The day asked for; empty for today. */
  #asked;
  #context;
  #station = null;
  #programs = new Map();
  /** The day that #programs are of. */
  #loaded = null;
  #freshAt = -Infinity;
  #phase = "loading";
  #loading = 0;
  /** What of the day depends on the time, as it was last drawn. */
  #drawn = "";
  #pollTimer;
  #second;
  #leave = new AbortController();

  constructor(main, stationId, day, context) {
    this.#main = main;
    this.#id = stationId;
    this.#asked = isDay(day) ? day : "";
    this.#context = context;
    const {signal} = this.#leave;
    context.tuner.addEventListener("change", ({detail}) => this.#heard(detail), {signal});
    context.player.addEventListener("change", () => this.#renderKnob(), {signal});
    addEventListener("online", () => this.#load(), {signal});
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#load(), {signal});
    this.#second = setInterval(() => this.#tick(), 1000);
    this.#load();
  }

  close() {
    this.#leave.abort();
    clearInterval(this.#second);
    clearTimeout(this.#pollTimer);
    this.#loading++;
  }

  /** Another day of the same station. */
  turn([stationId, day = ""]) {
    if (stationId !== this.#id) return false;
    this.#asked = isDay(day) ? day : "";
    this.#load();
    return true;
  }

  get title() {
    return this.#station?.name ?? say("schedule");
  }

  get summary() {
    if (!this.#station) return "";
    const state = this.#state();
    const where = state ? namesOf(state, currentLanguage())[0] : say("nationwide");
    return [where, ...(this.#station.languages ?? []).map((tag) => sayLanguage(tag) ?? tag)].join(" · ");
  }

  render() {
    if (this.#phase === "gone" || !this.#station) {
      this.#renderInstead();
      return;
    }
    const blocks = ["head", "notice", "days", "earlier", "list", "nothing", "exports"];
    if (this.#main.firstElementChild?.dataset.key !== "head") this.#main.replaceChildren();
    reconcile(this.#main, blocks, (block) => block, (block) => this.#create(block), (node, block) => this.#update(node, block));
    this.#renderKnob();
    this.#tick();
  }

  #state() {
    return this.#context.states().find((state) => state.id === this.#station?.stateId);
  }

  get #zone() {
    return this.#state()?.timeZone ?? NATIONAL_ZONE;
  }

  get #today() {
    return dayAt(now(), this.#zone);
  }

  get #day() {
    return this.#asked || this.#today;
  }

  async #load() {
    clearTimeout(this.#pollTimer);
    const loading = ++this.#loading;
    const current = () => loading === this.#loading;
    try {
      this.#station ??= await api.station(this.#id);
      if (!current()) return;
      const day = this.#day;
      if (day !== this.#loaded) this.#recall(day);
      this.#context.views.title();
      this.render();
      const {programs, ageSeconds} = await api.schedule(this.#id, startOfDay(day, this.#zone), startOfDay(addDays(day, 1), this.#zone));
      if (!current()) return;
      this.#take(day, programs, now() - ageSeconds * 1000);
      shelveDay(this.#id, day, {station: this.#station, programs}, this.#freshAt);
    } catch (reason) {
      if (!(reason instanceof api.Unreachable)) throw reason;
      if (!current()) return;
      this.#failed(reason);
    }
    this.#context.views.title();
    this.render();
    const followed = this.#followed;
    this.#pollTimer = setTimeout(() => document.visibilityState === "visible" && this.#load(), (followed ? FOLLOWED_POLL_MILLIS : POLL_MILLIS) * (0.8 + 0.4 * Math.random()));
  }

  #failed(reason) {
    if (reason.cause instanceof Refused && [400, 404].includes(reason.cause.status)) {
      this.#phase = "gone";
      return;
    }
    if (!this.#station) {
      // Not even the station is known: its last day that was looked at knows it.
      const kept = unshelveDay(this.#id, this.#day);
      this.#station = kept?.station ?? null;
    }
    if (this.#station && this.#day !== this.#loaded) this.#recall(this.#day);
    if (this.#phase === "loading") this.#phase = "away";
  }

  /** What was known of the day the last time somebody looked. */
  #recall(day) {
    const kept = unshelveDay(this.#id, day);
    this.#phase = "loading";
    this.#programs.clear();
    this.#loaded = day;
    this.#freshAt = -Infinity;
    if (kept) this.#take(day, kept.programs, kept.at);
  }

  /** A whole day; what an event told since stays where it is newer. */
  #take(day, programs, at) {
    const before = this.#programs;
    this.#programs = new Map(programs.map((program) => {
      const known = before.get(program.id);
      return [program.id, known && (known.version ?? 0) > (program.version ?? 0) ? known : program];
    }));
    for (const [id, known] of before) if (known.status === "cancelled" && !this.#programs.has(id)) this.#programs.set(id, known);
    this.#loaded = day;
    this.#freshAt = at;
    this.#phase = "ready";
  }

  get #followed() {
    const {stateId, connection} = this.#context.tuner;
    const ours = this.#station && (this.#station.stateId == null || this.#station.stateId === stateId);
    return ours && connection === "live";
  }

  /** One programme changed, or the feed begins anew. */
  #heard(change) {
    if (!change) {
      if (this.#followed && now() - this.#freshAt > STALE_MILLIS && navigator.onLine && this.#phase === "ready") this.#load();
      this.#renderNotice();
      return;
    }
    const {kind, program} = change;
    if (kind === "unknown") this.#load();
    if (!program || program.stationId !== this.#id) return;
    const known = this.#programs.get(program.id);
    const status = {started: "live", ended: "ended", cancelled: "cancelled"}[kind] ?? program.status ?? known?.status ?? "scheduled";
    if (known || this.#withinDay(program)) this.#programs.set(program.id, {...known, ...program, status});
    this.#freshAt = Math.max(this.#freshAt, now());
    this.render();
  }

  #withinDay(program) {
    const from = startOfDay(this.#day, this.#zone);
    const to = startOfDay(addDays(this.#day, 1), this.#zone);
    return Date.parse(program.scheduledEnd) > from && Date.parse(program.scheduledStart) < to;
  }

  /** By start; what has been moved out of the day is not of it any more. */
  #shown() {
    return [...this.#programs.values()].filter((program) => this.#withinDay(program))
      .sort((a, b) => Date.parse(a.scheduledStart) - Date.parse(b.scheduledStart) || (a.id < b.id ? -1 : 1));
  }

  /** Said by the feed or, a minute after the end when nobody says so, by the clock. */
  #isOver(program) {
    const grace = program.status === "live" ? MINUTE : 0;
    return program.status === "ended" || Date.parse(program.scheduledEnd) + grace <= now();
  }

  #create(block) {
    switch (block) {
      case "head": {
        const knob = element("button", {type: "button", class: "wide strong listen"}, icon("play"), element("span"));
        knob.addEventListener("click", () => this.#context.listen(this.#sounding()));
        return element("div", {class: "row"}, knob, element("p", {class: "hint zone"}));
      }
      case "notice":
        return element("p", {class: "notice"});
      case "days":
        return element("nav", {class: "days"}, element("ul"));
      case "earlier":
        return element("details", {class: "earlier"}, element("summary"), element("ol", {class: "day"}));
      case "list":
        return element("ol", {class: "day"});
      case "nothing":
        return element("p", {class: "hint nothing", role: "status"});
      case "exports":
        return element("section", {class: "exports", "aria-labelledby": "exports-title"});
    }
  }

  #update(node, block) {
    const today = this.#day === this.#today;
    const shown = this.#shown();
    const earlier = today ? shown.filter((program) => this.#isOver(program)) : [];
    const rest = shown.filter((program) => !earlier.includes(program));
    switch (block) {
      case "head":
        write(node.querySelector(".zone"), say("zoneNote", {zone: sayZone(now(), this.#zone)}));
        break;
      case "notice":
        this.#renderNotice(node);
        break;
      case "days":
        this.#renderDays(node);
        break;
      case "earlier":
        node.hidden = earlier.length === 0;
        write(node.firstElementChild, say("earlierToday", {count: earlier.length}));
        this.#renderList(node.lastElementChild, earlier);
        break;
      case "list":
        node.hidden = rest.length === 0;
        this.#renderList(node, today ? withMarker(rest) : rest);
        break;
      case "nothing":
        node.hidden = shown.length > 0;
        write(node, say({loading: "loadingPage", away: "pageAway", ready: "emptyDay"}[this.#phase]));
        break;
      case "exports":
        this.#renderExports(node);
    }
    if (block === "list" || block === "earlier") node.setAttribute("aria-busy", String(this.#phase === "loading"));
  }

  #renderDays(nav) {
    nav.setAttribute("aria-label", say("pickDay"));
    const days = Array.from({length: DAYS_BACK + 1 + DAYS_AHEAD}, (_, index) => addDays(this.#today, index - DAYS_BACK));
    reconcile(nav.firstElementChild, days, (day) => day, () => element("li", {}, element("a")), (item, day) => {
      const link = item.firstElementChild;
      const away = days.indexOf(day) - DAYS_BACK;
      const words = sayDayShort(startOfDay(day, this.#zone) + 12 * 3_600_000, this.#zone);
      write(link, away === 0 ? say("today") : away === -1 ? say("yesterday") : away === 1 ? say("tomorrow") : words);
      link.href = `#/stations/${encodeURIComponent(this.#id)}${away === 0 ? "" : `/${day}`}`;
      link.title = words;
      setAttribute(link, "aria-current", day === this.#day ? "date" : null);
    });
    if (nav.dataset.day === this.#day) return;
    nav.dataset.day = this.#day;
    const list = nav.firstElementChild;
    const chosen = list.querySelector("[aria-current]");
    // On a phone the days are a row to wipe through.
    if (chosen) list.scrollLeft = chosen.offsetLeft + (chosen.offsetWidth - list.clientWidth) / 2;
  }

  #renderList(list, items) {
    const create = (item) => item.marker
      ? element("li", {class: "now"}, element("span", {class: "words"}))
      : element("li", {class: "slot"},
        element("p", {class: "when"}, element("time", {class: "from"}), element("span", {class: "dash"}, "–"), element("time", {class: "to"}), element("span", {class: "soon"})),
        element("div", {class: "what"},
          element("h2", {class: "title"}), element("p", {class: "by"}), element("p", {class: "tags"}),
          element("div", {class: "course", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100"}, element("span", {class: "done"})),
          element("p", {class: "left"}), element("p", {class: "about"})));
    reconcile(list, items, (item) => item.id, create, (node, item) => item.marker || this.#renderSlot(node, item));
  }

  #renderSlot(node, program) {
    node.program = program;
    const part = (name) => node.querySelector(`.${name}`);
    writeTime(part("from"), Date.parse(program.scheduledStart), this.#zone);
    writeTime(part("to"), Date.parse(program.scheduledEnd), this.#zone);
    write(part("title"), program.title, languageOf(program.title, program.language));
    part("by").replaceChildren(...byline(program));
    const live = program.status === "live" ? [element("span", {class: "tag on"}, say("onAir"))] : [];
    const language = program.language && sayLanguage(program.language);
    part("tags").replaceChildren(...live, ...noteTags(program), ...(language ? [element("span", {class: "tag"}, language)] : []));
    write(part("about"), program.description ?? "", languageOf(program.description ?? "", program.language));
    setAttribute(node, "data-tone", toneOf(program.category));
    setAttribute(node, "data-status", program.status);
    setAttribute(node, "data-late", delayOf(program) > 0 ? "" : null);
    setAttribute(node, "aria-current", program.status === "live" ? "time" : null);
    part("course").hidden = part("left").hidden = program.status !== "live";
    part("course").setAttribute("aria-label", say("progressOf", {title: program.title}));
  }

  #renderExports(section) {
    const path = `/api/v1${api.schedulePath(this.#id)}`;
    const from = startOfDay(this.#today, this.#zone);
    const to = startOfDay(addDays(this.#today, FILE_DAYS_AHEAD), this.#zone);
    const range = `?from=${written(from)}&to=${written(to)}`;
    if (section.dataset.of === `${currentLanguage()} ${range}`) return;
    section.dataset.of = `${currentLanguage()} ${range}`;
    // The calendar asks again by itself, so its address names no days.
    const links = [
      ["subscribe", `webcal://${location.host}${path}.ics`, {}],
      ["fileCalendar", `${path}.ics${range}`, {download: "", type: "text/calendar"}],
      ["fileXmltv", `${path}.xmltv${range}`, {download: "", type: "application/xml"}],
      ["feedAtom", `${path}.atom`, {type: "application/atom+xml"}],
    ];
    const copy = element("button", {type: "button", class: "link"}, say("copyCalendar"));
    const told = element("p", {class: "hint", role: "status"});
    // Many calendars, and most phones, do not know webcal: there one puts the address in by hand.
    copy.addEventListener("click", async () => {
      const address = `${location.origin}${path}.ics`;
      const copied = await navigator.clipboard?.writeText(address).then(() => true, () => false);
      write(told, say(copied ? "calendarCopied" : "calendarAddress", {address}));
    });
    section.replaceChildren(
      element("h2", {id: "exports-title"}, say("takeAlong")),
      element("ul", {}, ...links.map(([key, href, more]) => element("li", {}, element("a", {href, ...more}, say(key)))), element("li", {}, copy)), told);
  }

  #renderNotice(notice = this.#main.querySelector(":scope > .notice")) {
    if (!notice) return;
    const age = this.#followed ? 0 : now() - this.#freshAt;
    const old = this.#phase !== "loading" && this.#freshAt > 0 && (age > STALE_MILLIS || !navigator.onLine || this.#phase === "away");
    const minutes = Math.floor(age / MINUTE);
    notice.hidden = !old;
    write(notice, old ? say("stale", {age: minutes < 1 ? say("justNow") : sayMinutes(minutes)}) : "");
  }

  /** What a press on the knob asks for: the programme on air, where there is one, so that the player can name it. */
  #sounding() {
    const live = [...this.#programs.values()].find((program) => program.status === "live");
    return {title: "", ...live, stationId: this.#id, stationName: this.#station.name, streamUrl: this.#station.streamUrl};
  }

  #renderKnob() {
    const knob = this.#main.querySelector(".listen");
    if (!knob || !this.#station) return;
    const {station, state} = this.#context.player;
    const sounding = station?.id === this.#id && (state === "playing" || state === "tuning");
    const there = Boolean(this.#station.streamUrl);
    knob.hidden = !there;
    knob.firstElementChild.replaceWith(icon(sounding ? "pause" : "play"));
    write(knob.lastElementChild, say(sounding ? "pause" : "listen", {station: this.#station.name}));
  }

  #renderInstead() {
    const words = {gone: "noSuchStation", away: "pageAway"}[this.#phase] ?? "loadingPage";
    this.#main.replaceChildren(element("p", {class: "hint", role: "status"}, say(words)));
  }

  /** How long what is on still lasts, and when the next one begins. */
  #tickSlots() {
    const slots = [...this.#main.querySelectorAll(".day > .slot")];
    const next = slots.find(({program}) => program.status === "scheduled" && Date.parse(program.scheduledEnd) > now());
    for (const node of slots) {
      if (node.program.status === "live") tickCard(node, now());
      const minutes = Math.ceil((Date.parse(node.program.scheduledStart) - now()) / MINUTE);
      const soon = node === next && minutes <= SOON_MINUTES;
      write(node.querySelector(".soon"), !soon ? "" : minutes <= 0 ? say("startsNow") : say("startsIn", {time: sayMinutes(minutes)}));
    }
  }

  #tick() {
    const marker = this.#main.querySelector(".now");
    if (marker) write(marker.firstElementChild, say("nowAt", {time: sayTime(now(), this.#zone)}));
    this.#tickSlots();
    // A programme passes the marker, or midnight makes another day today.
    const drawn = `${this.#today} ${this.#shown().map((program) => this.#isOver(program) || Date.parse(program.scheduledStart) <= now()).join()}`;
    if (drawn !== this.#drawn && this.#station) {
      this.#drawn = drawn;
      if (!this.#asked && this.#loaded && this.#loaded !== this.#today) this.#load();
      else this.render();
    }
    this.#renderNotice();
  }

}

/** The line between what has begun and what has not. */
function withMarker(programs) {
  const next = programs.findIndex((program) => Date.parse(program.scheduledStart) > now() && program.status !== "live");
  const at = next < 0 ? programs.length : next;
  return [...programs.slice(0, at), {id: "now", marker: true}, ...programs.slice(at)];
}
