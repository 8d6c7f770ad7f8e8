"""The chat platforms.

To add one: make a folder beside `slack/` with a class that fits `bot.ports.Platform` and a function that makes it from the settings, and
give it a line in KINDS. It draws the cards of `bot.cards` in its own way, asks `bot.ports.Answer` what to say, and names the doors at
which the web server should take its requests. The tests in `tests/contracts/` run over every line.
Platforms are strangers to each other: what two of them need lives below, in `bot.ports` or `bot.cards`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.platforms import slack
from bot.ports import Answer, Clock, Kept, Marks, Platform, Whereabouts, none_kept
from bot.settings import Settings


class Kind(Protocol):
    """Makes a platform."""

    def __call__(
        self,
        settings: Settings,
        *,
        answer: Answer,
        kept: Kept = none_kept,
        marks: Marks,
        clock: Clock,
        whereabouts: Whereabouts | None = None,
    ) -> Platform | None:
        """The platform as the settings want it, not started; None where they hold no credentials for it.

        `whereabouts` is told where it can post; None: nobody is.
        """


KINDS: Mapping[str, Kind] = {
    "slack": slack.from_settings,
}
