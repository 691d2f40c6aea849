// The last known listing of the states one listens to, kept for the time without a network. A few states only: the
// store is small, and nobody needs all of the country offline.

import {forget, recall, remember} from "./settings.js";

const STATES_KEPT = 6;
const PROGRAMS_KEPT = 80;

export function shelve(stateId, listing, at) {
  const order = recall("shelf", []).filter((id) => id !== stateId);
  order.unshift(stateId);
  for (const dropped of order.splice(STATES_KEPT)) forget(`listing.${dropped}`);
  remember("shelf", order);
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

function slim({description, tags, imageUrl, createdAt, updatedAt, ...rest}) {
  return rest;
}
