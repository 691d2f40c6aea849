// The last known listing of the states one listens to and the days of stations one looked at, kept for the time without a
// network. A few only: the store is small, and nobody needs all of the country offline.

import {forget, recall, remember} from "./settings.js";

const STATES_KEPT = 6;
const PROGRAMS_KEPT = 80;
const DAYS_KEPT = 12;

export function shelve(stateId, listing, at) {
  makeRoom("shelf", stateId, STATES_KEPT, (dropped) => `listing.${dropped}`);
  remember(`listing.${stateId}`, {
    at,
    programs: listing.programs.slice(0, PROGRAMS_KEPT).map(slim),
    upcoming: listing.upcoming.slice(0, PROGRAMS_KEPT).map(slim),
  });
}

/** {at, programs, upcoming}, or null where this state was never seen. */
export function unshelve(stateId) {
  const kept = recall(`listing.${stateId}`, null);
  return kept && Array.isArray(kept.programs) && Array.isArray(kept.upcoming) ? kept : null;
}

/** One day of a station: {station, programs} as of `at`. */
export function shelveDay(stationId, day, {station, programs}, at) {
  const name = `${stationId} ${day}`;
  makeRoom("days", name, DAYS_KEPT, (dropped) => `day.${dropped}`);
  remember(`day.${name}`, {at, station, programs: programs.slice(0, PROGRAMS_KEPT).map(slim)});
}

/** {at, station, programs}, or null. */
export function unshelveDay(stationId, day) {
  const kept = recall(`day.${stationId} ${day}`, null);
  return kept && kept.station && Array.isArray(kept.programs) ? kept : null;
}

/** Notes `name` as the newest on that shelf and drops what is too old for it. */
function makeRoom(shelf, name, most, keyOf) {
  const order = recall(shelf, []).filter((other) => other !== name);
  order.unshift(name);
  for (const dropped of order.splice(most)) forget(keyOf(dropped));
  remember(shelf, order);
}

function slim({description, tags, imageUrl, createdAt, updatedAt, ...rest}) {
  return rest;
}
