// One programme on air. The time that has passed is a wave, the time to come a flat line.

import {element, icon, pointIcon, setAttribute, write} from "./dom.js";
import {say, sayCategory, sayLanguage, sayMinutes, sayTime} from "./i18n.js";
import {noteTags, wordsOf} from "./notes.js";
import {languageOf} from "./text.js";

const MINUTE = 60_000;

export function createCard(onListen) {
  const knob = element("button", {type: "button", class: "knob"}, icon("play"));
  const card = element("li", {class: "card"},
    knob,
    element("div", {class: "body"},
      element("p", {class: "station"}, element("a", {class: "name"}), element("span", {class: "tags"})),
      element("h4", {class: "title"}),
      element("p", {class: "by"}),
      element("div", {class: "course", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100"},
        element("span", {class: "done"})),
      element("p", {class: "times"}, element("time", {class: "from"}), element("span", {class: "left"}), element("time", {class: "to"})),
      element("p", {class: "then"})));
  knob.addEventListener("click", () => onListen(card.program));
  return card;
}

/** `context`: {state, next (the programme after it, or null), player ({stationId, state})}. */
export function updateCard(card, program, context) {
  card.program = program;
  const part = (name) => card.querySelector(`.${name}`);
  writeStation(part("name"), program);
  write(part("title"), program.title, languageOf(program.title, program.language));
  part("tags").replaceChildren(...tags(program));
  part("by").replaceChildren(...byline(program));
  const zone = context.state.timeZone;
  const [from, to] = bounds(program);
  writeTime(part("from"), from, zone);
  writeTime(part("to"), to, zone);
  part("course").setAttribute("aria-label", say("progressOf", {title: program.title}));
  setAttribute(card, "data-tone", toneOf(program.category));
  const then = part("then");
  then.hidden = !context.next;
  if (context.next) {
    const title = element("span", {lang: languageOf(context.next.title, context.next.language)}, context.next.title);
    const late = wordsOf(context.next).map((words) => ` · ${words}`);
    then.replaceChildren(say("thenNext", {time: sayTime(Date.parse(context.next.scheduledStart), zone)}), ": ", title, ...late);
  }
  updateKnob(card, context.player);
}

export function updateKnob(card, player) {
  const knob = card.querySelector(".knob");
  const program = card.program;
  const here = player.stationId === program.stationId;
  const sounding = here && (player.state === "playing" || player.state === "tuning");
  pointIcon(knob.firstElementChild, sounding ? "pause" : "play");
  const key = !program.streamUrl ? "noStream" : sounding ? "pause" : "listen";
  knob.setAttribute("aria-label", say(key, {station: program.stationName ?? ""}));
  // Not `disabled`: a reader must still be able to reach it and hear why there is nothing to play.
  setAttribute(knob, "aria-disabled", program.streamUrl ? null : "true");
  setAttribute(card, "data-sound", here ? player.state : null);
}

/** Called every second: nothing but the passing of time. */
export function tickCard(card, now) {
  const [from, to] = bounds(card.program);
  const done = Math.min(1, Math.max(0, (now - from) / Math.max(1, to - from)));
  const course = card.querySelector(".course");
  course.style.setProperty("--done", (done * 100).toFixed(3) + "%");
  const left = sayLeft(to - now);
  write(card.querySelector(".left"), left);
  setAttribute(course, "aria-valuenow", Math.round(done * 100));
  setAttribute(course, "aria-valuetext", left);
}

/** How long it still lasts. */
export function sayLeft(millis) {
  const minutes = Math.ceil(millis / MINUTE);
  return minutes <= 0 ? say("overBy") : minutes === 1 ? say("endsSoon") : say("left", {time: sayMinutes(minutes)});
}

/** A link to the station's schedule. */
export function writeStation(link, program) {
  const station = program.stationName ?? "";
  write(link, station, languageOf(station, program.language));
  setAttribute(link, "href", `#/stations/${encodeURIComponent(program.stationId)}`);
  setAttribute(link, "title", say("scheduleOf", {station}));
}

export function writeTime(node, instant, zone) {
  write(node, sayTime(instant, zone));
  node.dateTime = new Date(instant).toISOString();
}

/** A programme that began early began when it began; one that began late still has its announced time. */
function bounds(program) {
  const scheduled = Date.parse(program.scheduledStart);
  const actual = Date.parse(program.actualStart ?? "");
  return [actual < scheduled ? actual : scheduled, Date.parse(program.scheduledEnd)];
}

function tags(program) {
  const all = [];
  const language = program.language && sayLanguage(program.language);
  if (language) all.push(element("span", {class: "tag"}, language));
  return [...all, ...noteTags(program)];
}

export function byline(program) {
  const all = [];
  if (program.category) all.push(element("span", {class: "category"}, sayCategory(program.category)));
  const host = program.hostName;
  if (host) {
    const [before, after] = say("with", {host: "\u0000"}).split("\u0000");
    all.push(element("span", {class: "host"}, before, element("span", {lang: languageOf(host, program.language)}, host), after));
  }
  return all;
}

const TONES = [
  ["news", /news|current|weather|business|समाचार|bulletin|affairs/i],
  ["music", /music|song|film|retro|request|folk|classical|संगीत|गीत/i],
  ["spirit", /devot|spirit|bhakti|prayer|भक्ति/i],
  ["field", /farm|agri|health|science|education|information|kisan/i],
  ["play", /sport|comedy|youth|child|kid|entertain|drama|खेल/i],
];

/** A colour for the kind of programme: ornament only, the word itself stands beside it. */
export function toneOf(category) {
  return TONES.find(([, words]) => words.test(category ?? ""))?.[0] ?? "talk";
}
