// Signing in on the identity provider's own page, by authorization code with PKCE (RFC 7636, RFC 9700): the password is
// never seen here, and a code is worth nothing without the verifier that stays in this tab.

import {Refused, request, Unreachable} from "./http.js";

const AUTHORIZE = "/identity/realms/tarang/protocol/openid-connect/auth";
const CLIENT = "tarang-web";
const PENDING = "tarang.sign-in";
const TIMEOUT_MILLIS = 8000;

/** `key` names the words for it. */
export class SignInFailed extends Error {
  constructor(key, cause) {
    super(key, {cause});
    this.key = key;
  }
}

/** Leaves the page. `place` is what `comeBack` gives again; `again` asks for the password even where one is signed in there. */
export async function signIn({place, language, again}) {
  // Digests are for secure contexts only: https, or this machine itself.
  if (!globalThis.crypto?.subtle) throw new SignInFailed("signInInsecure");
  const verifier = random(32);
  const state = random(16);
  const challenge = base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  const address = new URL(AUTHORIZE, location.origin);
  address.search = new URLSearchParams({
    client_id: CLIENT, redirect_uri: home(), response_type: "code", state,
    code_challenge: challenge, code_challenge_method: "S256",
    // The fragment is seen by no server, no log and no referrer.
    response_mode: "fragment", ui_locales: language, ...(again ? {prompt: "login"} : {}),
  });
  await mustAnswer(address);
  try {
    sessionStorage.setItem(PENDING, JSON.stringify({state, verifier, place}));
  } catch (cause) {
    throw new SignInFailed("signInStorage", cause);
  }
  location.assign(address);
}

/**
 * On return: {place, tokens} or {place, failed: SignInFailed}; null when this is no return. The address is
 * cleaned first, so that a reload or a bookmark never repeats it.
 */
export async function comeBack() {
  const answer = new URLSearchParams(location.hash.slice(1));
  if (!answer.has("state") || !(answer.has("code") || answer.has("error"))) return null;
  const pending = takePending();
  const place = pending?.place ?? {hash: ""};
  history.replaceState(null, "", location.pathname + place.hash);
  try {
    return {place, tokens: await redeem(answer, pending)};
  } catch (reason) {
    if (!(reason instanceof SignInFailed)) throw reason;
    return {place, failed: reason};
  }
}

async function redeem(answer, pending) {
  // A reply to a question this tab did not ask: somebody else's sign-in, or one from long ago.
  if (pending === null || answer.get("state") !== pending.state) throw new SignInFailed("signInForeign");
  if (answer.has("error")) throw new SignInFailed(keyOf(answer));
  try {
    const body = {code: answer.get("code"), codeVerifier: pending.verifier, redirectUri: home()};
    return (await request("POST", "/auth/code", {body})).body;
  } catch (reason) {
    if (reason instanceof Unreachable) throw new SignInFailed("signInAway", reason);
    if (reason instanceof Refused) throw new SignInFailed(reason.status === 429 ? "signInTooMany" : "signInExpired", reason);
    throw reason;
  }
}

/** Error codes of RFC 6749 §4.1.2.1; the provider says "temporarily_unavailable" of a login page left open too long. */
function keyOf(answer) {
  if (answer.get("error") === "access_denied") return "signInDenied";
  if (/expired/.test(answer.get("error_description") ?? "")) return "signInExpired";
  return "signInAway";
}

/** A provider that is away must be told in our words, not by whatever its address answers then. */
async function mustAnswer(address) {
  let response;
  try {
    response = await fetch(address, {credentials: "omit", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MILLIS)});
  } catch (cause) {
    throw new SignInFailed(navigator.onLine ? "signInAway" : "signInOffline", cause);
  }
  if (response.ok || response.type === "opaqueredirect") return;
  throw new SignInFailed(response.status === 429 ? "signInTooMany" : response.status >= 500 ? "signInAway" : "signInElsewhere");
}

function takePending() {
  try {
    const stored = sessionStorage.getItem(PENDING);
    sessionStorage.removeItem(PENDING);
    return JSON.parse(stored);
  } catch {
    return null;
  }
}

const home = () => `${location.origin}/`;
const random = (bytes) => base64url(crypto.getRandomValues(new Uint8Array(bytes)));

function base64url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
