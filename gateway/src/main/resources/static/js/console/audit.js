// Who changed what, when and from where, with what it was before and is now.

import {element, reconcile} from "../dom.js";
import {button, field, input, onSubmit, outcome, select, tell} from "../form.js";
import {hasWords, say, sayDateTime} from "../i18n.js";
import {addDays, startOfDay, written} from "../zone.js";
import {differences, sayValue} from "./diff.js";
import {stateName} from "./optouts.js";
import {explained} from "./telling.js";

const TYPES = ["program", "schedule", "opt-out", "station", "import", "song", "playlist", "radio"];

/** targetId: of the one thing whose history is wanted. */
export async function openAudit(context, [targetId]) {
  const filter = targetId ? {targetId} : {};
  return new AuditPage(context, filter, await context.desk.audit(filter));
}

class AuditPage {
  #context;
  #entries;
  #more;
  #filter;
  /** What of the filter was picked from an entry, in words; null where nothing was. */
  #only = null;
  #pages = 1;
  #root = null;
  #line = outcome();

  constructor(context, filter, {entries, hasMore, nextCursor}) {
    this.#context = context;
    this.#filter = filter;
    this.#entries = entries;
    this.#more = {hasMore, nextCursor};
    if (filter.targetId) this.#only = entries[0] ? nameOf(entries[0], context.states()) : filter.targetId;
  }

  render(root) {
    this.#root = root;
    const form = element("form", {class: "panel filter", "aria-label": say("auditFilter")},
      field(say("auditType"), select("targetType", [["", say("anything")], ...TYPES.map((type) => [type, say(`type_${type}`)])], this.#filter.targetType ?? "")),
      field(say("auditFrom"), input("from", {type: "date", value: this.#filter.fromDay}), "", true),
      field(say("auditTo"), input("to", {type: "date", value: this.#filter.toDay}), "", true),
      element("div", {class: "row"}, button(say("auditShow"), {type: "submit", class: "wide strong"}), this.#line));
    onSubmit(form, this.#line, () => this.#search(this.#typed(form)));
    const all = button("", {id: "audit-all", class: "link"});
    all.addEventListener("click", () => {
      this.#only = null;
      this.#search({...this.#filter, actor: undefined, targetId: undefined});
    });
    const more = button(say("auditMore"), {id: "audit-more"});
    more.addEventListener("click", () => this.#extend());
    root.replaceChildren(element("div", {class: "stack"}, form, element("p", {}, all),
      element("h2", {class: "heard", id: "audit-title", tabindex: "-1"}, say("console_audit")),
      element("ol", {class: "audit", "aria-labelledby": "audit-title"}), element("div", {class: "row"}, more)));
    this.#draw();
    this.#sayHowMany();
  }

  #sayHowMany() {
    tell(this.#line, this.#entries.length === 0 ? say("auditNothing") : "");
  }

  #typed(form) {
    const value = (name) => form.elements[name].value || undefined;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const [fromDay, toDay] = [value("from"), value("to")];
    return {
      ...this.#filter, targetType: value("targetType"), fromDay, toDay,
      from: fromDay && written(startOfDay(fromDay, zone)),
      // The day that is named belongs to it.
      to: toDay && written(startOfDay(addDays(toDay, 1), zone)),
    };
  }

  async #search(filter) {
    this.#filter = filter;
    this.#pages = 1;
    const answer = await this.#ask({});
    if (!answer) return;
    this.#entries = answer.entries;
    this.#sayHowMany();
    this.#draw();
  }

  async #extend() {
    const {nextCursor} = this.#more;
    const answer = await this.#ask(nextCursor ? {cursor: nextCursor} : {page: this.#pages + 1});
    if (!answer) return;
    this.#pages++;
    const known = new Set(this.#entries.map(({id}) => id));
    this.#entries = [...this.#entries, ...answer.entries.filter(({id}) => !known.has(id))];
    this.#draw();
  }

  /** Null where it did not work, which has been told. */
  async #ask(page) {
    const {targetType, targetId, actor, from, to} = this.#filter;
    try {
      const answer = await this.#context.desk.audit({targetType, targetId, actor, from, to, ...page});
      this.#more = {hasMore: answer.hasMore, nextCursor: answer.nextCursor};
      return answer;
    } catch (reason) {
      tell(this.#line, explained(reason), "wrong");
      return null;
    }
  }

  /** Everything like this entry. */
  async #narrow(filter, only) {
    this.#only = only;
    await this.#search({...this.#filter, actor: undefined, targetId: undefined, ...filter});
    this.#root.querySelector("#audit-title").focus();
  }

  #draw() {
    const all = this.#root.querySelector("#audit-all");
    all.hidden = this.#only === null;
    all.textContent = say("auditOnly", {what: this.#only ?? ""});
    this.#root.querySelector("#audit-more").hidden = !this.#more.hasMore;
    const narrow = (filter, only) => this.#narrow(filter, only);
    reconcile(this.#root.querySelector(".audit"), this.#entries, ({id}) => `${id} ${document.documentElement.lang}`, (entry) => createEntry(entry, nameOf(entry, this.#context.states()), narrow), () => {});
  }
}

/** What a member is called in the forms; the others are said as the API names them. */
const MEMBERS = {
  title: "fieldTitle", description: "fieldDescription", category: "fieldCategory", language: "fieldLanguage", languages: "stationLanguages", hostName: "fieldHost",
  imageUrl: "fieldImage", tags: "fieldTags", scheduledStart: "fieldStart", scheduledEnd: "fieldEnd", startTime: "fieldStart", endTime: "fieldEnd", daysOfWeek: "daysOfWeek",
  validFrom: "validFrom", validUntil: "validUntil", timeZone: "timeZone", active: "active", exceptions: "exceptions", name: "stationName", stateId: "fieldState",
  stationName: "pickStation", streamUrl: "stationStream", externalId: "stationExternalId", delayMinutes: "optOutDelay", status: "memberStatus",
};
const sayMember = (member) => (Object.hasOwn(MEMBERS, member) ? say(MEMBERS[member]) : member);

/** In the order of the forms; what those do not have comes last. */
const inOrder = (changes) => {
  const names = Object.keys(MEMBERS);
  const place = ({member}) => (names.includes(member) ? names.indexOf(member) : names.length);
  return [...changes].sort((a, b) => place(a) - place(b));
};

/** What was done, in words; the API's where we have none. */
function sayAction(action, after) {
  const key = action === "program.status" ? `action_program.${after?.status}` : `action_${action}`;
  return hasWords(key) ? say(key) : hasWords(`action_${action}`) ? say(`action_${action}`) : action;
}

/** What it is called; an opt-out is its state's. */
function nameOf({before, after, targetType, targetId}, states) {
  const {title, name, stateId} = after ?? before ?? {};
  return String(title ?? name ?? (targetType === "opt-out" && stateId ? stateName(states, stateId) : targetId));
}

function createEntry(entry, name, narrow) {
  const {at, actor, action, targetType, targetId, ip, before, after} = entry;
  const who = actor?.username ?? say("somebodyErased");
  const facts = [who, sayDateTime(Date.parse(at)), ip].filter(Boolean).join(" · ");
  const changes = inOrder(differences(before, after));
  const about = button(say("auditAbout"), {class: "link"});
  about.addEventListener("click", () => narrow({targetId}, name));
  const by = button(say("auditBy", {name: who}), {class: "link"});
  by.addEventListener("click", () => narrow({actor: actor.id}, who));
  return element("li", {class: "panel"}, element("details", {},
    element("summary", {}, element("span", {class: "title"}, sayAction(action, after), ": ", element("b", {}, name)), " ", element("span", {class: "hint"}, facts)),
    element("p", {class: "hint id"}, `${targetType} ${targetId}`),
    changes.length === 0 ? element("p", {}, say("auditSame")) : table(changes),
    element("p", {class: "acts"}, about, actor ? by : null)));
}

function table(changes) {
  const cell = (tag, value) => element("td", {}, value === undefined ? element("span", {class: "hint"}, "–") : element(tag, {}, sayValue(value)));
  return element("div", {class: "sideways", tabindex: "0", role: "region", "aria-label": say("auditChanges")}, element("table", {},
    element("thead", {}, element("tr", {}, ...["auditMember", "auditBefore", "auditAfter"].map((key) => element("th", {scope: "col"}, say(key))))),
    element("tbody", {}, ...changes.map(({member, before, after}) => element("tr", {}, element("th", {scope: "row", title: member}, sayMember(member)), cell("del", before), cell("ins", after))))));
}
