// Building and keeping DOM. Text only ever enters through textContent, so nothing from a station can become markup.

const SVG = "http://www.w3.org/2000/svg";

/** element("p", {class: "hint", lang: "hi"}, "text", node…); members that are undefined or false are left out. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== null));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "use"));
  pointIcon(svg, name);
  return svg;
}

export function pointIcon(svg, name) {
  const target = `/img/icons.svg#${name}`;
  const use = svg.firstElementChild;
  if (use.getAttribute("href") !== target) use.setAttribute("href", target);
}

/** Writes only what differs: an untouched text node keeps selections, and screen readers stay quiet. */
export function write(node, text, lang) {
  if (node.textContent !== text) node.textContent = text;
  if (lang) {
    if (node.lang !== lang) node.lang = lang;
  } else if (node.hasAttribute("lang")) {
    node.removeAttribute("lang");
  }
}

export function setAttribute(node, name, value) {
  if (value === null || value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

/**
 * Makes the children of `parent` those of `items`, in order, keeping the element of an item that was there already:
 * focus, running transitions and the reader's place survive an update.
 */
export function reconcile(parent, items, keyOf, create, update) {
  const kept = new Map();
  for (const child of parent.children) kept.set(child.dataset.key, child);
  let cursor = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let node = kept.get(key);
    if (node) {
      kept.delete(key);
    } else {
      node = create(item);
      node.dataset.key = key;
    }
    update(node, item);
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
  for (const leftover of kept.values()) leftover.remove();
}
