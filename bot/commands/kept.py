"""Answers kept until anything changes: bounded, shared between threads."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock

from bot.commands.command import Outcome

MOST_ANSWERS = 4096
LONGEST_KEY = 200
"""What is longer is rarely asked twice, and is not held in memory."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an answer stands or falls with: the desk's generation, and the day in London (windows are by day)."""

    generation: int
    day: date


class AnswerCache:
    """The latest answers by what was typed; the least recently used goes first. Belongs to one desk."""

    def __init__(self, most: int = MOST_ANSWERS) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[Stamp, Outcome]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, stamp: Stamp) -> Outcome | None:
        """The answer to exactly this text, if it was made under the same stamp."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept[0] != stamp:
                return None
            self._kept.move_to_end(key)
            return kept[1]

    def put(self, key: str, stamp: Stamp, outcome: Outcome) -> None:
        """Keep an answer, unless it is personal or its text is long."""
        if outcome.personal or len(key) > LONGEST_KEY:
            return
        with self._lock:
            self._kept[key] = (stamp, outcome)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
