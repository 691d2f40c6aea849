// The way in and to oneself, at the head of the page.

import {element} from "./dom.js";
import {say} from "./i18n.js";
import {monogram} from "./monogram.js";
import {languageOf} from "./text.js";

/** Whether it is worth showing an editor's pages; what one may do is decided where it is done. */
export const isEditor = (user) => Boolean(user?.roles.some((role) => role === "editor" || role === "admin"));

export class Entrance {
  #root;
  #account;
  #signIn;
  #busy = false;

  constructor(root, account, signIn) {
    this.#root = root;
    this.#account = account;
    this.#signIn = signIn;
  }

  /** While the identity provider is asked whether it is there. */
  busy(busy) {
    this.#busy = busy;
    this.render();
  }

  render() {
    const user = this.#account.user;
    const focused = this.#root.contains(document.activeElement);
    const desk = isEditor(user) ? [element("a", {href: "#/console", class: "door", id: "console"}, say("console"))] : [];
    this.#root.replaceChildren(...desk, ...(user ? [this.#me(user)] : this.#doors()));
    if (focused) this.#root.querySelector("a, button")?.focus();
  }

  #me({username}) {
    return element("a", {href: "#/account", class: "me", id: "me"},
      element("span", {class: "heard"}, say("account"), " "), monogram(username), element("span", {class: "name", lang: languageOf(username)}, username));
  }

  #doors() {
    const enter = element("button", {type: "button", class: "door", id: "sign-in", "aria-disabled": this.#busy ? "true" : undefined}, say(this.#busy ? "working" : "signIn"));
    enter.addEventListener("click", () => !this.#busy && this.#signIn());
    return [enter, element("a", {href: "#/join", class: "door", id: "join"}, say("join"))];
  }
}
