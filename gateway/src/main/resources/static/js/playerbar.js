// The player at the foot of the page, and the keys on headphones and lock screens (Media Session).

import {element, icon, pointIcon, setAttribute, write} from "./dom.js";
import {say} from "./i18n.js";
import {remember} from "./settings.js";
import {languageOf} from "./text.js";

export class PlayerBar {
  #root;
  #player;
  #program = null;
  #parts;

  constructor(root, player) {
    this.#root = root;
    this.#player = player;
    this.#parts = this.#build();
    player.addEventListener("change", () => this.render());
    this.#bindKeys();
  }

  /** The programme now on the playing station, or null where it is not known. */
  show(program) {
    this.#program = program;
    this.render();
  }

  #build() {
    const button = (className, name) => element("button", {type: "button", class: className}, icon(name));
    const parts = {
      knob: button("knob", "play"),
      title: element("p", {class: "title"}),
      station: element("p", {class: "station"}),
      state: element("p", {class: "state", role: "status"}),
      again: element("button", {type: "button", class: "again"}),
      mute: button("quiet mute", "sound"),
      volume: element("input", {type: "range", class: "volume", min: "0", max: "1", step: "0.05"}),
      close: button("quiet", "close"),
    };
    const words = element("div", {class: "words"}, parts.title,
      element("div", {class: "line"}, parts.station, parts.state));
    this.#root.replaceChildren(element("div", {class: "wrap"},
      parts.knob, words, parts.again, element("div", {class: "sound"}, parts.mute, parts.volume), parts.close));
    parts.knob.addEventListener("click", () => this.toggle());
    parts.again.addEventListener("click", () => this.#player.play());
    parts.mute.addEventListener("click", () => (this.#player.muted = !this.#player.muted));
    parts.volume.addEventListener("input", () => (this.#player.volume = Number(parts.volume.value)));
    parts.close.addEventListener("click", () => {
      this.#player.stop();
      // The focused button is about to vanish with the bar.
      document.getElementById("listing").focus({preventScroll: true});
    });
    return parts;
  }

  toggle() {
    if (this.#sounding()) this.#player.pause();
    else this.#player.play();
  }

  #sounding() {
    return this.#player.state === "playing" || this.#player.state === "tuning";
  }

  render() {
    const {state, station, volume, muted} = this.#player;
    const parts = this.#parts;
    this.#root.hidden = state === "idle";
    document.documentElement.classList.toggle("has-player", state !== "idle");
    remember("sound", {volume, muted});
    this.#tellSystem();
    if (!station) return;
    this.#root.dataset.state = state;
    const title = this.#program?.title ?? station.name;
    write(parts.title, title, languageOf(title, this.#program?.language));
    write(parts.station, this.#program && state !== "failed" ? station.name : "", languageOf(station.name, this.#program?.language));
    const words = {tuning: "tuning", playing: "playing", paused: "paused", failed: "unreachable"}[state];
    write(parts.state, words ? say(words, {station: station.name}) : "");
    pointIcon(parts.knob.firstElementChild, this.#sounding() ? "pause" : "play");
    parts.knob.setAttribute("aria-label", say(this.#sounding() ? "pause" : "listen", {station: station.name}));
    parts.again.hidden = state !== "failed";
    write(parts.again, say("tryAgain"));
    pointIcon(parts.mute.firstElementChild, muted ? "muted" : "sound");
    parts.mute.setAttribute("aria-label", say(muted ? "unmute" : "mute"));
    parts.volume.setAttribute("aria-label", say("volume"));
    setAttribute(parts.volume, "aria-valuetext", `${Math.round((muted ? 0 : volume) * 100)} %`);
    parts.volume.value = String(muted ? 0 : volume);
    parts.close.setAttribute("aria-label", say("stop"));
  }

  #bindKeys() {
    const session = navigator.mediaSession;
    if (!session) return;
    const actions = {play: () => this.#player.play(), pause: () => this.#player.pause(), stop: () => this.#player.stop()};
    for (const [action, run] of Object.entries(actions)) {
      try {
        session.setActionHandler(action, run);
      } catch {
        // A key this browser does not know; the others still work.
      }
    }
  }

  #tellSystem() {
    const session = navigator.mediaSession;
    if (!session) return;
    const {state, station} = this.#player;
    session.playbackState = this.#sounding() ? "playing" : station ? "paused" : "none";
    session.metadata = station && state !== "idle" ? new MediaMetadata({
      title: this.#program?.title ?? station.name,
      artist: station.name,
      album: "Tarang",
      artwork: [{src: "/img/icon-maskable.svg", sizes: "any", type: "image/svg+xml"}],
    }) : null;
  }
}
