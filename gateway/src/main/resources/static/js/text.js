// Which language a piece of text is in, so that screen readers choose the right voice and browsers the right font.

const SCRIPTS = [
  [/\p{Script=Devanagari}/u, "hi", ["hi", "mr", "ne", "kok", "mai", "doi", "sa", "bho", "hne", "raj", "gbm", "bgc", "brx", "sck", "him"]],
  [/\p{Script=Bengali}/u, "bn", ["bn", "as", "mni"]],
  [/\p{Script=Gurmukhi}/u, "pa", ["pa"]],
  [/\p{Script=Gujarati}/u, "gu", ["gu"]],
  [/\p{Script=Oriya}/u, "or", ["or"]],
  [/\p{Script=Tamil}/u, "ta", ["ta"]],
  [/\p{Script=Telugu}/u, "te", ["te"]],
  [/\p{Script=Kannada}/u, "kn", ["kn", "tcy", "kok"]],
  [/\p{Script=Malayalam}/u, "ml", ["ml"]],
  [/\p{Script=Arabic}/u, "ur", ["ur", "ks", "sd", "pa"]],
  [/\p{Script=Ol_Chiki}/u, "sat", ["sat"]],
  [/\p{Script=Meetei_Mayek}/u, "mni", ["mni"]],
  [/\p{Script=Tibetan}/u, "bo", ["bo", "lbj", "dz"]],
];

/** The language of `text`; `declared` (the programme's) decides where one script serves several. */
export function languageOf(text, declared) {
  const base = (declared ?? "").split("-")[0];
  for (const [script, usual, all] of SCRIPTS) {
    if (script.test(text)) return all.includes(base) ? base : usual;
  }
  // Latin letters in a Hindi programme are a name or English: an Indic voice would spell them out.
  return "en";
}

/** The state's name in its own script beside the one of the page: [main, mainLanguage, other, otherLanguage]. */
export function namesOf(state, language) {
  const native = Object.entries(state.nativeNames ?? {});
  const main = language === "en" ? state.name : (state.nativeNames?.[language] ?? state.name);
  const others = native.filter(([tag, name]) => tag !== language && tag !== "en" && name !== main);
  // Native names come with the state's first language first.
  const own = others[0];
  const mainLanguage = main === state.name ? "en" : language;
  return own ? [main, mainLanguage, own[1], own[0]] : [main, mainLanguage, "", ""];
}
