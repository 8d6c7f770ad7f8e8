"""What a statement is, and how two versions of one are compared. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from briefings.errors import BadStatement

LONDON = ZoneInfo("Europe/London")
"""Publication days without a time of day begin at midnight here."""


class Status(StrEnum):
    """Where a statement stands with its publisher."""

    LIVE = "live"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Wording(StrEnum):
    """Whose sentences the text is made of."""

    PUBLISHER = "publisher"
    PROJECT = "project"


class Change(StrEnum):
    """What taking a draft in would do to what is already stored."""

    NEW = "new"
    SAME = "same"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Published:
    """When a statement was published: an instant in UTC, and whether only the day is known."""

    at: datetime
    day_only: bool = False

    @classmethod
    def on(cls, day: date) -> Published:
        """A day of which no time is known; it begins at midnight in London."""
        return cls(datetime.combine(day, time(), LONDON).astimezone(UTC), day_only=True)

    @property
    def day(self) -> date:
        """The calendar day in London."""
        return self.at.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as a source gives it, before it is compared with what is stored.

    `order` is the place in the source's own list, newest first, for items without a date; None where unknown.
    """

    id: str
    title: str
    text: str
    publisher: str
    url: str | None = None
    published: Published | None = None
    order: int | None = None
    wording: Wording = Wording.PUBLISHER
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it is stored.

    `position` grows with time and is unique: microseconds since 1970 of the publication, nudged where two share an instant;
    an undated statement stands between its neighbours. `taken_in` and `changed` are UTC.
    """

    id: str
    title: str
    text: str
    publisher: str
    url: str | None
    published: Published | None
    wording: Wording
    status: Status
    revision: int
    position: int
    source: str
    taken_in: datetime
    changed: datetime


def normalise(text: str) -> str:
    """The text as it is compared: NFKC, straight quotes, single spaces, no case."""
    flat = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    return re.sub(r"\s+", " ", flat).strip().casefold()


def fingerprint(title: str, text: str) -> str:
    """Thirty-two hexadecimal digits that stay the same when only spacing, case or quote marks change."""
    whole = f"{normalise(title)}\x1f{normalise(text)}".encode()
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


def compare(stored: Statement | None, draft: Draft, seen: Collection[str] = ()) -> Change:
    """What taking `draft` in means, given what is stored under its id (None: nothing) and the fingerprints of its earlier revisions.

    A text that was replaced once is no correction: it is an old copy, read again. Likewise withdrawn once is withdrawn, whatever its
    notice says later, until its publisher brings it back with a text it never had.
    """
    if stored is None:
        return Change.NEW
    if draft.withdrawn:
        return Change.SAME if stored.status is Status.WITHDRAWN else Change.WITHDRAWN
    told = fingerprint(draft.title, draft.text)
    return Change.SAME if told in seen or told == fingerprint(stored.title, stored.text) else Change.CORRECTED


def check(draft: Draft) -> Draft:
    """Return `draft` unchanged, or raise BadStatement saying which field is wrong and what would be right."""
    if not draft.id.strip():
        raise BadStatement('"id" is empty: give every statement an id of its own')
    if len(draft.id) > 200:
        raise BadStatement('"id" is longer than 200 characters')
    if not draft.text.strip() and not draft.title.strip():
        raise BadStatement('both "title" and "text" are empty: one of them must say something')
    if not draft.publisher.strip():
        raise BadStatement('"publisher" is empty: say whose statement it is')
    if draft.url is not None and not re.match(r"https?://[^\s<>|]+$", draft.url):
        raise BadStatement('"url" is not a web address that begins with http:// or https://')
    return draft
