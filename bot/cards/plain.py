"""A card as plain text, for the terminal. Nothing invisible passes, so no text can move the cursor or change colours."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable

from bot.cards import Bullets, Button, Buttons, Card, Heading, Paragraph, Part, Rule, Run

WIDTH = 100


def plain(card: Card) -> str:
    """The card's text, ending with a line break. Buttons become what to type, or the address."""
    text = _underlined(visible(card.title), "=") if card.title else ""
    before: Part | None = None
    for part in card.parts:
        if block := _part(part):
            text += ("\n" if _belongs(before, part) else "\n\n" if text else "") + block
            before = part
    return f"{text}\n"


def _belongs(before: Part | None, part: Part) -> bool:
    """Whether a part stands close under the one before it: small print and buttons under what they are about."""
    return isinstance(before, Paragraph) and (
        isinstance(part, Buttons) or (isinstance(part, Paragraph) and part.quiet and not before.quiet)
    )


def visible(text: str) -> str:
    """`text` without control and formatting characters, line breaks apart."""
    return "".join(char if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs"} else " " for char in text)


def _part(part: Part) -> str:
    match part:
        case Heading(text):
            return _underlined(visible(text), "-")
        case Paragraph(runs):
            return _wrapped(_text(runs))
        case Bullets(entries):
            return "\n".join(_wrapped(_text(runs), "* ", "  ") for runs in entries)
        case Buttons(buttons):
            return "\n".join(_button(button) for button in buttons)
        case Rule():
            return "-" * 20


def _text(runs: Iterable[Run]) -> str:
    return visible("".join(_run(run) for run in runs))


def _run(run: Run) -> str:
    if run.person:
        return f"@{run.person}"
    return f"{run.text} <{run.url}>" if run.url else run.text


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    lines = []
    for number, line in enumerate(text.split("\n")):
        lines += textwrap.wrap(line, WIDTH, initial_indent=rest if number else first, subsequent_indent=rest) or [""]
    return "\n".join(lines)


def _button(button: Button) -> str:
    return f"  [{visible(button.label)}] {visible(button.url or f'/briefing {button.command}')}"


def _underlined(text: str, line: str) -> str:
    return f"{text}\n{line * min(len(text), WIDTH)}"
