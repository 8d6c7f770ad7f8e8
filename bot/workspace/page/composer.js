// The message box: Enter sends, Shift+Enter breaks the line, and a slash offers the commands.

import { node } from "./nodes.js";

const TALLEST = 180;

export class Composer {
  constructor(send) {
    this.box = document.getElementById("composer");
    this.list = document.getElementById("completions");
    this.form = document.getElementById("composer-form");
    this.send = send;
    this.completions = [];
    this.offered = [];
    this.active = -1;
    this.box.addEventListener("input", () => this.#typed());
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("blur", () => this.#close());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  fill(text) {
    this.box.value = text;
    this.box.focus();
    this.box.setSelectionRange(text.length, text.length);
    this.#grow();
    this.#close();
  }

  #submit() {
    const text = this.box.value;
    if (!text.trim() || this.form.classList.contains("busy")) return;
    this.#close();
    this.send(text, () => {
      this.box.value = "";
      this.#grow();
    });
  }

  #typed() {
    this.#grow();
    this.offered = matching(this.completions, this.box.value);
    this.active = -1;
    this.list.replaceChildren(...this.offered.map((completion, index) => this.#option(completion, index)));
    this.#open(this.offered.length > 0);
  }

  #option(completion, index) {
    const option = node("li", { role: "option", id: `completion-${index}`, "aria-selected": "false" },
      node("b", {}, completion.command, completion.usage ? ` ${completion.usage}` : ""), " ", node("span", {}, completion.description));
    // Before the box loses focus to the list.
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.#accept(index);
    });
    return option;
  }

  #open(open) {
    this.list.hidden = !open;
    this.box.setAttribute("aria-expanded", String(open));
    if (!open) this.#mark(-1);
  }

  #close() {
    this.#open(false);
  }

  #mark(index) {
    this.active = index;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) this.box.removeAttribute("aria-activedescendant");
    else {
      this.box.setAttribute("aria-activedescendant", `completion-${index}`);
      this.list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  #accept(index) {
    this.fill(filled(this.offered[index]));
    if (this.offered[index].usage.includes("<")) return;
    this.#typed();
    if (this.offered.length === 1) this.#close();
  }

  #key(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open && step) {
      const count = this.offered.length;
      this.#mark(this.active < 0 ? (step > 0 ? 0 : count - 1) : (this.active + step + count) % count);
    } else if (open && event.key === "Escape") this.#close();
    else if (open && this.active >= 0 && (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey))) this.#accept(this.active);
    else if (event.key === "Enter" && !event.shiftKey) this.#submit();
    else return;
    event.preventDefault();
  }

  #grow() {
    this.box.classList.remove("tall");
    const lines = this.box.value.split("\n").length;
    this.box.rows = Math.min(8, Math.max(lines, 1));
    this.box.classList.toggle("tall", this.box.scrollHeight > TALLEST);
  }
}

// What to offer for what is typed so far: lines that begin with it, and then lines that hold all its words.
function matching(completions, typed) {
  if (!typed.startsWith("/") || typed.includes("\n")) return [];
  const line = (completion) => `${completion.command} ${completion.usage}`.trim().toLowerCase();
  const wanted = typed.toLowerCase();
  const words = wanted.split(" ").filter((word) => word);
  const first = completions.filter((completion) => line(completion).startsWith(wanted.trimEnd()));
  const second = completions.filter((completion) => !first.includes(completion) && words.every((word) => line(completion).includes(word)));
  const offered = [...first, ...second];
  return offered.length === 1 && line(offered[0]) === wanted.trim() ? [] : offered;
}

// What stands in the box once a line is chosen: up to the first word that the person must think of.
function filled(completion) {
  const known = completion.usage.split(/[<[]/)[0].trim();
  const text = known ? `${completion.command} ${known}` : completion.command;
  return /[<[]/.test(completion.usage) || !completion.usage ? `${text} ` : text;
}
