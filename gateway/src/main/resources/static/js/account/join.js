// Signing up, on our own form: one page, four fields, no detour. The words of the service are shown where they belong.

import {element} from "../dom.js";
import {button, explain, field, input, onSubmit, outcome, select, showErrors, tell} from "../form.js";
import {currentLanguage, say} from "../i18n.js";
import {Refused, request} from "../http.js";
import {namesOf} from "../text.js";

const FIELDS = ["username", "email", "password", "statePreference"];
/** As user-service has it; it has the last word all the same. */
const USERNAME = /^(?=.*[a-z0-9])[a-z0-9._-]{3,30}$/;
const PASSWORD_LEAST = 8;

export function open(main, _, context) {
  return new Join(main, context);
}

class Join {
  #main;
  #context;
  #form = null;

  constructor(main, context) {
    this.#main = main;
    this.#context = context;
  }

  get title() {
    return say("joinTitle");
  }

  get summary() {
    return say("joinSummary");
  }

  render() {
    if (this.#context.account.user) {
      this.#context.views.go("#/account");
      return;
    }
    const draft = this.#draft();
    const line = outcome();
    const signIn = element("button", {type: "button", class: "link"}, say("signIn"));
    signIn.addEventListener("click", () => this.#context.signIn());
    this.#form = element("form", {class: "panel", method: "post", "aria-label": say("joinTitle")},
      field(say("username"), input("username", {autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true, maxlength: 30, value: draft.username}), say("usernameHint")),
      field(say("email"), input("email", {type: "email", autocomplete: "email", required: true, maxlength: 254, value: draft.email}), say("emailHint")),
      field(say("password"), input("password", {type: "password", autocomplete: "new-password", required: true, maxlength: 128, value: draft.password}), say("passwordHint", {count: PASSWORD_LEAST})),
      field(say("homeState"), select("statePreference", this.#states(), draft.statePreference), say("homeStateHint"), true),
      element("div", {class: "row"}, button(say("joinNow"), {type: "submit", class: "wide strong"}), line),
      element("p", {class: "or"}, say("haveAccount"), " ", signIn));
    onSubmit(this.#form, line, () => this.#join(line));
    this.#main.replaceChildren(this.#form);
  }

  #states() {
    const named = this.#context.states().map((state) => [state.id, namesOf(state, currentLanguage())[0]]);
    return [["", say("noState")], ...named];
  }

  #draft() {
    if (this.#form) return Object.fromEntries(FIELDS.map((name) => [name, this.#form.elements[name].value]));
    return {username: "", email: "", password: "", statePreference: this.#context.chosenState() ?? ""};
  }

  async #join(line) {
    const draft = this.#draft();
    if (showErrors(this.#form, mistakes(draft))) {
      tell(line, say("problemFields"), "wrong");
      return;
    }
    const body = {username: draft.username.trim(), email: draft.email.trim(), password: draft.password};
    if (draft.statePreference) body.statePreference = draft.statePreference;
    try {
      const answer = await request("POST", "/auth/register", {body});
      this.#context.joined(answer.body);
    } catch (reason) {
      if (reason instanceof Refused && reason.slug === "use-browser-login") {
        this.#context.confirmFirst();
        return;
      }
      const errors = reason instanceof Refused ? refusals(reason) : {};
      tell(line, showErrors(this.#form, errors) ? say("problemFields") : explain(reason), "wrong");
    }
  }
}

/** What can be seen from here. */
function mistakes({username, email, password}) {
  const errors = {};
  const name = username.trim().toLowerCase();
  if (!USERNAME.test(name)) errors.username = say(name ? "usernameRefused" : "usernameMissing");
  if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) errors.email = say("emailWrong");
  if ([...password].length < PASSWORD_LEAST) errors.password = say("passwordHint", {count: PASSWORD_LEAST});
  else if ([name, email.trim().toLowerCase()].includes(password.toLowerCase())) errors.password = say("passwordIsName");
  return errors;
}

function refusals({slug, errors}) {
  if (slug === "username-taken") return {username: say("usernameTaken")};
  if (slug === "email-taken") return {email: say("emailTaken")};
  const known = errors.filter((error) => FIELDS.includes(error.field));
  return Object.fromEntries(known.map((error) => [error.field, refusal(error)]));
}

/** The service speaks English; others get our own words for the field. */
function refusal({field: name, message}) {
  return currentLanguage() === "en" && message ? say("refusedField", {message}) : say(`${name}Refused`);
}
