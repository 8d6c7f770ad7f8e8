"""Cards made into what is sent to Slack. Checked before anything leaves, and remembered, since answers are kept and shown again."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from bot.blockkit import validate, validate_text
from bot.cards import Card
from bot.platforms.slack.blocks import Block, fallback, to_blocks
from briefings.errors import BriefingsError


class Unsendable(BriefingsError):
    """A card came out as blocks that Slack would refuse. This is a mistake of ours, never of what a person typed."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one person sees: the fallback text, the blocks, and both as the JSON that answers a command."""

    text: str
    blocks: tuple[Block, ...]
    ephemeral: str

    def payload(self) -> dict[str, object]:
        """What is sent to a `response_url`: a message of its own; the one whose button was pressed stays."""
        return {**_ephemeral(self.text, list(self.blocks)), "replace_original": False}


def draw(card: Card) -> Message:
    """The card as a message. Unsendable if Slack would not take it."""
    blocks, text = to_blocks(card), fallback(card)
    if problems := [*validate(blocks, "message"), *validate_text(text)]:
        raise Unsendable(f"Slack would refuse this card: {problems[0].line()}")
    return Message(text, tuple(blocks), json.dumps(_ephemeral(text, blocks), separators=(",", ":")))


class Drawn:
    """Draws each card once. Cards are told apart by identity, so that nothing has to be compared or hashed."""

    def __init__(self, most: int = 2000) -> None:
        self._most = most
        self._messages: OrderedDict[int, tuple[Card, Message]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, card: Card) -> Message:
        """The message of this card. The card is held as long as its message, so its identity is not given to another."""
        with self._lock:
            if known := self._messages.get(id(card)):
                self._messages.move_to_end(id(card))
                return known[1]
        message = draw(card)
        with self._lock:
            self._messages[id(card)] = (card, message)
            while len(self._messages) > self._most:
                self._messages.popitem(last=False)
        return message


def _ephemeral(text: str, blocks: list[Block]) -> dict[str, object]:
    return {"response_type": "ephemeral", "text": text, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}
