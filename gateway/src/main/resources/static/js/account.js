// Who is signed in in this browser, and the tokens that prove it. The access token lives in memory alone; the refresh
// token is kept, so that one stays signed in, and is renewed once for all tabs: the tab that holds the lock asks, the
// others are told. Signed out in one tab is signed out in all.

import {dropSession} from "./anonymous.js";
import {Refused, request, Unreachable} from "./http.js";
import {forget, recall, remember} from "./settings.js";

const KEPT = "account";
const LEAVING = "leaving";
const LOCK = "tarang.account";
/** A token with less than this left is renewed before it is used. */
const MARGIN_MILLIS = 30_000;
/** Renewed this long before the end, plus up to as much again: tabs and listeners must not all come at once. */
const AHEAD_MILLIS = 60_000;
/** A lost reply is asked for again well within the 60 s in which the spent token still gives the same answer. */
const LOST_REPLY_WAITS_MILLIS = [400, 1500, 4000];
const PEERS_MILLIS = 200;
/** The next time after a failure, doubled with each: the first still comes before those 60 s are over. */
const LATER_MILLIS = 20_000;
const LATEST_MILLIS = 160_000;
/** Whatever else is answered to a refresh token says nothing about it. */
const ENDED = [400, 401];

/** Fires "change" with detail: signed-in, renewed, noted, signed-out (by hand, in any tab) or ended (by the server). */
export class Account extends EventTarget {
  /** {userId, username, roles, states, refreshToken, statePreference?} or null; what is kept over a reload. */
  #kept;
  /** {token, expiresAt} or null. */
  #access = null;
  #stored = true;
  #renewing;
  #timer;
  #later = LATER_MILLIS;
  #peers;

  constructor() {
    super();
    this.#kept = recall(KEPT, null);
    this.#peers = "BroadcastChannel" in globalThis ? new BroadcastChannel("tarang.account") : null;
    this.#peers?.addEventListener("message", (event) => this.#told(event.data));
    addEventListener("storage", (event) => event.key === null || event.key === `tarang.${KEPT}` ? this.#elsewhere() : undefined);
    addEventListener("online", () => {
      this.#leave();
      this.#renewIfDue();
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#renewIfDue());
  }

  /** To be called once, when everybody listens. */
  start() {
    this.#leave();
    this.#renewIfDue();
  }

  get user() {
    if (!this.#kept) return null;
    const {userId, username, roles, states = [], statePreference} = this.#kept;
    return {id: userId, username, roles, states, statePreference};
  }

  /** A sign-out that the server has not heard of: its browser session may still be open. */
  get leaving() {
    return recall(LEAVING, []).length > 0;
  }

  /** Takes the tokens of a sign-in or sign-up. */
  adopt({accessToken, refreshToken, expiresIn}) {
    const claims = claimsOf(accessToken);
    const same = this.#kept?.userId === claims.sub;
    this.#keep({
      userId: claims.sub, username: claims.preferred_username ?? "", roles: claims.roles ?? [], states: claims.states ?? [], refreshToken,
      statePreference: same ? this.#kept.statePreference : undefined,
    });
    dropSession();
    this.#use({token: accessToken, expiresAt: Date.now() + expiresIn * 1000});
    this.#changed("signed-in");
  }

  /** What the page wants to know of the user before, or without, asking the server. */
  note(facts) {
    if (!this.#kept || Object.entries(facts).every(([name, value]) => this.#kept[name] === value)) return;
    this.#keep({...this.#kept, ...facts});
    this.#changed("noted");
  }

  /** A token that is good for a while yet; null when nobody is signed in. Throws Unreachable where none is to be had. */
  async token() {
    if (!this.#kept) return null;
    if (!this.#fresh()) await this.#renew(this.#access?.token);
    return this.#access?.token ?? null;
  }

  /** The token after `refused`, which a server did not take though it looked good. */
  async tokenAfter(refused) {
    if (!this.#kept) return null;
    if (this.#access?.token === refused) this.#access = null;
    if (!this.#fresh()) await this.#renew(refused);
    return this.#access?.token ?? null;
  }

  /** A request as the user: refused for its token, it is repeated once with a new one. See `request`. */
  async call(method, path, options = {}, ask = request) {
    const token = await this.token();
    const send = (bearer) => ask(method, path, {...options, token: bearer});
    try {
      return await send(token);
    } catch (reason) {
      if (!(reason instanceof Refused) || reason.status !== 401 || token === null) throw reason;
      const next = await this.tokenAfter(token);
      if (next === null) throw reason;
      return send(next);
    }
  }

  /** Signed out here and now, in every tab; the server is told as soon as it can be. */
  async signOut() {
    if (!this.#kept) return;
    remember(LEAVING, [...recall(LEAVING, []), this.#kept.refreshToken]);
    this.#forget("signed-out");
    await this.#leave();
  }

  /** The account is gone: there is nothing left to sign out of. */
  erased() {
    this.#forget("signed-out");
  }

  #fresh() {
    return this.#access !== null && this.#access.expiresAt - Date.now() > MARGIN_MILLIS;
  }

  #renew(spent) {
    // One question per tab; the lock makes it one per browser.
    this.#renewing ??= exclusively(() => this.#renewAlone(spent)).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renewAlone(spent) {
    this.#elsewhere();
    await this.#askPeers(spent);
    const good = () => this.#fresh() && this.#access.token !== spent;
    if (!this.#kept || good()) return;
    const presented = this.#kept.refreshToken;
    try {
      const {body} = await exchange(presented);
      // Signed out, or in as somebody else, while the answer was on its way.
      if (this.#kept?.refreshToken !== presented) return;
      const claims = claimsOf(body.accessToken);
      this.#keep({...this.#kept, refreshToken: body.refreshToken, username: claims.preferred_username ?? this.#kept.username, roles: claims.roles ?? [], states: claims.states ?? []});
      const access = {token: body.accessToken, expiresAt: Date.now() + body.expiresIn * 1000};
      this.#peers?.postMessage({tokens: access, userId: this.#kept.userId});
      this.#use(access);
      this.#changed("renewed");
    } catch (reason) {
      if (reason instanceof Refused && ENDED.includes(reason.status)) {
        // A browser without locks may have renewed it in another tab meanwhile.
        this.#elsewhere();
        if (this.#kept?.refreshToken === presented) this.#forget("ended");
        return;
      }
      this.#schedule(this.#later * (0.5 + Math.random()));
      this.#later = Math.min(LATEST_MILLIS, this.#later * 2);
      throw reason instanceof Refused ? new Unreachable(reason.message, {cause: reason}) : reason;
    }
  }

  /** Another tab may have a token already: then no new one is needed. */
  async #askPeers(spent) {
    if (!this.#peers) return;
    const answered = new Promise((resolve) => {
      const listen = ({data}) => {
        if (!data.tokens || data.tokens.token === spent) return;
        this.#peers.removeEventListener("message", listen);
        resolve();
      };
      this.#peers.addEventListener("message", listen);
      setTimeout(() => {
        this.#peers.removeEventListener("message", listen);
        resolve();
      }, PEERS_MILLIS);
    });
    this.#peers.postMessage({ask: true});
    await answered;
  }

  #told({ask, tokens, userId}) {
    if (ask && this.#kept && this.#fresh()) {
      this.#peers.postMessage({tokens: this.#access, userId: this.#kept.userId});
    }
    if (!tokens) return;
    // What the other tab kept is there before its word is; the storage event may come after it.
    this.#elsewhere();
    if (this.#kept?.userId !== userId || tokens.token === this.#access?.token) return;
    if (tokens.expiresAt <= (this.#access?.expiresAt ?? 0)) return;
    this.#use(tokens);
    this.#changed("renewed");
  }

  /** What another tab did to the store is so here too. */
  #elsewhere() {
    if (!this.#stored) return;
    const before = this.#kept;
    this.#kept = recall(KEPT, null);
    if (before?.userId === this.#kept?.userId) {
      if (before?.statePreference !== this.#kept?.statePreference) this.#changed("noted");
      return;
    }
    this.#drop();
    this.#changed(this.#kept ? "signed-in" : "signed-out");
    this.#renewIfDue();
  }

  #keep(kept) {
    this.#kept = kept;
    // Where nothing can be stored one is signed in until the tab closes.
    this.#stored = remember(KEPT, kept);
  }

  #use(access) {
    this.#access = access;
    this.#later = LATER_MILLIS;
    this.#schedule(access.expiresAt - Date.now() - AHEAD_MILLIS * (1 + Math.random()));
  }

  #schedule(waitMillis) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#renewIfDue(true), Math.max(1000, waitMillis));
  }

  /** Nobody waits for this one: a failure is tried again later, or by whoever needs a token next. */
  #renewIfDue(ahead = false) {
    if (!this.#kept || !navigator.onLine || (this.#fresh() && !ahead)) return;
    this.#renew(this.#access?.token).catch((reason) => {
      if (!(reason instanceof Unreachable)) throw reason;
    });
  }

  #drop() {
    clearTimeout(this.#timer);
    this.#access = null;
  }

  #forget(why) {
    this.#kept = null;
    forget(KEPT);
    this.#drop();
    this.#changed(why);
  }

  async #leave() {
    for (const refreshToken of recall(LEAVING, [])) {
      try {
        // keepalive: signing out and closing the tab is what people do on a borrowed computer.
        await request("POST", "/auth/logout", {body: {refreshToken}, keepalive: true});
      } catch (reason) {
        if (!(reason instanceof Refused)) continue;
      }
      const rest = recall(LEAVING, []).filter((token) => token !== refreshToken);
      if (rest.length > 0) remember(LEAVING, rest);
      else forget(LEAVING);
    }
  }

  #changed(detail) {
    this.dispatchEvent(new CustomEvent("change", {detail}));
  }
}

async function exchange(refreshToken) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await request("POST", "/auth/refresh", {body: {refreshToken}});
    } catch (reason) {
      // One that says when to come back did nothing; where nothing was said, the reply may be what was lost.
      const lost = reason instanceof Unreachable && reason.retryAfterSeconds === null && navigator.onLine;
      if (!lost || attempt === LOST_REPLY_WAITS_MILLIS.length) throw reason;
      await new Promise((resolve) => setTimeout(resolve, LOST_REPLY_WAITS_MILLIS[attempt] * (0.75 + 0.5 * Math.random())));
    }
  }
}

/** One tab at a time. Browsers without locks go ahead: the server gives concurrent askers the same answer. */
function exclusively(run) {
  return navigator.locks ? navigator.locks.request(LOCK, run) : run();
}

/** What the token says of its owner, for display: nothing here depends on it being true. */
function claimsOf(token) {
  const bytes = Uint8Array.from(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
