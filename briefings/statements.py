"""What a statement is, and how two versions of one are compared. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from briefings.errors import BadStatement

LONDON = ZoneInfo("Europe/London")
"""Publication days without a time of day begin at midnight here."""


# An index row of PostgreSQL holds 2,700 bytes: whatever stands in an index must stay below.
LONGEST_ID, LONGEST_PUBLISHER = 200, 200
"""Characters."""
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE = 2_000, 1_000_000, 500
"""Characters."""
LONGEST_URL = 2_000
"""Bytes."""
EARLIEST, AFTER_LATEST = datetime(1800, 1, 1, tzinfo=LONDON), datetime(2201, 1, 1, tzinfo=LONDON)
"""Nothing was published before, nor will be after."""

GONE_TIMES, GONE_APART = 2, timedelta(hours=1)
"""How often a statement's own page must have been gone, and from the first time to the last how long, for it to count as withdrawn."""

_WITHDRAWN_TITLE = re.compile(r"\s*(?:\[\s*withdrawn\s*\]|\(\s*withdrawn\s*\)|withdrawn\s*:)", re.IGNORECASE)
_SCHEME = re.compile(r"^https?://", re.IGNORECASE)
_NOT_IN_IDS = re.compile("[\\s\"'`“”„‘’‚«»<>|]")


class Status(StrEnum):
    """Where a statement stands with its publisher."""

    LIVE = "live"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Evidence(StrEnum):
    """What a withdrawal rests on."""

    NOTICE = "notice"
    """The publisher's own notice, as the source gives it."""
    TITLE = "title"
    """A title that begins with [Withdrawn], (Withdrawn) or Withdrawn:."""
    GONE = "gone"
    """Its own page answered that it is gone, twice, some time apart."""


class Wording(StrEnum):
    """Whose sentences the text is made of."""

    PUBLISHER = "publisher"
    PROJECT = "project"


class Change(StrEnum):
    """What taking a draft in would do to what is already stored."""

    NEW = "new"
    SAME = "same"
    COSMETIC = "cosmetic"
    """Its text differs in nothing that a reader would notice: it is stored, and nobody is told."""
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    """Its id belongs to a statement of another source and another publisher."""
    REDACTED = "redacted"
    """It, or a copy of it, was redacted here: nothing of it is stored."""


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
        try:
            return self.at.astimezone(LONDON).date()
        except OverflowError:  # within hours of the ends of the calendar
            return self.at.date()


@dataclass(frozen=True, slots=True)
class Note:
    """What a publisher says that it changed in a statement, and when that was (UTC)."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as a source gives it, before it is compared with what is stored.

    `order` is the place in the source's own list, newest first, for items without a date; None where unknown. `touched`: `published` is
    only when it was last touched, for want of a better date, and replaces none that is known. `note` is the latest there is, where the
    source gives such; it is no part of the text.
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
    touched: bool = False
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it is stored.

    `position` grows with time and is unique: microseconds since 1970 of the publication, nudged where two share an instant;
    an undated statement stands between its neighbours. `taken_in` and `changed` are UTC; a cosmetic edit leaves `changed` as it was.
    `announce`: it came as news, and was not only filed. `evidence` is what a withdrawal rests on; None for one that stands.
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
    announce: bool = False
    evidence: Evidence | None = None


def normalise(text: str) -> str:
    """The text as it is compared: NFKC, straight quotes, single spaces, no case."""
    flat = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    return " ".join(flat.split()).casefold()


def fingerprint(title: str, text: str) -> str:
    """Thirty-two hexadecimal digits that stay the same when only spacing, case or quote marks change."""
    whole = f"{normalise(title)}\x1f{normalise(text)}".encode()
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


@lru_cache(maxsize=4096)
def address_key(url: str) -> str:
    """What stays of a web address however it was copied: no scheme, no fragment, no `utm_` marks, no slash at the end.

    The host is in small letters. An address typed without its scheme comes out the same.
    """
    rest = _SCHEME.sub("", url.strip()).partition("#")[0]
    address, _, query = rest.partition("?")
    host, slash, path = address.rstrip("/").partition("/")
    kept = "&".join(part for part in query.split("&") if part and not part.lower().startswith("utm_"))
    return f"{host.lower()}{slash}{path}{'?' if kept else ''}{kept}"


def withdrawal(draft: Draft) -> Evidence | None:
    """What shows that the publisher has withdrawn a draft; None if nothing does."""
    if draft.withdrawn:
        return Evidence.NOTICE
    return Evidence.TITLE if _WITHDRAWN_TITLE.match(draft.title) else None


def is_gone(misses: int, first: datetime, now: datetime) -> bool:
    """Whether a page that was not there `misses` times in a row, `first` and now again, is gone for good."""
    return misses >= GONE_TIMES and now - first >= GONE_APART


def compare(stored: Statement | None, draft: Draft, seen: Collection[str] = ()) -> Change:
    """What taking `draft` in means, given what is stored under its id (None: nothing) and the fingerprints of its earlier revisions.

    CORRECTED stands for any other text: how much of an edit it is, `edits.classify` says.
    A text that was replaced once is no correction: it is an old copy, read again. Likewise withdrawn once is withdrawn, whatever its
    notice says later, until its publisher brings it back with a text it never had.
    """
    if stored is None:
        return Change.NEW
    if withdrawal(draft):
        return Change.SAME if stored.status is Status.WITHDRAWN else Change.WITHDRAWN
    told = fingerprint(draft.title, draft.text)
    return Change.SAME if told in seen or told == fingerprint(stored.title, stored.text) else Change.CORRECTED


def check(draft: Draft) -> Draft:
    """Return `draft` unchanged, or raise BadStatement saying which field is wrong and what would be right."""
    wrong = _wrong_id(draft.id) or _wrong_words(draft.title, draft.text) or _wrong_publisher(draft.publisher)
    if wrong is None and draft.url is not None:
        wrong = _wrong_url(draft.url)
    if wrong is None and draft.published is not None and not EARLIEST <= draft.published.at < AFTER_LATEST:
        wrong = '"published" is not between 1800 and 2200: give the day it was published, or null when that is not known'
    if wrong is not None:
        raise BadStatement(wrong)
    return draft


def _wrong_id(id_: str) -> str | None:
    if not id_.strip():
        return '"id" is empty: give every statement an id of its own'
    if len(id_) > LONGEST_ID:
        return f'"id" is longer than {LONGEST_ID} characters: give it a shorter one'
    # People type it again, and buttons repeat it.
    if not id_.isprintable() or _NOT_IN_IDS.search(id_):
        return '"id" must be printable characters without white space, quotes, <, > or |: for example press-2016-031'
    return None


def _wrong_words(title: str, text: str) -> str | None:
    if not any(char.isprintable() and not char.isspace() for char in title + text):
        return 'both "title" and "text" are empty: one of them must say something'
    if len(title) > LONGEST_TITLE:
        return f'"title" is longer than {LONGEST_TITLE:,} characters: what is longer belongs in "text"'
    return (
        f'"text" is longer than {LONGEST_TEXT:,} characters: give the statement without what is attached'
        if len(text) > LONGEST_TEXT
        else None
    )


def _wrong_publisher(publisher: str) -> str | None:
    if not publisher.strip():
        return '"publisher" is empty: say whose statement it is'
    if len(publisher) > LONGEST_PUBLISHER:
        return f'"publisher" is longer than {LONGEST_PUBLISHER} characters: give its name only'
    return None


def _wrong_url(url: str) -> str | None:
    if len(url.encode("utf-8", "replace")) > LONGEST_URL:
        return f'"url" is longer than {LONGEST_URL:,} bytes: give its short address, or null'
    if not re.fullmatch(r"https?://[^\s<>|]+", url):
        return '"url" is not a web address that begins with http:// or https://'
    return None
