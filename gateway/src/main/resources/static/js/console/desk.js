// What editors ask of the API. Every change names the version it is meant for, so that nobody's work is lost unseen, and a
// creation that may have got through is repeated under the same key, so that it happens once.

import {Refused, request, Unreachable} from "../http.js";
import {written} from "../zone.js";

const PAGE = 100;
/** The edge tells of a change a moment after it: until then the answer to be edited would be the old one. */
const CATCH_UP_MILLIS = 300;
const CATCH_UPS = 5;
const UPLOAD_MILLIS = 90_000;
const FORMATS = {ics: "text/calendar", ical: "text/calendar", csv: "text/csv", xml: "application/xml", xmltv: "application/xml"};

/** "v7" is what If-Match compares; the rest of a tag is the bytes'. */
const tagOf = ({version}) => `"v${version}"`;
const id = encodeURIComponent;
const withQuery = (path, values) => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
};

const optOutPath = (programId, stateId) => `/admin/programs/${id(programId)}/opt-outs/${id(stateId)}`;

/** What everybody may read, at that version or a later one. */
async function asNewAs(version, path) {
  for (let attempt = 0; ; attempt++) {
    const {body} = await request("GET", path);
    if (body.version >= version || attempt === CATCH_UPS) return body;
    await new Promise((resolve) => setTimeout(resolve, CATCH_UP_MILLIS));
  }
}

/** The media type a file is sent with, by its ending; null where we know none. */
export const formatOf = (fileName) => FORMATS[fileName.split(".").at(-1).toLowerCase()] ?? null;

export class Desk {
  #account;
  #stations = null;
  /** {question, key} of a creation that got no answer. */
  #unanswered = null;

  constructor(account) {
    this.#account = account;
  }

  /** All stations, by name. */
  stations() {
    this.#stations ??= this.#allStations().catch((reason) => {
      this.#stations = null;
      throw reason;
    });
    return this.#stations;
  }

  /** One station, as new as `version` at least. */
  station(stationId, version = 0) {
    return asNewAs(version, `/stations/${id(stationId)}`);
  }

  async openStation(station) {
    return this.forgetStations(await this.#create("/admin/stations", station));
  }

  async changeStation(known, station) {
    return this.forgetStations((await this.#ask("PUT", `/admin/stations/${id(known.id)}`, {body: station, etag: tagOf(known)})).body);
  }

  async closeStation(known) {
    this.forgetStations(await this.#ask("DELETE", `/admin/stations/${id(known.id)}`, {etag: tagOf(known)}));
  }

  async day(stationId, from, to) {
    const {body} = await request("GET", `/stations/${id(stationId)}/schedule?from=${written(from)}&to=${written(to)}`);
    return body.programs;
  }

  /** What departs from a national station's programmes in that time, or is heard on a state's in place of one. */
  async optOuts(stationId, from, to) {
    const {body} = await this.#ask("GET", withQuery("/admin/opt-outs", {stationId, from: written(from), to: written(to)}));
    return body.optOuts;
  }

  /** `version`: of the opt-out that is meant to be changed; 0 where there is none yet. */
  async declareOptOut(programId, stateId, version, terms) {
    return (await this.#ask("PUT", optOutPath(programId, stateId), {body: terms, etag: tagOf({version})})).body;
  }

  withdrawOptOut({programId, stateId, version}) {
    return this.#ask("DELETE", optOutPath(programId, stateId), {etag: tagOf({version})});
  }

  /** The whole programme, as new as `version` at least. */
  program(programId, version = 0) {
    return asNewAs(version, `/programs/${id(programId)}`);
  }

  createProgram(program, allowOverlap) {
    return this.#create(withQuery("/admin/programs", {allowOverlap}), program);
  }

  async changeProgram(known, program, allowOverlap) {
    return (await this.#ask("PUT", withQuery(`/admin/programs/${id(known.id)}`, {allowOverlap}), {body: program, etag: tagOf(known)})).body;
  }

  async moveProgram(known, status) {
    return (await this.#ask("PATCH", `/admin/programs/${id(known.id)}/status`, {body: {status}, etag: tagOf(known)})).body;
  }

  async endProgram(known) {
    return (await this.#ask("POST", `/programs/${id(known.id)}/end`)).body;
  }

  deleteProgram(known) {
    return this.#ask("DELETE", `/admin/programs/${id(known.id)}`, {etag: tagOf(known)});
  }

  /** {program, moved}; policy: shift or trim. */
  async overrun(known, minutes, policy) {
    return (await this.#ask("POST", `/admin/programs/${id(known.id)}/overrun`, {body: {minutes, policy}, etag: tagOf(known)})).body;
  }

  async shows(stationId) {
    const {body} = await this.#ask("GET", withQuery("/admin/schedules", {stationId, limit: PAGE}));
    return body.schedules;
  }

  createShow(show) {
    return this.#create("/admin/schedules", show);
  }

  async show(showId) {
    return (await this.#ask("GET", `/admin/schedules/${id(showId)}`)).body;
  }

  async changeShow(known, show) {
    return (await this.#ask("PUT", `/admin/schedules/${id(known.id)}`, {body: show, etag: tagOf(known)})).body;
  }

  deleteShow(known) {
    return this.#ask("DELETE", `/admin/schedules/${id(known.id)}`, {etag: tagOf(known)});
  }

  async importFile(file, {stationId, createStations}) {
    const body = new Blob([file], {type: formatOf(file.name) ?? file.type});
    return (await this.#ask("POST", withQuery("/admin/imports", {stationId, createStations}), {body, timeoutMillis: UPLOAD_MILLIS})).body;
  }

  async imports() {
    return (await this.#ask("GET", "/admin/imports?limit=10")).body.imports;
  }

  async importJob(jobId) {
    return (await this.#ask("GET", `/admin/imports/${id(jobId)}`)).body;
  }

  /** {entries, hasMore, nextCursor?}; filter: {targetType, targetId, actor, from, to, page or cursor}. */
  async audit(filter) {
    return (await this.#ask("GET", withQuery("/admin/audit", {limit: 50, ...filter}))).body;
  }

  /** The list of stations is not what it was. Answers `answer`. */
  forgetStations(answer) {
    this.#stations = null;
    return answer;
  }

  #ask(method, path, options) {
    return this.#account.call(method, path, options);
  }

  async #create(path, body) {
    const question = `${path} ${JSON.stringify(body)}`;
    // Keys are made where the page is secure; elsewhere a lost answer may have to be looked for.
    const key = this.#unanswered?.question === question ? this.#unanswered.key : globalThis.crypto?.randomUUID?.();
    try {
      const {body: created} = await this.#ask("POST", path, {body, key});
      this.#unanswered = null;
      return created;
    } catch (reason) {
      this.#unanswered = reason instanceof Unreachable ? {question, key} : null;
      throw reason;
    }
  }

  async #allStations() {
    const page = async (number) => (await request("GET", `/stations?limit=${PAGE}&page=${number}`)).body;
    const first = await page(1);
    const more = Math.ceil(first.total / PAGE) - 1;
    const rest = await Promise.all(Array.from({length: Math.max(0, more)}, (_, index) => page(index + 2)));
    return [first, ...rest].flatMap(({stations}) => stations);
  }
}

/** Whether somebody else changed it meanwhile. */
export const changedMeanwhile = (reason) => reason instanceof Refused && reason.status === 412;
