// Reading the public API. Every failure becomes an Unreachable, because the page treats them all alike: it keeps what it
// has and says how old that is. Sent without a token, whoever asks: these answers are everybody's.

import {Refused, request, Unreachable} from "./http.js";
import {written} from "./zone.js";

export {Unreachable};

const PAGE = 100;

/** {body, ageSeconds}: the age is how long the answer has spent in the edge cache. */
async function get(path) {
  try {
    const {body, headers} = await request("GET", path);
    return {body, ageSeconds: Number(headers.get("Age") ?? 0) || 0};
  } catch (reason) {
    throw reason instanceof Refused ? new Unreachable(reason.message, {cause: reason}) : reason;
  }
}

export async function states() {
  const {body} = await get("/states");
  return body.states;
}

/** What is live and what comes next in a state, as {programs, upcoming, total, ageSeconds}. */
export async function listing(stateId) {
  const id = encodeURIComponent(stateId);
  const [live, next] = await Promise.all([
    get(`/programs/state/${id}?status=live&limit=${PAGE}`),
    get(`/programs/state/${id}?status=scheduled&limit=${PAGE}`),
  ]);
  return {
    programs: live.body.programs,
    upcoming: next.body.programs,
    total: live.body.total,
    ageSeconds: Math.max(live.ageSeconds, next.ageSeconds),
  };
}

/** The next page of a listing too long for one answer. */
export async function moreLive(stateId, page) {
  const {body} = await get(`/programs/state/${encodeURIComponent(stateId)}?status=live&page=${page}&limit=${PAGE}`);
  return body;
}

/** A station, as {id, name, stateId, languages, streamUrl}. */
export async function station(stationId) {
  const {body} = await get(`/stations/${encodeURIComponent(stationId)}`);
  return body;
}

/** What a station has on air between two instants, as {programs, ageSeconds}. Written so that all who ask share an answer. */
export async function schedule(stationId, from, to) {
  const {body, ageSeconds} = await get(`${schedulePath(stationId)}?from=${written(from)}&to=${written(to)}`);
  return {programs: body.programs, ageSeconds};
}

/** Where a station's schedule stands; the formats for others are the same address with an ending. */
export const schedulePath = (stationId) => `/stations/${encodeURIComponent(stationId)}/schedule`;

/** What one station plays, for the player once its state is no longer on the page. */
export async function nowOn(stationId) {
  const {body} = await get(`/stations/${encodeURIComponent(stationId)}/now`);
  return body.nowPlaying ?? null;
}
