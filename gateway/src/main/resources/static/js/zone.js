// Days and wall clocks of a time zone. A day is "2026-01-31", a time of day "18:30"; instants are milliseconds.

const DAY_MILLIS = 86_400_000;
const formats = new Map();

/** The day it is there at that instant. */
export function dayAt(instant, timeZone) {
  return wallClock(instant, timeZone).slice(0, 10);
}

export function addDays(day, count) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MILLIS).toISOString().slice(0, 10);
}

/** Whether it is a day of the calendar. */
export function isDay(text) {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** What the clock on the wall shows there: "2026-01-31T18:30:00". */
export function wallClock(instant, timeZone) {
  return new Date(instant + offsetAt(instant, timeZone)).toISOString().slice(0, 19);
}

/**
 * When the wall clock shows "2026-01-31T18:30". Where it never does (clocks go forward) it is as much later as they
 * go forward; where it does twice (they go back) it is the first time.
 */
export function instantOf(wall, timeZone) {
  const local = Date.parse(`${wall}Z`);
  const before = offsetAt(local - DAY_MILLIS, timeZone);
  const after = offsetAt(local + DAY_MILLIS, timeZone);
  const shown = [local - before, local - after].filter((instant) => instant + offsetAt(instant, timeZone) === local);
  return shown.length > 0 ? Math.min(...shown) : local - before;
}

/** The first instant of a day. */
export function startOfDay(day, timeZone) {
  return instantOf(`${day}T00:00`, timeZone);
}

/** As the API takes it, and the edge cache reads it: without a fraction where there is none. */
export function written(instant) {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}

function offsetAt(instant, timeZone) {
  if (!formats.has(timeZone)) {
    formats.set(timeZone, new Intl.DateTimeFormat("en", {
      timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    }));
  }
  const parts = Object.fromEntries(formats.get(timeZone).formatToParts(instant).map(({type, value}) => [type, Number(value)]));
  const shown = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return shown - Math.floor(instant / 1000) * 1000;
}
