// For those who came to a page that is somebody's without being signed in.

import {element} from "./dom.js";
import {button} from "./form.js";
import {say} from "./i18n.js";

export class Doorstep {
  #main;
  #context;
  #titleKey;
  #textKey;

  constructor(main, context, titleKey, textKey) {
    this.#main = main;
    this.#context = context;
    this.#titleKey = titleKey;
    this.#textKey = textKey;
  }

  get title() {
    return say(this.#titleKey);
  }

  render() {
    const enter = button(say("signIn"), {class: "wide strong"});
    enter.addEventListener("click", () => this.#context.signIn());
    this.#main.replaceChildren(element("div", {class: "panel doorstep"},
      element("p", {}, say(this.#textKey)),
      element("div", {class: "row"}, enter, element("a", {class: "wide", href: "#/join"}, say("join")))));
  }
}
