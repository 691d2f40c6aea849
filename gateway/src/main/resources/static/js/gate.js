// Going out to sign in and coming back to where one was; and telling what became of it, in plain words.

import {currentLanguage} from "./i18n.js";
import {comeBack, signIn, SignInFailed} from "./signin.js";

export class Gate {
  #account;
  #message;
  #place;

  /** `place` says where one is ({now(): place, again(place)}); what it says is kept while one is away. */
  constructor(account, message, place) {
    this.#account = account;
    this.#message = message;
    this.#place = place;
    account.addEventListener("change", (event) => this.#accountChanged(event.detail));
  }

  /** Leaves for the identity provider's page; comes back only where that cannot be. */
  async enter() {
    this.#message.clear();
    try {
      await signIn({place: this.#place.now(), language: currentLanguage(), again: this.#account.leaving});
      return true;
    } catch (reason) {
      if (!(reason instanceof SignInFailed)) throw reason;
      this.#failed(reason);
      return false;
    }
  }

  /** To be called first of all: the address of a return must be cleaned before anybody reads a state from it. */
  async returned() {
    const back = await comeBack();
    if (!back) return;
    this.#place.again(back.place);
    if (back.tokens) this.welcome(back.tokens);
    else this.#failed(back.failed);
  }

  welcome(tokens) {
    this.#account.adopt(tokens);
    this.#message.show("welcome", {values: {name: this.#account.user.username}});
  }

  /** The account was made, but its address must be confirmed before the first sign-in. */
  confirmFirst() {
    this.#failed({key: "confirmFirst"});
  }

  /** The account was deleted by its owner. */
  farewell() {
    this.#account.erased();
    this.#message.show("erased");
  }

  #failed({key}) {
    this.#message.show(key, {action: {key: "signIn", run: () => this.enter()}});
  }

  #accountChanged(what) {
    if (what === "signed-out") this.#message.show("signedOut");
    if (what === "ended") this.#message.show("sessionEnded", {action: {key: "signIn", run: () => this.enter()}});
  }
}
