"""The outbox: what is to be said where, handed out a lane at a time, and what became of it. One transaction each; no clock of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, update

from briefings.outcomes import Claimed, Outcome, Patience
from briefings.postings import Act, Role, next_act
from briefings.saying import Sayings
from briefings.settling import Settling
from briefings.store import Store, bookkeeping, lanes, lateness, parts
from briefings.store.lateness import Late
from briefings.store.posting_tables import parts as table
from briefings.themes import ThemeBook

__all__ = ["Claimed", "Late", "Outbox", "Patience"]

SAYING = (Act.POST, Act.EDIT)
"""The acts that say something."""


class Outbox:
    """Shared by any number of processes. Safe to share between threads."""

    def __init__(self, store: Store, book: ThemeBook, patience: Patience | None = None) -> None:
        self._store = store
        self._book = book
        self.patience = patience or Patience()

    def claim(
        self,
        platform: str,
        tenant: str,
        owner: str,
        *,
        now: datetime,
        limit: int,
        lease: timedelta,
        rates: Mapping[Act, float] | None = None,
    ) -> list[Claimed]:
        """Take the heads of at most `limit` lanes, the most urgent first; each stays in the owner's hands for `lease`.

        `rates`: calls a minute for each kind of act, over all processes; None: as fast as can be. `owner` is a name of one process's own.
        """
        with self._store.write() as connection:
            budgets = lanes.open_budgets(connection, platform, tenant, rates or {}, now)
            rows = lanes.claim(connection, platform, tenant, owner, now=now, limit=limit, until=now + lease)
            if not rows:
                return []
            claiming = _Claiming(connection, self._book, self.patience, now, now + lease, budgets)
            claimed = claiming.take(rows)
            spent = Counter(one.act for one in claimed)
            lanes.spend_budgets(connection, platform, tenant, rates or {}, spent, now)
        return claimed

    def settle(
        self, platform: str, tenant: str, owner: str, outcomes: Sequence[tuple[Claimed, Outcome]], *, now: datetime, pace: float = 0.0
    ) -> None:
        """Write down what became of several acts, and let their lanes go. `pace`: seconds between two messages in one channel.

        What was said is written down even where the lease ran out meanwhile; the lane is then left alone.
        """
        with self._store.write() as connection:
            settling = Settling(connection, platform, tenant, owner, self.patience, now, timedelta(seconds=pace))
            settling.settle(outcomes)

    def next_due(self, platform: str, tenant: str) -> datetime | None:
        """When there may next be something to do for a tenant; None: not before something changes."""
        with self._store.read() as connection:
            return lanes.next_due(connection, platform, tenant)

    def reopen(self, platform: str, tenant: str, place: str, *, now: datetime) -> None:
        """A channel can be posted to again: what waited goes out."""
        with self._store.write() as connection:
            key = lanes.find(connection, platform, tenant, place)
            if key is not None:
                lanes.lock(connection, [key])
                lanes.reopen(connection, [key], now)

    def stop(self, platform: str, tenant: str, place: str, reason: str, *, now: datetime) -> None:
        """A channel cannot be posted to: it is archived, or the bot was removed. What is wanted there stays wanted."""
        with self._store.write() as connection:
            key = lanes.find(connection, platform, tenant, place)
            if key is not None:
                lanes.lock(connection, [key])
                lanes.back_off(connection, key, now + lanes.CHANNEL_PAUSE, stopped=reason, now=now)

    def rename(self, platform: str, tenant: str, place: str, name: str) -> None:
        """A channel is called something else; its id stays."""
        with self._store.write() as connection:
            if lanes.find(connection, platform, tenant, place) is not None:
                lanes.channel_key(connection, platform, tenant, place, name)

    def late(self, *, limit: int = 100) -> tuple[Late, ...]:
        """The messages that are not as they should be, the longest waiting first."""
        with self._store.read() as connection:
            return lateness.late(connection, limit)

    def oldest_gap(self, *, now: datetime) -> datetime | None:
        """Since when the oldest message that could be put right just now has not been: what quiet hours or stopped channels hold is
        not counted."""
        with self._store.read() as connection:
            return lateness.oldest(connection, now)

    def backlog(self) -> dict[tuple[str, str, Act], int]:
        """How many acts of each kind wait at each (platform, tenant)."""
        with self._store.read() as connection:
            return lateness.backlog(connection)


class _Claiming:
    """Chooses the head of each lane, within the transaction of a claim."""

    def __init__(
        self,
        connection: Connection,
        book: ThemeBook,
        patience: Patience,
        now: datetime,
        until: datetime,
        budgets: dict[Act, lanes.Budget],
    ) -> None:
        self._connection, self._book, self._patience, self._now, self._until = connection, book, patience, now, until
        self._left = {act: budget.left for act, budget in budgets.items()}
        self._again = {act: budget.again for act, budget in budgets.items()}
        self._generation = bookkeeping.generation(connection)
        self._unsettled: list[Row[Any]] = []
        self._needless: list[int] = []

    def take(self, rows: Sequence[Row[Any]]) -> list[Claimed]:
        """The heads of these lanes; lanes without one are let go until there may be one."""
        found = lanes.heads(self._connection, [row.id for row in rows])
        above = parts.rows_of(self._connection, {part.after for some in found.values() for part in some if part.after is not None})
        chosen: dict[int, tuple[Row[Any], Act]] = {}
        idle: dict[int, datetime | None] = {}
        for row in rows:
            head, again = self._head(found[row.id], above)
            if head is None:
                idle[row.id] = again
            else:
                chosen[row.id] = head
        sayings = Sayings(self._connection, self._book, [part for part, act in chosen.values() if act in SAYING])
        for lane, (part, act) in list(chosen.items()):
            if act in SAYING and sayings.of(part) is None:  # a reply about what is not there any more
                self._needless.append(part.id)
                idle[lane] = self._now
                del chosen[lane]
        self._tidy()
        lanes.wait(self._connection, idle)
        self._begin(chosen)
        return [self._claimed(row, *chosen[row.id], above, sayings) for row in rows if row.id in chosen]

    def _head(self, front: Sequence[Row[Any]], above: Mapping[int, Row[Any]]) -> tuple[tuple[Row[Any], Act] | None, datetime | None]:
        """The first part of a lane that can be acted upon now; without one, when that may be."""
        again: list[datetime] = []
        held_up = False
        for part in front:
            act, when = self._act(part, above)
            if act is Act.NOTHING:
                continue
            if act is Act.POST and held_up:
                continue  # what came before it goes before it
            if when > self._now:
                again.append(when)
                held_up |= act is Act.LOOK or part.retry_at is not None
                continue
            if self._left[act] < 1:
                again.append(self._again[act])
                held_up |= act is Act.POST
                continue
            self._left[act] -= 1
            return (part, act), None
        return None, min(again, default=None)

    def _act(self, part: Row[Any], above: Mapping[int, Row[Any]]) -> tuple[Act, datetime]:
        """What a part needs, and when it may have it."""
        standing = parts.standing_of(part)
        if part.sending is not None and part.look_at is None:
            # Whoever was at it died, and may have been heard.
            if part.sending_act == Act.POST.value:
                self._unsettled.append(part)
                return Act.LOOK, self._first_look(part)
            standing = replace(standing, shown=None)
        act = next_act(standing)
        if act is Act.LOOK:
            return act, part.look_at
        if act is Act.POST and part.after is not None:
            parent = above[part.after]
            if parent.message is None:
                if parent.closed or ((parent.wanted is None or parent.only_if_shown) and parent.sending is None):
                    self._needless.append(part.id)
                return Act.NOTHING, self._now
            if part.role == Role.CORRECTION.value and (parent.first_generation or 0) >= part.generation:
                self._needless.append(part.id)  # what was posted said it already
                return Act.NOTHING, self._now
        return act, max(part.not_before if act is Act.POST else self._now, part.retry_at or self._now)

    def _first_look(self, part: Row[Any]) -> datetime:
        """When a call that died can be looked up: not before it could have ended, and some time after."""
        ended: datetime = part.sent_at + self._patience.http
        return max(ended, self._now) + self._patience.first_look

    def _tidy(self) -> None:
        for part in self._unsettled:
            self._connection.execute(update(table).where(table.c.id == part.id).values(look_at=self._first_look(part), looks=0))
        if self._needless:
            parts.want(self._connection, self._needless, {"wanted": None}, self._now)

    def _begin(self, chosen: Mapping[int, tuple[Row[Any], Act]]) -> None:
        for act in (Act.POST, Act.EDIT, Act.RETRACT):
            ids = [part.id for part, each in chosen.values() if each is act]
            values: dict[str, Any] = {"sending": table.c.wanted, "sending_act": act.value, "sent_at": self._now}
            if act is Act.RETRACT:
                values["sending"] = ""
            if act is Act.POST:
                values["first_generation"] = self._generation
            for batch in parts.in_batches(ids):
                self._connection.execute(update(table).where(table.c.id.in_(batch)).values(**values))

    def _claimed(self, lane: Row[Any], part: Row[Any], act: Act, above: Mapping[int, Row[Any]], sayings: Sayings) -> Claimed:
        return Claimed(
            part=part.id,
            channel=lane.id,
            act=act,
            content=sayings.of(part) if act in SAYING else None,
            fingerprint=part.sending if act is Act.LOOK else part.wanted,
            place=lane.place,
            name=lane.name,
            key=part.key,
            message=part.message,
            thread=above[part.after].message if part.threaded and part.after is not None else None,
            since=part.sent_at if act is Act.LOOK else self._now,
            at=self._now,
            lease_until=self._until,
        )
