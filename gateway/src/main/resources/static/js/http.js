// One request to the API, and the three things that can come of it: an answer, a refusal that says why (RFC 9457), or
// nobody there who could answer.

import {anonymousSession, learnSession} from "./anonymous.js";
import {learn} from "./clock.js";

const BASE = "/api/v1";
const TIMEOUT_MILLIS = 8000;
const PROBLEMS = "https://tarang.radio/problems/";

/** No answer, or one that says that somebody behind it is away: the same question may be answered later. */
export class Unreachable extends Error {
  /** What the answer said about when to ask again; null where there was no such answer. */
  retryAfterSeconds = null;
}

/** An answer that will stay the same unless the question changes. */
export class Refused extends Error {
  /** `slug` names the problem (docs/contracts/http/problems.yaml), `errors` are [{field, message}]. */
  constructor(status, problem, retryAfterSeconds) {
    super(`answered ${status}`);
    this.status = status;
    this.slug = String(problem.type ?? "").startsWith(PROBLEMS) ? problem.type.slice(PROBLEMS.length) : "";
    this.errors = Array.isArray(problem.errors) ? problem.errors : [];
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** options: {body (a Blob is sent as it is), token, etag (for If-Match), key (Idempotency-Key), keepalive}. Answers {status, headers, body (parsed) or null}. */
export async function request(method, path, options = {}) {
  const response = await send(method, path, options);
  if (response.status === 204 || response.headers.get("Content-Length") === "0") return answer(response, null);
  try {
    const text = await response.text();
    return answer(response, text === "" ? null : JSON.parse(text));
  } catch (cause) {
    throw new Unreachable("not JSON", {cause});
  }
}

/** The same for a file: `body` is a Blob. */
export async function requestFile(path, options = {}) {
  const response = await send("GET", path, {timeoutMillis: 60_000, ...options});
  try {
    return answer(response, await response.blob());
  } catch (cause) {
    throw new Unreachable("cut off", {cause});
  }
}

async function send(method, path, {body, token, etag, key, keepalive, timeoutMillis = TIMEOUT_MILLIS}) {
  const headers = {Accept: "application/json"};
  const file = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = file ? body.type : "application/json";
  if (key) headers["Idempotency-Key"] = key;
  if (token) headers.Authorization = `Bearer ${token}`;
  if (etag) headers["If-Match"] = etag;
  // Public reads go without it: they are the same for everybody, so the edge may answer them from memory.
  if (method !== "GET" && anonymousSession()) headers["X-Session-Id"] = anonymousSession();
  const sent = Date.now();
  let response;
  try {
    response = await fetch(BASE + path, {
      method, headers, keepalive,
      body: body === undefined || file ? body : JSON.stringify(body),
      credentials: "same-origin",
      signal: AbortSignal.timeout(timeoutMillis),
    });
  } catch (cause) {
    throw new Unreachable("no answer", {cause});
  }
  learn(response.headers, sent, Date.now());
  learnSession(response.headers);
  if (!response.ok) throw await failure(response);
  return response;
}

const answer = (response, body) => ({status: response.status, headers: response.headers, body});

async function failure(response) {
  const wait = Number(response.headers.get("Retry-After") ?? "");
  const retryAfterSeconds = wait > 0 ? wait : null;
  if (response.status >= 500 || response.status === 408) {
    return Object.assign(new Unreachable(`answered ${response.status}`), {retryAfterSeconds});
  }
  const problem = await response.json().catch(() => ({}));
  return new Refused(response.status, problem ?? {}, retryAfterSeconds);
}
