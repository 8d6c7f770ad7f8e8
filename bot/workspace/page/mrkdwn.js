// Slack's markup, the small part of it that messages use: bold, italic, struck, code, quotes, links, mentions.
// A mention is shown, and does nothing.

import { link, node } from "./nodes.js";
import { channelName, personName } from "./names.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const plain = (text) => text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);

// Each rule: how it starts, and what it becomes. The first that fits at a place wins.
const RULES = [
  [/```\n?([\s\S]+?)\n?```/y, (found) => node("pre", {}, plain(found[1]))],
  [/`([^`\n]+)`/y, (found) => node("code", {}, plain(found[1]))],
  [/<([^<>\n]+)>/y, (found) => angled(found[1])],
  [/\*(?=\S)([^*\n]*[^\s*])\*(?![\p{L}\p{N}])/uy, (found) => node("strong", {}, ...inline(found[1]))],
  [/_(?=\S)([^_\n]*[^\s_])_(?![\p{L}\p{N}])/uy, (found) => node("em", {}, ...inline(found[1]))],
  [/~(?=\S)([^~\n]*[^\s~])~(?![\p{L}\p{N}])/uy, (found) => node("s", {}, ...inline(found[1]))],
];
const WORD = /[\p{L}\p{N}]/u;

export function mrkdwn(text) {
  const parts = [];
  let quoted = [];
  const flush = () => {
    if (quoted.length) parts.push(node("blockquote", {}, ...inline(quoted.join("\n"))));
    quoted = [];
  };
  let open = [];
  const close = () => {
    if (open.length) parts.push(...inline(open.join("\n")));
    open = [];
  };
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote) {
      close();
      quoted.push(quote[1]);
    } else {
      flush();
      open.push(line);
    }
  }
  flush();
  close();
  return node("div", { class: "words" }, ...parts);
}

function inline(text) {
  const made = [];
  let from = 0;
  let at = 0;
  const rest = (end) => {
    if (end > from) made.push(plain(text.slice(from, end)));
  };
  while (at < text.length) {
    const found = "`<*_~".includes(text[at]) ? rule(text, at) : null;
    if (found === null) {
      at += 1;
      continue;
    }
    rest(at);
    made.push(found.node);
    at = from = at + found.length;
  }
  rest(text.length);
  return made;
}

function rule(text, at) {
  if ("*_~".includes(text[at]) && at > 0 && WORD.test(text[at - 1])) return null;
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { node: make(found), length: found[0].length };
  }
  return null;
}

function angled(inner) {
  const [target, label] = inner.split("|", 2);
  if (target.startsWith("@")) return mention(`@${label ?? personName(target.slice(1))}`);
  if (target.startsWith("#")) return mention(`#${label ?? channelName(target.slice(1))}`);
  if (target.startsWith("!")) return mention(`@${label ?? target.slice(1).split("^")[0]}`);
  return link(plain(target), plain(label ?? target));
}

export const mention = (text) => node("span", { class: "mention" }, text);
