"""What the outbox hands out, and what can become of it, as whoever carried it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from briefings.contents import Content
from briefings.postings import Act


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited before an unknown outcome is looked up: once `http` has passed (no call lasts longer), then `first_look`, and a
    second time after `second_look`. Only if it is absent both times it is sent again."""

    http: timedelta = timedelta(seconds=10)
    first_look: timedelta = timedelta(seconds=30)
    second_look: timedelta = timedelta(seconds=60)

    def before_again(self, tries: int) -> timedelta:
        """How long one message is left alone, for others to go before it, after that many tries of which nobody knows what became."""
        doubled: int = 2 ** min(max(tries - 2, 0), 12)
        return min(timedelta(hours=1), self.late * doubled)

    @property
    def late(self) -> timedelta:
        """Once a call is over: what it asked for comes through within this time, or never."""
        return self.first_look + self.second_look


@dataclass(frozen=True, slots=True)
class Claimed:
    """The head of a lane that is in the owner's hands until `lease_until`: one act, for one message.

    `content` is what to say (None: to look up or to take away). `fingerprint` stands for it. `message` is the platform's id of what is
    shown, `thread` that of the message in whose thread it belongs. `since`: not before that it can have been posted. `tries`: how often in
    a row something failed in this channel.
    """

    part: int
    channel: int
    act: Act
    content: Content | None
    fingerprint: str | None
    place: str
    name: str
    key: str
    message: str | None
    thread: str | None
    since: datetime
    at: datetime
    lease_until: datetime
    tries: int = 0


class Scope(StrEnum):
    """How much a refusal concerns. METHOD: every act of its kind at the tenant; TENANT: every act there."""

    MESSAGE = "message"
    CONTENT = "content"
    CHANNEL = "channel"
    METHOD = "method"
    TENANT = "tenant"


@dataclass(frozen=True, slots=True)
class Sent:
    """It was posted; the platform's id of the message."""

    message: str


@dataclass(frozen=True, slots=True)
class Done:
    """It was edited, or taken away."""


@dataclass(frozen=True, slots=True)
class Found:
    """Looked up: it was posted after all."""

    message: str


@dataclass(frozen=True, slots=True)
class Absent:
    """Looked up: it is not there."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """It certainly did not happen (or could not be looked up): not again before so many seconds. `whole_tenant`: nothing of its kind."""

    after: float
    whole_tenant: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unsure:
    """Nobody can say whether it was posted, or edited: it may still be, for a while."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class TurnedDown:
    """It did not happen, and will not until something changes. `gone`: the message is not there any more."""

    scope: Scope
    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Unsent:
    """It was not begun: the lease would not have lasted."""


Outcome = Sent | Done | Found | Absent | Postponed | Unsure | TurnedDown | Unsent
