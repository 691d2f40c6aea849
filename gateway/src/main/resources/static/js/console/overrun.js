// A live programme goes on for longer: by how much, and what becomes of what follows.

import {element, write} from "../dom.js";
import {button, choice, field, input, onSubmit, outcome, showErrors, tell} from "../form.js";
import {say, sayTime} from "../i18n.js";
import {openSheet} from "./dialog.js";
import {showRefusal} from "./telling.js";

const LONGEST_MINUTES = 720;
const USUAL_MINUTES = 10;

/** Answers {program, moved}; undefined where nothing was done. */
export async function openOverrun(desk, program, timeZone) {
  const minutes = input("minutes", {type: "number", min: 1, max: LONGEST_MINUTES, step: 1, required: true, value: USUAL_MINUTES, inputmode: "numeric", autofocus: true});
  const policy = (value) => choice("policy", value, say(`policy_${value}`), value === "shift", say(`policy_${value}Hint`));
  const help = () => {
    const until = Date.parse(program.scheduledEnd) + Number(minutes.value) * 60_000;
    return minutes.validity.valid && minutes.value !== "" ? say("overrunUntil", {time: sayTime(until, timeZone)}) : "";
  };
  const asked = field(say("overrunMinutes"), minutes, help());
  // Until when it goes on is what is agreed on the telephone.
  minutes.addEventListener("input", () => {
    const line = asked.querySelector(".help");
    line.dataset.hint = help();
    write(line, help());
  });
  const line = outcome();
  const form = element("form", {class: "stack"},
    element("p", {}, say("overrunText", {title: program.title})),
    asked,
    element("div", {class: "stack", role: "radiogroup", "aria-labelledby": "policy-label"}, element("p", {class: "label", id: "policy-label"}, say("policy")), policy("shift"), policy("trim")),
    element("div", {class: "row"}, button(say("overrun"), {type: "submit", class: "wide strong"}), line));
  const sheet = openSheet(say("overrunTitle"), form);
  onSubmit(form, line, async () => {
    const count = Number(minutes.value);
    const wrong = !Number.isInteger(count) || count < 1 || count > LONGEST_MINUTES;
    if (showErrors(form, wrong ? {minutes: say("overrunWrong", {most: LONGEST_MINUTES})} : {})) {
      tell(line, say("problemFields"), "wrong");
      return;
    }
    try {
      sheet.close(await desk.overrun(program, count, form.elements.policy.value));
    } catch (reason) {
      showRefusal(form, line, reason);
    }
  });
  return sheet.closed;
}
