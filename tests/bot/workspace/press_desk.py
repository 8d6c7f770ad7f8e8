"""A press desk of the tests' own: keeps its statements in a list, and a clock that starts on a Monday morning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.workspace import Example, PressDeskRefused, Published, Standing

EXAMPLES = (
    Example("Westshire Police finds 12 stolen bicycles", "Officers of Westshire Police found 12 stolen bicycles in a garage in Northmoor."),
    Example("Appeal after theft of a weather vane", "Westshire Police asks who saw a weather vane being carried along Mill Lane."),
)


@dataclass
class Desk:
    """What was done at it can be read off `published`, `digests` and `time`."""

    published: list[Published] = field(default_factory=list)
    digests: int = 0
    time: datetime = datetime(2025, 3, 3, 7, 15, tzinfo=UTC)
    due: datetime | None = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)
    number: int = 0

    def statements(self) -> Sequence[Published]:
        return tuple(reversed(self.published))

    def examples(self) -> Sequence[Example]:
        return EXAMPLES

    def publish(self, title: str, text: str) -> str:
        self.number += 1
        self.published.append(Published(f"wp-{self.number}", title, text, Standing.LIVE))
        return self.published[-1].id

    def correct(self, id: str, title: str, text: str) -> None:
        if any((one.id, one.title, one.text) == (id, title, text) for one in self.published):
            raise PressDeskRefused("That is what it says already.", "text")
        self.published = [
            replace(one, title=title, text=text, status=Standing.CORRECTED) if one.id == id else one for one in self.published
        ]

    def withdraw(self, id: str) -> None:
        self.published = [replace(one, status=Standing.WITHDRAWN) if one.id == id else one for one in self.published]

    def redact(self, id: str) -> None:
        self.published = [one for one in self.published if one.id != id]

    def digest_now(self) -> str:
        if not self.published:
            raise PressDeskRefused("There is nothing to put into a digest yet.")
        self.digests += 1
        return "One digest went to 2 channels."

    def now(self) -> datetime:
        return self.time

    def move_clock(self, seconds: float) -> datetime:
        self.time += timedelta(seconds=seconds)
        return self.time

    def next_digest(self) -> datetime | None:
        return self.due
