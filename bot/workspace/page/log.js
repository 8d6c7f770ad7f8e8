// The messages of one channel, as one person sees them. Only what changed is drawn again, so that focus and reading stay in place.

import { EYE, icon, node } from "./nodes.js";
import { drawBlocks } from "./blocks.js";
import { mrkdwn } from "./mrkdwn.js";
import { person } from "./names.js";

const NEAR = 80;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });

export class Log {
  constructor(place, press) {
    this.place = place;
    this.press = press;
    this.shown = new Map();
    this.following = false;
  }

  // The person did something: what comes of it is brought into view wherever they have scrolled to.
  follow() {
    this.following = true;
  }

  clear() {
    this.shown.clear();
    this.place.replaceChildren();
  }

  // Draw what changed. `fresh` is true for a channel just opened: screen readers are not read its whole past.
  update(messages, fresh) {
    const wasAtEnd = this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight < NEAR;
    this.place.setAttribute("aria-live", fresh ? "off" : "polite");
    let firstNew = null;
    for (const message of messages) {
      const drawn = this.#put(message);
      if (drawn && !firstNew) firstNew = drawn;
    }
    this.#days();
    if (fresh) this.place.scrollTop = this.place.scrollHeight;
    else if (firstNew && (wasAtEnd || this.following)) this.#bringUp(firstNew);
    if (firstNew) this.following = false;
    this.place.classList.toggle("empty", this.shown.size === 0);
  }

  // Returns the element of a message that was not there before.
  #put(message) {
    const old = this.shown.get(message.ts);
    if (message.gone) {
      if (old?.contains(document.activeElement)) this.place.focus();
      old?.remove();
      this.shown.delete(message.ts);
      return null;
    }
    const held = old?.contains(document.activeElement);
    const drawn = this.#draw(message);
    this.shown.set(message.ts, drawn);
    if (old) old.replaceWith(drawn);
    else this.#insert(drawn, message.ts);
    if (held) drawn.focus({ preventScroll: true });
    return old ? null : drawn;
  }

  #insert(drawn, ts) {
    const later = [...this.place.querySelectorAll("article")].find((other) => other.dataset.ts > ts);
    this.place.insertBefore(drawn, later ?? null);
  }

  // To its beginning, with the command that asked for it: a long answer is read from the top.
  #bringUp(first) {
    const before = first.previousElementSibling;
    const top = before?.classList.contains("line") ? before : first;
    this.place.scrollTop = top.offsetTop - this.place.offsetTop - 12;
  }

  #draw(message) {
    const draw = { command: drawCommand, notice: drawNotice }[message.kind] ?? drawMessage;
    const made = draw(message, (element, block, control) => this.press(message, element, block, control));
    made.dataset.ts = message.ts;
    made.tabIndex = -1;
    return made;
  }

  // A line between days.
  #days() {
    this.place.querySelectorAll(".day").forEach((line) => line.remove());
    let last = null;
    for (const article of this.place.querySelectorAll("article")) {
      const day = calendar.format(when(article.dataset.ts));
      if (day !== last) article.before(node("p", { class: "day" }, node("span", {}, day === calendar.format(new Date()) ? "Today" : day)));
      last = day;
    }
  }
}

const when = (ts) => new Date(Number(ts) * 1000);
const time = (ts) => node("time", { datetime: when(ts).toISOString() }, clock.format(when(ts)));
const onlyYou = () => node("p", { class: "only-you" }, icon(EYE), "Only visible to you");

export function face(who) {
  const letters = who.is_bot ? "≡" : who.real_name.split(" ").slice(-2).map((word) => word[0]).join("");
  return node("span", { class: `face ${who.is_bot ? "bot" : `tone-${person(who.id)?.tone ?? 0}`}`, "aria-hidden": "true" }, letters);
}

function drawMessage(message, press) {
  const who = person(message.sender) ?? { real_name: message.sender, name: "", is_bot: false };
  const body = message.blocks.length ? drawBlocks(message.blocks, press) : [mrkdwn(message.text)];
  return node(
    "article",
    { class: `message ${message.kind}${message.ephemeral ? " ephemeral" : ""}` },
    face(who),
    node(
      "div",
      { class: "sheet" },
      node("header", {}, node("b", {}, who.real_name), who.is_bot ? node("span", { class: "tag" }, "App") : null, " ", time(message.ts),
        message.edited ? node("span", { class: "edited" }, "edited") : null),
      message.ephemeral ? onlyYou() : null,
      node("div", { class: "body" }, ...body),
    ),
  );
}

function drawCommand(message) {
  const who = message.ephemeral ? "You" : person(message.sender)?.real_name;
  return node("article", { class: "line" }, node("p", {}, `${who} used `, node("code", {}, message.text), " ", time(message.ts)));
}

function drawNotice(message) {
  const findings = message.findings.length
    ? node("ul", { class: "findings", "aria-label": "What Slack would say to the developer" }, ...message.findings.map((line) => node("li", {}, line)))
    : null;
  return node("article", { class: "notice" }, onlyYou(), node("p", {}, message.text), findings);
}
