"""Clocks that are put forward or back, and what they show minute by minute: slow, and too plain to be wrong."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CHANGES = (
    ("Europe/London", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/London", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),  # by half an hour
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 2, 18, 2, tzinfo=UTC)),  # at midnight
    ("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),  # a whole day leapt over
    ("UTC", datetime(2026, 6, 1, tzinfo=UTC)),  # none
)
"""The zone, and the first instant of its new time."""

AROUND = 5 * DAY
"""How long before and after a change the clock is watched."""


class Clock:
    """What the clock of a zone showed around a change."""

    def __init__(self, zone: str, change: datetime) -> None:
        self.zone = ZoneInfo(zone)
        self.change = change
        count = 2 * AROUND // MINUTE
        self.minutes = [change - AROUND + number * MINUTE for number in range(count)]
        self.shown = [minute.astimezone(self.zone).replace(tzinfo=None, fold=0) for minute in self.minutes]
        self.latest: list[datetime] = []
        for wall in self.shown:
            self.latest.append(max(wall, self.latest[-1]) if self.latest else wall)

    def first(self, wall: datetime) -> datetime:
        """The first minute at which the clock shows `wall`, or anything later."""
        return self.minutes[bisect_left(self.latest, wall)]

    def last(self, wall: datetime) -> datetime:
        """The last minute at which the clock shows `wall`; where it never does, the first at which it shows anything later."""
        found = [minute for minute, shown in zip(self.minutes, self.shown, strict=True) if shown == wall]
        return found[-1] if found else self.first(wall)


@lru_cache
def clock(number: int) -> Clock:
    """The clock around one of the CHANGES."""
    return Clock(*CHANGES[number])
