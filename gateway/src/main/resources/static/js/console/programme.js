// The form of one programme, new or there already.

import {element} from "../dom.js";
import {button, field, input, onSubmit, outcome, select, showErrors, tell, textArea, tick} from "../form.js";
import {Refused} from "../http.js";
import {say, sayLanguage, sayTime} from "../i18n.js";
import {instantOf, wallClock, written} from "../zone.js";
import {changedMeanwhile} from "./desk.js";
import {openSheet} from "./dialog.js";
import {showRefusal} from "./telling.js";

const LONGEST_MILLIS = 24 * 3_600_000;
/** The most spoken ones first. */
export const LANGUAGES = ["hi", "en", "bn", "mr", "te", "ta", "gu", "ur", "kn", "or", "ml", "pa", "as"];
const TITLE = 255;
const DESCRIPTION = 1000;
const CATEGORY = 100;
const HOST = 255;
const ADDRESS = 500;

/** Names and values of the details that programmes and recurring shows have alike. */
export function detailFields(known, languages) {
  const all = [...new Set([...languages, ...(known.language ? [known.language] : []), ...LANGUAGES])];
  return {
    title: field(say("fieldTitle"), input("title", {required: true, maxlength: TITLE, value: known.title, autofocus: true})),
    more: [
      element("div", {class: "pair"},
        field(say("fieldCategory"), input("category", {maxlength: CATEGORY, value: known.category}), "", true),
        field(say("fieldLanguage"), select("language", [["", say("noLanguage")], ...all.map((tag) => [tag, sayLanguage(tag) ?? tag])], known.language ?? ""), "", true)),
      field(say("fieldHost"), input("hostName", {maxlength: HOST, value: known.hostName}), "", true),
      field(say("fieldDescription"), textArea("description", {rows: 3, maxlength: DESCRIPTION, value: known.description}), "", true),
      element("div", {class: "pair"},
        field(say("fieldImage"), input("imageUrl", {type: "url", inputmode: "url", maxlength: ADDRESS, value: known.imageUrl, placeholder: "https://"}), say("fieldImageHint"), true),
        field(say("fieldTags"), input("tags", {value: (known.tags ?? []).join(", ")}), say("fieldTagsHint"), true)),
    ],
  };
}

/** What those fields say now; what is empty is absent. */
export function detailsOf(form) {
  const text = (name) => form.elements[name].value.trim() || undefined;
  return {
    title: text("title"), category: text("category"), language: text("language"), hostName: text("hostName"),
    description: text("description"), imageUrl: text("imageUrl"),
    tags: form.elements.tags.value.split(",").map((tag) => tag.trim()).filter(Boolean),
  };
}

/** What is wrong with them before anybody is asked. */
export function detailErrors({title, imageUrl}) {
  const errors = {};
  if (!title) errors.title = say("titleMissing");
  if (imageUrl && !/^https:\/\/\S+\.\S+/.test(imageUrl)) errors.imageUrl = say("avatarWrong");
  return errors;
}

/**
 * Opens the form. `known` is the programme as it is now, or null for a new one at `slot` ({start, end}). Answers the
 * programme as it was saved; undefined where it was not.
 */
export async function openProgramme(desk, station, timeZone, known, slot) {
  const form = new ProgrammeForm(desk, station, timeZone, known, slot);
  return form.sheet.closed;
}

class ProgrammeForm {
  sheet;
  #desk;
  #station;
  #zone;
  #known;
  #slot;
  #form;
  #line;
  #overlap;
  #note = null;

  constructor(desk, station, timeZone, known, slot) {
    this.#desk = desk;
    this.#station = station;
    this.#zone = timeZone;
    this.#known = known;
    this.#slot = slot ?? {start: Date.parse(known.scheduledStart), end: Date.parse(known.scheduledEnd)};
    this.sheet = openSheet(say(known ? "editProgramme" : "newProgramme", {station: station.name}));
    this.#render();
  }

  #render() {
    const known = this.#known ?? {};
    const over = known.status === "ended" || known.status === "cancelled";
    const {title, more} = detailFields(known, this.#station.languages ?? []);
    const moment = (name, instant) => input(name, {type: "datetime-local", required: true, step: instant % 60_000 === 0 ? 60 : 1, value: this.#wall(instant), disabled: over});
    this.#overlap = tick("allowOverlap", say("allowOverlap"), false, say("allowOverlapHint"));
    this.#overlap.hidden = true;
    this.#line = outcome();
    this.#form = element("form", {class: "stack", "aria-label": say(this.#known ? "editProgramme" : "newProgramme", {station: this.#station.name})},
      title,
      element("div", {class: "pair"},
        field(say("fieldStart"), moment("scheduledStart", this.#slot.start), over ? say("timesFixed") : ""),
        field(say("fieldEnd"), moment("scheduledEnd", this.#slot.end))),
      ...more, this.#overlap,
      element("div", {class: "row"}, button(say("save"), {type: "submit", class: "wide strong"}), this.#line));
    if (this.#note) tell(this.#line, this.#note, "wrong");
    this.#note = null;
    const {scheduledStart: start, scheduledEnd: end} = this.#form.elements;
    // Moved, a programme keeps its length.
    let length = this.#slot.end - this.#slot.start;
    start.addEventListener("change", () => {
      if (start.value) end.value = this.#wall(this.#instant("scheduledStart") + length);
    });
    end.addEventListener("change", () => {
      if (start.value && end.value) length = Math.max(60_000, this.#instant("scheduledEnd") - this.#instant("scheduledStart"));
    });
    onSubmit(this.#form, this.#line, () => this.#save());
    this.sheet.body.replaceChildren(this.#form);
    this.#form.elements.title.focus();
  }

  /** As a field for local times has it. */
  #wall(instant) {
    const wall = wallClock(instant, this.#zone);
    return wall.endsWith(":00") ? wall.slice(0, 16) : wall;
  }

  /** A field nobody touched is the instant it came from, to the millisecond. */
  #instant(name) {
    const original = name === "scheduledStart" ? this.#slot.start : this.#slot.end;
    const {value} = this.#form.elements[name];
    return value === this.#wall(original) ? original : instantOf(value, this.#zone);
  }

  #errors(details) {
    const errors = detailErrors(details);
    const {scheduledStart: start, scheduledEnd: end} = this.#form.elements;
    if (!start.value) errors.scheduledStart = say("timeMissing");
    if (!end.value) errors.scheduledEnd = say("timeMissing");
    if (!start.value || !end.value || start.disabled) return errors;
    const length = this.#instant("scheduledEnd") - this.#instant("scheduledStart");
    if (length <= 0) errors.scheduledEnd = say("endsBeforeStart");
    else if (length > LONGEST_MILLIS) errors.scheduledEnd = say("tooLong");
    return errors;
  }

  async #save() {
    const details = detailsOf(this.#form);
    if (showErrors(this.#form, this.#errors(details))) {
      tell(this.#line, say("problemFields"), "wrong");
      return;
    }
    const {hostId, externalId} = this.#known ?? {};
    const program = {
      ...details, hostId, externalId, stationId: this.#station.id,
      scheduledStart: written(this.#instant("scheduledStart")), scheduledEnd: written(this.#instant("scheduledEnd")),
    };
    const allowOverlap = this.#form.elements.allowOverlap.checked;
    try {
      const saved = this.#known
        ? await this.#desk.changeProgram(this.#known, program, allowOverlap)
        : await this.#desk.createProgram(program, allowOverlap);
      this.sheet.close(saved);
    } catch (reason) {
      if (changedMeanwhile(reason)) {
        await this.#reload();
        return;
      }
      if (reason instanceof Refused && reason.slug === "program-overlap") {
        await this.#tellOverlap(program);
        return;
      }
      showRefusal(this.#form, this.#line, reason);
    }
  }

  async #tellOverlap({scheduledStart, scheduledEnd}) {
    this.#overlap.hidden = false;
    // Who is in the way is asked for now: it may have come meanwhile. Unanswered, it is told without names.
    const there = await this.#desk.day(this.#station.id, Date.parse(scheduledStart), Date.parse(scheduledEnd)).catch(() => []);
    const titles = there.filter(({id}) => id !== this.#known?.id).map(({title, scheduledStart: start}) => `${title} (${sayTime(Date.parse(start), this.#zone)})`);
    tell(this.#line, [say("problem_program-overlap"), ...(titles.length > 0 ? [say("overlapWith", {titles: titles.join(", ")})] : [])].join(" "), "wrong");
    this.#form.elements.allowOverlap.focus();
  }

  /** Somebody else was faster: what is there now is shown, and nothing of theirs is lost. */
  async #reload() {
    this.#known = await this.#desk.program(this.#known.id, this.#known.version + 1);
    this.#slot = {start: Date.parse(this.#known.scheduledStart), end: Date.parse(this.#known.scheduledEnd)};
    this.#note = say("changedBySomebody");
    this.#render();
  }
}
