"""What a message in a channel is to say: plain data, ready to be drawn by any platform. Read from the database when it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from briefings.answers import Asker, Item, KeyFigure, Unread
from briefings.edits import Differences
from briefings.themes import Theme


@dataclass(frozen=True, slots=True)
class Alert:
    """One statement, as it stands now: its status says whether it is corrected or withdrawn. `item.also`: who else published it.

    `because`: the subscription's theme phrases or query that brought it, a short sentence for people; empty where nothing need be said.
    """

    item: Item
    because: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """The reply under a message: what a correction changed, and when it came (UTC). `material`: what it says is different."""

    item: Item
    differences: Differences
    at: datetime
    material: bool


@dataclass(frozen=True, slots=True)
class Unedited:
    """The reply under a message that the platform would not let us edit: what became of the statement in it."""

    item: Item
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Removed:
    """What stands where a redacted statement stood: no word of it, nor who published it."""


class Section(StrEnum):
    """Where a line stands in an edition. LEFT_OUT: in no message of it, for want of room; a command shows it."""

    NEW = "new"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Line:
    """One statement in an edition; `item` None: it was redacted, and nothing of it is kept."""

    section: Section
    item: Item | None


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one theme; None: statements without a theme that is wanted (a query brought them)."""

    theme: Theme | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One message of a digest: part `number` of `parts`, the first with the headline figures and the foot.

    `since` and `until` (UTC) are when the statements were taken in. `missed`: so many slots fell into a time when the bot was down, and
    this edition makes up for them. `total` counts the new statements of the whole edition; `left_out` those of them for which there was no
    room, which `more` (a command) shows. A burst or what quiet hours held is an edition too: `name` is the subscription's.
    `threaded`: this message heads a thread with one reply a theme; then it has no groups of its own.
    """

    name: str
    since: datetime
    until: datetime
    groups: tuple[Group, ...]
    figures: tuple[KeyFigure, ...] = ()
    corrected: tuple[Line, ...] = ()
    withdrawn: tuple[Line, ...] = ()
    unread: tuple[Unread, ...] = ()
    total: int = 0
    left_out: int = 0
    more: str = ""
    missed: int = 0
    number: int = 1
    parts: int = 1
    zone: str = "Europe/London"
    threaded: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """A briefing that somebody shared: what they typed after the command, who they are, and when (UTC).

    `items` are the statements it showed then, in that order, as they stand now; None: one was redacted, and nothing of it is kept.
    """

    text: str
    asker: Asker
    at: datetime
    items: tuple[Item | None, ...] = ()


class About(StrEnum):
    """What a notice to the admins is about."""

    SOURCE_FAILING = "source failing"
    SOURCE_BACK = "source back"
    CHANNEL_STOPPED = "channel stopped"
    PART_REFUSED = "part refused"


@dataclass(frozen=True, slots=True)
class Notice:
    """Word to the admins, once. `name` is the source or the channel; `note` says more, never a statement's words.

    `at` is when it came to be known (UTC), `since` from when a source could not be read.
    """

    about: About
    name: str
    note: str
    at: datetime
    since: datetime | None = None


Content = Alert | Correction | Unedited | Removed | Edition | Shared | Notice
"""What one part of a posting says."""
