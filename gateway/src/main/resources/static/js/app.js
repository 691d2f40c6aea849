// Wires the parts of the page together. Each part knows its own business; this file knows who listens to whom.

import {Announcer} from "./announcer.js";
import * as api from "./api.js";
import {Chooser} from "./chooser.js";
import {now} from "./clock.js";
import {Dial} from "./dial.js";
import {element, setAttribute, write} from "./dom.js";
import {chooseLanguage, currentLanguage, onLanguage, say, sayClock, sayMinutes, startLanguage} from "./i18n.js";
import {OnAir} from "./onair.js";
import {Player} from "./player.js";
import {PlayerBar} from "./playerbar.js";
import {recall, remember} from "./settings.js";
import {namesOf} from "./text.js";
import {Tuner} from "./tuner.js";
import {Upcoming} from "./upcoming.js";

const CAPITAL = "DL";
const STATES_RETRY_MILLIS = 5000;
const GATHER_MILLIS = 40;
/** Where a language of the browser says in which state its listener most likely is. */
const HOME_OF = {mr: "MH", ta: "TN", te: "TS", kn: "KA", ml: "KL", bn: "WB", gu: "GJ", pa: "PB", or: "OD", as: "AS", kok: "GA", mni: "MN", ne: "SK"};

const byId = (id) => document.getElementById(id);
const tuner = new Tuner();
const player = new Player(recall("sound", {volume: 0.9, muted: false}));
const playerBar = new PlayerBar(byId("player"), player);
const announcer = new Announcer(byId("announcer"));
const onAir = new OnAir(byId("live"), {listen, retry, more: (shown) => tuner.loadMore(shown)});
const upcoming = new Upcoming(byId("upcoming"));
const dial = new Dial(byId("dial"), pick);
const chooser = new Chooser(byId("chooser"), pick);

let states = [];
let state = null;
let guessed = false;
let drawing;
let spokenStatus = "connecting";

function pick(stateId) {
  guessed = false;
  remember("state", stateId);
  // replaceState: turning the dial must not bury the page one came from under 36 entries.
  history.replaceState(null, "", `#${stateId}`);
  tune(stateId);
}

function tune(stateId) {
  state = states.find((candidate) => candidate.id === stateId);
  announcer.clear();
  dial.select(stateId);
  tuner.tune(stateId);
}

function retry() {
  if (state) tuner.refresh();
  else loadStates();
}

function listen(program) {
  if (!program.streamUrl) return;
  const sounding = player.state === "playing" || player.state === "tuning";
  if (player.station?.id === program.stationId && sounding) player.pause();
  else player.play({id: program.stationId, name: program.stationName ?? "", streamUrl: program.streamUrl});
  playerBar.show(program);
}

/** At the full hour hundreds of programmes change within a second: one drawing shows them all. */
function renderSoon() {
  drawing ??= setTimeout(render, GATHER_MILLIS);
}

function render() {
  clearTimeout(drawing);
  drawing = undefined;
  const view = {
    phase: tuner.phase, state, ...tuner.view(), player: {stationId: player.station?.id, state: player.state},
    nextOf: (program) => tuner.feed.nextOnStation(program.stationId),
  };
  renderPlace(view);
  renderClock();
  onAir.render(view);
  upcoming.render(view);
  renderStatus();
  const program = player.station && tuner.feed.onStation(player.station.id);
  if (program) playerBar.show(program);
}

function renderPlace(view) {
  if (!state) return;
  const [main, mainLanguage, own, ownLanguage] = namesOf(state, currentLanguage());
  const parts = [element("span", {class: "main", lang: mainLanguage}, main)];
  if (own) parts.push(" ", element("span", {class: "own", lang: ownLanguage}, own));
  byId("place").replaceChildren(...parts);
  document.title = `${say("onAirIn", {state: main})} · Tarang`;
  const stations = new Set(view.programs.map((program) => program.stationId)).size;
  const summary = `${say("summary", {count: view.total})} ${say("summaryStations", {count: stations})}`;
  write(byId("summary"), view.programs.length > 0 ? summary : "");
}

function renderClock() {
  if (!state) return;
  const clock = byId("clock");
  write(clock, sayClock(now(), state.timeZone));
  clock.dateTime = new Date(now()).toISOString();
}

function renderStatus() {
  const connection = tuner.connection;
  const key = {live: "statusLive", polling: "statusPolling", offline: "statusOffline", connecting: "statusConnecting"}[connection];
  const status = byId("status");
  setAttribute(status, "data-status", connection);
  write(status.querySelector(".words"), say(key));
  const long = connection === "connecting" ? say(key) : say(`${key}Long`);
  setAttribute(status, "title", long);
  if (connection !== spokenStatus && spokenStatus !== "connecting") announcer.say(`${say(key)}. ${long}`);
  spokenStatus = connection;
  renderNotice();
}

function renderNotice() {
  const notice = byId("notice");
  let words = "";
  if (tuner.unconfirmed) {
    const minutes = Math.floor(tuner.age / 60_000);
    words = say("stale", {age: minutes < 1 ? say("justNow") : sayMinutes(minutes)});
  } else if (guessed && state) {
    words = say("guessed", {state: namesOf(state, currentLanguage())[0]});
  }
  notice.hidden = words === "";
  write(notice, words);
}

function tick() {
  renderClock();
  // On a stale listing the schedule decides, and it moves with the clock.
  if (tuner.stale) render();
  else {
    onAir.tick();
    upcoming.tick();
    renderNotice();
  }
}

/** The playing station's programme when its state is no longer the one on the page. */
async function followPlayer() {
  const station = player.station;
  if (!station || player.state !== "playing" || tuner.feed.onStation(station.id)) return;
  try {
    const program = await api.nowOn(station.id);
    if (player.station === station && !tuner.feed.onStation(station.id)) playerBar.show(program);
  } catch (reason) {
    if (!(reason instanceof api.Unreachable)) throw reason;
  }
}

async function loadStates() {
  try {
    states = await api.states();
    remember("states", states);
  } catch (reason) {
    if (!(reason instanceof api.Unreachable)) throw reason;
    states = recall("states", []);
    setTimeout(loadStates, STATES_RETRY_MILLIS);
  }
  if (states.length === 0) {
    tuner.phase = "away";
    render();
    return;
  }
  if (state) return;
  showDial();
  tune(startState());
}

/** In the order of the alphabet one reads. */
function showDial() {
  const name = (candidate) => namesOf(candidate, currentLanguage())[0];
  states.sort((a, b) => name(a).localeCompare(name(b), currentLanguage()));
  dial.show(states);
}

function startState() {
  const known = (id) => states.some((candidate) => candidate.id === id);
  const asked = location.hash.slice(1).toUpperCase();
  const remembered = recall("state", null);
  const chosen = [asked, remembered].find(known);
  if (chosen) return chosen;
  guessed = true;
  const home = (navigator.languages ?? []).map((tag) => HOME_OF[tag.split("-")[0]]).find(known);
  return home ?? (known(CAPITAL) ? CAPITAL : states[0].id);
}

tuner.addEventListener("change", (event) => {
  if (event.detail) announcer.changed(event.detail);
  renderSoon();
});
player.addEventListener("change", () => onAir.showPlayer({stationId: player.station?.id, state: player.state}));
onLanguage(() => {
  showDial();
  playerBar.render();
  render();
  tick();
});
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => chooseLanguage(button.dataset.language));
}
byId("previous").addEventListener("click", () => dial.step(-1));
byId("next").addEventListener("click", () => dial.step(1));
byId("all-states").addEventListener("click", () => chooser.open(states, state?.id));
addEventListener("hashchange", () => {
  const asked = location.hash.slice(1).toUpperCase();
  if (asked !== state?.id && states.some((candidate) => candidate.id === asked)) pick(asked);
});
addEventListener("online", () => state && tuner.refresh());

startLanguage();
loadStates();
setInterval(tick, 1000);
setInterval(followPlayer, 30_000);
// Opened again without a network, the page still comes up, with the last listing it saw.
navigator.serviceWorker?.register("/sw.js").catch(() => {});
