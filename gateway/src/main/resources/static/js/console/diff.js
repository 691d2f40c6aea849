// What is different between two states of a thing, member by member. What everything has (its version, when it changed) says
// nothing about what was done.

import {sayDateTime} from "../i18n.js";

const ALWAYS = ["version", "updatedAt"];
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;

/** [{member, before, after}], undefined where it was not there; members of members as "a.b", lists as one value. */
export function differences(before, after) {
  const [old, young] = [flat(before), flat(after)];
  const members = [...new Set([...Object.keys(old), ...Object.keys(young)])];
  return members.filter((member) => !ALWAYS.includes(member) && JSON.stringify(old[member]) !== JSON.stringify(young[member]))
    .map((member) => ({member, before: old[member], after: young[member]}));
}

/** One line for any value; instants in the reader's own zone. */
export function sayValue(value) {
  if (typeof value === "string" && INSTANT.test(value)) return sayDateTime(Date.parse(value));
  if (Array.isArray(value) && value.every((one) => typeof one !== "object" || one === null)) return value.join(", ") || "[]";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function flat(state, prefix = "") {
  const members = {};
  for (const [name, value] of Object.entries(state ?? {})) {
    if (value === null) continue;
    if (typeof value === "object" && !Array.isArray(value)) Object.assign(members, flat(value, `${prefix}${name}.`));
    else members[prefix + name] = value;
  }
  return members;
}
