"""What can be proved of a statement: what befell it, which subscriptions wanted it and why, and what became of every message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefings.postings import Act


@dataclass(frozen=True, slots=True)
class Befell:
    """Something that befell a statement, when (UTC): `new` (it came as news), `corrected`, `withdrawn`, `back`."""

    at: datetime
    kind: str
    revision: int


@dataclass(frozen=True, slots=True)
class Considered:
    """A subscription of a channel, and whether it wants the statement, because of what.

    `stood`: it had begun when the statement came, and not ended.
    """

    lineage: str
    cadence: str
    wanted: bool
    because: str
    stood: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One message about the statement. Times are UTC; None: it did not happen.

    `kind` is that of the posting, `role` that of the part. `held`: why it had to wait, and until when (`not_before`). `act`: what is
    still to be done. `unknown`: nobody knows whether it was posted; it is looked up then. `reason`: what the platform last refused it for,
    at `refused`. `id` is the platform's.
    """

    kind: str
    role: str
    lineage: str | None
    wanted: datetime
    held: str | None
    not_before: datetime
    sent: datetime | None
    last_shown: datetime | None
    edits: int
    act: Act
    unknown: datetime | None
    reason: str | None
    refused: datetime | None
    id: str | None


@dataclass(frozen=True, slots=True)
class InChannel:
    """What holds in one channel. `stopped`: why nothing can be posted there just now."""

    platform: str
    tenant: str
    place: str
    name: str
    stopped: str | None
    considered: tuple[Considered, ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything known of where a statement went. `announced`: it came as news; `fresh`: and was not published too long ago for it.

    `others`: so many channels that are not among `channels` were told of it, or of its story.
    """

    statement: str
    taken_in: datetime
    announced: bool
    fresh: bool
    befell: tuple[Befell, ...]
    channels: tuple[InChannel, ...]
    others: int = 0
