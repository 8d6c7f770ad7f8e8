"""What taking statements in means for channels: new ones are wanted there, and what is shown of changed ones is to be shown anew.

Everything here happens within the transaction that takes them in, and intakes take turns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection

from briefings.answers import Item
from briefings.cadence import held_until
from briefings.postings import QUIET, Role, Urgency, breaks_through, is_fresh, likeness
from briefings.releasing import release
from briefings.renewing import show_anew
from briefings.sights import Told
from briefings.statements import Status
from briefings.store import alerts, shelf, subscribing
from briefings.subscribers import Subscriber, Subscribers, subject_of

FRESHNESS_DAYS = 7


class Dispatch:
    """One intake's share. `subscribers`: None where nobody is told of anything new."""

    def __init__(
        self, connection: Connection, subscribers: Subscribers | None, now: datetime, freshness_days: int = FRESHNESS_DAYS
    ) -> None:
        self._connection, self._subscribers, self._now, self._freshness = connection, subscribers, now, freshness_days
        self._came: list[int] = []
        self._events: list[dict[str, Any]] = []
        self._corrected: dict[int, int] = {}
        self._touched: set[int] = set()

    def came(self, key: int, published: datetime | None) -> None:
        """A statement came as news."""
        if is_fresh(published, self._now, self._freshness):
            self._came.append(key)
            self._note(subscribing.NEW, key, 1)

    def touched(self, keys: Iterable[int]) -> None:
        """Statements whose story may have other members now, or whose date or address is another."""
        self._touched.update(keys)

    def corrected(self, key: int, revision: int) -> None:
        """A statement has a new text, its `revision`, that differs in more than how it is set."""
        self._corrected[key] = revision
        self._note(subscribing.CORRECTED, key, revision)

    def withdrawn(self, key: int, revision: int) -> None:
        """A statement was withdrawn."""
        self._note(subscribing.WITHDRAWN, key, revision)

    def back(self, key: int, revision: int) -> None:
        """A statement that was withdrawn stands again."""
        self._note(subscribing.BACK, key, revision)

    def write(self, generation: int) -> None:
        """Write down what is wanted now. `generation`: the one that this intake makes."""
        before = subscribing.newest_event(self._connection)
        subscribing.note_events(self._connection, self._events)
        matched, bursts = self._matched()
        lanes = {one.lane for _, wanted in matched for one in wanted}
        show_anew(self._connection, self._touched, self._now, corrected=self._corrected, generation=generation, locked=lanes)
        release(self._connection, self._corrected, self._now)
        for item, wanted in matched:
            want_alerts(self._connection, *item, wanted, self._now)
        subscribing.begin_burst(self._connection, bursts, before, self._now)
        self._came, self._events, self._corrected, self._touched = [], [], {}, set()

    def _note(self, kind: str, key: int, revision: int) -> None:
        self._touched.add(key)
        self._events.append({"statement": key, "kind": kind, "at": self._now, "revision": revision})

    def _matched(self) -> tuple[list[tuple[tuple[int, Item], list[Subscriber]]], dict[int, datetime]]:
        """Who is to be told of what came at once, one for each channel; and whose bursts last until when."""
        matched: list[tuple[tuple[int, Item], list[Subscriber]]] = []
        bursts: dict[int, datetime] = {}
        if not self._came or self._subscribers is None or not self._subscribers.any(self._connection):
            return matched, bursts
        items, told = shelf.by_keys(self._connection, self._came), Told.of(self._connection, self._came)
        for key in self._came:
            if items[key].statement.status is Status.WITHDRAWN:  # within the same intake
                continue
            wanted: dict[int, Subscriber] = {}
            for one in self._subscribers.matching(self._connection, subject_of(items[key])):
                if one.lane in told.lanes[key]:
                    continue
                if one.subscription.batch and not _breaks_through(one, items[key]):
                    bursts[one.key] = self._now + one.subscription.batch
                elif one.lane not in wanted or self._sooner(one, wanted[one.lane], items[key]):
                    wanted[one.lane] = one
            told.tell(key, wanted)
            matched.append(((key, items[key]), list(wanted.values())))
        return matched, bursts

    def _sooner(self, one: Subscriber, other: Subscriber, item: Item) -> bool:
        """Whether one subscription of a channel has an alert go out before another: no quiet hours hold it, or not for so long."""
        first, second = (_held(each, item, self._now) or self._now for each in (one, other))
        return (first, _urgency(one, item)) < (second, _urgency(other, item))


def want_alerts(connection: Connection, key: int, item: Item, wanted: Iterable[Subscriber], now: datetime) -> None:
    """Want an alert about a statement in the channels of these subscriptions, one each."""
    alike: defaultdict[tuple[Urgency, datetime | None], dict[int, int]] = defaultdict(dict)
    for one in wanted:
        alike[_urgency(one, item), _held(one, item, now)][one.key] = one.lane
    for (urgency, until), lanes in alike.items():
        alerts.add(connection, lanes, key, likeness(item), now, urgency, (QUIET, until) if until else None)


def main_part(
    posting: int, lane: int, ordinal: int, says: str, now: datetime, urgency: Urgency, held: datetime | None = None
) -> dict[str, Any]:
    """A message that is wanted, as a row. `held`: quiet hours last until then."""
    return {
        "posting": posting,
        "channel": lane,
        "ordinal": ordinal,
        "role": Role.MAIN.value,
        "after": None,
        "threaded": False,
        "key": token_hex(12),
        "urgency": urgency.value,
        "not_before": held or now,
        "held": QUIET if held else None,
        "made": now,
        "wanted": says,
        "gap": now,
    }


def _breaks_through(one: Subscriber, item: Item) -> bool:
    quiet = one.subscription.quiet
    return quiet is not None and breaks_through({match.slug for match in item.themes}, quiet.break_through)


def _held(one: Subscriber, item: Item, now: datetime) -> datetime | None:
    quiet = one.subscription.quiet
    return None if quiet is None or _breaks_through(one, item) else held_until(quiet, one.zone, now)


def _urgency(one: Subscriber, item: Item) -> Urgency:
    return Urgency.BREAK_THROUGH if _breaks_through(one, item) else Urgency.ALERT
