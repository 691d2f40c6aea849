// The server's clock. Phones are minutes wrong often enough, and a progress bar or "3 min left" must not be: every
// answer's Date header gives an estimate, and the answer with the shortest round trip is trusted most.

const ESTIMATE_LIVES_MILLIS = 10 * 60_000;

let offset = 0;
let trip = Infinity;
let takenAt = -Infinity;

export const now = () => Date.now() + offset;

/** Learns from an answer: `sent` and `received` are this device's clock around it. Date has whole seconds. */
export function learn(headers, sent, received) {
  const date = Date.parse(headers.get("Date") ?? "");
  // A cached answer carries the Date of its origin; Age is what it has spent in caches since (RFC 9111, 4.2.3).
  const age = Number(headers.get("Age") ?? 0);
  if (Number.isNaN(date) || Number.isNaN(age)) return;
  const took = received - sent;
  if (took > trip && received - takenAt < ESTIMATE_LIVES_MILLIS) return;
  trip = took;
  takenAt = received;
  // Both headers are cut to whole seconds: half a second each, on average.
  const estimate = date + 500 + (age > 0 ? age * 1000 + 500 : 0) - (sent + took / 2);
  // Within that resolution the device's own clock is the better one.
  offset = Math.abs(estimate) < 2000 ? 0 : Math.round(estimate);
}
