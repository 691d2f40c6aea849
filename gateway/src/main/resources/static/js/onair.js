// The list of what is on air: the state's own stations, then those heard across the country; and what stands there
// when there is nothing to list.

import {createCard, tickCard, updateCard, updateKnob} from "./card.js";
import {now} from "./clock.js";
import {element, reconcile} from "./dom.js";
import {currentLanguage, say, sayTime} from "./i18n.js";
import {languageOf, namesOf} from "./text.js";

const SHOWN_AT_FIRST = 48;

export class OnAir {
  #root;
  #actions;
  #shown = SHOWN_AT_FIRST;
  #stateId = null;

  /** actions: {listen(program), retry(), more(shown)}. */
  constructor(root, actions) {
    this.#root = root;
    this.#actions = actions;
  }

  /** view: {phase: loading | ready | away, state, programs, upcoming, total, nextOf(program), player}. */
  render(view) {
    if (view.state?.id !== this.#stateId) {
      this.#stateId = view.state?.id ?? null;
      this.#shown = SHOWN_AT_FIRST;
      this.#root.replaceChildren();
    }
    this.#root.setAttribute("aria-busy", String(view.phase === "loading"));
    const blocks = view.programs.length > 0 ? this.#lists(view) : [this.#instead(view)];
    reconcile(this.#root, blocks, (block) => block.key, (block) => block.create(), (node, block) => block.update(node));
    this.tick();
  }

  tick() {
    const instant = now();
    for (const card of this.#cards()) tickCard(card, instant);
  }

  showPlayer(player) {
    for (const card of this.#cards()) updateKnob(card, player);
  }

  #cards() {
    return this.#root.querySelectorAll(".card");
  }

  #lists(view) {
    const shown = view.programs.slice(0, this.#shown);
    const own = shown.filter((program) => program.stateId != null);
    const national = shown.filter((program) => program.stateId == null);
    const [name] = namesOf(view.state, currentLanguage());
    const blocks = [];
    if (own.length > 0) blocks.push(this.#group("own", say("fromState", {state: name}), own, view));
    if (national.length > 0) blocks.push(this.#group("national", say("nationwide"), national, view));
    const rest = view.total - shown.length;
    if (rest > 0) blocks.push(this.#more(rest));
    return blocks;
  }

  #group(key, heading, programs, view) {
    return {
      key,
      create: () => element("div", {class: "group"},
        element("h3", {id: `group-${key}`}), element("ul", {class: "cards", "aria-labelledby": `group-${key}`})),
      update: (node) => {
        node.firstElementChild.textContent = heading;
        reconcile(node.lastElementChild, programs, (program) => program.id,
          () => createCard(this.#actions.listen),
          (card, program) => updateCard(card, program, {state: view.state, next: view.nextOf(program), player: view.player}));
      },
    };
  }

  #more(rest) {
    return {
      key: "more",
      create: () => {
        const button = element("button", {type: "button", class: "wide"});
        button.addEventListener("click", () => {
          this.#shown += SHOWN_AT_FIRST;
          this.#actions.more(this.#shown);
        });
        return button;
      },
      update: (button) => (button.textContent = say("more", {count: Math.min(rest, SHOWN_AT_FIRST)})),
    };
  }

  #instead(view) {
    const create = () => element("div", {class: `instead ${view.phase}`});
    const update = (node) => {
      if (view.phase === "loading") {
        node.replaceChildren(element("p", {class: "hint"}, say("loading")), ...ghosts());
      } else if (view.phase === "away") {
        const again = element("button", {type: "button", class: "wide"}, say("tryAgain"));
        again.addEventListener("click", () => this.#actions.retry());
        node.replaceChildren(stillWater(), element("h3", {}, say("awayTitle")), element("p", {}, say("awayText")), again);
      } else {
        node.replaceChildren(stillWater(), element("h3", {}, say("emptyTitle")), ...quiet(view));
      }
    };
    return {key: `instead-${view.phase}`, create, update};
  }
}

function quiet(view) {
  const [name] = namesOf(view.state, currentLanguage());
  const first = view.upcoming[0];
  const lines = [element("p", {}, say("emptyText", {state: name}))];
  if (first) {
    const time = sayTime(Date.parse(first.scheduledStart), view.state.timeZone);
    const words = say("emptyNext", {title: first.title, station: first.stationName ?? "", time});
    lines.push(element("p", {lang: languageOf(words, currentLanguage())}, words));
  }
  return lines;
}

const stillWater = () => element("div", {class: "still", "aria-hidden": "true"});
const ghosts = () => [1, 2, 3].map(() => element("div", {class: "ghost", "aria-hidden": "true"}));
