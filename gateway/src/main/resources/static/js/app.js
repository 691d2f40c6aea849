// Wires the parts of the page together. Each part knows its own business; this file knows who listens to whom.

import {Account} from "./account.js";
import {Announcer} from "./announcer.js";
import * as api from "./api.js";
import {Chooser} from "./chooser.js";
import {now} from "./clock.js";
import {Dial} from "./dial.js";
import {element, setAttribute, write} from "./dom.js";
import {Entrance} from "./entrance.js";
import {Gate} from "./gate.js";
import {Refused, Unreachable} from "./http.js";
import {chooseLanguage, currentLanguage, onLanguage, say, sayClock, sayMinutes, startLanguage} from "./i18n.js";
import {Message} from "./message.js";
import {Myself} from "./myself.js";
import {OnAir} from "./onair.js";
import {Player} from "./player.js";
import {PlayerBar} from "./playerbar.js";
import {recall, remember} from "./settings.js";
import {namesOf} from "./text.js";
import {Tuner} from "./tuner.js";
import {Upcoming} from "./upcoming.js";
import {Views} from "./views.js";

const CAPITAL = "DL";
const STATES_RETRY_MILLIS = 5000;
const GATHER_MILLIS = 40;
/** Where a language of the browser says in which state its listener most likely is. */
const HOME_OF = {mr: "MH", ta: "TN", te: "TS", kn: "KA", ml: "KL", bn: "WB", gu: "GJ", pa: "PB", or: "OD", as: "AS", kok: "GA", mni: "MN", ne: "SK"};

const byId = (id) => document.getElementById(id);
const account = new Account();
const myself = new Myself(account);
const tuner = new Tuner(account);
const player = new Player(recall("sound", {volume: 0.9, muted: false}));
const playerBar = new PlayerBar(byId("player"), player);
const announcer = new Announcer(byId("announcer"));
const message = new Message(byId("message"), announcer);
const entrance = new Entrance(byId("entrance"), account, enter);
/** Where the listener is, for the time they are away to sign in. What sounded needs a press to sound again. */
const place = {
  now: () => ({hash: location.hash, scroll: scrollY, station: player.station, program: player.station && tuner.feed.onStation(player.station.id)}),
  again: ({scroll, station, program}) => {
    if (station) {
      player.offer(station);
      playerBar.show(program ?? null);
    }
    if (scroll) tuner.addEventListener("change", () => setTimeout(() => scrollTo(0, scroll), GATHER_MILLIS * 2), {once: true});
  },
};

const gate = new Gate(account, message, place);
const views = new Views({
  account, myself, tuner, player, listen, signIn: enter, erased, joined,
  confirmFirst: () => {
    gate.confirmFirst();
    views.leave();
  },
  states: () => states,
  home: () => `#${state?.id ?? ""}`,
  chosenState: () => (guessed ? null : state?.id),
  signOut: () => account.signOut(),
  prefers: (stateId) => {
    account.note({statePreference: stateId});
    if (stateId) pick(stateId);
  },
});
const onAir = new OnAir(byId("live"), {listen, retry, more: (shown) => tuner.loadMore(shown)});
const upcoming = new Upcoming(byId("upcoming"));
const dial = new Dial(byId("dial"), pick);
const chooser = new Chooser(byId("chooser"), pick);

let states = [];
let state = null;
let guessed = false;
/** Whether the address or the listener, rather than a memory or a guess, said which state to show. */
let asked = false;
let drawing;
let spokenStatus = "connecting";

function pick(stateId) {
  guessed = false;
  asked = true;
  remember("state", stateId);
  // replaceState: turning the dial must not bury the page one came from under 36 entries.
  if (!views.open) history.replaceState(null, "", `#${stateId}`);
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
  if (!views.open) document.title = `${say("onAirIn", {state: main})} · Tarang`;
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
  // A form that was opened before the states were there has none to choose from.
  if (views.open) views.refresh();
}

async function enter() {
  entrance.busy(true);
  if (!(await gate.enter())) entrance.busy(false);
}

function joined(tokens) {
  gate.welcome(tokens);
  views.leave();
}

function erased() {
  gate.farewell();
  views.leave();
}

/** The state one prefers is shown, unless this visit asked for another. */
async function followPreference() {
  const {user} = account;
  if (!user) return;
  try {
    const {value} = await myself.preferences();
    account.note({statePreference: value.statePreference ?? undefined});
  } catch (reason) {
    // What was preferred last time is known; the page asks again with the next start.
    if (!(reason instanceof Unreachable || reason instanceof Refused)) throw reason;
  }
}

function accountChanged(what) {
  if (what === "noted") {
    const wished = account.user?.statePreference;
    if (wished && !asked && wished !== state?.id && states.some((candidate) => candidate.id === wished)) {
      guessed = false;
      tune(wished);
    }
  } else if (what !== "renewed") {
    entrance.render();
    if (what === "signed-in") followPreference();
    views.refresh();
  }
}

/** In the order of the alphabet one reads. */
function showDial() {
  const name = (candidate) => namesOf(candidate, currentLanguage())[0];
  states.sort((a, b) => name(a).localeCompare(name(b), currentLanguage()));
  dial.show(states);
}

function startState() {
  const known = (id) => states.some((candidate) => candidate.id === id);
  const named = location.hash.slice(1).toUpperCase();
  asked = known(named);
  const chosen = [named, account.user?.statePreference, recall("state", null)].find(known);
  if (chosen) return chosen;
  guessed = true;
  const home = (navigator.languages ?? []).map((tag) => HOME_OF[tag.split("-")[0]]).find(known);
  return home ?? (known(CAPITAL) ? CAPITAL : states[0].id);
}

tuner.addEventListener("change", (event) => {
  if (event.detail && !views.open) announcer.changed(event.detail);
  renderSoon();
});
player.addEventListener("change", () => onAir.showPlayer({stationId: player.station?.id, state: player.state}));
onLanguage(() => {
  showDial();
  playerBar.render();
  entrance.render();
  message.render();
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
  if (views.follow(location.hash)) return;
  const named = location.hash.slice(1).toUpperCase();
  if (named !== state?.id && states.some((candidate) => candidate.id === named)) pick(named);
});
views.addEventListener("change", () => {
  announcer.clear();
  message.movedOn();
  renderSoon();
});
account.addEventListener("change", (event) => accountChanged(event.detail));
// Come back to by the browser's Back, the page is as it was when one left to sign in.
addEventListener("pageshow", (event) => event.persisted && entrance.busy(false));
addEventListener("online", () => state && tuner.refresh());

startLanguage();
entrance.render();
const returning = gate.returned();
views.follow(location.hash);
loadStates();
followPreference();
returning.then(() => account.start());
setInterval(tick, 1000);
setInterval(followPlayer, 30_000);
// Opened again without a network, the page still comes up, with the last listing it saw.
navigator.serviceWorker?.register("/sw.js").catch(() => {});
