// Plays a station's stream: HLS through hls.js, or the browser's own player, or a plain stream. Radio is live, so a
// pause lets go of the stream (it would only cost data) and playing again joins at the live edge.

const HLS_SOURCE = "/vendor/hls.min.js";
const GIVE_UP_MILLIS = 15_000;
const RETRIES = 4;
const RETRY_MILLIS = 1500;

/** Fires "change" whenever `state` (idle, tuning, playing, paused, failed) or `station` is another. */
export class Player extends EventTarget {
  state = "idle";
  /** {id, name, streamUrl} */
  station = null;
  #audio = new Audio();
  #hls = null;
  #deadline;
  #retries = 0;
  /** Grows with every attempt: what belongs to an earlier one is ignored. */
  #attempt = 0;

  constructor({volume, muted}) {
    super();
    this.#audio.preload = "none";
    this.#audio.volume = volume;
    this.#audio.muted = muted;
    this.#audio.addEventListener("playing", () => this.#sounding());
    this.#audio.addEventListener("waiting", () => this.state === "playing" && this.#enter("tuning"));
    this.#audio.addEventListener("error", () => !this.#hls && this.#audio.getAttribute("src") && this.#lost());
    this.#audio.addEventListener("ended", () => this.#lost());
    // Headphones pulled out, or another app took the sound: the browser paused, we did not.
    this.#audio.addEventListener("pause", () => this.state === "playing" && this.pause());
  }

  get volume() {
    return this.#audio.volume;
  }

  set volume(value) {
    this.#audio.volume = value;
    this.#audio.muted = value === 0;
    this.dispatchEvent(new Event("change"));
  }

  get muted() {
    return this.#audio.muted;
  }

  set muted(value) {
    this.#audio.muted = value;
    if (!value && this.#audio.volume === 0) this.#audio.volume = 0.5;
    this.dispatchEvent(new Event("change"));
  }

  async play(station = this.station) {
    this.#release();
    this.station = station;
    this.#retries = 0;
    await this.#tune();
  }

  /** Silent, but ready to be played with one press. */
  offer(station) {
    this.station = station;
    this.pause();
  }

  pause() {
    this.#release();
    this.#enter("paused");
  }

  stop() {
    this.#release();
    this.station = null;
    this.#enter("idle");
  }

  async #tune() {
    const attempt = ++this.#attempt;
    this.#enter("tuning");
    const address = this.station.streamUrl;
    try {
      if (!isPlaylist(address)) {
        await this.#playPlainly(address);
        return;
      }
      const Hls = await loadHls();
      if (attempt !== this.#attempt) return;
      if (Hls?.isSupported()) this.#playWith(Hls, address, attempt);
      else await this.#playPlainly(address);
    } catch (reason) {
      if (attempt !== this.#attempt) return;
      // Autoplay was refused: nothing is wrong with the station, the listener just has to press once more.
      if (reason?.name === "NotAllowedError") this.pause();
      else this.#lost();
    }
  }

  async #playPlainly(address) {
    // The page's policy lets nothing else sound; asking anyway would only be refused more loudly.
    if (!isSecure(address)) throw new Error("not https");
    this.#audio.src = address;
    await this.#audio.play();
  }

  #playWith(Hls, address, attempt) {
    // Workers of hls.js are made from blobs, which the page's policy does not allow; audio needs none.
    const hls = new Hls({enableWorker: false, lowLatencyMode: false, maxBufferLength: 20, manifestLoadingTimeOut: 8000});
    this.#hls = hls;
    hls.on(Hls.Events.MANIFEST_PARSED, () => this.#audio.play().catch((reason) => {
      if (attempt === this.#attempt && reason?.name === "NotAllowedError") this.pause();
    }));
    hls.on(Hls.Events.ERROR, (_, problem) => {
      if (attempt !== this.#attempt || !problem.fatal) return;
      if (problem.type === Hls.ErrorTypes.MEDIA_ERROR && this.#retries++ < RETRIES) hls.recoverMediaError();
      else if (problem.details === Hls.ErrorDetails.MANIFEST_LOAD_ERROR && this.#canPlayPlaylists()) this.#fallBack(address);
      else this.#lost();
    });
    hls.attachMedia(this.#audio);
    hls.loadSource(address);
  }

  /** A playlist that scripts may not read (no CORS) can still play where the browser reads it itself. */
  #fallBack(address) {
    const attempt = ++this.#attempt;
    this.#dropHls();
    this.#playPlainly(address).catch(() => attempt === this.#attempt && this.#lost());
  }

  #canPlayPlaylists() {
    return this.#audio.canPlayType("application/vnd.apple.mpegurl") !== "";
  }

  #sounding() {
    this.#retries = 0;
    this.#enter("playing");
  }

  /** A few quiet retries bridge a tunnel; then we say so. */
  #lost() {
    const wasUp = this.state === "playing" || this.#retries > 0;
    this.#release();
    if (wasUp && this.#retries < RETRIES) {
      this.#retries++;
      const attempt = this.#attempt;
      this.#enter("tuning");
      setTimeout(() => attempt === this.#attempt && this.#tune(), RETRY_MILLIS * this.#retries);
    } else {
      this.#enter("failed");
    }
  }

  #enter(state) {
    clearTimeout(this.#deadline);
    if (state === "tuning") {
      this.#deadline = setTimeout(() => {
        this.#release();
        this.#enter("failed");
      }, GIVE_UP_MILLIS);
    }
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }

  #release() {
    this.#attempt++;
    clearTimeout(this.#deadline);
    // Said first, so that the pause which releasing causes is not taken for the browser's.
    if (this.state === "playing") this.state = "tuning";
    this.#dropHls();
    this.#audio.pause();
    if (this.#audio.getAttribute("src")) {
      this.#audio.removeAttribute("src");
      this.#audio.load();
    }
  }

  #dropHls() {
    this.#hls?.destroy();
    this.#hls = null;
  }
}

function isPlaylist(address) {
  try {
    return new URL(address).pathname.endsWith(".m3u8");
  } catch {
    return false;
  }
}

function isSecure(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.origin === location.origin;
  } catch {
    return false;
  }
}

let loading;

/** Fetched at the first play only: most visits just read the listing. Null where it cannot be had. */
function loadHls() {
  loading ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = HLS_SOURCE;
    script.addEventListener("load", () => resolve(window.Hls ?? null));
    script.addEventListener("error", () => {
      loading = undefined;
      resolve(null);
    });
    document.head.append(script);
  });
  return loading;
}
