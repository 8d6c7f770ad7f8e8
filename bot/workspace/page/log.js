// The messages of one channel, as one person sees them. Only what changed is drawn again, so that focus and reading stay in place.

import { EYE, icon, node } from "./nodes.js";
import { drawBlocks } from "./blocks.js";
import { mrkdwn } from "./mrkdwn.js";
import { person } from "./names.js";

const NEAR = 80;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });

export class Log {
  // `news` is where a screen reader is told in a few words what was edited or deleted, instead of being read it all again.
  constructor(place, news, press) {
    this.place = place;
    this.news = news;
    this.press = press;
    this.shown = new Map();
    this.threads = new Map();
    this.following = false;
    this.sought = null;
    this.atEnd = true;
    place.addEventListener("scroll", () => (this.atEnd = this.#nearEnd()));
    // What stood at the end stays in view when the place becomes smaller.
    new ResizeObserver(() => this.atEnd && this.#toEnd()).observe(place);
  }

  // The person did something: what comes of it is brought into view wherever they have scrolled to.
  follow() {
    this.following = true;
  }

  // The message that the address named is gone to once it is there.
  seek(ts) {
    this.sought = ts ?? null;
  }

  clear() {
    this.shown.clear();
    this.threads.clear();
    this.news.textContent = "";
    this.place.replaceChildren();
  }

  // Draw what changed. `fresh` is true for a channel just opened: screen readers are not read its whole past.
  update(messages, fresh) {
    const wasAtEnd = this.#nearEnd();
    this.place.setAttribute("aria-live", fresh ? "off" : "polite");
    const firstNew = this.#putAll(messages, fresh);
    this.#days();
    if (fresh) this.#settle();
    else if (firstNew && (wasAtEnd || this.following)) this.#bringUp(firstNew);
    if (firstNew) this.following = false;
    this.place.classList.toggle("empty", this.shown.size === 0);
  }

  #putAll(messages, fresh) {
    let firstNew = null;
    let edited = 0;
    let deleted = 0;
    for (const message of messages) {
      const was = this.shown.has(message.ts);
      const drawn = this.#put(message);
      if (!was && drawn && !firstNew) firstNew = drawn;
      if (was && message.gone) deleted += 1;
      if (was && !message.gone && !drawn.contains(document.activeElement)) edited += 1;
    }
    if (!fresh && edited + deleted) this.news.textContent = [counted(edited, "edited"), counted(deleted, "deleted")].filter(Boolean).join(" ");
    return firstNew;
  }

  #nearEnd() {
    return this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight < NEAR;
  }

  #toEnd() {
    this.place.scrollTop = this.place.scrollHeight;
  }

  // To the message sought, or to the end.
  #settle() {
    const sought = this.shown.get(this.sought);
    this.sought = null;
    if (!sought) this.#toEnd();
    else {
      sought.scrollIntoView({ block: "start" });
      sought.focus();
    }
  }

  // Returns the element in which the message stands now, if it does.
  #put(message) {
    const old = this.shown.get(message.ts);
    if (message.gone) {
      if (old) this.#remove(old, message.ts);
      return null;
    }
    const held = old?.contains(document.activeElement);
    const drawn = this.#draw(message);
    this.shown.set(message.ts, drawn);
    if (old) {
      // Only `news` speaks of it.
      drawn.setAttribute("aria-live", "off");
      old.replaceWith(drawn);
    } else if (message.thread) this.#reply(drawn, message);
    else insert(this.place, drawn);
    if (held) drawn.focus({ preventScroll: true });
    return drawn;
  }

  #remove(old, ts) {
    if (old.contains(document.activeElement)) this.place.focus();
    this.shown.delete(ts);
    const thread = old.closest(".thread");
    (old.closest("li.reply") ?? old).remove();
    if (thread) this.#count(thread);
    else if (this.threads.has(ts)) this.#count(this.threads.get(ts));
  }

  #reply(drawn, message) {
    const entry = node("li", { class: "reply" }, drawn);
    entry.dataset.ts = message.ts;
    const thread = this.threads.get(message.thread) ?? this.#thread(message.thread);
    insert(thread.querySelector("ol"), entry);
    this.#count(thread);
  }

  // The place for replies, right after their message.
  #thread(ts) {
    const thread = node("div", { class: "thread" }, node("p", { class: "count", "aria-hidden": "true" }), node("ol"));
    thread.dataset.ts = ts;
    const parent = this.shown.get(ts);
    if (parent) parent.after(thread);
    else insert(this.place, thread);
    this.threads.set(ts, thread);
    return thread;
  }

  #count(thread) {
    const many = thread.querySelectorAll("li.reply").length;
    const parent = this.shown.get(thread.dataset.ts);
    const text = `${many} ${many === 1 ? "reply" : "replies"}${parent ? "" : " to a deleted message"}`;
    thread.querySelector(".count").textContent = text;
    thread.querySelector("ol").setAttribute("aria-label", parent ? `${text} to the message of ${parent.dataset.from}` : text);
    if (many === 0) {
      thread.remove();
      this.threads.delete(thread.dataset.ts);
    }
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
    made.dataset.from = `${person(message.sender)?.real_name ?? message.sender}, ${clock.format(when(message.ts))}`;
    made.tabIndex = -1;
    return made;
  }

  // A line between days.
  #days() {
    this.place.querySelectorAll(".day").forEach((line) => line.remove());
    let last = null;
    for (const entry of this.place.querySelectorAll(":scope > [data-ts]")) {
      const day = calendar.format(when(entry.dataset.ts));
      if (day !== last) entry.before(node("p", { class: "day" }, node("span", {}, day === calendar.format(new Date()) ? "Today" : day)));
      last = day;
    }
  }
}

// Before the first entry that is younger.
function insert(place, entry) {
  const later = [...place.children].find((other) => other.dataset.ts > entry.dataset.ts);
  place.insertBefore(entry, later ?? null);
}

const counted = (many, what) => (many === 0 ? "" : many === 1 ? `A message was ${what}.` : `${many} messages were ${what}.`);
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
