"""Where statements stand in time: one whole number each, unique, so that a span of dates is a range of numbers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def position_of(instant: datetime) -> int:
    """Microseconds since 1970."""
    since = instant - _EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement in the list its source gave, newest first.

    `standing` is the position it has and keeps (None: it needs one), `published` when it was published (None: undated), `order`
    its number in the source's list.
    """

    standing: int | None
    published: datetime | None
    order: int | None


class Occupied:
    """The positions already taken. `load(seconds)` returns those within any of these seconds; `oldest()` the lowest of all."""

    def __init__(self, load: Callable[[Sequence[int]], Iterable[int]], oldest: Callable[[], int | None]) -> None:
        self._load = load
        self._oldest = oldest
        self._seconds: dict[int, set[int]] = {}

    def expect(self, instants: Iterable[datetime]) -> None:
        """What stands at these is going to be asked for: it is read at once."""
        new = {position_of(instant) // SECOND for instant in instants} - self._seconds.keys()
        if new:
            self._seconds |= {second: set() for second in new}
            for position in self._load(sorted(new)):
                self._seconds[position // SECOND].add(position)

    def _within(self, second: int) -> set[int]:
        if second not in self._seconds:
            self._seconds[second] = set(self._load([second]))
        return self._seconds[second]

    def take(self, position: int) -> int:
        """Mark a position as taken."""
        self._within(position // SECOND).add(position)
        return position

    def beside(self, position: int, step: int) -> int:
        """The nearest free position that is newer (`step` 1) or older (-1)."""
        position += step
        while position in self._within(position // SECOND):
            position += step
        return self.take(position)

    def newest_at(self, published: datetime) -> int:
        """A position in the second of `published`, newer than all that stand there; the middle of the second when it is empty."""
        second = position_of(published) // SECOND
        standing = self._within(second)
        return self.take(max(standing) + 1 if standing else second * SECOND + SECOND // 2)

    def below_all(self) -> int:
        """Older than everything."""
        lowest = [min(standing) for standing in self._seconds.values() if standing]
        oldest = self._oldest()
        if oldest is not None:
            lowest.append(oldest)
        return self.take(min(lowest) - 1 if lowest else 0)


def place(entries: Sequence[Entry], occupied: Occupied) -> list[int]:
    """A position for each entry.

    Dated ones stand in the second they were published; those of one instant keep the list's order. Undated ones stand directly beside
    their neighbour in the list: just older than the one before, or just newer if its number is the smaller; when none comes before, just
    newer than the first that has a place; when there is none at all, older than everything.
    """
    occupied.expect(entry.published for entry in entries if entry.standing is None and entry.published is not None)
    placed: dict[int, int] = {}
    before: tuple[Entry, int] | None = None
    for number, entry in enumerate(entries):
        position = _position(entry, before, occupied)
        if position is None:
            continue
        if before is None:
            _place_waiting(entries[:number], entry, position, placed, occupied)
        placed[number] = position
        before = (entry, position)
    for number in range(len(entries)):
        if number not in placed:
            placed[number] = occupied.below_all()
    return [placed[number] for number in range(len(entries))]


def _position(entry: Entry, before: tuple[Entry, int] | None, occupied: Occupied) -> int | None:
    if entry.standing is not None:
        return occupied.take(entry.standing)
    if before is None:
        return None if entry.published is None else occupied.newest_at(entry.published)
    neighbour, position = before
    if entry.published is None or position_of(entry.published) // SECOND == position // SECOND:
        return occupied.beside(position, -1 if _is_older(entry, neighbour) else 1)
    return occupied.newest_at(entry.published)


def _is_older(entry: Entry, before: Entry) -> bool:
    return entry.order is None or before.order is None or entry.order > before.order


def _place_waiting(waiting: Sequence[Entry], first: Entry, position: int, placed: dict[int, int], occupied: Occupied) -> None:
    for number in reversed(range(len(waiting))):
        order = waiting[number].order
        older = order is not None and first.order is not None and order > first.order
        position = placed[number] = occupied.beside(position, -1 if older else 1)
