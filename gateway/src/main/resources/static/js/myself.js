// What belongs to the signed-in user: profile, preferences, devices, data. Each answer of a thing one may change comes
// with its ETag, so that what was changed on another device meanwhile is never overwritten unseen.

import {requestFile} from "./http.js";

const NEXT_LOOK_SECONDS = 3;

export class Myself {
  #account;

  constructor(account) {
    this.#account = account;
  }

  get #path() {
    return `/users/${encodeURIComponent(this.#account.user.id)}`;
  }

  profile() {
    return this.#read(this.#path);
  }

  saveProfile(profile, etag) {
    return this.#write(this.#path, profile, etag);
  }

  preferences() {
    return this.#read("/user/preferences");
  }

  savePreferences(preferences, etag) {
    return this.#write("/user/preferences", preferences, etag);
  }

  async devices() {
    const {body} = await this.#account.call("GET", "/user/sessions");
    return body.sessions;
  }

  signOutDevice(id) {
    return this.#account.call("DELETE", `/user/sessions/${encodeURIComponent(id)}`);
  }

  signOutOthers() {
    return this.#account.call("DELETE", "/user/sessions");
  }

  /** Everything held about the user, as a Blob; it is gathered from every service, which takes a while. */
  async export(signal) {
    for (;;) {
      const {status, headers, body} = await this.#account.call("GET", "/user/export", {}, (_, path, options) => requestFile(path, options));
      if (status !== 202) return body;
      const wait = Number(headers.get("Retry-After") ?? NEXT_LOOK_SECONDS) || NEXT_LOOK_SECONDS;
      await new Promise((resolve) => setTimeout(resolve, wait * 1000));
      signal.throwIfAborted();
    }
  }

  erase() {
    return this.#account.call("DELETE", "/user");
  }

  async #read(path) {
    const {body, headers} = await this.#account.call("GET", path);
    return {value: body, etag: headers.get("ETag")};
  }

  async #write(path, value, etag) {
    const {body, headers} = await this.#account.call("PUT", path, {body: value, etag});
    // Where the answer does not say what is there now, it is asked for.
    return body !== null && headers.get("ETag") ? {value: body, etag: headers.get("ETag")} : this.#read(path);
  }
}
