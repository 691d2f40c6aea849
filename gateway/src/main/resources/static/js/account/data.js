// One's own data: all of it to take away, and the account's end.

import {element} from "../dom.js";
import {button, explain, field, input, onSubmit, outcome, showErrors, tell} from "../form.js";
import {say} from "../i18n.js";
import {Refused} from "../http.js";

export async function openData(context) {
  return new Data(context);
}

class Data {
  #context;
  #gone = {export: false, erase: false};
  #fetching = null;

  constructor(context) {
    this.#context = context;
  }

  render(root) {
    const parts = [];
    if (!this.#gone.export) parts.push(this.#export(root));
    if (!this.#gone.erase) parts.push(this.#erase(root));
    root.replaceChildren(element("div", {class: "stack"}, ...parts));
  }

  #export(root) {
    const line = outcome();
    const fetchIt = button(say("exportNow"));
    fetchIt.addEventListener("click", async () => {
      if (this.#fetching) return;
      this.#fetching = new AbortController();
      tell(line, say("exportGathering"));
      try {
        save(await this.#context.myself.export(this.#fetching.signal), `tarang-${this.#context.account.user.username}.json`);
        tell(line, say("exportDone"), "good");
      } catch (reason) {
        if (notThere(reason)) {
          this.#gone.export = true;
          this.render(root);
        } else {
          tell(line, explain(reason), "wrong");
        }
      } finally {
        this.#fetching = null;
      }
    });
    return element("section", {class: "panel", "aria-labelledby": "export-title"},
      element("h2", {id: "export-title"}, say("exportTitle")), element("p", {}, say("exportText")), element("div", {class: "row"}, fetchIt, line));
  }

  #erase(root) {
    const {username} = this.#context.account.user;
    const line = outcome();
    const form = element("form", {class: "panel danger", "aria-labelledby": "erase-title"},
      element("h2", {id: "erase-title"}, say("eraseTitle")), element("p", {}, say("eraseText")),
      field(say("eraseConfirm", {name: username}), input("confirmation", {autocomplete: "off", autocapitalize: "none", spellcheck: "false"})),
      element("div", {class: "row"}, button(say("eraseNow"), {type: "submit", class: "wide alarming"}), line));
    onSubmit(form, line, async () => {
      const typed = form.elements.confirmation.value.trim();
      if (showErrors(form, typed === username ? {} : {confirmation: say("eraseMismatch", {name: username})})) {
        tell(line, "");
        return;
      }
      try {
        await this.#context.myself.erase();
      } catch (reason) {
        if (!notThere(reason)) throw reason;
        this.#gone.erase = true;
        this.render(root);
        return;
      }
      this.#context.erased();
    });
    return form;
  }
}

const notThere = (reason) => reason instanceof Refused && reason.status === 404;

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  element("a", {href: address, download: name}).click();
  // The browser has begun by then; it needs the address no longer.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
