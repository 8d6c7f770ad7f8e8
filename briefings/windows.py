"""What an edition is made of: everything that befell statements since its window began. By when they were taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from briefings.answers import Item, Unread
from briefings.dispatch import FRESHNESS_DAYS
from briefings.sights import Told
from briefings.store import publishers, shelf, subscribing
from briefings.subscribers import Chosen


@dataclass(frozen=True, slots=True)
class Window:
    """What happened since the earliest window of several subscriptions began, with the statements it happened to.

    `last` is the number of the last event in it; `came` says when each statement that is back had come as news, if it had.
    """

    last: int
    events: tuple[Row[Any], ...]
    items: dict[int, Item]
    chosen: Chosen
    told: Told
    unread: tuple[Unread, ...]
    came: dict[int, datetime]

    @classmethod
    def of(cls, connection: Connection, after: int) -> Window:
        """Everything that happened after an event."""
        last = subscribing.newest_event(connection)
        found = tuple(subscribing.events_between(connection, after, last))
        items = shelf.by_keys(connection, {event.statement for event in found})
        came = subscribing.came_as_news(connection, {event.statement for event in found if event.kind == subscribing.BACK})
        return cls(last, found, items, Chosen(items), Told.of(connection, items), publishers.freshness(connection).unread, came)

    def of_kind(self, after: int, *kinds: str) -> list[int]:
        """The statements that something of these kinds befell after an event, each once, in order."""
        own = (event for event in self.events if event.id > after and event.kind in kinds)
        return [*dict.fromkeys(event.statement for event in own)]

    def news(self, after: int, now: datetime) -> list[int]:
        """What came as news after an event, then what is back and had come as news not long ago."""
        earliest = now - timedelta(days=FRESHNESS_DAYS)
        back = [key for key in self.of_kind(after, subscribing.BACK) if key in self.came and self.came[key] > earliest]
        return [*dict.fromkeys(self.of_kind(after, subscribing.NEW) + back)]
