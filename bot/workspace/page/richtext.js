// rich_text blocks: sections, lists, quotes and preformatted text.

import { link, node } from "./nodes.js";
import { channelName, personName } from "./names.js";
import { mention } from "./mrkdwn.js";

const STYLES = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]];

const PIECES = {
  text: (piece) => document.createTextNode(piece.text),
  link: (piece) => link(piece.url, piece.text ?? piece.url),
  emoji: (piece) => emoji(piece),
  user: (piece) => mention(`@${personName(piece.user_id)}`),
  usergroup: (piece) => mention(`@${piece.usergroup_id}`),
  channel: (piece) => mention(`#${channelName(piece.channel_id)}`),
  broadcast: (piece) => mention(`@${piece.range}`),
  date: (piece) => document.createTextNode(piece.fallback ?? new Date(piece.timestamp * 1000).toLocaleDateString("en-GB")),
  color: (piece) => document.createTextNode(piece.value),
};

const PARTS = {
  rich_text_section: (part) => node("p", {}, ...pieces(part.elements)),
  rich_text_quote: (part) => node("blockquote", {}, ...pieces(part.elements)),
  rich_text_preformatted: (part) => node("pre", { tabindex: "0" }, ...pieces(part.elements)),
  rich_text_list: (part) =>
    node(
      part.style === "ordered" ? "ol" : "ul",
      { class: `indent-${part.indent ?? 0}`, start: part.style === "ordered" && part.offset ? part.offset + 1 : null },
      ...part.elements.map((entry) => node("li", {}, ...pieces(entry.elements))),
    ),
};

export function richText(block) {
  return node("div", { class: "words" }, ...block.elements.map(part));
}

function part(one) {
  const draw = PARTS[one.type];
  return draw ? draw(one) : node("p", { class: "not-drawn" }, `Text of type “${one.type}” is not drawn here.`);
}

function pieces(elements) {
  return elements.map((piece) => {
    const draw = PIECES[piece.type];
    let drawn = draw ? draw(piece) : node("span", { class: "not-drawn" }, `[${piece.type}]`);
    for (const [style, tag] of STYLES) if (piece.style?.[style]) drawn = node(tag, {}, drawn);
    return drawn;
  });
}

// The characters when the sender gave them, else the emoji's name.
function emoji(piece) {
  if (!piece.unicode) return node("span", { class: "emoji-name" }, `:${piece.name}:`);
  const codes = piece.unicode.split("-").map((code) => Number.parseInt(code, 16));
  const known = codes.every((code) => code > 0 && code <= 0x10ffff);
  return node("span", { role: "img", "aria-label": piece.name.replaceAll("_", " ") }, known ? String.fromCodePoint(...codes) : piece.name);
}
