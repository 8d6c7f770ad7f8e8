"""Holds what channels show against what is wanted there: read from the workspace's own messages, not from what the bot believes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from bot.cards.postings import Drawing, card_of
from bot.platforms.slack.letters import EVENT_TYPE, write
from briefings.postings import Act, next_act
from briefings.saying import Sayings
from briefings.store import Store
from briefings.store.parts import standing_of
from briefings.store.posting_tables import channels, parts
from briefings.themes import ThemeBook


@dataclass(slots=True)
class Found:
    """What is wrong: messages that are not there, that are there twice, and that say what they should not."""

    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    messages: int = 0


def compare(store: Store, book: ThemeBook, drawing: Drawing, shown: Sequence[Mapping[str, Any]]) -> Found:
    """`shown`: every message that stands in the workspace, with its blocks and metadata."""
    by_key: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    found = Found(messages=len(shown))
    for message in shown:
        metadata = message.get("metadata") or {}
        by_key[metadata["event_payload"]["key"] if metadata.get("event_type") == EVENT_TYPE else ""].append(message)
    found.stale += [f"nobody wants {message['ts']} in {message['channel']}" for message in by_key.pop("", [])]
    with store.read() as connection:
        rows = connection.execute(select(parts, channels.c.place).join(channels, channels.c.id == parts.c.channel)).all()
        sayings = Sayings(connection, book, rows)
        for row in rows:
            content = sayings.of(row) if row.wanted is not None else None
            wanted = None if content is None else write(card_of(content, drawing)).inside
            _hold(found, row, wanted, by_key.pop(row.key, []))
    found.stale += [f"an unknown key in {messages[0]['channel']}" for messages in by_key.values()]
    return found


def _hold(found: Found, row: Any, wanted: str | None, messages: Sequence[Mapping[str, Any]]) -> None:
    what = f"part {row.id} ({row.role}) in {row.place}"
    if len(messages) > 1:
        found.twice.append(what)
    if not messages:
        if wanted is not None and not row.only_if_shown:
            found.lost.append(what)
        return
    if wanted is None or messages[0]["channel"] != row.place or not _same(messages[0], wanted):
        found.stale.append(what)
    if next_act(standing_of(row)) is not Act.NOTHING:
        found.stale.append(f"{what} has a gap")


def _same(message: Mapping[str, Any], wanted: str) -> bool:
    told = json.loads(f"{{{wanted}}}")
    return bool(
        message["text"] == told["text"] and [_bare(block) for block in message["blocks"]] == [_bare(block) for block in told["blocks"]]
    )


def _bare(value: Any) -> Any:
    """Without the ids that the workspace gives blocks and actions."""
    if isinstance(value, Mapping):
        return {key: _bare(each) for key, each in value.items() if key not in ("block_id", "action_id")}
    return [_bare(each) for each in value] if isinstance(value, list) else value
