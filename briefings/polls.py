"""How a source fares: when it is looked at next, since when it cannot be read, and what of that goes into the journal. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

JITTER = 0.1
"""The share by which a wait is made longer or shorter, so that sources do not fall into step."""
SLOWEST = timedelta(hours=6)
"""However often it failed, a source is looked at again after this, for the first days."""
LONGEST_ASKED = timedelta(days=1)
"""A source that asks to be left alone for longer is asked again after this all the same."""
TELL_AFTER = timedelta(hours=24)
"""A failure that lasts this long is put in the journal."""
SLOW_AFTER, SLOW = timedelta(days=7), timedelta(days=1)
"""A source that has failed for so many days is looked at once a day only."""
LONGEST_NOTE = 300

CHECKS = (
    (timedelta(days=2), timedelta(hours=6)),
    (timedelta(days=14), timedelta(days=1)),
    (timedelta(days=90), timedelta(days=7)),
    (timedelta(days=365), timedelta(days=30)),
)
"""How often a statement's own page is looked at again, up to each age."""
CHECKED_AT_ONCE = 5
"""Pages that are looked at again at one poll."""
FEWEST_GONE = 3
"""So many pages gone at one poll, more than half of those looked at, are no withdrawals: the site has moved."""


class Noted(StrEnum):
    """What the journal says of sources."""

    FAILING = "source failing"
    WELL_AGAIN = "source well again"
    SLOWED = "source looked at once a day"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source fared up to now; times in UTC, None: never, or not at the moment.

    `first_read`: when it was first read to its end. `told_failing`: when its failure was put in the journal.
    """

    last_attempt: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    trouble: str | None = None
    told_failing: datetime | None = None
    first_read: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one look at a source ended.

    `new`: statements that were new. `whole`: nothing that stood there is left for the next look. `trouble` is why it could not be read,
    None where it could; `after` how long it asked to be left alone.
    """

    at: datetime
    new: int = 0
    whole: bool = True
    trouble: str | None = None
    after: timedelta | None = None


Note = tuple[Noted, str]
"""What is put in the journal, and a line about it."""


def settle(standing: Standing, outcome: Outcome) -> tuple[Standing, tuple[Note, ...]]:
    """How the source stands after this look, and what the journal is told: a day of failure once, and its end once."""
    return _read(standing, outcome) if outcome.trouble is None else _failed(standing, outcome, outcome.trouble)


def _read(standing: Standing, outcome: Outcome) -> tuple[Standing, tuple[Note, ...]]:
    now = outcome.at
    # What is left over for ever (a page that is always broken) must not keep a source from ever announcing anything.
    at_its_end = outcome.whole or (not outcome.new and standing.last_success is not None)
    notes: tuple[Note, ...] = ()
    if standing.told_failing is not None and standing.failing_since is not None:
        notes = ((Noted.WELL_AGAIN, f"could not be read from {_stamp(standing.failing_since)} until {_stamp(now)}"),)
    read = Standing(
        last_attempt=now,
        last_success=now,
        last_new=now if outcome.new else standing.last_new,
        first_read=standing.first_read or (now if at_its_end else None),
    )
    return read, notes


def _failed(standing: Standing, outcome: Outcome, trouble: str) -> tuple[Standing, tuple[Note, ...]]:
    now = outcome.at
    since = standing.failing_since or now
    last_new = now if outcome.new else standing.last_new
    failed = replace(standing, last_attempt=now, last_new=last_new, failures=standing.failures + 1, failing_since=since, trouble=trouble)
    notes: list[Note] = []
    if standing.told_failing is None and now - since >= TELL_AFTER:
        failed = replace(failed, told_failing=now)
        notes.append((Noted.FAILING, f"cannot be read since {_stamp(since)}: {lasting(trouble)}"))
    if standing.last_attempt is not None and standing.last_attempt - since < SLOW_AFTER <= now - since:
        notes.append((Noted.SLOWED, f"cannot be read since {_stamp(since)}, so it is looked at once a day until it can be"))
    return failed, tuple(notes)


def wait(standing: Standing, every: timedelta, *, after: timedelta | None, chance: float) -> timedelta:
    """How long until the next look: the interval; after failures twice as long each time, but at most hours, then a day.

    `after` (Retry-After) wins where it is longer, up to a day. `chance` is a random number from 0 to 1.
    """
    told = every
    if standing.failures and standing.failing_since is not None and standing.last_attempt is not None:
        doubled = every * 2 ** min(standing.failures - 1, 20)
        told = SLOW if standing.last_attempt - standing.failing_since >= SLOW_AFTER else min(doubled, SLOWEST)
    told *= 1 + JITTER * (2 * chance - 1)
    return max(told, min(after, LONGEST_ASKED)) if after is not None else told


def next_check(age: timedelta) -> timedelta | None:
    """How long until the page of a statement of this age is looked at again; None: never by itself."""
    return next((pause for until, pause in CHECKS if age < until), None)


def has_moved(gone: int, looked_at: int) -> bool:
    """Whether so many of the pages looked at are gone that it says nothing of any one of them."""
    return gone >= FEWEST_GONE and 2 * gone > looked_at


def lasting(trouble: str) -> str:
    """A trouble as it may stand in the journal for ever: without what may repeat a title, in a web address behind its host, or quoted."""
    return re.sub(r"“[^”]*”", "“…”", re.sub(r"(https?://[^/\s]+)/[^\s]*", r"\1/…", trouble))[:LONGEST_NOTE]


def _stamp(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"
