// The press desk: the person plays the source, and moves the clock. Each deed is answered with the whole desk, and drawn from that.

import * as server from "./server.js";
import { sure } from "./confirm.js";
import { node } from "./nodes.js";

const LOOK_AGAIN = 3000;
const STANDS = { live: "Live", corrected: "Corrected", withdrawn: "Withdrawn" };
const NO_WORD_LEFT = {
  title: { text: "Redact this statement?" },
  text: { text: "No word of it is left, here or in any channel. This cannot be undone." },
  confirm: { text: "Redact" },
  deny: { text: "Keep it" },
  style: "danger",
};

const byId = (id) => document.getElementById(id);
const opener = byId("press-open");
const panel = byId("press-desk");
const said = byId("press-said");
const list = byId("press-statements");
const own = byId("press-own");

let clock;
let busy = false;

export function offerPressDesk() {
  opener.hidden = false;
  opener.addEventListener("click", () => (panel.hidden ? open() : close()));
  byId("press-close").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) close();
  });
  for (const button of panel.querySelectorAll("button[data-deed]")) {
    const body = button.dataset.seconds ? { seconds: Number(button.dataset.seconds) } : {};
    button.addEventListener("click", () => act(button.dataset.deed, body));
  }
  own.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await act("publish", wordsOf(own), own)) own.reset();
  });
}

async function open() {
  show(true);
  byId("press-title").focus();
  await look(true);
}

function close() {
  show(false);
  opener.focus();
}

function show(shown) {
  panel.hidden = !shown;
  opener.setAttribute("aria-expanded", String(shown));
  document.body.classList.toggle("at-press-desk", shown);
  clearInterval(clock);
  if (shown) clock = setInterval(() => look(false), LOOK_AGAIN);
}

// With `all` the lists too; without, only the time: nobody's place in a list is lost to the clock.
async function look(all) {
  if (busy) return;
  try {
    const desk = await server.pressDesk();
    if (all) draw(desk);
    else drawTime(desk);
  } catch (error) {
    tell(why(error));
  }
}

// Returns whether it was done. `form` is where a refusal is shown at its field.
async function act(deed, body, form = null) {
  if (busy) return false;
  busy = true;
  panel.setAttribute("aria-busy", "true");
  tell("");
  if (form) clearErrors(form);
  try {
    const desk = await server.atPressDesk(deed, body);
    draw(desk, form);
    tell(desk.said);
    return true;
  } catch (error) {
    if (!(form && error.field && showError(form, error))) tell(why(error));
    return false;
  } finally {
    busy = false;
    panel.removeAttribute("aria-busy");
  }
}

const why = (error) => (error instanceof server.Refused ? error.message : "The press desk did not answer. Is the bot still running?");

function tell(text) {
  said.textContent = text;
}

// A correction that is being written stays, unless it was `sent`.
function draw(desk, sent = null) {
  drawTime(desk);
  keepingFocus(byId("press-examples"), () => desk.examples.map(example));
  const written = [...list.querySelectorAll("form")].filter((form) => form !== sent).map((form) => [form.parentElement.dataset.key, form]);
  keepingFocus(list, () => desk.statements.map(statement));
  for (const [key, form] of written) entryOf(list, key)?.querySelector('[data-does="correct"]')?.closest("li").append(form);
  byId("press-none").hidden = desk.statements.length > 0;
}

function drawTime(desk) {
  byId("press-now").textContent = desk.now;
  byId("press-next").textContent = desk.next_digest ? `Next digest: ${desk.next_digest}` : "No digest is due.";
}

// Whoever is in the list stays at the same button of the same entry, or, when that is gone, at the list's heading.
function keepingFocus(place, drawn) {
  const held = place.contains(document.activeElement) ? document.activeElement.closest("[data-key]") : null;
  const was = document.activeElement?.dataset?.does;
  place.replaceChildren(...drawn());
  if (!held) return;
  const again = entryOf(place, held.dataset.key);
  const button = again?.querySelector(`[data-does="${was ?? "correct"}"]`) ?? again?.querySelector("button");
  (button ?? byId(place.getAttribute("aria-labelledby"))).focus();
}

const entryOf = (place, key) => [...place.children].find((entry) => entry.dataset.key === key);

function example(ready) {
  const entry = node("li", {}, node("span", {}, ready.title), button("Publish", "publish", ready.title, () => act("publish", ready)));
  entry.dataset.key = ready.title;
  return entry;
}

function statement(published) {
  const { id, title, text, status } = published;
  const actions = node("div", { class: "actions" });
  const entry = node("li", { class: `statement ${status}` },
    node("p", {}, node("b", {}, title), " ", node("span", { class: `standing ${status}` }, STANDS[status] ?? status)),
    node("p", { class: "wording" }, text), actions);
  entry.dataset.key = id;
  if (status !== "withdrawn") {
    actions.append(
      button("Correct", "correct", title, () => correct(entry, published)),
      button("Withdraw", "withdraw", title, () => act("withdraw", { id })),
    );
  }
  actions.append(button("Redact", "redact", title, async () => (await sure(NO_WORD_LEFT)) && act("redact", { id })));
  return entry;
}

function button(label, does, about, onclick) {
  const made = node("button", { type: "button", class: "button", "aria-label": `${label}: ${about}`, onclick }, label);
  made.dataset.does = does;
  return made;
}

function correct(entry, { id, title, text }) {
  if (entry.querySelector("form")) return entry.querySelector("input").focus();
  const form = node("form", { class: "press-form", "aria-label": `Correct: ${title}`, novalidate: true },
    ...field("title", "Title", id, node("input", { value: title, autocomplete: "off" })),
    ...field("text", "Text", id, node("textarea", { rows: 4 }, text)),
    node("div", { class: "actions" },
      node("button", { type: "submit", class: "button primary" }, "Publish the correction"),
      node("button", { type: "button", class: "button", onclick: () => leave(form) }, "Leave it as it is")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act("correct", { id, ...wordsOf(form) }, form);
  });
  entry.append(form);
  return form.elements.title.focus();
}

function leave(form) {
  const entry = form.closest("li");
  form.remove();
  entry.querySelector('[data-does="correct"]').focus();
}

function field(name, label, id, box) {
  box.id = `press-${name}-${id}`;
  box.name = name;
  box.setAttribute("aria-describedby", `${box.id}-error`);
  return [node("label", { for: box.id }, label), box, node("p", { class: "field-error", id: `${box.id}-error` })];
}

const wordsOf = (form) => ({ title: form.elements.title.value, text: form.elements.text.value });

function clearErrors(form) {
  form.querySelectorAll(".field-error").forEach((place) => place.replaceChildren());
  form.querySelectorAll("[aria-invalid]").forEach((box) => box.removeAttribute("aria-invalid"));
}

// At the field, and the person is taken there.
function showError(form, error) {
  const box = form.elements[error.field];
  if (!box) return false;
  byId(`${box.id}-error`).textContent = error.message;
  box.setAttribute("aria-invalid", "true");
  box.focus();
  return true;
}
