"""What does not fit in one message is left out, and said to be left out. Pure."""

from __future__ import annotations

from typing import Any

from bot.blockkit import MOST_BLOCKS, TEXT_TOTAL
from bot.platforms.slack.text import ELLIPSIS

Block = dict[str, Any]

CUT_SHORT = "There is more than fits in one message. Ask for less at a time, or open the sources."
_SAID = {"type": "text", "text": CUT_SHORT, "style": {"italic": True}}
# Not small print: what is left must hold rich text, or Slack would refuse to edit it into what does.
_NOTE: Block = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [_SAID]}]}


def fit(blocks: list[Block]) -> list[Block]:
    """`blocks` as they are, or as many as one message takes: the text stops with "…" and a note, and the buttons stay."""
    if len(blocks) <= MOST_BLOCKS["message"] and sum(map(size, blocks)) <= TEXT_TOTAL:
        return blocks
    buttons = [block for block in blocks if block["type"] == "actions"]
    room = TEXT_TOTAL - len(CUT_SHORT) - len(ELLIPSIS) - sum(map(size, buttons))
    places = MOST_BLOCKS["message"] - 1 - len(buttons)
    kept: list[Block] = []
    cut_short = False
    for block in blocks:
        if block["type"] == "actions":
            kept.append(block)
            continue
        room, places = room - size(block), places - 1
        if not cut_short and (room < 0 or places < 0):
            cut_short = True
            kept = [*_with_ellipsis(kept), _NOTE]
        if not cut_short:
            kept.append(block)
    return kept[: MOST_BLOCKS["message"]]


def size(value: object) -> int:
    """The characters of text anywhere in `value`."""
    if isinstance(value, dict):
        return sum(len(inner) if name == "text" and isinstance(inner, str) else size(inner) for name, inner in value.items())
    return sum(map(size, value)) if isinstance(value, list) else 0


def _with_ellipsis(kept: list[Block]) -> list[Block]:
    """The last block ends with "…", if it is text that can take it."""
    if not kept or kept[-1]["type"] != "rich_text":
        return kept
    *before, last = kept[-1]["elements"]
    if last["type"] != "rich_text_section":
        return kept
    *pieces, piece = last["elements"]
    if "text" not in piece:
        return kept
    ended = {**last, "elements": [*pieces, {**piece, "text": piece["text"].rstrip() + ELLIPSIS}]}
    return [*kept[:-1], {**kept[-1], "elements": [*before, ended]}]
