"""A card as Slack blocks. Pure.

Foreign text stands in `rich_text` and `plain_text` only: neither knows markup, so nothing in it can mention anyone or become a link.
Every message has a `rich_text` block: Slack refuses an edit that takes the last one away, or brings the first (`block_mismatch`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from bot.cards import Bullets, Button, Buttons, ButtonStyle, Card, Heading, Paragraph, Part, Rule, Run
from bot.platforms.slack.fitting import fit, size
from bot.platforms.slack.text import clean, cut, escape, one_line, web_address

Block = dict[str, Any]

TITLE, BUTTON, VALUE, ABOUT, PIECE, FALLBACK = 150, 75, 2000, 75, 3000, 3900
"""Slack's limits in characters. FALLBACK stays under the 4,000 of `chat.update`."""

COMMAND_ACTION, LINK_ACTION = "cmd:", "url:"
"""What the action ids of our two kinds of button begin with."""

_PERSON = re.compile(r"[A-Z0-9]{2,40}")


def to_blocks(card: Card) -> list[Block]:
    """The card as at most 50 blocks within every limit of Slack's. What is cut ends with "…"; a note says what is missing."""
    blocks: list[Block] = []
    if title := one_line(card.title):
        blocks.append({"type": "header", "text": _plain(title, TITLE)})
    numbers = count(1)
    before: Part | None = None
    for part in card.parts:
        drawn = list(_part(part, numbers))
        if isinstance(before, Heading) and isinstance(part, Bullets) and drawn:
            blocks[-1] = {**blocks[-1], "elements": [*blocks[-1]["elements"], *drawn.pop(0)["elements"]]}
        blocks.extend(drawn)
        before = part if drawn else before
    if not any(block["type"] == "rich_text" for block in blocks):
        said = one_line(card.fallback) or "There is nothing to show."
        first = 1 if title else 0
        blocks[first:first] = _rich([_section([{"type": "text", "text": cut(said, PIECE)}])])
    return fit(blocks)


def fallback(card: Card) -> str:
    """The card in a sentence or two for notifications and screen readers: escaped, at most 3,900 characters, never empty."""
    return escape(card.fallback, FALLBACK).strip() or escape(card.title, FALLBACK).strip() or "Briefing"


def _part(part: Part, numbers: Iterator[int]) -> Iterator[Block]:
    """The blocks of one part; none when nothing visible is left of it."""
    match part:
        case Heading(text):
            yield from _rich([_section(list(_pieces([Run(one_line(text), bold=True)])))])
        case Paragraph(runs, quiet):
            if quiet and not any(run.url or run.person for run in runs):
                yield from _quiet("".join(run.text for run in runs))
            else:
                yield from _rich(_sections(_pieces(runs)))
        case Bullets(entries):
            yield from _bullets(entries)
        case Buttons(buttons):
            elements = [element for button in buttons if (element := _button(button, next(numbers)))]
            if elements:
                yield {"type": "actions", "elements": elements}
        case Rule():
            yield {"type": "divider"}


def _pieces(runs: Iterable[Run]) -> Iterator[Block]:
    """Runs as rich-text pieces; long ones are split, empty ones dropped, and a link that is not to the web is plain text."""
    for run in runs:
        if run.person and _PERSON.fullmatch(run.person):
            yield {"type": "user", "user_id": run.person}
            continue
        text = clean(run.text)
        style = {name: True for name, on in (("bold", run.bold), ("italic", run.italic)) if on}
        url = web_address(run.url)
        if url and text.strip():
            yield {"type": "link", "url": url, "text": cut(text, PIECE), **({"style": style} if style else {})}
            continue
        for start in range(0, len(text), PIECE):
            yield {"type": "text", "text": text[start : start + PIECE], **({"style": style} if style else {})}


def _sections(pieces: Iterable[Block]) -> Iterator[Block]:
    """Pieces put together into sections of at most 3,000 characters."""
    held: list[Block] = []
    length = 0
    for piece in pieces:
        if held and length + size(piece) > PIECE:
            yield _section(held)
            held, length = [], 0
        held.append(piece)
        length += size(piece)
    if held:
        yield _section(held)


def _bullets(entries: Iterable[tuple[Run, ...]]) -> Iterator[Block]:
    """One list; an entry longer than a section becomes several."""
    sections = [section for entry in entries for section in _sections(_pieces(entry)) if _visible(section)]
    held: list[Block] = []
    length = 0
    for section in sections:
        if held and length + size(section) > PIECE:
            yield from _rich([_list(held)])
            held, length = [], 0
        held.append(section)
        length += size(section)
    if held:
        yield from _rich([_list(held)])


def _rich(parts: Iterable[Block]) -> Iterator[Block]:
    """A rich_text block for each part that shows something."""
    for part in parts:
        if part["type"] == "rich_text_list" or _visible(part):
            yield {"type": "rich_text", "elements": [part]}


def _quiet(text: str) -> list[Block]:
    """Small print, in as many blocks as it takes."""
    shown = one_line(text)
    return [_small_print(shown[start : start + PIECE]) for start in range(0, len(shown), PIECE) if shown[start : start + PIECE].strip()]


def _button(button: Button, number: int) -> Block | None:
    """A button with an action id of its own in the message; None when there is nothing safe for it to do."""
    label = one_line(button.label)
    command = one_line(button.command or "")
    url = web_address(button.url)
    if not label or (url is None and not 0 < len(command) <= VALUE):
        return None
    opens: Block = {"action_id": f"{LINK_ACTION}{number}", "url": url}
    asks: Block = {"action_id": f"{COMMAND_ACTION}{number}", "value": command}
    style: Block = {"style": "primary"} if button.style is ButtonStyle.PRIMARY else {}
    about: Block = {"accessibility_label": cut(one_line(button.about), ABOUT)} if button.about and one_line(button.about) else {}
    return {"type": "button", "text": _plain(label, BUTTON), **(opens if url else asks), **style, **about}


def _plain(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": cut(text, most), "emoji": False}


def _small_print(text: str) -> Block:
    return {"type": "context", "elements": [_plain(text, PIECE)]}


def _section(pieces: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": pieces}


def _list(sections: list[Block]) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": sections}


def _visible(section: Block) -> bool:
    return any(piece["type"] == "user" or piece["text"].strip() for piece in section["elements"])
