"""Blocks on a surface, and the words that go with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blockkit import across
from bot.blockkit.blocks import KINDS, UNCHECKED, Surface
from bot.blockkit.checks import Problem, Problems, bad, kind

# Slack cuts a longer `text` in chat.postMessage; nothing of ours should be cut.
FALLBACK_LIMIT = 40_000


def validate(blocks: Sequence[Mapping[str, Any]], surface: Surface) -> list[Problem]:
    """Every reason for which Slack would refuse these blocks on this surface ("message", "modal" or "home")."""
    if not isinstance(blocks, list | tuple):
        return [Problem("invalid_blocks_format", "/blocks", f"The blocks are {kind(blocks)}; they must be a list.")]
    problems = list(across.too_many(blocks, surface))
    for index, block in enumerate(blocks):
        problems += _block(block, f"/blocks/{index}", surface)
    problems += across.repeated_ids(blocks)
    problems += across.rationed(blocks)
    if surface == "message":
        problems += across.totals(blocks)
    return problems


def validate_text(text: object, limit: int = FALLBACK_LIMIT) -> list[Problem]:
    """Every reason for which `text` is no good as the words beside the blocks: notifications and screen readers read it."""
    if not isinstance(text, str) or not text.strip():
        return [
            Problem("no_text", "/text", "The message has no text; say in a sentence what it holds, for notifications and screen readers.")
        ]
    if len(text) > limit:
        return [Problem("msg_too_long", "/text", f"The text has {len(text)} characters; at most {limit} are allowed.")]
    return []


def _block(block: object, where: str, surface: Surface) -> Problems:
    name = block.get("type") if isinstance(block, Mapping) else None
    found = KINDS.get(name) if isinstance(name, str) else None
    if not isinstance(block, Mapping):
        yield bad(where, f"This is {kind(block)}; a block must be an object.")
    elif found is None:
        yield bad(f"{where}/type", _unknown(name))
    elif surface not in found.surfaces:
        yield bad(f"{where}/type", f"A {name} block cannot stand in a {surface}; it belongs in a message.")
    else:
        yield from found.check(block, where)


def _unknown(name: object) -> str:
    known = ", ".join(sorted(KINDS))
    if isinstance(name, str) and name in UNCHECKED:
        return f'Blocks of type "{name}" are not checked here and so not sent; use one of: {known}.'
    return f"Slack has no such type of block; use one of: {known}."
