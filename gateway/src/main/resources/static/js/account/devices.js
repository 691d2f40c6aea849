// Where the account is signed in, and the way to end that from here.

import {element} from "../dom.js";
import {button, explain, outcome, tell} from "../form.js";
import {say, sayDateTime} from "../i18n.js";

export async function openDevices(context) {
  return new Devices(context, await context.myself.devices());
}

class Devices {
  #context;
  #devices;
  #root = null;
  #line = null;

  constructor(context, devices) {
    this.#context = context;
    this.#devices = devices;
  }

  render(root) {
    this.#root = root;
    this.#line = outcome();
    const others = this.#devices.filter((device) => !device.current);
    const parts = [element("h2", {id: "devices-title", tabindex: "-1"}, say("devicesTitle")), element("p", {class: "hint"}, say("devicesHint"))];
    parts.push(element("ul", {class: "devices"}, ...this.#devices.map((device) => this.#item(device))));
    if (others.length > 1) {
      const all = button(say("signOutOthers"));
      all.addEventListener("click", () => this.#end(() => this.#context.myself.signOutOthers()));
      parts.push(element("div", {class: "row"}, all));
    }
    root.replaceChildren(element("section", {class: "panel", "aria-labelledby": "devices-title"}, ...parts, this.#line));
  }

  #item(device) {
    const name = [browserOf(device.userAgent) ?? say("deviceUnknown"), systemOf(device.userAgent)].filter(Boolean).join(" · ");
    const words = element("div", {class: "what"},
      element("p", {class: "title"}, name, device.current ? element("span", {class: "tag"}, say("deviceThis")) : null),
      element("p", {class: "hint"}, say("deviceUsed", {time: sayDateTime(Date.parse(device.lastUsedAt ?? device.createdAt))}), device.address ? ` · ${device.address}` : ""));
    if (device.current) return element("li", {}, words);
    const end = button(say("signOutDevice"), {"aria-label": say("signOutDeviceNamed", {device: name})});
    end.addEventListener("click", () => this.#end(() => this.#context.myself.signOutDevice(device.id)));
    return element("li", {}, words, end);
  }

  async #end(run) {
    tell(this.#line, say("working"));
    try {
      await run();
      this.#devices = await this.#context.myself.devices();
      this.render(this.#root);
      tell(this.#line, say("deviceGone"), "good");
      // The button that was pressed is gone.
      document.getElementById("devices-title").focus();
    } catch (reason) {
      tell(this.#line, explain(reason), "wrong");
    }
  }
}

const BROWSERS = [[/Edg/, "Edge"], [/OPR|Opera/, "Opera"], [/SamsungBrowser/, "Samsung Internet"], [/Firefox|FxiOS/, "Firefox"], [/Chrom|CriOS/, "Chrome"], [/Safari/, "Safari"]];
const SYSTEMS = [[/Android/, "Android"], [/iPhone/, "iPhone"], [/iPad/, "iPad"], [/Windows/, "Windows"], [/Mac OS X|Macintosh/, "Mac"], [/CrOS/, "ChromeOS"], [/Linux/, "Linux"]];

const browserOf = (agent) => BROWSERS.find(([words]) => words.test(agent ?? ""))?.[1];
const systemOf = (agent) => SYSTEMS.find(([words]) => words.test(agent ?? ""))?.[1];
