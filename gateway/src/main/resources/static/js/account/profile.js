// How others see one: a name to be shown, a picture, a few words. The handle stays.

import {element} from "../dom.js";
import {button, explain, field, input, onSubmit, outcome, showErrors, tell, textArea} from "../form.js";
import {say} from "../i18n.js";
import {Refused} from "../http.js";
import {monogram} from "../monogram.js";
import {languageOf} from "../text.js";

const NAME_LENGTH = 60;
const BIO_LENGTH = 500;
const ADDRESS_LENGTH = 500;

export async function openProfile(context) {
  return new Profile(context, await context.myself.profile());
}

class Profile {
  #context;
  #loaded;
  #form = null;
  #note = null;

  constructor(context, loaded) {
    this.#context = context;
    this.#loaded = loaded;
  }

  render(root) {
    const draft = this.#draft();
    const {username} = this.#context.account.user;
    const line = outcome();
    const picture = element("div", {class: "picture"});
    const avatar = input("avatarUrl", {type: "url", inputmode: "url", autocomplete: "off", maxlength: ADDRESS_LENGTH, value: draft.avatarUrl, placeholder: "https://"});
    const name = input("displayName", {autocomplete: "nickname", maxlength: NAME_LENGTH, value: draft.displayName});
    const show = () => picture.replaceChildren(monogram(name.value || username, avatar.value));
    avatar.addEventListener("change", show);
    name.addEventListener("change", show);
    show();
    this.#form = element("form", {class: "panel", "aria-labelledby": "profile-title"},
      element("div", {class: "who"}, picture, element("div", {},
        element("h2", {id: "profile-title", lang: languageOf(username)}, username), element("p", {class: "hint"}, say("usernameFixed")))),
      field(say("displayName"), name, say("displayNameHint"), true),
      field(say("bio"), textArea("bio", {rows: 4, maxlength: BIO_LENGTH, value: draft.bio}), say("bioHint", {count: BIO_LENGTH}), true),
      field(say("avatar"), avatar, say("avatarHint"), true),
      element("div", {class: "row"}, button(say("save"), {type: "submit", class: "wide strong"}), line));
    if (this.#note) tell(line, say(this.#note.key), this.#note.kind);
    onSubmit(this.#form, line, () => this.#save(root, line));
    root.replaceChildren(this.#form);
  }

  #draft() {
    const read = (name) => this.#form?.elements[name].value ?? this.#loaded.value[name] ?? "";
    return {displayName: read("displayName"), bio: read("bio"), avatarUrl: read("avatarUrl")};
  }

  async #save(root, line) {
    const draft = this.#draft();
    const address = draft.avatarUrl.trim();
    if (showErrors(this.#form, address && !/^https:\/\/\S+\.\S+/.test(address) ? {avatarUrl: say("avatarWrong")} : {})) {
      tell(line, say("problemFields"), "wrong");
      return;
    }
    const orNull = (text) => text.trim() || null;
    try {
      const wanted = {displayName: orNull(draft.displayName), bio: orNull(draft.bio), avatarUrl: address || null};
      this.#loaded = await this.#context.myself.saveProfile(wanted, this.#loaded.etag);
      this.#note = {key: "saved", kind: "good"};
    } catch (reason) {
      if (!(reason instanceof Refused) || reason.status !== 412) {
        const errors = Object.fromEntries((reason.errors ?? []).map((error) => [error.field, say(`${error.field}Refused`)]));
        tell(line, showErrors(this.#form, errors) ? say("problemFields") : explain(reason), "wrong");
        return;
      }
      this.#loaded = await this.#context.myself.profile();
      this.#note = {key: "changedElsewhere", kind: "wrong"};
    }
    this.#form = null;
    this.render(root);
    this.#note = null;
    root.querySelector("[type=submit]").focus();
  }
}
