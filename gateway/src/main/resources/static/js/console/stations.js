// The stations: finding one, opening a new one, changing and closing them.

import {element, reconcile, write} from "../dom.js";
import {button, field, input, outcome, tell} from "../form.js";
import {currentLanguage, say, sayLanguage} from "../i18n.js";
import {languageOf} from "../text.js";
import {confirmed} from "./dialog.js";
import {stateName} from "./optouts.js";
import {openStation} from "./station.js";
import {doing} from "./telling.js";
import {keepStation, keptStation, reachable} from "./timeline.js";

export async function openStations(context) {
  return new Stations(context, await context.desk.stations());
}

class Stations {
  #context;
  #stations;
  #root = null;
  #wanted = "";
  #line = outcome();

  constructor(context, stations) {
    this.#context = context;
    this.#stations = stations;
  }

  render(root) {
    this.#root = root;
    const find = input("find", {type: "search", autocomplete: "off", spellcheck: "false", value: this.#wanted});
    find.addEventListener("input", () => {
      this.#wanted = find.value;
      this.#draw();
    });
    const add = button(say("newStation"), {class: "wide strong", id: "add"});
    add.addEventListener("click", () => this.#open(null));
    root.replaceChildren(
      element("div", {class: "bench"}, field(say("findStation"), find)),
      element("div", {class: "row"}, add, this.#line),
      element("h2", {class: "heard", id: "stations-title", tabindex: "-1"}, say("console_stations")),
      element("p", {class: "hint found", role: "status"}),
      element("ul", {class: "devices stations", "aria-labelledby": "stations-title"}));
    this.#draw();
  }

  #where({stateId}) {
    return stateId ? stateName(this.#context.states(), stateId) : say("nationwide");
  }

  #draw() {
    const wanted = this.#wanted.trim().toLocaleLowerCase();
    const shown = reachable(this.#stations, this.#context.account.user)
      .filter((station) => `${station.name} ${this.#where(station)} ${station.externalId ?? ""}`.toLocaleLowerCase().includes(wanted));
    write(this.#root.querySelector(".found"), shown.length === 0 ? say("noStationFound") : say("stationsFound", {count: shown.length}));
    reconcile(this.#root.querySelector(".stations"), shown, ({id, version}) => `${id} ${version} ${currentLanguage()}`, (station) => this.#item(station), () => {});
  }

  #item(station) {
    const act = (key, run) => {
      const control = element("button", {type: "button", class: "link", "data-key": key}, say(key), element("span", {class: "heard"}, ` ${station.name}`));
      control.addEventListener("click", run);
      return control;
    };
    const day = element("a", {class: "link", href: `#/console/timeline/${encodeURIComponent(station.id)}`}, say("console_timeline"), element("span", {class: "heard"}, ` ${station.name}`));
    const facts = [this.#where(station), ...(station.languages ?? []).map((tag) => sayLanguage(tag) ?? tag)].join(" · ");
    return element("li", {"data-station": station.id},
      element("div", {class: "what"},
        element("p", {class: "title"}, element("span", {lang: languageOf(station.name)}, station.name), station.streamUrl ? null : element("span", {class: "tag"}, say("stationNoStream"))),
        element("p", {class: "hint"}, facts)),
      element("p", {class: "acts"}, day, act("edit", () => this.#edit(station)), act("closeStation", () => this.#close(station))));
  }

  async #open(known) {
    const spoken = this.#stations.flatMap(({languages}) => languages ?? []);
    const saved = await openStation(this.#context, spoken, known);
    if (!saved) return;
    this.#stations = [...this.#stations.filter(({id}) => id !== saved.id), saved].sort((a, b) => a.name.localeCompare(b.name));
    tell(this.#line, say(known ? "changed" : "stationOpened", {title: saved.name}), "good");
    this.#draw();
    // What was just made is not hidden by what was looked for before.
    if (!this.#root.querySelector(`[data-station="${CSS.escape(saved.id)}"]`)) {
      this.#wanted = "";
      this.#root.querySelector("#find").value = "";
      this.#draw();
    }
    if (document.activeElement === document.body) this.#root.querySelector(`[data-station="${CSS.escape(saved.id)}"] [data-key=edit]`)?.focus();
  }

  #edit(station) {
    return this.#doing(async () => {
      const whole = await this.#context.desk.station(station.id, station.version);
      tell(this.#line, "");
      await this.#open(whole);
    });
  }

  async #close(station) {
    if (!(await confirmed(say("closeStationTitle"), say("closeStationText", {station: station.name}), say("closeStation")))) return;
    await this.#doing(async () => {
      await this.#context.desk.closeStation(station);
      if (keptStation([station])) keepStation(null);
      this.#stations = this.#stations.filter(({id}) => id !== station.id);
      this.#draw();
      tell(this.#line, say("stationClosed", {title: station.name}), "good");
      this.#root.querySelector("#stations-title").focus();
    });
  }

  #doing(act) {
    return doing(this.#line, act, () => this.#reload());
  }

  async #reload() {
    this.#context.desk.forgetStations();
    this.#stations = await this.#context.desk.stations();
    this.#draw();
  }
}
