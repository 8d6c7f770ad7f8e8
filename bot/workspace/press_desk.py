"""The press desk: where a person plays the source. The bot behind the workspace gives it; the page shows it; the workspace knows no more.

Everything said of it is fictional, and the page says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class PressDeskRefused(Exception):
    """The press desk cannot do that; the message is for the person. `field` is the one to look at ("title" or "text"), if it is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Standing(StrEnum):
    """How a published statement stands."""

    LIVE = "live"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Published:
    """A statement of the press desk as it stands now."""

    id: str
    title: str
    text: str
    status: Standing


@dataclass(frozen=True, slots=True)
class Example:
    """A ready-made fictional statement."""

    title: str
    text: str


class PressDesk(Protocol):
    """What the bot offers. Every method may be slow and is called in a thread, one call at a time; any may raise PressDeskRefused."""

    def statements(self) -> Sequence[Published]:
        """What was published here and not redacted, newest first."""

    def examples(self) -> Sequence[Example]:
        """Statements to publish with one press."""

    def publish(self, title: str, text: str) -> str:
        """Publish a statement now. Returns its id."""

    def correct(self, id: str, title: str, text: str) -> None:
        """Let a statement say this instead."""

    def withdraw(self, id: str) -> None:
        """Take a statement back."""

    def redact(self, id: str) -> None:
        """Take a statement back and leave no word of it anywhere."""

    def digest_now(self) -> str:
        """Run the digests without waiting for their time. Returns a sentence that says what happened."""

    def now(self) -> datetime:
        """The time that holds for the bot, with its zone."""

    def move_clock(self, seconds: float) -> datetime:
        """Let so much time pass at once. Returns the time that holds then."""

    def next_digest(self) -> datetime | None:
        """When the next digest is due; None when none is."""
