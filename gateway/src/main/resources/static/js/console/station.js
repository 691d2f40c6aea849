// The form of one station, new or there already.

import {element} from "../dom.js";
import {button, field, input, onSubmit, outcome, select, showErrors, tell} from "../form.js";
import {Refused} from "../http.js";
import {say, sayLanguage} from "../i18n.js";
import {changedMeanwhile} from "./desk.js";
import {openSheet} from "./dialog.js";
import {mayIn, stateName} from "./optouts.js";
import {showRefusal} from "./telling.js";

const NAME = 255;
const ADDRESS = 500;
const MOST_LANGUAGES = 20;
/** Those of the constitution, and English; what stations speak beside them is added. */
const LANGUAGES = ["hi", "en", "bn", "mr", "te", "ta", "gu", "ur", "kn", "or", "ml", "pa", "as", "mai", "sat", "ks", "ne", "sd", "kok", "doi", "mni", "brx", "sa"];

/** `spoken`: the languages of all stations. Answers the station as it was saved; undefined where it was not. */
export function openStation(context, spoken, known) {
  return new StationForm(context, spoken, known).sheet.closed;
}

class StationForm {
  sheet;
  #context;
  #spoken;
  #known;
  #form;
  #line;
  #note = null;

  constructor(context, spoken, known) {
    this.#context = context;
    this.#spoken = spoken;
    this.#known = known;
    this.sheet = openSheet(known ? say("editStation", {station: known.name}) : say("newStation"));
    this.#render();
  }

  #render() {
    const known = this.#known ?? {languages: []};
    const pills = [...new Set([...known.languages, ...LANGUAGES, ...this.#spoken])].map((tag) => {
      const control = element("input", {type: "checkbox", name: "languages", value: tag, id: `language-${tag}`});
      control.checked = known.languages.includes(tag);
      return element("li", {}, control, element("label", {for: control.id}, sayLanguage(tag) ?? tag));
    });
    this.#line = outcome();
    this.#form = element("form", {class: "stack", "aria-label": this.#known ? say("editStation", {station: known.name}) : say("newStation")},
      field(say("stationName"), input("name", {required: true, maxlength: NAME, value: known.name, autofocus: true})),
      field(say("fieldState"), this.#stateField(known), say("stationStateHint")),
      element("div", {class: "field", role: "group", "aria-labelledby": "languages-label"},
        element("p", {class: "label", id: "languages-label"}, say("stationLanguages"), " ", element("span", {class: "hint"}, say("optional"))),
        element("ul", {class: "pills"}, ...pills), element("p", {class: "help", id: "languages-help", tabindex: "-1"})),
      field(say("stationStream"), input("streamUrl", {type: "url", inputmode: "url", maxlength: ADDRESS, value: known.streamUrl, placeholder: "https://"}), say("stationStreamHint"), true),
      field(say("stationExternalId"), input("externalId", {maxlength: NAME, value: known.externalId, autocapitalize: "off", spellcheck: "false"}), say("stationExternalIdHint"), true),
      element("div", {class: "row"}, button(say("save"), {type: "submit", class: "wide strong"}), this.#line));
    if (this.#note) tell(this.#line, this.#note, "wrong");
    this.#note = null;
    onSubmit(this.#form, this.#line, () => this.#save());
    this.sheet.body.replaceChildren(this.#form);
    this.#form.elements.name.focus();
  }

  /** Fixed for life once it is opened. */
  #stateField(known) {
    const {states, account} = this.#context;
    const mine = states().filter(({id}) => mayIn(account.user, id)).map(({id}) => [id, stateName(states(), id)]);
    const options = [...(mayIn(account.user, null) ? [["", say("nationwide")]] : []), ...mine];
    return select("stateId", options, known.stateId ?? (this.#known ? "" : this.#context.chosenState?.() ?? ""), {disabled: Boolean(this.#known)});
  }

  #draft() {
    const form = this.#form.elements;
    const text = (name) => form[name].value.trim() || undefined;
    return {
      name: text("name"), stateId: form.stateId.value || undefined, streamUrl: text("streamUrl"), externalId: text("externalId"),
      languages: [...form.languages].filter((control) => control.checked).map((control) => control.value),
    };
  }

  async #save() {
    const station = this.#draft();
    const errors = {};
    if (!station.name) errors.name = say("stationNameMissing");
    if (station.streamUrl && !/^https?:\/\/[^\s/]+/.test(station.streamUrl)) errors.streamUrl = say("stationStreamWrong");
    const many = station.languages.length > MOST_LANGUAGES;
    this.#form.querySelector("#languages-help").textContent = many ? say("stationLanguagesMany", {most: MOST_LANGUAGES}) : "";
    this.#form.querySelector("#languages-help").classList.toggle("wrong", many);
    if (showErrors(this.#form, errors) || many) {
      if (many && Object.keys(errors).length === 0) this.#form.querySelector("#languages-help").focus();
      tell(this.#line, say("problemFields"), "wrong");
      return;
    }
    try {
      this.sheet.close(await (this.#known ? this.#context.desk.changeStation(this.#known, station) : this.#context.desk.openStation(station)));
    } catch (reason) {
      if (changedMeanwhile(reason)) await this.#reload();
      else this.#refused(reason);
    }
  }

  #refused(reason) {
    if (reason instanceof Refused && reason.slug === "external-id-taken") {
      showErrors(this.#form, {externalId: say("problem_external-id-taken")});
      tell(this.#line, say("problemFields"), "wrong");
    } else {
      showRefusal(this.#form, this.#line, reason);
    }
  }

  async #reload() {
    this.#known = await this.#context.desk.station(this.#known.id, this.#known.version + 1);
    this.#note = say("changedBySomebody");
    this.#render();
  }
}
