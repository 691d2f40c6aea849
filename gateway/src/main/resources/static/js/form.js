// Forms that say what is wrong where it is wrong. A field's line of help is always there, so that an error in it moves
// nothing; it is tied to its field, and the first wrong field gets the focus.

import {element, setAttribute, write} from "./dom.js";
import {say} from "./i18n.js";
import {Refused, Unreachable} from "./http.js";

/** One labelled control with its line of help. `control` has an id; `hint` and `label` are words. */
export function field(label, control, hint = "", optional = false) {
  const help = element("p", {class: "help", id: `${control.id}-help`}, hint);
  help.dataset.hint = hint;
  control.setAttribute("aria-describedby", help.id);
  control.addEventListener("input", () => mend(control));
  const more = optional ? [" ", element("span", {class: "hint"}, say("optional"))] : [];
  return element("div", {class: "field"}, element("label", {for: control.id}, label, ...more), wrapped(control), help);
}

/** A text control: its name is its id too. */
export function input(name, attributes = {}) {
  const {value, ...rest} = attributes;
  const control = element("input", {id: name, name, type: "text", ...rest});
  if (value !== undefined && value !== null) control.value = value;
  return control;
}

export function textArea(name, {value, ...rest}) {
  const control = element("textarea", {id: name, name, ...rest});
  control.value = value ?? "";
  return control;
}

/** options: [value, words] pairs. */
export function select(name, options, value, attributes = {}) {
  const control = element("select", {id: name, name, ...attributes}, ...options.map(([key, words]) => element("option", {value: key}, words)));
  control.value = value;
  if (control.selectedIndex < 0) control.selectedIndex = 0;
  return control;
}

/** A tick with its words beside it; `hint` says what it is for. */
export function tick(name, label, checked, hint) {
  const control = element("input", {type: "checkbox", id: name, name});
  control.checked = Boolean(checked);
  const help = hint ? element("span", {class: "hint", id: `${name}-help`}, hint) : null;
  if (help) control.setAttribute("aria-describedby", help.id);
  return element("div", {class: "tick"}, control, element("div", {}, element("label", {for: name}, label), help));
}

/** One of several answers to the question `name`; `hint` says what it means. */
export function choice(name, value, label, checked, hint) {
  const id = `${name}-${value}`;
  const control = element("input", {type: "radio", id, name, value, "aria-describedby": hint ? `${id}-help` : undefined});
  control.checked = checked;
  return element("div", {class: "tick"}, control, element("div", {}, element("label", {for: id}, label), hint ? element("span", {class: "hint", id: `${id}-help`}, hint) : null));
}

export function button(words, attributes = {}) {
  return element("button", {type: "button", class: "wide", ...attributes}, words);
}

/** A password one may look at while typing it. */
function wrapped(control) {
  if (control.type !== "password") return control;
  const show = element("button", {type: "button", class: "show", "aria-pressed": "false", "aria-controls": control.id}, say("showPassword"));
  show.addEventListener("click", () => {
    const shown = control.type === "password";
    control.type = shown ? "text" : "password";
    show.setAttribute("aria-pressed", String(shown));
  });
  return element("div", {class: "secret"}, control, show);
}

/** The line under a form where it says how it went. */
export function outcome() {
  return element("p", {class: "outcome", role: "status"});
}

export function tell(line, words, kind = "") {
  line.dataset.kind = kind;
  write(line, words);
}

/** errors: {name: words}. Answers whether there were any. */
export function showErrors(form, errors) {
  let first = null;
  for (const control of form.querySelectorAll("input, select, textarea")) {
    const words = errors[control.name];
    if (words === undefined) {
      mend(control);
      continue;
    }
    first ??= control;
    control.setAttribute("aria-invalid", "true");
    const help = document.getElementById(`${control.id}-help`);
    if (help) {
      write(help, words);
      help.classList.add("wrong");
    }
  }
  first?.focus();
  return first !== null;
}

function mend(control) {
  if (!control.hasAttribute("aria-invalid")) return;
  control.removeAttribute("aria-invalid");
  const help = document.getElementById(`${control.id}-help`);
  help?.classList.remove("wrong");
  if (help) write(help, help.dataset.hint ?? "");
}

/** Runs `save` on submit, once at a time; what it throws is told under the form. */
export function onSubmit(form, line, save) {
  let busy = false;
  form.noValidate = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    setAttribute(form, "aria-busy", "true");
    tell(line, say("working"));
    try {
      await save();
    } catch (reason) {
      tell(line, explain(reason), "wrong");
    } finally {
      busy = false;
      setAttribute(form, "aria-busy", null);
    }
  });
}

/** Why something did not work, in words for whoever wanted it; what nobody foresaw is thrown on. */
export function explain(reason) {
  if (reason instanceof Unreachable) return say(navigator.onLine ? "problemAway" : "problemOffline");
  if (!(reason instanceof Refused)) throw reason;
  if (reason.status === 429) return say("problemTooMany", {time: sayWait(reason.retryAfterSeconds)});
  if (reason.status === 401) return say("problemSignedOut");
  if (reason.status === 403) return say("problemForbidden");
  return say("problemRefused");
}

function sayWait(seconds) {
  return say("minutesLong", {count: Math.max(1, Math.ceil((seconds ?? 60) / 60))});
}
