// The socket to /ws: one state at a time, resumed where it stopped, reconnected with jittered backoff. It hands every
// message on and keeps no programme itself. Who is signed in says so on it; the feed goes on for those who are not.

import {Unreachable} from "./http.js";

const FIRST_WAIT_MILLIS = 600;
const LONGEST_WAIT_MILLIS = 30_000;
const PING_MILLIS = 25_000;
const SILENCE_MILLIS = 60_000;
/** A socket that was opened and says nothing, not even to a PING, leads nowhere. */
const FIRST_WORD_MILLIS = 8_000;
const STEADY_MILLIS = 10_000;
/** What the server says to a token that it does not take, and how it closes when no better one follows. */
const TOKEN_PROBLEMS = ["token-expired", "unauthenticated"];
const TOKEN_GONE = 4401;
/** A server that takes no token at all must not make us ask for new ones without end. */
const QUARREL_MILLIS = 5 * 60_000;

export class Live {
  #onMessage;
  #onStatus;
  #account;
  #socket = null;
  #stateId = null;
  #cursor;
  #snapshotDue = true;
  #attempts = 0;
  #timer;
  #heartbeat;
  #heardAt = 0;
  /** The token this socket was last told; null where it is nobody's. */
  #shown = null;
  #refusedAt = -Infinity;

  /** onMessage(type, payload), onStatus("open" | "closed"); `account` has the tokens. */
  constructor(onMessage, onStatus, account) {
    this.#onMessage = onMessage;
    this.#onStatus = onStatus;
    this.#account = account;
    account.addEventListener("change", (event) => this.#accountChanged(event.detail));
    // The browser often knows first: no point in waiting out a backoff when the network is back.
    addEventListener("online", () => this.#connectNow());
    addEventListener("offline", () => this.#socket?.close());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#connectNow();
    });
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  follow(stateId) {
    if (stateId === this.#stateId) return;
    const left = this.#stateId;
    this.#stateId = stateId;
    this.#cursor = undefined;
    if (this.open) {
      if (left) this.#send("UNSUBSCRIBE_STATE", {stateId: left});
      this.#subscribe();
    } else {
      this.#connectNow();
    }
  }

  #connectNow() {
    if (!this.#stateId || (this.#socket && this.#socket.readyState <= WebSocket.OPEN)) return;
    clearTimeout(this.#timer);
    const address = new URL("/ws", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#shown = null;
    let steady;
    let first;
    socket.addEventListener("open", () => {
      // A server that accepts and drops at once must still see the backoff grow.
      steady = setTimeout(() => (this.#attempts = 0), STEADY_MILLIS);
      this.#heardAt = Date.now();
      this.#authenticate();
      this.#subscribe();
      // Resumed, there may be nothing to tell for minutes: the PONG says that we are heard.
      this.#send("PING", {});
      first = setTimeout(() => socket.close(), FIRST_WORD_MILLIS);
      this.#heartbeat = setInterval(() => this.#beat(socket), PING_MILLIS);
      this.#onStatus("open");
    });
    socket.addEventListener("message", (event) => {
      clearTimeout(first);
      this.#receive(event.data);
    });
    socket.addEventListener("close", (event) => {
      clearTimeout(steady);
      clearTimeout(first);
      clearInterval(this.#heartbeat);
      if (this.#socket !== socket) return;
      if (event.code === TOKEN_GONE) this.#refused();
      this.#socket = null;
      this.#onStatus("closed");
      this.#connectLater();
    });
  }

  #accountChanged(what) {
    if (!this.open) return;
    if (what === "signed-in" || what === "renewed") this.#authenticate();
    // What a socket knows of its user it does not forget: a new one is nobody's.
    else if (this.#shown !== null && !this.#account.user) this.#socket.close();
  }

  /** Says whose socket it is, once there is a token. Without one it stays anonymous, and the feed is the same. */
  async #authenticate() {
    const socket = this.#socket;
    try {
      const token = await this.#account.token();
      if (token === null || socket !== this.#socket || token === this.#shown) return;
      this.#shown = token;
      this.#send("AUTHENTICATE", {token});
    } catch (reason) {
      if (!(reason instanceof Unreachable)) throw reason;
    }
  }

  /** The token was not taken: a new one is told as soon as the account has it. */
  async #refused() {
    const token = this.#shown;
    if (token === null || Date.now() - this.#refusedAt < QUARREL_MILLIS) return;
    this.#refusedAt = Date.now();
    try {
      await this.#account.tokenAfter(token);
    } catch (reason) {
      if (!(reason instanceof Unreachable)) throw reason;
    }
  }

  /** With a cursor the missed events come, in order; without one a snapshot comes first. */
  #subscribe() {
    this.#snapshotDue = this.#cursor === undefined;
    this.#send("SUBSCRIBE_STATE", {stateId: this.#stateId, cursor: this.#cursor});
  }

  /** A network that vanished without a word leaves a socket that looks open: silence after pings gives it away. */
  #beat(socket) {
    if (Date.now() - this.#heardAt > SILENCE_MILLIS) socket.close();
    else this.#send("PING", {});
  }

  #connectLater() {
    clearTimeout(this.#timer);
    const ceiling = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** this.#attempts++);
    // Full jitter: after a restart thousands of listeners must not come back in the same instant.
    this.#timer = setTimeout(() => this.#connectNow(), ceiling * (0.3 + 0.7 * Math.random()));
  }

  #receive(data) {
    this.#heardAt = Date.now();
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    const {type, cursor} = message ?? {};
    const payload = message?.payload ?? {};
    if (type === "RESYNC") {
      this.#cursor = undefined;
      this.#snapshotDue = true;
    } else if (type === "SNAPSHOT") {
      if (payload.stateId !== this.#stateId) return;
      this.#snapshotDue = false;
      this.#cursor = cursor;
    } else if (String(type).startsWith("PROGRAM_")) {
      // Frames of the state just left may still be under way: neither they nor their cursors are ours.
      if (this.#snapshotDue || (payload.state && payload.state !== this.#stateId)) return;
      this.#cursor = cursor ?? this.#cursor;
    } else if (type === "ERROR" && TOKEN_PROBLEMS.includes(payload.code)) {
      this.#refused();
      return;
    } else if (type === "PONG" && this.#snapshotDue) {
      // An answer from the server, but not yet about our state.
      return;
    }
    this.#onMessage(type, payload);
  }

  #send(type, payload) {
    if (this.open) this.#socket.send(JSON.stringify({type, payload}));
  }
}
