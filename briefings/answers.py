"""What the desk answers with: plain data, ready to be drawn by any platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefings.edits import Edit
from briefings.figures import Figure
from briefings.people import Person
from briefings.statements import Published, Statement
from briefings.themes import Match, Theme


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: needed for `since:last` only. Ids are the platform's own."""

    platform: str
    tenant: str
    user: str


@dataclass(frozen=True, slots=True)
class Item:
    """A statement with what was read off it. `also`: who else published it, where statements are shown."""

    statement: Statement
    summary: str
    themes: tuple[Match, ...]
    figures: tuple[Figure, ...]
    people: tuple[Person, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A publisher of whose sources one or more cannot be read just now, and since when (UTC)."""

    publisher: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Freshness:
    """How much was looked in, and how fresh it is.

    `refreshed` is when any source was last read, in UTC and to five minutes (never later than it was); None: never. `unread` names what
    could not be looked at, the longest silent first.
    """

    statements: int
    publishers: int
    refreshed: datetime | None
    undated: int
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure and the statement it stands in."""

    figure: Figure
    item: Item


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person and the newest statement that names them, in the window shown."""

    person: Person
    item: Item


@dataclass(frozen=True, slots=True)
class Briefing:
    """The answer to `/briefing <theme>`.

    `items` are newest first, at most five, the page asked for. `in_window` counts dated statements from `since` on (and before
    `until`; with a last look, those that came after it too); `before` counts dated ones earlier; `undated` those of the theme without a
    date. When nothing falls in the window, `quiet` is true and `items` are the latest of all time. `first_look` is true when
    `since:last` was asked and this officer had not asked before. `publisher` is the `from:` filter as resolved, None without one.
    `withdrawn` are statements of the theme withdrawn in the window: they appear as a one-line notice only, never with their text.
    """

    theme: Theme
    items: tuple[Item, ...]
    figures: tuple[KeyFigure, ...]
    speakers: tuple[Speaker, ...]
    since: datetime
    until: datetime | None
    in_window: int
    before: int
    undated: int
    quiet: bool
    first_look: bool
    page: int
    pages: int
    publisher: str | None
    withdrawn: tuple[Item, ...]
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search: best first. `words` are those asked for; `did_you_mean` is the repaired wording, or None.

    `total` counts what was found on all pages; with `total_is_least` there is more than was ranked. `nearest` are themes that the words
    name or sound like.
    """

    words: str
    items: tuple[Item, ...]
    total: int
    total_is_least: bool
    did_you_mean: str | None
    nearest: tuple[Theme, ...]
    page: int
    pages: int
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest statements, a page at a time. `total` is how many there are on all pages."""

    items: tuple[Item, ...]
    page: int
    pages: int
    freshness: Freshness
    total: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What an edition had no room for, a page at a time, as it stands now. `name`: of its subscription, then its slot.

    `withdrawn` and the number `removed` (redacted) are those of the page. `total` is how many it left out, on all pages.
    """

    name: str
    items: tuple[Item, ...]
    withdrawn: tuple[Item, ...]
    removed: int
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ThemeActivity:
    """How much a theme has: in the window (dated statements), of all time, and when its newest dated statement was published."""

    theme: Theme
    in_window: int
    total: int
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class SourceState:
    """What came from one source of one publisher, and how the source fares. Times are UTC; None: never, or not at the moment.

    `enabled`: whether it is looked at by itself; None for what the configuration does not name (an import, the archive).
    """

    source: str
    publisher: str
    statements: int
    newest: datetime | None
    last_success: datetime | None
    last_new: datetime | None
    failures: int
    trouble: str | None
    enabled: bool | None = None
    last_attempt: datetime | None = None
    failing_since: datetime | None = None
    next_look: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoryMember:
    """A statement in its story. `published` is None for an undated one; `leads`: it is the one that is shown."""

    id: str
    publisher: str
    url: str | None
    published: Published | None
    withdrawn: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class Story:
    """Statements of several publishers that tell the same, the earliest first.

    `preferred`: the one that leads does so because the configuration names its publisher first; otherwise it was the earliest.
    """

    members: tuple[StoryMember, ...]
    preferred: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of a statement: when it came (UTC), and how it differed from the one before. None: it was the first, or nobody looked.

    `note`: what its publisher says that it changed, where the source gives that.
    """

    came: datetime
    edit: Edit | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Everything known about one statement: its history and why it has its themes. `revisions` are oldest first, the present
    one last.

    `story` is the one it tells together with others, if it does.
    """

    item: Item
    themes: tuple[tuple[Theme, Match], ...]
    revisions: tuple[Revision, ...]
    story: Story | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking statements in did: counts by outcome (see `statements.Change`)."""

    new: int = 0
    same: int = 0
    corrected: int = 0
    withdrawn: int = 0
    refused: int = 0
    cosmetic: int = 0
    redacted: int = 0
