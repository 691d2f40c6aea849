// One state's listing over time: what is kept from last time, the listing over HTTP, then snapshot and events over the
// socket, and polling while the socket is away. It says how fresh all that is and shows nothing itself.

import * as api from "./api.js";
import {now} from "./clock.js";
import {Feed} from "./feed.js";
import {Live} from "./live.js";
import {shelve, unshelve} from "./shelf.js";

const POLL_MILLIS = 15_000;
const ANNOUNCED_MILLIS = 10 * 60_000;
const SHELVE_MILLIS = 60_000;
/**
 * Older than this without a socket, a listing is said to be old and the schedule decides what is on air. A healthy
 * listing from the edge cache may be a minute old, and half a minute more while it is renewed.
 */
const STALE_MILLIS = 120_000;

/** Fires "change"; {detail: {kind, program}} where one programme changed. */
export class Tuner extends EventTarget {
  phase = "loading";
  feed = new Feed();
  stateId = null;
  #live;
  #following = false;
  #reachable = true;
  #freshAt = -Infinity;
  #shelvedAt = 0;
  #shelvedState = null;
  /** How many are on air according to a listing of which we have not read all pages; 0 where we have all. */
  #announced = 0;
  #pages = 1;
  #pollTimer;
  #tuning = 0;

  constructor(account) {
    super();
    this.#live = new Live((type, payload) => this.#hear(type, payload), (status) => this.#connection(status), account);
    setInterval(() => this.#learnAnnounced(), ANNOUNCED_MILLIS * (0.8 + 0.4 * Math.random()));
    addEventListener("offline", () => this.#changed());
  }

  tune(stateId) {
    this.#tuning++;
    this.stateId = stateId;
    this.feed = new Feed();
    this.phase = "loading";
    this.#announced = 0;
    this.#pages = 1;
    this.#following = false;
    this.#freshAt = -Infinity;
    const kept = unshelve(stateId);
    if (kept) {
      this.feed.replace(kept);
      this.#freshAt = kept.at;
    }
    this.#changed();
    this.#live.follow(stateId);
    return this.refresh();
  }

  /** live: the socket tells; polling: listings still answer; offline: neither. */
  get connection() {
    if (this.#following && this.#live.open) return "live";
    if (!navigator.onLine || !this.#reachable) return "offline";
    return this.phase === "loading" ? "connecting" : "polling";
  }

  /** How old what we show is, in milliseconds; 0 while it is kept up to date. */
  get age() {
    return this.connection === "live" ? 0 : Math.max(0, now() - this.#freshAt);
  }

  get stale() {
    return this.#freshAt > 0 && this.age > STALE_MILLIS;
  }

  /** There is a listing, but nobody says whether it still holds. */
  get unconfirmed() {
    return this.stale || (this.#freshAt > 0 && this.connection === "offline");
  }

  /** {programs, upcoming, total}: what was heard, or what the schedule promised when nothing was heard for long. */
  view() {
    const listing = this.stale ? this.feed.asScheduled(now()) : this.feed.listing();
    return {...listing, total: Math.max(this.stale ? 0 : this.#announced, listing.programs.length)};
  }

  async refresh() {
    const tuning = this.#tuning;
    clearTimeout(this.#pollTimer);
    try {
      const listing = await api.listing(this.stateId);
      if (tuning !== this.#tuning) return;
      this.#reachable = true;
      // A snapshot that arrived meanwhile is newer than any listing.
      if (!this.#following) {
        this.#pages = 1;
        this.#announced = listing.total > listing.programs.length ? listing.total : 0;
        this.feed.replace(listing);
        this.#freshAt = now() - listing.ageSeconds * 1000;
        this.#settle();
      } else {
        this.feed.announce(listing.upcoming);
      }
    } catch (reason) {
      if (!(reason instanceof api.Unreachable)) throw reason;
      if (tuning !== this.#tuning) return;
      this.#reachable = false;
      if (this.phase === "loading") this.phase = this.#freshAt > 0 ? "ready" : "away";
    }
    this.#changed();
    this.#pollLater();
  }

  /** Loads further pages until `count` programmes are there or all are. */
  async loadMore(count) {
    const tuning = this.#tuning;
    try {
      while (!this.#following && this.feed.listing().programs.length < Math.min(count, this.#announced)) {
        const page = await api.moreLive(this.stateId, ++this.#pages);
        if (tuning !== this.#tuning) return;
        this.feed.extend(page.programs);
        if (!page.hasMore) {
          this.#announced = 0;
          break;
        }
      }
    } catch (reason) {
      if (!(reason instanceof api.Unreachable)) throw reason;
      this.#pages--;
    }
    this.#changed();
  }

  #hear(type, payload) {
    if (type === "SNAPSHOT") {
      this.feed.replace(payload, true);
      this.#announced = 0;
      this.#follow();
      this.#settle();
      this.#changed();
    } else if (type === "RESYNC") {
      this.#following = false;
    } else if (type.startsWith("PROGRAM_")) {
      // After a resume events come without a snapshot: the first one proves that we are followed again.
      this.#follow();
      const change = this.feed.apply(type, payload);
      if (!change) return;
      if (change.kind === "unknown") this.#learnAnnounced();
      this.#settle();
      this.#changed(change);
    } else if (type === "PONG") {
      this.#follow();
    }
  }

  #follow() {
    const was = this.#following;
    this.#following = true;
    this.#freshAt = now();
    clearTimeout(this.#pollTimer);
    if (!was) this.#changed();
  }

  #connection(status) {
    if (status === "open") {
      this.#pollLater();
    } else {
      this.#following = false;
      this.#pollLater(1000 + 2000 * Math.random());
    }
    this.#changed();
  }

  #pollLater(wait = POLL_MILLIS * (0.8 + 0.4 * Math.random())) {
    clearTimeout(this.#pollTimer);
    if (this.#following) return;
    this.#pollTimer = setTimeout(() => {
      if (document.visibilityState === "visible") this.refresh();
      else this.#pollLater();
    }, wait);
  }

  /** The snapshot reaches three hours ahead and events tell of changes: what was announced since is asked for. */
  async #learnAnnounced() {
    if (this.#following && document.visibilityState === "visible") await this.refresh();
  }

  #settle() {
    this.phase = "ready";
    if (Date.now() - this.#shelvedAt < SHELVE_MILLIS && this.#shelvedState === this.stateId) return;
    this.#shelvedAt = Date.now();
    this.#shelvedState = this.stateId;
    shelve(this.stateId, this.feed.listing(), this.#freshAt);
  }

  #changed(change) {
    this.dispatchEvent(new CustomEvent("change", {detail: change}));
  }
}
