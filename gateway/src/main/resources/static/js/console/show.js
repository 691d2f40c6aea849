// The form of one recurring show: when it is on by the clock on the wall, and the days that are otherwise.

import {now} from "../clock.js";
import {element} from "../dom.js";
import {button, field, input, onSubmit, outcome, select, showErrors, tell, tick} from "../form.js";
import {say, sayWeekday} from "../i18n.js";
import {dayAt} from "../zone.js";
import {changedMeanwhile} from "./desk.js";
import {openSheet} from "./dialog.js";
import {detailErrors, detailFields, detailsOf} from "./programme.js";
import {showRefusal} from "./telling.js";

/** As the API names them, the first of the week first. */
export const DAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
const ACTIONS = ["skip", "move", "replace"];
/** Which fields say more about an exception. */
const MORE = {skip: [], move: ["toDate", "startTime", "endTime"], replace: ["title", "description", "hostName", "startTime", "endTime"]};
const KINDS = {toDate: "date", startTime: "time", endTime: "time"};

/** Answers the show as it was saved, with its conflicts; undefined where it was not. */
export function openShow(desk, station, timeZone, known) {
  return new ShowForm(desk, station, timeZone, known).sheet.closed;
}

class ShowForm {
  sheet;
  #desk;
  #station;
  #zone;
  #known;
  #form;
  #line;
  #exceptions;
  #note = null;

  constructor(desk, station, timeZone, known) {
    this.#desk = desk;
    this.#station = station;
    this.#zone = timeZone;
    this.#known = known;
    this.sheet = openSheet(say(known ? "editShow" : "newShow", {station: station.name}));
    this.#render();
  }

  #render() {
    const known = this.#known ?? {daysOfWeek: [], active: true, timeZone: this.#zone, validFrom: dayAt(now(), this.#zone), exceptions: []};
    const {title, more} = detailFields(known, this.#station.languages ?? []);
    const days = DAYS.map((day, index) => {
      const control = element("input", {type: "checkbox", name: "daysOfWeek", value: day, id: `day-${day}`});
      control.checked = known.daysOfWeek.includes(day);
      return element("li", {}, control, element("label", {for: control.id}, sayWeekday(index, "short"), element("span", {class: "heard"}, ` ${sayWeekday(index, "long")}`)));
    });
    this.#exceptions = element("ol", {class: "exceptions"});
    const add = button(say("addException"));
    add.addEventListener("click", () => {
      this.#exceptions.append(this.#exception({date: "", action: "skip"}));
      this.#number();
      this.#exceptions.lastElementChild.querySelector("input").focus();
    });
    this.#line = outcome();
    this.#form = element("form", {class: "stack", "aria-label": say(this.#known ? "editShow" : "newShow", {station: this.#station.name})},
      title,
      element("div", {class: "field", role: "group", "aria-labelledby": "days-label"},
        element("p", {class: "label", id: "days-label"}, say("daysOfWeek")), element("ul", {class: "pills"}, ...days), element("p", {class: "help", id: "day-MONDAY-help"})),
      element("div", {class: "pair"},
        field(say("fieldStart"), input("startTime", {type: "time", required: true, value: known.startTime})),
        field(say("fieldEnd"), input("endTime", {type: "time", required: true, value: known.endTime}), say("nextDayHint"))),
      element("div", {class: "pair"},
        field(say("validFrom"), input("validFrom", {type: "date", required: true, value: known.validFrom})),
        field(say("validUntil"), input("validUntil", {type: "date", value: known.validUntil}), say("validUntilHint"), true)),
      field(say("timeZone"), select("timeZone", zones(known.timeZone), known.timeZone)),
      tick("active", say("active"), known.active, say("activeHint")),
      ...more,
      element("fieldset", {class: "plain-set"}, element("legend", {}, say("exceptions")), this.#exceptions, add),
      element("div", {class: "row"}, button(say("save"), {type: "submit", class: "wide strong"}), this.#line));
    this.#exceptions.append(...(known.exceptions ?? []).map((exception) => this.#exception(exception)));
    this.#number();
    if (this.#note) tell(this.#line, this.#note, "wrong");
    this.#note = null;
    onSubmit(this.#form, this.#line, () => this.#save());
    this.sheet.body.replaceChildren(this.#form);
    this.#form.elements.title.focus();
  }

  /** One exception; its fields get their names from where it stands. */
  #exception(exception) {
    const remove = element("button", {type: "button", class: "link"}, say("removeException"));
    const item = element("li", {class: "exception"});
    const part = (member, label, control, optional) => {
      control.dataset.member = member;
      const node = field(label, control, "", optional);
      node.dataset.member = member;
      return node;
    };
    const action = select("action", ACTIONS.map((name) => [name, say(`exception_${name}`)]), exception.action);
    const more = ["toDate", "title", "hostName", "description", "startTime", "endTime"].map((member) =>
      part(member, say(`exception_${member}`), input(member, {type: KINDS[member] ?? "text", value: exception[member]}), true));
    const show = () => {
      for (const node of more) node.hidden = !MORE[action.value].includes(node.dataset.member);
    };
    action.addEventListener("change", show);
    item.append(element("div", {class: "pair"},
      part("date", say("exception_date"), input("date", {type: "date", required: true, value: exception.date})),
      part("action", say("exception_action"), action)),
    element("div", {class: "pair"}, ...more), remove);
    remove.addEventListener("click", () => {
      item.remove();
      this.#number();
      this.#line.closest("form").querySelector(".plain-set > button").focus();
    });
    show();
    return item;
  }

  /** Named as the service names them in what it refuses: exceptions[2].toDate. */
  #number() {
    [...this.#exceptions.children].forEach((item, index) => {
      for (const control of item.querySelectorAll("[data-member] :is(input, select)")) {
        const name = `exceptions.${index}.${control.dataset.member}`;
        const node = control.closest(".field");
        node.querySelector("label").htmlFor = name;
        node.querySelector(".help").id = `${name}-help`;
        control.setAttribute("aria-describedby", `${name}-help`);
        control.id = name;
        control.name = name;
      }
    });
  }

  #draft() {
    const form = this.#form.elements;
    const exceptions = [...this.#exceptions.children].map((item, index) => {
      const value = (member) => form[`exceptions.${index}.${member}`].value.trim() || undefined;
      const action = value("action");
      return {date: value("date"), action, ...Object.fromEntries(MORE[action].map((member) => [member, value(member)]))};
    });
    return {
      ...detailsOf(this.#form), stationId: this.#station.id, exceptions,
      daysOfWeek: [...form.daysOfWeek].filter((control) => control.checked).map((control) => control.value),
      startTime: form.startTime.value, endTime: form.endTime.value, timeZone: form.timeZone.value,
      validFrom: form.validFrom.value, validUntil: form.validUntil.value || undefined, active: form.active.checked,
    };
  }

  #errors(show) {
    const errors = detailErrors(show);
    if (show.daysOfWeek.length === 0) errors.daysOfWeek = say("dayMissing");
    for (const name of ["startTime", "endTime"]) if (!show[name]) errors[name] = say("timeMissing");
    if (!show.validFrom) errors.validFrom = say("dateMissing");
    else if (show.validUntil && show.validUntil < show.validFrom) errors.validUntil = say("untilBeforeFrom");
    show.exceptions.forEach(({date, action, toDate, startTime, endTime}, index) => {
      if (!date) errors[`exceptions.${index}.date`] = say("dateMissing");
      if (action === "move" && !toDate && !startTime && !endTime) errors[`exceptions.${index}.toDate`] = say("moveWhere");
    });
    return errors;
  }

  async #save() {
    const show = this.#draft();
    if (this.#mark(this.#errors(show))) {
      tell(this.#line, say("problemFields"), "wrong");
      return;
    }
    try {
      this.sheet.close(await (this.#known ? this.#desk.changeShow(this.#known, show) : this.#desk.createShow(show)));
    } catch (reason) {
      if (!changedMeanwhile(reason)) {
        showRefusal(this.#form, this.#line, reason);
        return;
      }
      this.#known = await this.#desk.show(this.#known.id);
      this.#note = say("changedBySomebody");
      this.#render();
    }
  }

  /** The days are seven controls and one question: the line of help is the first one's. */
  #mark({daysOfWeek, ...errors}) {
    const help = this.#form.querySelector("#day-MONDAY-help");
    help.textContent = daysOfWeek ?? "";
    help.classList.toggle("wrong", Boolean(daysOfWeek));
    const marked = showErrors(this.#form, errors);
    if (!daysOfWeek) return marked;
    this.#form.querySelector("#day-MONDAY").focus();
    return true;
  }
}

/** All zones this browser knows, and the one that is meant even where it does not. */
function zones(kept) {
  const known = (Intl.supportedValuesOf?.("timeZone") ?? []).map((zone) => (zone === "Asia/Calcutta" ? "Asia/Kolkata" : zone));
  return [...new Set([kept, "Asia/Kolkata", ...known])].sort().map((zone) => [zone, zone.replaceAll("_", " ")]);
}
