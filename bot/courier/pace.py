"""How much a courier takes into its hands, and how long it waits after failures. Pure but for what `Backoffs` remembers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from bot.ports import Rates
from briefings.postings import Act

THREADS = 8
"""Acts that one courier carries out at the same time."""
LEASE = timedelta(minutes=4)
"""How long what was claimed is in one courier's hands. As long it takes until another one goes on where this one died."""
CLOCKS = 1.5
"""An act is begun only while its lease lasts so many times as long as a call may take: clocks of two machines are never quite the same."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
"""Seconds between two tries, after the first failure and at the most."""


def most_in_hand(threads: int, lease: timedelta, patience: float) -> int:
    """How many acts may be in one courier's hands: so many that the last is done when half the lease is over, even if every call takes
    all the time it may (`patience` seconds)."""
    return max(1, int(threads * lease.total_seconds() / (2 * patience)))


def pause(failures: int, chance: float) -> float:
    """Seconds to wait after so many failures in a row (1 and more), twice as long each time; `chance` is between 0 and 1.

    Half of it is left to chance, so that what failed together is not tried again together.
    """
    longest = min(FIRST_PAUSE * 2.0 ** min(failures - 1, 30), LONGEST_PAUSE)
    return longest * (1.0 + chance) / 2.0


def calls_a_minute(rates: Rates) -> Mapping[Act, float]:
    """A platform's rates in the outbox's words."""
    return {Act.POST: rates.posts, Act.EDIT: rates.edits, Act.RETRACT: rates.retracts, Act.LOOK: rates.lookups}


@dataclass(frozen=True, slots=True)
class _Failing:
    failures: int
    until: float


class Backoffs:
    """Remembers what fails, and how often in a row. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float], chance: Callable[[], float]) -> None:
        """`clock` counts seconds; `chance` gives numbers between 0 and 1."""
        self._clock = clock
        self._chance = chance
        self._failing: dict[Hashable, _Failing] = {}
        self._lock = Lock()

    def failed(self, what: Hashable) -> float:
        """It failed: the seconds until it may be tried again. Failures before that, of what was begun together, count as one."""
        with self._lock:
            now, known = self._clock(), self._failing.get(what)
            if known is not None and now < known.until:
                return known.until - now
            failures = known.failures + 1 if known else 1
            wait = pause(failures, self._chance())
            self._failing[what] = _Failing(failures, now + wait)
            return wait

    def is_failing(self, what: Hashable) -> bool:
        """Whether it failed the last time."""
        return what in self._failing

    def went_well(self, what: Hashable) -> None:
        """It is forgotten that it ever failed."""
        if what in self._failing:
            with self._lock:
                self._failing.pop(what, None)
