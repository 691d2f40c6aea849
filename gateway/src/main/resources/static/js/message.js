// One message to the listener above what they look at, with a way to be rid of it and, where there is one, a way on.

import {element, icon} from "./dom.js";
import {say} from "./i18n.js";

const READ_MILLIS = 2000;

export class Message {
  #root;
  #announcer;
  #shown = null;

  constructor(root, announcer) {
    this.#root = root;
    this.#announcer = announcer;
  }

  /** `key` with `values` names the words; action: {key, run}. */
  show(key, {values, action} = {}) {
    this.#shown = {key, values, action, at: Date.now()};
    this.render();
    this.#announcer.say(say(key, values));
  }

  /** The listener went on to something else: what has been there to read has been read. */
  movedOn() {
    if (this.#shown && Date.now() - this.#shown.at > READ_MILLIS) this.clear();
  }

  clear() {
    this.#shown = null;
    this.render();
  }

  render() {
    this.#root.hidden = this.#shown === null;
    if (this.#shown === null) {
      this.#root.replaceChildren();
      return;
    }
    const {key, values, action} = this.#shown;
    const close = element("button", {type: "button", class: "quiet", "aria-label": say("closeMessage")}, icon("close"));
    close.addEventListener("click", () => this.clear());
    const parts = [element("p", {}, say(key, values))];
    if (action) {
      const on = element("button", {type: "button", class: "link"}, say(action.key));
      on.addEventListener("click", () => {
        this.clear();
        action.run();
      });
      parts.push(on);
    }
    this.#root.replaceChildren(...parts, close);
  }
}
