"""Editions: a digest of one subscription for one window, opened when its slot has come. The window is by when statements were taken in.

A burst of alerts that waited for each other becomes an edition too; one statement alone stays an alert.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import Enum, auto
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, insert, select, update

from briefings.cadence import Cadence, Slot, held_until, last_slot, next_slot
from briefings.dispatch import main_part, want_alerts
from briefings.layout import Place, lay_out, left_out, theme_of
from briefings.postings import Kind, Urgency
from briefings.saying import fingerprints
from briefings.statements import Status
from briefings.store import Store, bookkeeping, lanes, parts, subscribing
from briefings.store.posting_tables import parts as table
from briefings.store.posting_tables import posting_statements, postings
from briefings.subscribers import Subscriber, subscriber_of
from briefings.subscriptions import Policy
from briefings.windows import Window

AT_ONCE = 200
"""Subscriptions whose editions are opened in one transaction."""
MOST_MISSED = 1000
"""More slots than that in a time of silence are not counted."""
_CHANGES = (subscribing.CORRECTED, subscribing.WITHDRAWN)


class Made(Enum):
    """What came of opening an edition. BEFORE: its slot had one already, and what came since is left for the next."""

    SOMETHING = auto()
    NOTHING = auto()
    BEFORE = auto()


def open_due(store: Store, *, now: datetime, limit: int = AT_ONCE) -> int:
    """Open the editions that are due, at most `limit`; returns how many subscriptions were looked at. Cheap when nothing is due."""
    with store.read() as connection:
        if not subscribing.due(connection, now, 1):
            return 0
    with store.write() as connection:
        bookkeeping.take_turns(connection)
        rows = subscribing.due(connection, now, limit)
        _open(connection, rows, now)
    return len(rows)


def open_now(store: Store, lineages: Iterable[str] | None, *, now: datetime) -> int:
    """Open an edition of these digests (None: of every one) before its slot; returns how many had something to say."""
    with store.write() as connection:
        bookkeeping.take_turns(connection)
        wanted = None if lineages is None else frozenset(lineages)
        rows = [row for row in subscribing.standing(connection) if wanted is None or row.lineage in wanted]
        digests = [row for row in rows if subscriber_of(row).subscription.cadence.is_digest]
        return _open(connection, digests, now, slot=f"now {now:%Y-%m-%dT%H:%M:%S.%f}")


def _open(connection: Connection, rows: Sequence[Row[Any]], now: datetime, slot: str | None = None) -> int:
    if not rows:
        return 0
    lanes.lock(connection, {row.channel for row in rows})
    window = Window.of(connection, min(row.after_event for row in rows))
    made = {row.id: _Opening(connection, row, window, now, slot).open() for row in rows}
    subscribing.set_due(connection, [_next(row, made[row.id], window.last, now, early=slot is not None) for row in rows])
    return sum(done is Made.SOMETHING for done in made.values())


def _next(row: Row[Any], made: Made, last: int, now: datetime, *, early: bool) -> dict[str, Any]:
    """What stands behind a subscription now, and when its next edition opens."""
    one = subscriber_of(row)
    told = {"key": row.id, "event": last, "begun": now}
    if made is Made.BEFORE:
        told |= {"event": row.after_event, "begun": row.since}
    if early:
        return {**told, "at": row.due, "named": row.slot}
    after = first_slot(one.subscription.cadence, one.zone, now)
    return {**told, "at": after.at if after else None, "named": after.key if after else None}


def first_slot(cadence: Cadence, zone: ZoneInfo, now: datetime) -> Slot | None:
    """When a subscription that starts now has its first edition; None for instant alerts, which have none by themselves."""
    return next_slot(cadence, zone, now) if cadence.is_digest else None


@dataclass(slots=True)
class _Opening:
    """One edition that may be opened."""

    connection: Connection
    row: Row[Any]
    window: Window
    now: datetime
    slot: str | None
    one: Subscriber = field(init=False)

    def open(self) -> Made:
        """Make the posting, if there is anything to say."""
        self.one = subscriber_of(self.row)
        subscription = self.one.subscription
        new = self._new()
        corrected, withdrawn = self._changes(new)
        if not subscription.cadence.is_digest:
            return self._burst(new)
        if not (new or corrected or withdrawn) and (subscription.when_empty is Policy.SKIP or self.slot is not None):
            return Made.NOTHING
        return self._edition(new, corrected, withdrawn)

    def _new(self) -> list[int]:
        """What came as news and is wanted, stands, and was not told in this channel; of a story its first."""
        wanted = self.window.chosen.by(self.one.subscription.wants, self.window.news(self.row.after_event, self.now))
        new: dict[int, int] = {}
        for key in wanted:
            if self.window.items[key].statement.status is not Status.WITHDRAWN and not self._knows(key):
                new.setdefault(self.window.told.story[key], key)
        return [*new.values()]

    def _knows(self, key: int) -> bool:
        """Whether this channel was told of a statement's story already."""
        return self.one.lane in self.window.told.lanes[key]

    def _changes(self, new: Sequence[int]) -> tuple[list[int], list[int]]:
        """What was corrected and what was withdrawn of all that this channel was told of."""
        changed = [key for key in self.window.of_kind(self.row.after_event, *_CHANGES) if key not in new]
        told = [key for key in changed if self.one.lane in self.window.told.ever[key]]
        gone = [key for key in told if self.window.items[key].statement.status is Status.WITHDRAWN]
        return [key for key in told if self.window.items[key].statement.status is Status.CORRECTED], gone

    def _burst(self, new: Sequence[int]) -> Made:
        if len(new) > 1:
            return self._edition(new, [], [])
        for key in new:
            want_alerts(self.connection, key, self.window.items[key], [self.one], self.now)
            self.window.told.tell(key, [self.one.lane])
        return Made.SOMETHING if new else Made.NOTHING

    def _edition(self, new: Sequence[int], corrected: Sequence[int], withdrawn: Sequence[int]) -> Made:
        subscription = self.one.subscription
        shown = new[: subscription.max_items]
        themes = {key: [match.slug for match in self.window.items[key].themes] for key in shown}
        threaded = subscription.thread_per_theme and bool(shown)
        under = {key: theme_of(slugs, subscription.wants.themes) for key, slugs in themes.items()}
        places = lay_out(under, corrected, withdrawn, threaded=threaded)
        count = max((place.part for place in places), default=0) + 1
        detail = {
            "name": subscription.lineage,
            "since": self.row.since.isoformat(),
            "until": self.now.isoformat(),
            "total": len(new),
            "left_out": len(new) - len(shown),
            "more": f"digest {self._subject()}",
            "missed": self._missed(),
            "zone": subscription.zone,
            "threaded": threaded,
            "unread": [[one.publisher, one.since.isoformat()] for one in self.window.unread],
            "parts": count,
        }
        return self._post(detail, [*places, *left_out(new[len(shown) :])])

    def _post(self, detail: dict[str, Any], places: Sequence[Place]) -> Made:
        own = {"kind": Kind.EDITION.value, "subject": self._subject()}
        # Wherever it went: the subscription may have been moved since.
        before = select(postings.c.id).where(*(postings.c[name] == value for name, value in own.items())).limit(1)
        if self.connection.execute(before).first() is not None:
            return Made.BEFORE
        row = {**own, "channel": self.one.lane, "subscription": self.row.id, "detail": json.dumps(detail), "made": self.now}
        posting = self.connection.execute(insert(postings).values(**row).returning(postings.c.id)).scalar_one()
        lines = [
            {"posting": posting, "ordinal": ordinal, **asdict(place), "section": place.section.value}
            for ordinal, place in enumerate(places)
        ]
        if lines:
            self.connection.execute(insert(posting_statements), lines)
        self._want(posting, detail["parts"], threaded=detail["threaded"])
        for place in places:
            self.window.told.tell(place.statement, [self.one.lane])
        return Made.SOMETHING

    def _subject(self) -> str:
        """What names the edition, and no other: its subscription and its slot."""
        return f"{self.row.lineage} {self.slot or self.row.slot}"

    def _want(self, posting: int, count: int, *, threaded: bool) -> None:
        quiet = self.one.subscription.quiet
        held = None if quiet is None else held_until(quiet, self.one.zone, self.now)
        told = fingerprints(self.connection, [(posting, ordinal) for ordinal in range(count)])
        rows = [
            main_part(posting, self.one.lane, ordinal, told[posting, ordinal], self.now, Urgency.EDITION, held) for ordinal in range(count)
        ]
        self._chain(parts.add(self.connection, rows), threaded=threaded)

    def _chain(self, ids: Sequence[int], *, threaded: bool) -> None:
        """Each message follows the one before; in a thread all follow the first."""
        for before, id_ in pairwise(ids):
            after = {"after": ids[0] if threaded else before, "threaded": threaded}
            self.connection.execute(update(table).where(table.c.id == id_).values(**after))
        parts.wake_lanes(self.connection, ids)

    def _missed(self) -> int:
        """Slots that fell into a time when nobody opened editions, before the last one."""
        subscription = self.one.subscription
        if self.slot is not None or not subscription.cadence.is_digest or self.row.due is None:
            return 0
        last = last_slot(subscription.cadence, self.one.zone, self.now)
        missed, at = 0, self.row.due
        while last is not None and at < last.at and missed < MOST_MISSED:
            missed += 1
            at = next_slot(subscription.cadence, self.one.zone, at).at
        return missed
