"""Cards: what the bot says, free of any platform. A platform draws them (Slack blocks, later Adaptive Cards).

All text here is plain text: nothing in it is ever markup, so text from elsewhere cannot mention anyone or become a live
link. Emphasis and links are said with `Run`, not with punctuation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. `url` (https or http) makes it a link; its label must not look like another address.

    `person`: the platform's id of somebody who asked us, never read from a text. The platform names them in place of `text`; it is the
    one thing in a card that may reach a person.
    """

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that stand together. `quiet` is small print (notes, counts, freshness)."""

    runs: tuple[Run, ...]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that starts a part of the card."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; one tuple of runs an entry."""

    entries: tuple[tuple[Run, ...], ...]


class ButtonStyle(StrEnum):
    """How a button is shown."""

    PLAIN = "plain"
    PRIMARY = "primary"


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled control. Exactly one of `command` and `url` is set.

    `command` is what an officer could have typed after `/briefing` ("why s01", "modern-slavery page:2"): pressing it is typing it,
    and it is checked in the same way. `url` opens in the browser. `about` is a longer description for screen readers.
    """

    label: str
    command: str | None = None
    url: str | None = None
    style: ButtonStyle = ButtonStyle.PLAIN
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons, at most five."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A dividing line."""


Part = Heading | Paragraph | Bullets | Buttons | Rule


@dataclass(frozen=True, slots=True)
class Card:
    """Something to say. `fallback` is the whole of it in a sentence or two of plain text: notifications and screen readers read that.

    `title`: "" where the first part speaks for itself.
    """

    title: str
    parts: tuple[Part, ...]
    fallback: str
