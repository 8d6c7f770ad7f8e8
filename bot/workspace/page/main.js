// Puts the page together: who is sitting here, in which channel, and the news from the workspace.

import * as server from "./server.js";
import { Composer } from "./composer.js";
import { sure } from "./confirm.js";
import { Log } from "./log.js";
import { learn } from "./names.js";
import { node } from "./nodes.js";
import { drawChannels, drawPeople, mark, markPerson } from "./places.js";
import { offerPressDesk } from "./press.js";

const AGAIN = 1500;
const FAILED = {
  operation_timeout: "The app did not answer in time.",
  dispatch_failed: "The app could not be reached, or refused.",
};

const place = document.getElementById("place-name");
const topic = document.getElementById("place-topic");
const trouble = document.getElementById("trouble");
const log = new Log(document.getElementById("log"), document.getElementById("log-news"), press);
const composer = new Composer(send);
const seen = new Map();

let start;
let person;
let channel;
let listening = new AbortController();

const channelsHere = () => start.channels[person];
const people = () => start.people.filter((who) => !who.is_bot);

function sitDown(id) {
  person = id;
  seen.clear();
  open(channelsHere().some((mine) => mine.id === channel) ? channel : channelsHere()[0]?.id);
}

function open(id) {
  channel = id;
  const here = channelsHere().find((mine) => mine.id === channel);
  if (here) label(here);
  markPerson(person);
  drawChannels(channelsHere(), channel, new Set(), open);
  log.clear();
  listening.abort();
  listening = new AbortController();
  listen(listening.signal);
}

function label(here) {
  const who = people().find((one) => one.id === person);
  place.replaceChildren(mark(here), here.name);
  topic.textContent = here.topic;
  document.getElementById("composer-label").textContent = `Message to ${here.name} as ${who.real_name}`;
  composer.box.placeholder = `Message #${here.name}`;
  history.replaceState(null, "", `#${who.name}/${here.name}`);
  return false;
}

async function listen(signal) {
  let after = 0;
  let fresh = true;
  while (!signal.aborted) {
    try {
      const news = await server.feed(person, channel, after, !fresh, signal);
      if (signal.aborted) return;
      // A smaller number means another workspace: it was started again.
      if (news.version < after) return location.reload();
      if (news.channels !== start.version && (await learnChannels())) return;
      log.update(news.messages, fresh);
      notice(news);
      after = news.version;
      fresh = false;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof server.Refused && (await learnChannels())) return;
      trouble.textContent = error instanceof server.Refused ? error.message : "The workspace does not answer. Is it still running? Trying again.";
      await new Promise((go) => setTimeout(go, AGAIN));
    }
  }
}

// A channel was renamed, archived, or came back. Returns whether that leads elsewhere.
async function learnChannels() {
  start = await server.start();
  learn(start);
  const here = channelsHere().find((mine) => mine.id === channel);
  if (here) return label(here);
  open(channelsHere()[0]?.id);
  return true;
}

function notice(news) {
  trouble.textContent = news.bot ? "" : "No bot is connected. You can write, but commands get no answer until one is.";
  if (seen.size === 0) for (const [id, version] of Object.entries(news.newest)) seen.set(id, version);
  seen.set(channel, news.newest[channel]);
  const unread = new Set(Object.keys(news.newest).filter((id) => news.newest[id] > (seen.get(id) ?? 0)));
  drawChannels(channelsHere(), channel, unread, open);
}

async function send(text, sent) {
  composer.form.classList.add("busy");
  log.follow();
  const saying = server.say(person, channel, text);
  try {
    if (text.startsWith("/")) sent();
    await saying;
    if (!text.startsWith("/")) sent();
  } catch (error) {
    trouble.textContent = error.message;
    if (text.startsWith("/")) composer.fill(text);
  } finally {
    composer.form.classList.remove("busy");
  }
}

async function press(message, element, block, control) {
  if (control.getAttribute("aria-disabled") === "true" || !(await sure(element.confirm))) return;
  control.setAttribute("aria-disabled", "true");
  log.follow();
  control.parentElement.querySelector(".result")?.remove();
  let said = "";
  try {
    const outcome = await server.press(person, channel, message.ts, element, block);
    if (outcome.failed) said = `${FAILED[outcome.failed] ?? ""} (${outcome.failed})`.trim();
  } catch (error) {
    said = error.message;
  }
  control.removeAttribute("aria-disabled");
  if (said) control.after(node("span", { class: "result", role: "status" }, said));
}

function hints() {
  const box = document.getElementById("hints");
  box.hidden = start.hints.length === 0;
  box.append(...start.hints.map((hint) => node("button", { type: "button", onclick: () => composer.fill(hint) }, hint)));
}

async function begin() {
  try {
    start = await server.start();
  } catch (error) {
    trouble.textContent = "The workspace does not answer. Is it still running?";
    return;
  }
  learn(start);
  document.getElementById("team").textContent = start.team.name;
  document.title = `${start.team.name} — a practice workspace on this machine`;
  composer.completions = start.completions;
  composer.box.maxLength = start.longest;
  hints();
  drawPeople(people(), sitDown);
  if (start.press_desk) offerPressDesk();
  const [who, where, ts] = decodeURIComponent(location.hash.slice(1)).split("/");
  const wanted = people().find((one) => one.name === who) ?? people()[0];
  channel = start.channels[wanted.id].find((one) => one.name === where)?.id;
  log.seek(ts);
  sitDown(wanted.id);
}

begin();
