// The account: its pages, the way between them, and what stands there while they load, fail, or nobody is signed in.

import {element} from "../dom.js";
import {Doorstep} from "../doorstep.js";
import {button, explain} from "../form.js";
import {say} from "../i18n.js";
import {openData} from "./data.js";
import {openDevices} from "./devices.js";
import {openPreferences} from "./preferences.js";
import {openProfile} from "./profile.js";

const PAGES = {
  profile: openProfile,
  preferences: openPreferences,
  devices: openDevices,
  data: openData,
};

export function open(main, [part], context) {
  if (!context.account.user) return new Doorstep(main, context, "account", "doorstep");
  return new AccountPage(main, part in PAGES ? part : "profile", context);
}

class AccountPage {
  #main;
  #name;
  #context;
  #page = null;
  #failed = null;
  #content = element("div", {class: "content"});

  constructor(main, name, context) {
    this.#main = main;
    this.#name = name;
    this.#context = context;
    this.#load();
  }

  get title() {
    return say("account");
  }

  get summary() {
    return this.#context.account.user?.username ?? "";
  }

  render() {
    const focused = document.activeElement?.id;
    const links = Object.keys(PAGES).map((name) => element("li", {}, element("a", {
      href: `#/account/${name}`, "aria-current": name === this.#name ? "page" : undefined,
    }, say(`account_${name}`))));
    const out = button(say("signOut"), {id: "sign-out"});
    out.addEventListener("click", () => this.#context.signOut());
    this.#main.replaceChildren(element("div", {class: "account"},
      element("nav", {class: "pages", "aria-label": say("account")}, element("ul", {}, ...links), out),
      this.#content));
    this.#renderContent();
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({preventScroll: true});
  }

  async #load() {
    this.#failed = null;
    this.#page = null;
    try {
      this.#page = await PAGES[this.#name](this.#context);
    } catch (reason) {
      explain(reason);
      this.#failed = reason;
    }
    // Signed out meanwhile: another page stands here by now.
    if (this.#context.account.user) this.#renderContent();
  }

  #renderContent() {
    this.#content.setAttribute("aria-busy", String(!this.#page && !this.#failed));
    if (this.#page) {
      this.#page.render(this.#content);
    } else if (this.#failed) {
      const again = button(say("tryAgain"));
      again.addEventListener("click", () => this.#load());
      this.#content.replaceChildren(element("div", {class: "instead away"}, element("h2", {}, say("pageAwayTitle")), element("p", {role: "status"}, explain(this.#failed)), again));
    } else {
      this.#content.replaceChildren(element("p", {class: "hint"}, say("loadingPage")), element("div", {class: "ghost", "aria-hidden": "true"}));
    }
  }
}
