// What one prefers: where one listens and in which languages, how one is told, and what one agrees to.

import {element} from "../dom.js";
import {button, explain, field, onSubmit, outcome, select, showErrors, tell, tick, input} from "../form.js";
import {currentLanguage, say, sayDate, sayLanguage} from "../i18n.js";
import {Refused} from "../http.js";
import {namesOf} from "../text.js";

/** The languages the platform searches and schedules in, the most spoken ones first. */
const LANGUAGES = ["hi", "en", "bn", "mr", "te", "ta", "gu", "ur", "kn", "or", "ml", "pa", "as", "sd"];
const DIGESTS = ["off", "daily", "weekly"];
const CHANNELS = ["inApp", "push", "email"];
const CONSENTS = ["analytics", "personalisation"];
const QUIET = {start: "22:00", end: "07:00"};

export async function openPreferences(context) {
  return new Preferences(context, await context.myself.preferences());
}

class Preferences {
  #context;
  #loaded;
  #form = null;
  #note = null;

  constructor(context, loaded) {
    this.#context = context;
    this.#loaded = loaded;
  }

  render(root) {
    const draft = this.#draft();
    const line = outcome();
    this.#form = element("form", {class: "stack"},
      this.#listening(draft), this.#telling(draft), this.#consent(draft),
      element("div", {class: "row"}, button(say("save"), {type: "submit", class: "wide strong"}), line));
    if (this.#note) tell(line, say(this.#note.key), this.#note.kind);
    onSubmit(this.#form, line, () => this.#save(root, line));
    root.replaceChildren(this.#form);
    this.#quietRow();
    this.#form.elements.quiet.addEventListener("change", () => this.#quietRow());
  }

  #listening(draft) {
    const states = this.#context.states().map((state) => [state.id, namesOf(state, currentLanguage())[0]]);
    const languages = [...new Set([...LANGUAGES, ...draft.languages])].map((tag) => {
      const control = element("input", {type: "checkbox", name: "languages", value: tag, id: `language-${tag}`});
      control.checked = draft.languages.includes(tag);
      return element("li", {}, control, element("label", {for: control.id}, sayLanguage(tag) ?? tag));
    });
    return group("preferListening",
      field(say("homeState"), select("statePreference", [["", say("noState")], ...states], draft.statePreference ?? ""), say("homeStateHint")),
      element("div", {class: "field", role: "group", "aria-labelledby": "languages-label"},
        element("p", {class: "label", id: "languages-label"}, say("listenLanguages")), element("ul", {class: "pills"}, ...languages)),
      field(say("timeZone"), select("timeZone", zones(draft.timeZone), draft.timeZone), say("timeZoneHint")));
  }

  #telling(draft) {
    const {notifications, quietHours} = draft;
    const digests = DIGESTS.map((key) => [key, say(`digest_${key}`)]);
    const time = (name, value) => field(say(`quiet_${name}`), input(`quiet-${name}`, {type: "time", required: true, value}));
    return group("preferTelling",
      ...CHANNELS.map((name) => tick(`notify-${name}`, say(`notify_${name}`), notifications[name], say(`notify_${name}Hint`))),
      field(say("digest"), select("digest", digests, notifications.digest ?? "off")),
      tick("quiet", say("quietHours"), quietHours !== null, say("quietHoursHint")),
      element("div", {class: "row quiet-row"}, time("start", quietHours?.start ?? QUIET.start), time("end", quietHours?.end ?? QUIET.end)));
  }

  #consent(draft) {
    const at = this.#loaded.value.consent?.at;
    return group("preferConsent",
      ...CONSENTS.map((name) => tick(`consent-${name}`, say(`consent_${name}`), draft.consent[name], say(`consent_${name}Hint`))),
      element("p", {class: "hint"}, at ? say("consentAt", {date: sayDate(Date.parse(at))}) : say("consentNone")));
  }

  #quietRow() {
    this.#form.querySelector(".quiet-row").hidden = !this.#form.elements.quiet.checked;
  }

  /** What the form says, or before there is one, what is kept. */
  #draft() {
    const form = this.#form?.elements;
    if (!form) return withDefaults(this.#loaded.value);
    return {
      statePreference: form.statePreference.value || null,
      languages: [...form.languages].filter((control) => control.checked).map((control) => control.value),
      timeZone: form.timeZone.value,
      quietHours: form.quiet.checked ? {start: form["quiet-start"].value, end: form["quiet-end"].value} : null,
      notifications: {...Object.fromEntries(CHANNELS.map((name) => [name, form[`notify-${name}`].checked])), digest: form.digest.value},
      consent: Object.fromEntries(CONSENTS.map((name) => [name, form[`consent-${name}`].checked])),
    };
  }

  async #save(root, line) {
    const draft = this.#draft();
    try {
      this.#loaded = await this.#context.myself.savePreferences(draft, this.#loaded.etag);
      this.#context.prefers(this.#loaded.value.statePreference ?? null);
      this.#note = {key: "saved", kind: "good"};
    } catch (reason) {
      if (!(reason instanceof Refused) || reason.status !== 412) {
        const errors = Object.fromEntries((reason.errors ?? []).map((error) => [nameOf(error.field), say("fieldRefused")]));
        tell(line, showErrors(this.#form, errors) ? say("problemFields") : explain(reason), "wrong");
        return;
      }
      this.#loaded = await this.#context.myself.preferences();
      this.#note = {key: "changedElsewhere", kind: "wrong"};
    }
    this.#form = null;
    this.render(root);
    this.#note = null;
    root.querySelector("[type=submit]").focus();
  }
}

function group(title, ...content) {
  return element("section", {class: "panel", "aria-labelledby": title}, element("h2", {id: title}, say(title)), ...content);
}

function withDefaults({statePreference = null, languages, timeZone, quietHours = null, notifications, consent}) {
  return {
    statePreference, quietHours,
    languages: languages ?? [],
    timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    notifications: {inApp: true, push: false, email: false, digest: "off", ...notifications},
    consent: {analytics: false, personalisation: false, ...consent},
  };
}

/** "quietHours.start" of the service is "quiet-start" here, "languages[2]" just the languages. */
function nameOf(path) {
  return path.replace(/^quietHours$/, "quiet-end").replace("quietHours.", "quiet-").replace("notifications.digest", "digest").replace(/\[\d+\]$/, "");
}

/** All time zones this browser knows, and the one that is kept even where it does not. */
function zones(kept) {
  const known = Intl.supportedValuesOf?.("timeZone") ?? [];
  // Browsers list the older name of the zone most listeners live in.
  const names = known.map((zone) => (zone === "Asia/Calcutta" ? "Asia/Kolkata" : zone));
  return [...new Set([kept, "Asia/Kolkata", ...names])].sort().map((zone) => [zone, zone.replaceAll("_", " ")]);
}
