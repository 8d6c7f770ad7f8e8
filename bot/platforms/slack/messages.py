"""Cards made into what is sent to Slack. Checked before anything leaves, and remembered, since answers are kept and shown again."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from bot.blockkit import Problem, validate, validate_text
from bot.cards import Card
from bot.platforms.slack.blocks import Block, fallback, to_blocks
from briefings.errors import BriefingsError


class Unsendable(BriefingsError):
    """A card came out as blocks that Slack would refuse. This is a mistake of ours, never of what a person typed.

    `error` is Slack's own name for it.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"Slack would refuse this card: {problem.line()}")
        self.error = problem.error


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
        raise Unsendable(problems[0])
    return Message(text, tuple(blocks), json.dumps(_ephemeral(text, blocks), separators=(",", ":")))


T = TypeVar("T")


class Once(Generic[T]):
    """Draws each card once. Cards are told apart by identity, so that nothing has to be compared or hashed."""

    def __init__(self, drawing: Callable[[Card], T], most: int = 2000) -> None:
        self._drawing = drawing
        self._most = most
        self._made: OrderedDict[int, tuple[Card, T]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, card: Card) -> T:
        """What is made of this card. The card is held as long as that, so its identity is not given to another."""
        with self._lock:
            if known := self._made.get(id(card)):
                self._made.move_to_end(id(card))
                return known[1]
        made = self._drawing(card)
        with self._lock:
            self._made[id(card)] = (card, made)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


class Drawn(Once[Message]):
    """The messages that answer people."""

    def __init__(self, most: int = 2000) -> None:
        super().__init__(draw, most)


def _ephemeral(text: str, blocks: list[Block]) -> dict[str, object]:
    return {"response_type": "ephemeral", "text": text, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}
