"""Cards made into messages that stand in a channel, and may be edited later. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.blockkit import validate, validate_text
from bot.cards import Card
from bot.platforms.slack.blocks import Block, fallback, to_blocks
from bot.platforms.slack.messages import Once, Unsendable

EVENT_TYPE = "briefing_posting"
"""What our metadata is called. Everyone in the workspace can read it, so there is nothing but an opaque key in it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says: its text and blocks as the inside of a JSON object, written out once for all channels."""

    inside: str

    def post(self, channel: str, key: str, thread: str | None) -> bytes:
        """The body of chat.postMessage. Nothing in it unfurls, and no name in it becomes a mention."""
        more: dict[str, Any] = {
            "channel": channel,
            "unfurl_links": False,
            "unfurl_media": False,
            "link_names": False,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}},
        }
        return self._with({**more, "thread_ts": thread} if thread else more)

    def edit(self, channel: str, message: str) -> bytes:
        """The body of chat.update; the metadata stays as it is."""
        return self._with({"channel": channel, "ts": message, "link_names": False})

    def _with(self, more: dict[str, Any]) -> bytes:
        return f"{json.dumps(more)[:-1]},{self.inside}}}".encode()


def write(card: Card) -> Letter:
    """The card as a message for a channel. Unsendable if Slack would not take it."""
    text, blocks = fallback(card), firm(to_blocks(card))
    if problems := [*validate(blocks, "message"), *validate_text(text)]:
        raise Unsendable(problems[0])
    return Letter(json.dumps({"text": text, "blocks": blocks}, separators=(",", ":"))[1:-1])


def firm(blocks: list[Block]) -> list[Block]:
    """Blocks that can take each other's place. Slack's page says only that rich text is replaced by rich text: by some of it, as
    `to_blocks` has it, or by nothing else where there was nothing else. So no message is rich text and nothing else."""
    return [*blocks, {"type": "divider"}] if all(block["type"] == "rich_text" for block in blocks) else blocks


class Letters(Once[Letter]):
    """Writes each card once."""

    def __init__(self, most: int = 500) -> None:
        super().__init__(write, most)
