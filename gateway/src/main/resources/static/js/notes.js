// What is out of the ordinary about a programme, for whoever waits for it: late, shifted, in place of another, cancelled.

import {element} from "./dom.js";
import {say} from "./i18n.js";

const MINUTE = 60_000;

/**
 * Minutes behind what was announced, rounded up; 0 where it is on time or over. Events tell the start that was announced
 * first (null where that still holds), answers the minutes.
 */
export function delayOf(program) {
  if (program.status === "ended" || program.status === "cancelled") return 0;
  if (program.announcedStart === undefined || program.reason === "delayed") return program.delayMinutes ?? 0;
  const late = Date.parse(program.scheduledStart) - Date.parse(program.announcedStart ?? program.scheduledStart);
  return Math.max(0, Math.ceil(late / MINUTE));
}

/** The words for it; empty on an ordinary day. */
export function wordsOf(program) {
  if (program.status === "cancelled") return [say("cancelledNote")];
  const words = [];
  const minutes = delayOf(program);
  if (minutes > 0) words.push(say(program.reason === "delayed" ? "delayedHere" : "late", {count: minutes}));
  // Where a state departs from the country: with something of its own, or with the same in its own language.
  if (program.reason === "opt-out") words.push(say(program.replaces ? "optedOut" : "otherLanguage"));
  return words;
}

/** The same as tags. */
export function noteTags(program) {
  return wordsOf(program).map((words) => element("span", {class: "tag late"}, words));
}
