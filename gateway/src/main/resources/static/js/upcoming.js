// What comes next in the state, in order of time.

import {writeStation, writeTime} from "./card.js";
import {now} from "./clock.js";
import {element, reconcile, setAttribute, write} from "./dom.js";
import {say, sayDay, sayMinutes} from "./i18n.js";
import {noteTags} from "./notes.js";
import {languageOf} from "./text.js";

const SHOWN = 14;
const MINUTE = 60_000;
const SOON_MINUTES = 90;

export class Upcoming {
  #root;
  #shown = SHOWN;
  #view = null;

  constructor(root) {
    this.#root = root;
  }

  render(view) {
    if (view.state?.id !== this.#view?.state?.id) {
      this.#root.replaceChildren();
      this.#shown = SHOWN;
    }
    this.#view = view;
    const items = view.upcoming.slice(0, this.#shown);
    const rest = view.upcoming.length - items.length;
    const blocks = [];
    if (items.length > 0) blocks.push("list");
    else if (view.phase === "ready") blocks.push("nothing");
    if (rest > 0) blocks.push("more");
    reconcile(this.#root, blocks, (block) => block, (block) => this.#create(block), (node, block) => {
      if (block === "list") reconcile(node, items, (program) => program.id, createItem, (item, program) => updateItem(item, program, view.state));
      if (block === "nothing") node.textContent = say("emptyUpcoming");
      if (block === "more") node.textContent = say("more", {count: rest});
    });
    this.tick();
  }

  tick() {
    const instant = now();
    for (const item of this.#root.querySelectorAll("li")) tickItem(item, instant);
  }

  #create(block) {
    if (block === "list") return element("ol", {class: "schedule"});
    if (block === "nothing") return element("p", {class: "hint"});
    const more = element("button", {type: "button", class: "wide"});
    more.addEventListener("click", () => {
      this.#shown = Infinity;
      this.render(this.#view);
    });
    return more;
  }
}

function createItem() {
  return element("li", {},
    element("p", {class: "when"}, element("time", {class: "at"}), element("span", {class: "soon"})),
    element("div", {class: "what"}, element("p", {class: "title"}), element("p", {class: "station"}, element("a", {class: "name"}), element("span", {class: "tags"}))));
}

function updateItem(item, program, state) {
  item.program = program;
  item.zone = state.timeZone;
  writeTime(item.querySelector(".at"), Date.parse(program.scheduledStart), state.timeZone);
  write(item.querySelector(".title"), program.title, languageOf(program.title, program.language));
  writeStation(item.querySelector(".name"), program);
  item.querySelector(".tags").replaceChildren(...noteTags(program));
}

function tickItem(item, instant) {
  const start = Date.parse(item.program.scheduledStart);
  const minutes = Math.ceil((start - instant) / MINUTE);
  let words = "";
  if (minutes <= 0) words = say("startsNow");
  else if (minutes <= SOON_MINUTES) words = say("startsIn", {time: sayMinutes(minutes)});
  else if (sayDay(start, item.zone) !== sayDay(instant, item.zone)) words = sayDay(start, item.zone);
  write(item.querySelector(".soon"), words);
  setAttribute(item, "data-soon", minutes <= 5 ? "" : null);
}
