// What single states hear of a national programme: which of them depart from it and how, and how that is changed.

import {element} from "../dom.js";
import {button, choice, field, input, onSubmit, outcome, select, showErrors, tell} from "../form.js";
import {Refused, Unreachable} from "../http.js";
import {currentLanguage, say, sayLanguage, sayMinutes, sayTime} from "../i18n.js";
import {namesOf} from "../text.js";
import {changedMeanwhile} from "./desk.js";
import {openSheet} from "./dialog.js";
import {LANGUAGES} from "./programme.js";
import {explained, showRefusal} from "./telling.js";

const LONGEST_DELAY_MINUTES = 1440;
const WAYS = ["nothing", "same", "other"];

/** Where an editor may decide something; null is the whole country. */
export const mayIn = ({states}, stateId) => states.length === 0 || states.includes(stateId);

/** What is heard there, in words. */
export function saySituation({replacementProgramId, replacementTitle, language, delayMinutes}) {
  if (replacementProgramId) return say("optOutOther", {title: replacementTitle ?? ""});
  const ways = [];
  if (language) ways.push(say("optOutLanguage", {language: sayLanguage(language) ?? language}));
  if (delayMinutes) ways.push(say("optOutLater", {time: sayMinutes(delayMinutes)}));
  return ways.length === 0 ? say("optOutNothing") : ways.join(", ");
}

export function stateName(states, stateId) {
  const state = states.find(({id}) => id === stateId);
  return state ? namesOf(state, currentLanguage())[0] : stateId;
}

/** Opens the sheet; answers how to wait until it is closed. */
export async function openOptOuts(context, program, timeZone) {
  const stations = await context.desk.stations();
  const sheet = new OptOutsSheet(context, stations, program, timeZone);
  await sheet.load();
  return () => sheet.closed;
}

class OptOutsSheet {
  closed;
  #context;
  #stations;
  #program;
  #zone;
  #known = [];
  #form;
  #list;
  #line = outcome();
  #looking = 0;

  constructor(context, stations, program, timeZone) {
    this.#context = context;
    this.#stations = stations;
    this.#program = program;
    this.#zone = timeZone;
    this.#list = element("ul", {class: "devices", "aria-label": say("optOutsTitle", {title: program.title})});
    this.#form = this.#createForm();
    this.closed = openSheet(say("optOutsTitle", {title: program.title}), element("p", {class: "hint"}, say("optOutsText")), this.#list, this.#form).closed;
  }

  async load() {
    const {stationId, id, scheduledStart, scheduledEnd} = this.#program;
    try {
      const all = await this.#context.desk.optOuts(stationId, Date.parse(scheduledStart), Date.parse(scheduledEnd));
      this.#known = all.filter(({programId}) => programId === id);
    } catch (reason) {
      tell(this.#line, explained(reason), "wrong");
    }
    this.#drawList();
  }

  #states() {
    return this.#context.states().filter(({id}) => mayIn(this.#context.account.user, id));
  }

  #of(stateId) {
    return this.#known.find((optOut) => optOut.stateId === stateId) ?? null;
  }

  #drawList() {
    const items = this.#known.map((optOut) => {
      const name = stateName(this.#context.states(), optOut.stateId);
      const act = (key, run) => {
        const control = element("button", {type: "button", class: "link"}, say(key), element("span", {class: "heard"}, ` ${name}`));
        control.addEventListener("click", run);
        return control;
      };
      const acts = mayIn(this.#context.account.user, optOut.stateId)
        ? element("p", {class: "acts"}, act("edit", () => this.#choose(optOut.stateId)), act("optOutBack", () => this.#withdraw(optOut, name))) : null;
      return element("li", {"data-state": optOut.stateId}, element("div", {class: "what"}, element("p", {class: "title"}, name), element("p", {class: "hint"}, saySituation(optOut))), acts);
    });
    this.#list.replaceChildren(...(items.length > 0 ? items : [element("li", {class: "hint"}, say("optOutsNone"))]));
  }

  #createForm() {
    const language = select("language", [["", say("optOutSameLanguage")], ...LANGUAGES.map((tag) => [tag, sayLanguage(tag) ?? tag])], "");
    const delay = input("delayMinutes", {type: "number", min: 1, max: LONGEST_DELAY_MINUTES, step: 1, inputmode: "numeric"});
    const states = this.#states().map(({id}) => [id, stateName(this.#context.states(), id)]);
    const form = element("form", {class: "stack", "aria-label": say("optOutForm")},
      field(say("fieldState"), select("stateId", [["", say("optOutPick")], ...states], "")),
      element("div", {class: "stack", role: "radiogroup", "aria-labelledby": "way-label"},
        element("p", {class: "label", id: "way-label"}, say("optOutHears")),
        ...WAYS.map((way) => choice("way", way, say(`optOut_${way}`), way === "nothing"))),
      element("div", {class: "pair", "data-way": "same"},
        field(say("fieldLanguage"), language), field(say("optOutDelay"), delay, say("optOutDelayHint"), true)),
      element("div", {class: "pair", "data-way": "other"},
        field(say("pickStation"), select("replacementStation", [], "")), field(say("optOutProgramme"), select("replacementProgramId", [], ""), say("optOutProgrammeHint"))),
      element("div", {class: "row"}, button(say("save"), {type: "submit", class: "wide strong"}), this.#line));
    form.elements.stateId.addEventListener("change", () => this.#choose(form.elements.stateId.value));
    form.addEventListener("change", ({target}) => {
      if (target.name === "way") this.#showWay();
      if (target.name === "replacementStation") this.#offer();
    });
    onSubmit(form, this.#line, () => this.#save());
    for (const part of form.querySelectorAll("[data-way]")) part.hidden = true;
    return form;
  }

  #showWay() {
    for (const part of this.#form.querySelectorAll("[data-way]")) part.hidden = part.dataset.way !== this.#form.elements.way.value;
  }

  /** The form says what is so in that state now. */
  async #choose(stateId) {
    const form = this.#form.elements;
    const known = this.#of(stateId);
    tell(this.#line, "");
    showErrors(this.#form, {});
    form.stateId.value = stateId;
    form.way.value = known?.replacementProgramId ? "other" : known?.language || known?.delayMinutes ? "same" : "nothing";
    form.language.value = known?.language ?? "";
    form.delayMinutes.value = known?.delayMinutes ?? "";
    this.#showWay();
    form.stateId.focus();
    const own = this.#stations.filter((station) => station.stateId === stateId);
    fill(form.replacementStation, own.map(({id, name}) => [id, name]));
    await this.#telling(async () => {
      if (known?.replacementProgramId) form.replacementStation.value = (await this.#context.desk.program(known.replacementProgramId)).stationId;
      await this.#offer();
    });
  }

  /** What that station has on at that time. */
  async #offer() {
    const form = this.#form.elements;
    const looking = ++this.#looking;
    const known = this.#of(form.stateId.value);
    const options = [];
    if (known?.replacementProgramId) options.push([known.replacementProgramId, known.replacementTitle ?? ""]);
    if (form.replacementStation.value) {
      const {scheduledStart, scheduledEnd} = this.#program;
      const day = await this.#context.desk.day(form.replacementStation.value, Date.parse(scheduledStart), Date.parse(scheduledEnd));
      if (looking !== this.#looking) return;
      for (const {id, title, scheduledStart: start} of day) if (id !== known?.replacementProgramId) options.push([id, `${sayTime(Date.parse(start), this.#zone)} ${title}`]);
    }
    fill(form.replacementProgramId, options.length > 0 ? options : [["", say("optOutNoProgramme")]]);
  }

  #terms() {
    const {way, language, delayMinutes, replacementProgramId} = this.#form.elements;
    if (way.value === "other") return {replacementProgramId: replacementProgramId.value || undefined};
    if (way.value === "same") return {language: language.value || undefined, delayMinutes: delayMinutes.value === "" ? undefined : Number(delayMinutes.value)};
    return {};
  }

  #errors({replacementProgramId, language, delayMinutes}) {
    const form = this.#form.elements;
    const errors = {};
    if (!form.stateId.value) errors.stateId = say("optOutPickFirst");
    if (form.way.value === "other" && !replacementProgramId) errors.replacementProgramId = say("optOutProgrammeMissing");
    if (form.way.value === "same") {
      if (!language && delayMinutes === undefined) errors.delayMinutes = say("optOutSameMissing");
      else if (delayMinutes !== undefined && (!Number.isInteger(delayMinutes) || delayMinutes < 1 || delayMinutes > LONGEST_DELAY_MINUTES)) {
        errors.delayMinutes = say("overrunWrong", {most: LONGEST_DELAY_MINUTES});
      }
    }
    return errors;
  }

  async #save() {
    const terms = this.#terms();
    if (showErrors(this.#form, this.#errors(terms))) {
      tell(this.#line, say("problemFields"), "wrong");
      return;
    }
    const stateId = this.#form.elements.stateId.value;
    await this.#telling(async () => {
      await this.#context.desk.declareOptOut(this.#program.id, stateId, this.#of(stateId)?.version ?? 0, terms);
      await this.load();
      tell(this.#line, say("optOutSaved", {state: stateName(this.#context.states(), stateId), how: saySituation(this.#of(stateId) ?? terms)}), "good");
    });
  }

  async #withdraw(optOut, name) {
    tell(this.#line, say("working"));
    await this.#telling(async () => {
      await this.#context.desk.withdrawOptOut(optOut);
      await this.load();
      tell(this.#line, say("optOutTakenBack", {state: name}), "good");
      this.#form.elements.stateId.focus();
    });
  }

  /** Somebody else was faster: what is there now is shown, and nothing of theirs is lost. */
  async #telling(act) {
    try {
      await act();
    } catch (reason) {
      if (!(reason instanceof Refused || reason instanceof Unreachable)) throw reason;
      if (!changedMeanwhile(reason)) {
        showRefusal(this.#form, this.#line, reason);
        return;
      }
      await this.load();
      await this.#choose(this.#form.elements.stateId.value);
      tell(this.#line, say("changedBySomebody"), "wrong");
    }
  }
}

function fill(control, options) {
  const {value} = control;
  control.replaceChildren(...options.map(([key, words]) => element("option", {value: key}, words)));
  if (options.some(([key]) => key === value)) control.value = value;
}
