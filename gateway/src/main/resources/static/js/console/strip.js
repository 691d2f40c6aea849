// The day as one strip: what overlaps lies in lanes below each other, what is free is empty. For the eye alone; the list
// below it says the same.

import {toneOf} from "../card.js";
import {now} from "../clock.js";
import {element, reconcile, setAttribute} from "../dom.js";
import {sayHour} from "../i18n.js";

/** programs: in order of their start. */
export function drawStrip(strip, programs, [from, to]) {
  const share = (text) => shareOf(Date.parse(text), from, to);
  const ends = [];
  const blocks = programs.map((program) => {
    const free = ends.findIndex((end) => end <= Date.parse(program.scheduledStart));
    const lane = free < 0 ? ends.length : free;
    ends[lane] = Date.parse(program.scheduledEnd);
    return {program, lane};
  });
  strip.style.setProperty("--lanes", Math.max(1, ends.length));
  reconcile(strip, blocks, ({program}) => program.id, () => element("span"), (node, {program, lane}) => {
    node.style.setProperty("--from", share(program.scheduledStart));
    node.style.setProperty("--to", share(program.scheduledEnd));
    node.style.setProperty("--lane", lane);
    setAttribute(node, "data-tone", toneOf(program.category));
    setAttribute(node, "data-status", program.status);
    setAttribute(node, "title", program.title);
  });
  pointToNow(strip, [from, to]);
}

/** What the clock shows there every six hours of the day. */
export function drawAxis(axis, [from, to], timeZone) {
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => element("span", {}, sayHour(from + share * (to - from), timeZone)));
  axis.replaceChildren(...marks);
}

export function pointToNow(strip, [from, to]) {
  setAttribute(strip, "data-now", now() >= from && now() < to ? "" : null);
  strip.style.setProperty("--now", shareOf(now(), from, to));
}

const shareOf = (instant, from, to) => `${(Math.min(1, Math.max(0, (instant - from) / (to - from))) * 100).toFixed(3)}%`;
