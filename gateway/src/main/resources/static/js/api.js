// Reading the HTTP API. Only GETs; every failure becomes an Unreachable, because the page treats them all alike: it
// keeps what it has and says how old that is.

import {learn} from "./clock.js";

const BASE = "/api/v1";
const TIMEOUT_MILLIS = 8000;
const PAGE = 100;

export class Unreachable extends Error {}

/** {body, ageSeconds}: the age is how long the answer has spent in the edge cache. */
async function get(path) {
  const sent = Date.now();
  let response;
  try {
    response = await fetch(BASE + path, {
      headers: {Accept: "application/json"},
      credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
  } catch (cause) {
    throw new Unreachable("no answer", {cause});
  }
  learn(response.headers, sent, Date.now());
  if (!response.ok) throw new Unreachable(`answered ${response.status}`);
  try {
    return {body: await response.json(), ageSeconds: Number(response.headers.get("Age") ?? 0) || 0};
  } catch (cause) {
    throw new Unreachable("not JSON", {cause});
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

/** What one station plays, for the player once its state is no longer on the page. */
export async function nowOn(stationId) {
  const {body} = await get(`/stations/${encodeURIComponent(stationId)}/now`);
  return body.nowPlaying ?? null;
}
