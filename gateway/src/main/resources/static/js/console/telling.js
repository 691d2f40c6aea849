// Why something an editor wanted did not work, in words, and at the field where it belongs.

import {explain, showErrors, tell} from "../form.js";
import {Refused, Unreachable} from "../http.js";
import {hasWords, say} from "../i18n.js";
import {changedMeanwhile} from "./desk.js";

/** The words for a problem we know by name, else the general ones. */
export function explained(reason) {
  const key = reason instanceof Refused ? `problem_${reason.slug}` : "";
  return hasWords(key) ? say(key) : explain(reason);
}

/** "exceptions[2].toDate" is the control "exceptions.2.toDate"; what belongs to a list as a whole is its first control. */
const controlOf = (field) => field.replaceAll("[", ".").replaceAll("]", "");

/**
 * Marks the fields a service refused, with its words, and says under the form what is wrong elsewhere.
 * `others` names the control for a field that has none of its own.
 */
export function showRefusal(form, line, reason, others = {}) {
  const errors = {};
  const elsewhere = [];
  for (const {field = "", message = ""} of reason instanceof Refused ? reason.errors : []) {
    const name = controlOf(others[field] ?? field);
    const words = message ? say("refusedField", {message}) : say("fieldRefused");
    if (form.elements.namedItem(name)) errors[name] ??= words;
    else elsewhere.push(`${field}: ${words}`);
  }
  const marked = showErrors(form, errors);
  const general = marked ? say("problemFields") : explained(reason);
  tell(line, [general, ...elsewhere].join(" "), "wrong");
}

/** Does it, and says under way and afterwards why it did not work; `reload` shows what is there where it was refused. */
export async function doing(line, act, reload) {
  tell(line, say("working"));
  try {
    await act();
    if (line.textContent === say("working")) tell(line, "");
  } catch (reason) {
    if (!(reason instanceof Refused || reason instanceof Unreachable)) throw reason;
    tell(line, changedMeanwhile(reason) ? say("changedBySomebody") : explained(reason), "wrong");
    if (reason instanceof Refused) await reload();
  }
}
