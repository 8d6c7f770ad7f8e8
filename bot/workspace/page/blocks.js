// Block Kit on this page. What is not drawn says so: a gap would look like an answer without content.

import { OUT, icon, node, webAddress } from "./nodes.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const DRAW = {
  header: (block) => node("h3", {}, block.text.text),
  section,
  divider: () => node("hr"),
  context: (block) => node("div", { class: "small-print" }, ...block.elements.map(small)),
  actions: (block, press) => node("div", { class: "actions" }, ...block.elements.map((element) => control(element, block, press))),
  rich_text: (block) => richText(block),
  image: (block) => picture(block),
};

// `press(element, block, control)` is called for a pressed button.
export function drawBlocks(blocks, press) {
  return blocks.map((block) => {
    const draw = DRAW[block.type];
    return draw ? draw(block, press) : notDrawn(`A block of type “${block.type}”`);
  });
}

export function text(object) {
  return object.type === "mrkdwn" ? mrkdwn(object.text) : node("div", { class: "words" }, object.text);
}

function section(block, press) {
  const words = block.text ? text(block.text) : null;
  const fields = block.fields ? node("ul", { class: "fields" }, ...block.fields.map((field) => node("li", {}, text(field)))) : null;
  const beside = block.accessory ? control(block.accessory, block, press) : null;
  return node("div", { class: beside ? "section with-accessory" : "section" }, node("div", {}, words, fields), beside);
}

function small(element) {
  return element.type === "image" ? picture(element) : text(element);
}

// Pictures would be fetched from elsewhere; this page fetches nothing from anywhere.
function picture(image) {
  return node("p", { class: "picture" }, `Picture: ${image.alt_text}`);
}

function notDrawn(what) {
  return node("p", { class: "not-drawn" }, `${what} is not drawn here. Slack would show it.`);
}

function control(element, block, press) {
  if (element.type === "image") return picture(element);
  if (element.type !== "button") return notDrawn(`A control of type “${element.type}”`);
  const face = `button ${element.style ?? ""}`.trim();
  const label = element.accessibility_label;
  const address = element.url ? webAddress(element.url) : null;
  const made = address
    ? node("a", { class: face, href: address, target: "_blank", rel: "noopener noreferrer", "aria-label": label && `${label} (opens in a new tab)` },
        element.text.text, icon(OUT), label ? null : node("span", { class: "unseen" }, " (opens in a new tab)"))
    : node("button", { class: face, type: "button", "aria-label": label }, element.text.text);
  made.dataset.action = element.action_id;
  made.addEventListener("click", () => press(element, block, made));
  return made;
}
