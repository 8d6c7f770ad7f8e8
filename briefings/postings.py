"""What is wanted in a channel and what is shown there: which act closes the gap, and how urgent it is. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from briefings.answers import Item
from briefings.statements import Status

QUIET = "quiet hours"
"""Why a message is held."""


class Kind(StrEnum):
    """What a posting is about."""

    ALERT = "alert"
    EDITION = "edition"
    SHARED = "shared"
    NOTICE = "notice"


class Role(StrEnum):
    """What one part is in its posting."""

    MAIN = "main"
    """The first message, or one that carries on where it was full."""
    CORRECTION = "correction"
    """The reply that says what a correction changed."""
    UNEDITED = "unedited"
    """The reply that says that the message above could not be edited."""


class Urgency(IntEnum):
    """What goes first where there is more to send than may be sent."""

    REDACTION = 0
    WITHDRAWAL = 1
    CORRECTION = 2
    BREAK_THROUGH = 3
    ALERT = 4
    EDITION = 5


class Act(StrEnum):
    """What a platform is asked to do."""

    POST = "post"
    EDIT = "edit"
    RETRACT = "retract"
    LOOK = "look"
    NOTHING = "nothing"


TAKEN_AWAY = "taken away"
"""What `refused` holds of a part that the platform would not take away."""
EMPTIED = "emptied"
"""What is wanted of a message that should go and cannot be taken away: that no word of it stays."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one part stands: what is wanted and what is shown (fingerprints), and what is known of the way between.

    `looking`: it may have been posted, and has to be looked up. `refused`: what the platform would not take last. `only_if_shown`: what is
    wanted only takes the place of what is shown. `scrub`: no word of what is shown may stay. `closed`: nothing will ever be done.
    """

    wanted: str | None
    shown: str | None
    message: str | None
    looking: bool = False
    refused: str | None = None
    only_if_shown: bool = False
    scrub: bool = False
    closed: bool = False


def next_act(part: Standing) -> Act:
    """What closes the gap between what is wanted and what is shown. The store's `parts.has_gap` says the same in SQL."""
    if part.closed:
        return Act.NOTHING
    if part.looking:
        return Act.LOOK
    if part.message is None:
        wanted = part.wanted is not None and not part.only_if_shown and part.refused != part.wanted
        return Act.POST if wanted else Act.NOTHING
    if part.wanted is None:
        return Act.NOTHING if part.refused == TAKEN_AWAY else Act.RETRACT
    if part.wanted == part.shown:
        return Act.NOTHING
    if part.refused != part.wanted:
        return Act.NOTHING if part.refused == TAKEN_AWAY else Act.EDIT
    return Act.RETRACT if part.scrub else Act.NOTHING


class Turn(StrEnum):
    """Whether a message that comes after another may be posted: now, once that one is there, or never."""

    GO = "go"
    WAIT = "wait"
    NEVER = "never"


def turn_after(first: Standing, role: Role, *, threaded: bool) -> Turn:
    """Whether a part may be posted, as the one before it stands. The store's `lanes.waits` says in SQL which have to wait.

    Where the one before is refused, the rest of a digest goes out without it; a reply to what is not there never does.
    """
    if first.message is not None and not first.closed:
        return Turn.GO
    if next_act(first) in {Act.POST, Act.LOOK}:
        return Turn.WAIT
    return Turn.GO if role is Role.MAIN and not (threaded and first.closed) else Turn.NEVER


def fingerprint(*told: object) -> str:
    """Thirty-two hexadecimal digits that stand for what is to be said."""
    return hashlib.blake2b("\x1f".join(map(repr, told)).encode(), digest_size=16).hexdigest()


def likeness(item: Item | None) -> str:
    """Stands for a statement as channels show it: it changes when, and only when, a message about it should. None: it was redacted."""
    if item is None:
        return "redacted"
    one = item.statement
    if one.status is Status.WITHDRAWN:
        return fingerprint(one.id, one.status.value, one.publisher, one.published, item.also)
    whose = (one.publisher, one.wording.value)
    return fingerprint(one.id, one.status.value, one.changed.isoformat(), one.url, one.published, *whose, item.also)


def is_fresh(published: datetime | None, now: datetime, freshness_days: int) -> bool:
    """Whether something that came now is news: not published too long ago. What bears no date is."""
    return published is None or (now - published).total_seconds() <= freshness_days * 86_400


def breaks_through(themes: Collection[str], through: Collection[str]) -> bool:
    """Whether quiet hours do not hold a statement with these themes."""
    return not set(through).isdisjoint(themes)
