"""When a subscription is served: its cadence, the slots of a digest, and quiet hours. Right across clock changes. Pure.

A slot is an occasion for one edition. Those at a local time are keyed by the local date and time they are meant for: an hour that comes
twice has its slots once, the first time round; a time that the clock leaps over has its slot at the first minute after the leap.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from briefings.cron import WEEKDAYS, Timetable, parse_cron
from briefings.errors import BadConfig

EXPECTED = "instant, hourly, daily 07:30, weekdays 08:00, weekly mon 08:00, or cron 0 8 * * 1-5"
"""Every way of writing a cadence."""

LONGEST = 200
"""Characters of a cadence."""

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_FULL_NAMES = dict(zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), WEEKDAYS, strict=True))


class Kind(StrEnum):
    """The first word of a cadence."""

    INSTANT = "instant"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    CRON = "cron"


@dataclass(frozen=True, slots=True)
class Cadence:
    """Instant, or a digest in slots. `text` is how it is written; `timetable` is None for instant and hourly, which know no local time."""

    kind: Kind
    text: str
    timetable: Timetable | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def is_digest(self) -> bool:
        """Whether it has slots: everything but instant."""
        return self.kind is not Kind.INSTANT


INSTANT = Cadence(Kind.INSTANT, "instant")


@dataclass(frozen=True, slots=True)
class Slot:
    """An occasion for an edition: `key` is unique within a subscription, `at` is when it falls due, in UTC."""

    key: str
    at: datetime


@lru_cache(maxsize=10_000)
def parse_cadence(text: str) -> Cadence:
    """The cadence that `text` names (see EXPECTED), in small letters or capitals. BadConfig says what would be right."""
    words = text.lower().split() if len(text) <= LONGEST else []
    read = _READERS.get(words[0]) if words else None
    if read is None:
        raise BadConfig(f"expected a cadence: {EXPECTED}; found “{text[:40]}”")
    return read(words)


def time_of(text: str) -> time | None:
    """`07:30` as a time of day; None if it is none."""
    found = _TIME.fullmatch(text)
    return time(int(found[1]), int(found[2])) if found else None


def next_slot(cadence: Cadence, zone: ZoneInfo, after: datetime) -> Slot:
    """The first slot after `after` (aware), never at it. ValueError for instant, which has none."""
    after = after.astimezone(UTC)
    if cadence.kind is Kind.HOURLY:
        return _hour(after.replace(minute=0, second=0, microsecond=0) + _HOUR)
    found: Slot | None = None
    # What is meant for earlier than the clock shows is past, in whatever order the clock showed it.
    for wall in _timetable(cadence).onwards(_wall(after, zone).replace(second=0, microsecond=0)):
        at = instant_of(wall, zone)
        if found is not None and at > found.at:
            break
        if at > after:  # several that a leap brings together are one slot, named by the last
            found = Slot(_key(wall), at)
            if _wall(at, zone) == wall:
                break
    if found is None:
        raise ValueError(f"the calendar ends before {cadence} comes again")
    return found


def last_slot(cadence: Cadence, zone: ZoneInfo, at_or_before: datetime) -> Slot | None:
    """The newest slot at or before an instant (aware): what one edition catches up on. None for instant, or before the calendar begins."""
    before = at_or_before.astimezone(UTC)
    if cadence.kind is Kind.INSTANT:
        return None
    if cadence.kind is Kind.HOURLY:
        return _hour(before.replace(minute=0, second=0, microsecond=0))
    for wall in _timetable(cadence).backwards(_latest_wall(before, zone)):
        at = instant_of(wall, zone)
        if at <= before:
            return Slot(_key(wall), at)
    return None


def instant_of(wall: datetime, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """When the clock of `zone` shows `wall` (naive, to the minute), in UTC: the first time it does, or the `last`.

    A time that the clock leaps over comes when the leap is done.
    """
    at = wall.replace(tzinfo=zone, fold=int(last)).astimezone(UTC)
    if _wall(at, zone) == wall.replace(fold=0):
        return at
    # The two readings of a time that is leapt over stand on either side of the leap.
    low = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    high = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    while high - low > _MINUTE:
        middle = low + (high - low) // (2 * _MINUTE) * _MINUTE
        low, high = (middle, high) if _wall(middle, zone) < wall else (low, middle)
    return high


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` to `end` by the local clock, across midnight if `end` is the earlier; themes that break through by their slugs."""

    start: time
    end: time
    break_through: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """BadConfig where they would last for ever, or not at all."""
        if self.start == self.end:
            raise BadConfig(f"quiet hours cannot begin and end at {self.start:%H:%M}: write another time in one of the two")

    def stretch(self, day: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The quiet hours that begin on a day, in UTC: from the first time the clock shows `start` until the last time it shows `end`."""
        ends = day + timedelta(days=self.end < self.start)
        return instant_of(_at(day, self.start), zone), instant_of(_at(ends, self.end), zone, last=True)


def held_until(quiet: QuietHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours that `now` (aware) falls in are over, in UTC; None: it is not quiet now."""
    now = now.astimezone(UTC)
    until: datetime | None = None
    today = _wall(now, zone)
    for days in (-2, -1, 0, 1):
        start, end = quiet.stretch(today + timedelta(days=days), zone)
        if start <= (until or now) < end:
            until = end
    return until


def _at(day: datetime, at: time) -> datetime:
    return datetime.combine(day.date(), at)


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clock of `zone` shows."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _latest_wall(at: datetime, zone: ZoneInfo) -> datetime:
    """The latest that the clock of `zone` has shown by now: more than it shows, while an hour comes for the second time."""
    local = at.astimezone(zone)
    first = local.replace(fold=0).utcoffset() or timedelta()
    return local.replace(tzinfo=None, fold=0) + (first - (local.utcoffset() or timedelta()))


def _timetable(cadence: Cadence) -> Timetable:
    if cadence.timetable is None:
        raise ValueError(f"{cadence} has no slots at local times")
    return cadence.timetable


def _key(wall: datetime) -> str:
    return f"{wall:%Y-%m-%dT%H:%M}"


def _hour(at: datetime) -> Slot:
    return Slot(f"{at:%Y-%m-%dT%H}Z", at)


def _plain(words: list[str]) -> Cadence:
    if len(words) > 1:
        raise BadConfig(f"{words[0]} stands alone, without “{' '.join(words[1:])[:40]}”: for a time of day write daily 07:30")
    return Cadence(Kind(words[0]), words[0])


def _timed(words: list[str]) -> Cadence:
    """`daily 07:30` or `weekdays 08:00`."""
    at = time_of(words[1]) if len(words) == 2 else None
    if at is None:
        raise BadConfig(f"{words[0]} needs a time of day from 00:00 to 23:59 and nothing else, such as {words[0]} 07:30")
    days = frozenset(range(5 if words[0] == Kind.WEEKDAYS else 7))
    return Cadence(Kind(words[0]), f"{words[0]} {at:%H:%M}", Timetable((at,), days))


def _weekly(words: list[str]) -> Cadence:
    name = _FULL_NAMES.get(words[1], words[1]) if len(words) == 3 else ""
    at = time_of(words[2]) if name in WEEKDAYS else None
    if at is None:
        raise BadConfig(f"weekly needs a day ({', '.join(WEEKDAYS)}) and a time from 00:00 to 23:59, such as weekly mon 08:00")
    return Cadence(Kind.WEEKLY, f"weekly {name} {at:%H:%M}", Timetable((at,), frozenset({WEEKDAYS.index(name)})))


def _cron(words: list[str]) -> Cadence:
    return Cadence(Kind.CRON, " ".join(words), parse_cron(" ".join(words[1:])))


_READERS: dict[str, Callable[[list[str]], Cadence]] = {
    "instant": _plain,
    "hourly": _plain,
    "daily": _timed,
    "weekdays": _timed,
    "weekly": _weekly,
    "cron": _cron,
}
