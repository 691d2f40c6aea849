// A person's picture: their own where there is one and it comes, else the first letter of the name on a colour of its own.

import {element} from "./dom.js";

const TONES = ["music", "spirit", "field", "play", "talk"];

export function monogram(name, address) {
  const node = element("span", {class: "monogram", "data-tone": toneOf(name), "aria-hidden": "true"}, firstLetter(name));
  if (/^https:\/\//.test(address ?? "")) {
    // The picture's host learns that somebody looked, but not from where.
    const picture = element("img", {src: address, alt: "", referrerpolicy: "no-referrer", decoding: "async", hidden: true});
    picture.addEventListener("load", () => (picture.hidden = false));
    picture.addEventListener("error", () => picture.remove());
    node.append(picture);
  }
  return node;
}

/** A whole written character: in Indic scripts the vowel sign belongs to it. */
function firstLetter(name) {
  for (const {segment} of new Intl.Segmenter().segment(name.trim())) return segment.toLocaleUpperCase();
  return "?";
}

/** The same name always has the same colour. */
function toneOf(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return TONES[sum % TONES.length];
}
