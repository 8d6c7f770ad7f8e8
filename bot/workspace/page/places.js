// The channel list and the person switcher, once at the side and once, on narrow screens, as two menus.

import { LINKED, LOCK, icon, node } from "./nodes.js";
import { face } from "./log.js";

const channels = document.getElementById("channels");
const people = document.getElementById("people");
const pickChannel = document.getElementById("pick-channel");
const pickPerson = document.getElementById("pick-person");

export function drawPeople(list, choose) {
  const radios = list.map((who) => {
    const radio = node("input", { type: "radio", name: "person", value: who.id });
    radio.addEventListener("change", () => choose(who.id));
    return node("label", { class: "person" }, radio, face(who), node("span", {}, node("b", {}, who.real_name), node("small", {}, who.role)));
  });
  people.append(...radios);
  pickPerson.replaceChildren(...list.map((who) => node("option", { value: who.id }, `${who.real_name} (${who.role})`)));
  pickPerson.onchange = () => choose(pickPerson.value);
}

// The switcher itself stays as it is: whoever is in it by keyboard must not lose their place.
export function markPerson(current) {
  for (const radio of people.querySelectorAll("input")) radio.checked = radio.value === current;
  pickPerson.value = current;
}

export function drawChannels(list, current, unread, choose) {
  const held = channels.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
  channels.replaceChildren(...list.map((channel) => node("li", {}, entry(channel, channel.id === current, unread.has(channel.id), choose))));
  if (held) channels.querySelector(`[data-channel="${CSS.escape(held)}"]`)?.focus();
  pickChannel.replaceChildren(...list.map((channel) =>
    node("option", { value: channel.id, selected: channel.id === current }, `# ${channel.name}${unread.has(channel.id) ? " (new)" : ""}`)));
  pickChannel.onchange = () => choose(pickChannel.value);
}

function entry(channel, isCurrent, isUnread, choose) {
  const name = [channel.name, channel.private && "closed group", channel.shared && "shared with outsiders", isUnread && "new messages"];
  const properties = {
    type: "button",
    class: isUnread ? "unread" : null,
    "aria-current": isCurrent ? "page" : null,
    "aria-label": name.filter(Boolean).join(", "),
    onclick: () => choose(channel.id),
  };
  const made = node("button", properties, mark(channel), node("span", {}, channel.name), isUnread ? node("span", { class: "dot" }) : null);
  made.dataset.channel = channel.id;
  return made;
}

export function mark(channel) {
  if (channel.private) return icon(LOCK);
  if (channel.shared) return icon(LINKED);
  return node("span", { class: "hash", "aria-hidden": "true" }, "#");
}
