// The page's own words, in English and Hindi. What stations wrote is never translated.

import {en} from "./messages/en.js";
import {hi} from "./messages/hi.js";
import {recall, remember} from "./settings.js";

const MESSAGES = {en, hi};
const LOCALES = {en: "en-IN", hi: "hi-IN"};

let language = "en";
let languageNames;
const listeners = new Set();

export const currentLanguage = () => language;
export const onLanguage = (listener) => listeners.add(listener);

/** The remembered language, else the first one the browser asks for that we speak. */
export function startLanguage() {
  const wished = [recall("language", null), ...(navigator.languages ?? [])].filter(Boolean);
  use(wished.map((tag) => tag.split("-")[0]).find((tag) => tag in MESSAGES) ?? "en");
}

export function chooseLanguage(tag) {
  remember("language", tag);
  use(tag);
}

/** More words, {en: {…}, hi: {…}}, for pages that few open. */
export function learnWords(words) {
  for (const tag of Object.keys(MESSAGES)) Object.assign(MESSAGES[tag], words[tag]);
}

export const hasWords = (key) => key in MESSAGES[language];

/** The words for `key`, with {name} replaced; a message that counts is an object of plural forms chosen by `count`. */
export function say(key, values = {}) {
  let message = MESSAGES[language][key];
  if (message === undefined) throw new Error(`no words for ${key}`);
  if (typeof message === "object") {
    message = message[new Intl.PluralRules(LOCALES[language]).select(values.count)] ?? message.other;
  }
  return message.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** A category as the page says it; one we have no word for stays as the station wrote it. */
export function sayCategory(category) {
  return MESSAGES[language].categories[category.trim().toLowerCase()] ?? category;
}

/** The name of a language; browsers do not know all that are on air. Null where nobody does. */
export function sayLanguage(tag) {
  const own = MESSAGES[language].languages[tag];
  if (own) return own;
  try {
    return languageNames.of(tag) ?? null;
  } catch {
    return null;
  }
}

export function sayTime(instant, timeZone) {
  return formatter(timeZone, {hour: "numeric", minute: "2-digit"}).format(instant);
}

/** "6 pm". */
export function sayHour(instant, timeZone) {
  return formatter(timeZone, {hour: "numeric"}).format(instant);
}

export function sayClock(instant, timeZone) {
  return formatter(timeZone, {weekday: "long", hour: "numeric", minute: "2-digit", timeZoneName: "short"}).format(instant);
}

export function sayDay(instant, timeZone) {
  return formatter(timeZone, {weekday: "long"}).format(instant);
}

/** index: 0 is Monday; width: long or short. */
export function sayWeekday(index, width) {
  return formatter("UTC", {weekday: width}).format(Date.UTC(2024, 0, 1 + index));
}

/** "Sat 21 Nov". */
export function sayDayShort(instant, timeZone) {
  return formatter(timeZone, {weekday: "short", day: "numeric", month: "short"}).format(instant);
}

/** "India Standard Time". */
export function sayZone(instant, timeZone) {
  return formatter(timeZone, {timeZoneName: "long"}).formatToParts(instant).find(({type}) => type === "timeZoneName").value;
}

export const sayNumber = (number) => new Intl.NumberFormat(LOCALES[language]).format(number);

export function sayDate(instant) {
  return formatter(undefined, {dateStyle: "long"}).format(instant);
}

/** In the reader's own zone. */
export function sayDateTime(instant) {
  return formatter(undefined, {dateStyle: "medium", timeStyle: "short"}).format(instant);
}

/** "12 min", "2 h 5 min". */
export function sayMinutes(minutes) {
  if (minutes < 60) return say("minutes", {count: minutes});
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? say("hours", {count: hours}) : say("hoursMinutes", {hours, minutes: minutes % 60});
}

const formatters = new Map();

function formatter(timeZone, options) {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`;
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(LOCALES[language], {timeZone, ...options}));
  return formatters.get(key);
}

function use(tag) {
  language = tag;
  languageNames = new Intl.DisplayNames(LOCALES[tag], {type: "language", fallback: "none"});
  document.documentElement.lang = tag;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = say(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === tag));
  }
  for (const listener of listeners) listener(tag);
}
