// A sheet above the page: what is asked there is answered or dismissed before anything else.

import {element, icon} from "../dom.js";
import {button} from "../form.js";
import {say} from "../i18n.js";

let numbers = 0;

/** Answers {body, close(value), closed}: `closed` is a promise of the value, undefined where it was dismissed. */
export function openSheet(title, ...content) {
  const id = `sheet-${++numbers}`;
  const close = element("button", {type: "button", class: "quiet", "aria-label": say("close")}, icon("close"));
  const body = element("div", {class: "body"}, ...content);
  const dialog = element("dialog", {class: "chooser sheet", "aria-labelledby": id},
    element("div", {class: "head"}, element("h2", {id}, title), close), body);
  let value;
  const closed = new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(value);
  }));
  const closeWith = (answer) => {
    value = answer;
    dialog.close();
  };
  close.addEventListener("click", () => closeWith());
  document.body.append(dialog);
  dialog.showModal();
  return {body, close: closeWith, closed};
}

/** Whether it is really meant. */
export async function confirmed(title, text, action) {
  const yes = button(action, {class: "wide alarming"});
  const no = button(say("keepIt"), {autofocus: true});
  const sheet = openSheet(title, element("p", {}, text), element("div", {class: "row"}, yes, no));
  yes.addEventListener("click", () => sheet.close(true));
  no.addEventListener("click", () => sheet.close());
  return (await sheet.closed) === true;
}
