"""What crosses the border between the commands, any platform, and the web server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.cards import Card
from bot.cards.proof import Link
from briefings.answers import Asker, Item


@dataclass(frozen=True, slots=True)
class Request:
    """What a person typed after `/briefing` (or the command of the button they pressed), who, where and when (UTC).

    `generation` is that of the archive, read after the request came; None: it was not read yet. `shared`: the answer is for everybody, or
    for a terminal: nothing in it offers to share it, or is about the channel. `shown`: the statements that were shared, as they stand now
    (None among them: one was redacted); the answer shows these and no others. None: it shows what there is. `link` knows the addresses of
    messages.
    """

    text: str
    asker: Asker
    channel: str
    now: datetime
    generation: int | None = None
    shared: bool = False
    shown: tuple[Item | None, ...] | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person alone sees."""

    card: Card


Answer = Callable[[Request], Reply]
"""Answers any text at all, from any thread; never raises for what a person typed."""

Kept = Callable[[Request], bool]
"""Whether the answer to a request is at hand, so that answering waits for nothing; true only of a request with its generation."""


def none_kept(_request: Request) -> bool:
    """For who keeps no answers."""
    return False


Clock = Callable[[], datetime]
"""The time now, in UTC."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is remembered of something that was seen: its name, when that was, and until when it is remembered."""

    key: str
    now: datetime
    until: datetime


class Marks(Protocol):
    """Remembers, for every process on one database, what has been seen before."""

    def first_time(self, key: str, *, now: datetime, keep_for: timedelta) -> bool:
        """True once for each key, until `keep_for` after it was first seen. StoreError when that cannot be known."""

    def first_times(self, until: Mapping[str, datetime], *, now: datetime) -> Collection[str]:
        """The same for several keys at once, each remembered until its time: those that were not seen before."""

    def generation(self) -> int:
        """Grows with everything that could change an answer, in any process."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request over HTTP: header names in small letters as they came, the whole body, and when it came (UTC)."""

    headers: Sequence[tuple[bytes, bytes]]
    body: bytes
    now: datetime

    def header(self, name: bytes) -> str | None:
        """The value of a header that came exactly once; None if it is missing, repeated or not ASCII."""
        values = [value for found, value in self.headers if found == name]
        return values[0].decode() if len(values) == 1 and values[0].isascii() else None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sent back. `refused` is why, in a few words for the log, when the request was turned away; it never holds any of the body."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    refused: str | None = None


Work = Callable[[int], Outgoing]
"""What is left to do for a request that was let in, given the archive's generation; may wait for the database, so it runs in a thread."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that was let in: `work` is done once `mark` is made for the first time; `unsure` is sent when that cannot be known.

    `quick` says, given the archive's generation, whether the work waits for nothing: then it needs no thread. Fast, no I/O.
    """

    mark: Mark
    quick: Callable[[int], bool]
    work: Work
    unsure: Outgoing


class Door(Protocol):
    """A path at which a platform takes requests. The web server reads the body within `largest` bytes and `patience` seconds."""

    @property
    def path(self) -> str: ...

    @property
    def largest(self) -> int: ...

    @property
    def patience(self) -> float: ...

    def admit(self, incoming: Incoming) -> Outgoing | Admitted:
        """Turn a request away, or let it in. Runs on the event loop: fast, no I/O."""

    def probe(self, query: str) -> Outgoing | None:
        """Answer a GET with this query string if the platform sends such; None: it is not allowed."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel as the platform names it."""

    tenant: str
    place: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rates:
    """How fast a platform may be asked. Seconds between two messages in one channel; calls a minute for each kind of act."""

    between_posts: float
    posts: int
    edits: int
    retracts: int
    lookups: int


class Whereabouts(Protocol):
    """Is told by a platform where the bot can post and where not. Each may be told twice, in any process; StoreError when it cannot be
    kept: then it is told again. What is told of a channel that nothing is wanted in is of no consequence.
    """

    def reopened(self, platform: str, tenant: str, place: str) -> None:
        """A channel can be posted to again: it was unarchived, or the bot was invited."""

    def stopped(self, platform: str, tenant: str, place: str | None, reason: str) -> None:
        """A channel cannot be posted to (None: none of the tenant's can). `reason` is the platform's own short name for why."""

    def renamed(self, platform: str, tenant: str, place: str, name: str) -> None:
        """A channel is called something else; its id stays."""


class Nowhere:
    """For a bot that posts nothing by itself."""

    def reopened(self, platform: str, tenant: str, place: str) -> None:
        """Nothing is kept."""

    def stopped(self, platform: str, tenant: str, place: str | None, reason: str) -> None:
        """Nothing is kept."""

    def renamed(self, platform: str, tenant: str, place: str, name: str) -> None:
        """Nothing is kept."""


class Sender(Protocol):
    """How a platform says something by itself: one call to it each, bounded in time, from any thread. Nothing is tried again here.

    `post`, `edit` and `retract` return when the platform has confirmed. Otherwise they raise one of `bot.sending`'s errors: TryAgain (it
    certainly did not happen), Unknown (it may have), Refused (it did not, and will not until something changes).
    """

    @property
    def rates(self) -> Rates: ...

    @property
    def patience(self) -> float:
        """Seconds after which a call is over: whatever it was to do is done by then, or never."""

    def tenants(self) -> Sequence[str]:
        """The tenants that can be posted to just now, by the platform's own ids. May ask the platform, and then takes some seconds."""

    def resolve(self, tenant: str, address: str) -> Place:
        """The channel that a person wrote as its #name or id. Refused when there is none that the bot can see."""

    def post(self, place: Place, card: Card, *, key: str, thread: str | None = None) -> str:
        """A new message, in the thread of the message with the id `thread` if given; returns its id. `key` is kept with it, unseen."""

    def edit(self, place: Place, message: str, card: Card) -> None:
        """Let a message say this instead. Safe to do twice."""

    def retract(self, place: Place, message: str) -> None:
        """Take a message away; one that is gone already is fine. Safe to do twice."""

    def look_up(self, place: Place, key: str, *, since: datetime, thread: str | None = None) -> str | None:
        """The id of the message that was posted with this key not before `since`; None when it certainly is not there."""

    def link(self, place: Place, message: str) -> str | None:
        """The address of a message, for people; None where the platform has none. No call."""


class Platform(Protocol):
    """A chat platform: where it is asked, and what it runs beside that."""

    @property
    def sender(self) -> Sender | None:
        """How it says something by itself; None where it only answers."""

    @property
    def name(self) -> str: ...

    @property
    def doors(self) -> Sequence[Door]: ...

    def start(self) -> None:
        """Begin whatever runs in the background; returns at once."""

    def stop(self) -> None:
        """End it, and let what was begun finish within a few seconds."""

    def trouble(self) -> str | None:
        """Why the platform cannot serve just now, for an operator; None when it can."""
