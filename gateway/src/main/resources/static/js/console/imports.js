// Files into the schedule: which one, for which station, how far it is and what became of its rows.

import {element, write} from "../dom.js";
import {button, field, input, onSubmit, outcome, showErrors, tell, tick} from "../form.js";
import {Unreachable} from "../http.js";
import {hasWords, say, sayDateTime, sayNumber} from "../i18n.js";
import {formatOf} from "./desk.js";
import {Picker} from "./picker.js";
import {explained, showRefusal} from "./telling.js";
import {reachable} from "./timeline.js";

const MOST_BYTES = 20 * 1024 * 1024;
const LOOK_MILLIS = 700;
const COUNTS = ["read", "created", "updated", "unchanged", "duplicate", "rejected", "overlapping"];
const UNDER_WAY = ["queued", "running"];

export async function openImports(context) {
  const [stations, imports] = await Promise.all([context.desk.stations(), context.desk.imports()]);
  return new Imports(context, reachable(stations, context.account.user), imports);
}

class Imports {
  #context;
  #stations;
  #imports;
  /** The one that is looked at. */
  #job = null;
  #root = null;
  #timer;
  #closed = false;

  constructor(context, stations, imports) {
    this.#context = context;
    this.#stations = stations;
    this.#imports = imports;
    const under = imports.find((job) => UNDER_WAY.includes(job.status));
    if (under) this.#follow(under);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  render(root) {
    this.#root = root;
    const file = input("file", {type: "file", required: true, accept: ".xml,.xmltv,.ics,.csv,application/xml,text/calendar,text/csv"});
    // Not the station one works at: it would take the place of the file's channels.
    const picker = new Picker(this.#stations, this.#context.states(), null, {
      id: "station", label: say("importStation"), hint: say("importStationHint"), optional: true,
    });
    const create = tick("createStations", say("createStations"), false, say("createStationsHint"));
    // What is opened to the whole country is not for editors of some states.
    create.hidden = this.#context.account.user.states.length > 0;
    const line = outcome();
    const form = element("form", {class: "panel", "aria-labelledby": "import-title"},
      element("h2", {id: "import-title"}, say("console_imports")),
      field(say("importFile"), file, say("importFileHint")), picker.node, create,
      element("div", {class: "row"}, button(say("importNow"), {type: "submit", class: "wide strong"}), line));
    onSubmit(form, line, () => this.#send(form, line, picker));
    root.replaceChildren(element("div", {class: "stack"}, form,
      element("section", {class: "panel job", "aria-labelledby": "job-title", hidden: true}),
      element("section", {class: "panel", "aria-labelledby": "recent-title"}, element("h2", {id: "recent-title"}, say("recentImports")), element("ul", {class: "devices recent"}))));
    this.#draw();
  }

  async #send(form, line, picker) {
    const [file] = form.elements.file.files;
    const format = file && formatOf(file.name);
    const errors = {};
    if (!file) errors.file = say("fileMissing");
    else if (!format) errors.file = say("fileUnknown");
    else if (file.size > MOST_BYTES) errors.file = say("fileTooBig");
    else if (format === "text/calendar" && !picker.chosen) errors.station = say("stationMissing");
    if (showErrors(form, errors)) {
      tell(line, say("problemFields"), "wrong");
      return;
    }
    tell(line, say("sendingFile"));
    try {
      const job = await this.#context.desk.importFile(file, {stationId: picker.chosen?.id, createStations: form.elements.createStations.checked});
      tell(line, "");
      form.elements.file.value = "";
      this.#follow(job);
    } catch (reason) {
      showRefusal(form, line, reason, {stationId: "station", format: "file"});
    }
  }

  #follow(job) {
    clearTimeout(this.#timer);
    this.#job = job;
    this.#draw();
    if (UNDER_WAY.includes(job.status)) this.#timer = setTimeout(() => this.#look(), LOOK_MILLIS);
    else this.#learnRecent();
  }

  async #look() {
    const {id} = this.#job;
    try {
      const job = await this.#context.desk.importJob(id);
      if (!this.#closed && this.#job.id === id) this.#follow(job);
    } catch (reason) {
      if (!(reason instanceof Unreachable)) throw reason;
      // It goes on without us; we look again.
      if (!this.#closed) this.#timer = setTimeout(() => this.#look(), LOOK_MILLIS * 5);
    }
  }

  async #learnRecent() {
    try {
      this.#imports = await this.#context.desk.imports();
    } catch (reason) {
      explained(reason);
    }
    this.#draw();
  }

  #draw() {
    if (!this.#root || this.#closed) return;
    const section = this.#root.querySelector(".job");
    section.hidden = this.#job === null;
    if (this.#job) drawJob(section, this.#job);
    this.#root.querySelector(".recent").replaceChildren(...this.#imports.map((job) => this.#recent(job)),
      ...(this.#imports.length === 0 ? [element("li", {class: "hint"}, say("noImports"))] : []));
  }

  #recent(job) {
    const look = button(say("showImport"), {class: "link"});
    look.append(element("span", {class: "heard"}, ` ${sayDateTime(Date.parse(job.createdAt))}`));
    look.addEventListener("click", async () => {
      await this.#follow(job);
      this.#root.querySelector("#job-title").focus();
    });
    return element("li", {}, element("div", {class: "what"},
      element("p", {class: "title"}, sayDateTime(Date.parse(job.createdAt)), element("span", {class: "tag"}, sayFormat(job)), element("span", {class: "tag"}, say(`job_${job.status}`))),
      element("p", {class: "hint"}, say("importSummary", {created: sayNumber(job.counts.created), updated: sayNumber(job.counts.updated), rejected: sayNumber(job.counts.rejected)}))), look);
  }
}

const sayFormat = ({format}) => (hasWords(`format_${format}`) ? say(`format_${format}`) : format);

/** One job: how far it is, what it counted, and what was wrong with which row. */
function drawJob(section, job) {
  if (section.dataset.job !== job.id || section.dataset.language !== document.documentElement.lang) {
    section.dataset.job = job.id;
    section.dataset.language = document.documentElement.lang;
    section.replaceChildren(
      element("h2", {id: "job-title", tabindex: "-1"}, say("importOf", {format: sayFormat(job)})),
      element("p", {class: "state", role: "status"}),
      element("progress", {max: 1, "aria-label": say("importProgress")}),
      element("dl", {class: "counts"}),
      element("div", {class: "errors"}));
  }
  const part = (name) => section.querySelector(name);
  const percent = Math.floor((job.progress ?? 0) * 100);
  // Said when it changes, and not with every percent.
  write(part(".state"), say(`job_${job.status}`));
  part("progress").value = UNDER_WAY.includes(job.status) ? job.progress ?? 0 : 1;
  part("progress").setAttribute("aria-valuetext", `${percent} %`);
  part(".counts").replaceChildren(...COUNTS.filter((name) => name in job.counts).map((name) =>
    element("div", {"data-count": name}, element("dt", {}, say(`count_${name}`)), element("dd", {}, sayNumber(job.counts[name])))));
  if (job.errors.length === 0) {
    part(".errors").replaceChildren();
    return;
  }
  const rest = (job.errorCount ?? job.errors.length) - job.errors.length;
  part(".errors").replaceChildren(
    element("h3", {}, say("importErrors", {count: job.errorCount ?? job.errors.length})),
    element("ul", {}, ...job.errors.map(({line, item, message}) => element("li", {},
      element("span", {class: "hint"}, say("lineNumber", {line})), " ", ...(item ? [element("b", {}, item), ": "] : []), message))),
    ...(rest > 0 ? [element("p", {class: "hint"}, say("moreErrors", {count: rest}))] : []));
}
