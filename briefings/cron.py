"""Which local days and minutes a timetable names; the five fields of cron. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from briefings.errors import BadConfig

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Monday is 0, as `date.weekday` counts."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
# From the leap day of 2096 to that of 2104 is the longest that any timetable waits.
_SEARCHED = timedelta(days=8 * 366 + 1)
_PART = re.compile(r"(?:(?P<all>\*)|(?P<low>[0-9]{1,2}|[a-z]{3})(?:-(?P<high>[0-9]{1,2}|[a-z]{3}))?)(?:/(?P<step>[0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class Timetable:
    """Days, and times of day (ascending) on each of them.

    A day counts when its month does, and both its day of the month and its weekday (Monday is 0) do; with `either`, one of them.
    """

    times: tuple[time, ...]
    weekdays: frozenset[int] = frozenset(range(7))
    days: frozenset[int] = frozenset(range(1, 32))
    months: frozenset[int] = frozenset(range(1, 13))
    either: bool = False

    def has(self, day: date) -> bool:
        """Whether anything falls on this day."""
        if day.month not in self.months:
            return False
        of_month, of_week = day.day in self.days, day.weekday() in self.weekdays
        return of_month or of_week if self.either else of_month and of_week

    def onwards(self, wall: datetime) -> Iterator[datetime]:
        """The named minutes of the calendar (no time zone) from `wall` on, ascending."""
        day, last = wall.date(), _shifted(wall.date(), _SEARCHED)
        times = self.times[bisect_left(self.times, wall.time()) :]
        while day <= last:
            if self.has(day):
                yield from (datetime.combine(day, at) for at in times)
            if day == date.max:
                return
            day, times = day + timedelta(days=1), self.times

    def backwards(self, wall: datetime) -> Iterator[datetime]:
        """The named minutes of the calendar up to `wall`, that included, descending."""
        day, last = wall.date(), _shifted(wall.date(), -_SEARCHED)
        times = self.times[: bisect_right(self.times, wall.time())]
        while day >= last:
            if self.has(day):
                yield from (datetime.combine(day, at) for at in reversed(times))
            if day == date.min:
                return
            day, times = day - timedelta(days=1), self.times


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta() else date.min


@dataclass(frozen=True, slots=True)
class _Field:
    """What one of the five fields counts."""

    counts: str
    lowest: int
    highest: int
    names: Mapping[str, int] = field(default_factory=dict)

    def read(self, text: str) -> frozenset[int]:
        """The numbers that a field names; BadConfig says what would be right."""
        return frozenset(number for part in text.split(",") for number in self._part(part, text))

    def _part(self, part: str, text: str) -> range:
        found = _PART.fullmatch(part)
        if found is None:
            raise self._wrong(text)
        step = int(found["step"] or 1)
        if found["all"]:
            low, high = self.lowest, self.highest
        else:
            low = self._number(found["low"], text)
            # A start with a step and no end goes on to the end.
            high = self._number(found["high"], text) if found["high"] else self.highest if found["step"] else low
            if high == 0 and found["high"] == "sun":
                high = 7
        if not step or high < low:
            raise self._wrong(text)
        return range(low, high + 1, step)

    def _number(self, written: str, text: str) -> int:
        number = self.names.get(written, -1) if written.isalpha() else int(written)
        if not self.lowest <= number <= self.highest:
            raise self._wrong(text)
        return number

    def _wrong(self, text: str) -> BadConfig:
        named = f" ({next(iter(self.names))} and so on)" if self.names else ""
        return BadConfig(
            f"the {self.counts} of a cron is {self.lowest} to {self.highest}{named}: one, a list such as 1,3, a range such as 1-5, "
            f"a step such as */2, or * for each; found “{text[:40]}”"
        )


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, {name: number for number, name in enumerate(_MONTHS, start=1)}),
    _Field("day of the week", 0, 7, {name: (number + 1) % 7 for number, name in enumerate(WEEKDAYS)}),
)


def parse_cron(text: str) -> Timetable:
    """Five fields in small letters: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday).

    As cron has it: where both the day of the month and the day of the week are narrowed (neither begins with *), one of the two is
    enough. BadConfig says which field is wrong, or that no such day ever comes.
    """
    fields = text.split()
    if len(fields) != len(_FIELDS):
        raise BadConfig(
            "cron needs five fields (minute, hour, day of the month, month, day of the week), such as cron 0 8 * * 1-5; "
            f"found {len(fields)}"
        )
    minutes, hours, days, months, weekdays = (one.read(written) for one, written in zip(_FIELDS, fields, strict=True))
    either = not fields[2].startswith("*") and not fields[4].startswith("*")
    if not either and not any(min(days) <= _LONGEST_MONTHS.get(month, 31) for month in months):
        raise BadConfig(f"no month of this cron has such a day: write another day than {fields[2]}, or another month than {fields[3]}")
    times = tuple(time(hour, minute) for hour in sorted(hours) for minute in sorted(minutes))
    return Timetable(times, frozenset((number - 1) % 7 for number in weekdays), days, months, either)
