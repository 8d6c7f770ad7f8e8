"""Chooses what is handed out: the head of each lane that was taken, within the transaction of a claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, update

from briefings.outcomes import Claimed, Patience
from briefings.postings import Act, Role, Standing, Turn, next_act, turn_after
from briefings.saying import Sayings
from briefings.store import bookkeeping, lanes, parts
from briefings.store.budgets import Budget
from briefings.store.posting_tables import parts as table
from briefings.themes import ThemeBook

SAYING = (Act.POST, Act.EDIT)
"""The acts that say something."""
Head = tuple[Row[Any], Act]
"""The part of a lane that is next, and what it needs."""


class Claiming:
    """Belongs to one transaction."""

    def __init__(
        self, connection: Connection, book: ThemeBook, patience: Patience, now: datetime, until: datetime, budgets: Mapping[Act, Budget]
    ) -> None:
        """`budgets`: how many acts of each kind may be handed out."""
        self._connection, self._book, self._patience, self._now, self._until = connection, book, patience, now, until
        self._left = {act: budget.left for act, budget in budgets.items()}
        self._again = {act: budget.again for act, budget in budgets.items()}
        self._apart = {act: budget.apart for act, budget in budgets.items()}
        # Read once the lanes are locked: nothing that was taken in since is about a message in them.
        self._generation = bookkeeping.generation(connection)
        self._above: dict[int, Row[Any]] = {}
        self._died: dict[int, datetime] = {}
        self._undone: dict[int, datetime] = {}
        self._needless: list[int] = []
        self._over: list[int] = []

    def take(self, rows: Sequence[Row[Any]]) -> list[Claimed]:
        """The heads of these lanes; lanes without one are let go until there may be one."""
        keys = [row.id for row in rows]
        fronts = lanes.heads(self._connection, keys, self._now)
        self._above = parts.rows_of(self._connection, {part.after for front in fronts.values() for part in front if part.after is not None})
        heads: dict[int, Head] = {}
        idle: dict[int, datetime | None] = {}
        for row in rows:
            head, again = self._head(fronts[row.id], row.posts_after)
            if head is None:
                idle[row.id] = again
            else:
                heads[row.id] = head
        sayings = Sayings(self._connection, self._book, [part for part, act in heads.values() if act in SAYING])
        for key in self._speechless(heads, sayings):
            self._needless.append(heads.pop(key)[0].id)
            idle[key] = self._now
        self._tidy()
        self._let_go(idle)
        self._begin(heads.values())
        return [self._claimed(row, *heads[row.id], sayings) for row in rows if row.id in heads]

    def _speechless(self, heads: Mapping[int, Head], sayings: Sayings) -> list[int]:
        """The lanes whose head is a reply about what is not there any more."""
        return [key for key, (part, act) in heads.items() if act in SAYING and sayings.of(part) is None]

    def _head(self, front: Sequence[Row[Any]], posts_after: datetime | None) -> tuple[Head | None, datetime | None]:
        """The first part of a lane that can be acted upon now; without one, when that may be, as far as is seen from here.

        `posts_after`: no post in it before that.
        """
        again: list[datetime] = []
        held_up = False
        for part in front:
            act, when = self._act(part)
            if act is Act.POST and posts_after is not None:
                when = max(when, posts_after)
            if act is Act.NOTHING:
                again.append(self._now)  # it goes, and what comes after it may be next
            elif act is Act.POST and held_up:
                continue  # what came before it goes before it
            elif when > self._now:
                again.append(when)
                held_up |= act is Act.LOOK
            elif self._left[act] < 1:
                again.append(self._wait_for(act))
                held_up |= act in {Act.POST, Act.LOOK}
            else:
                self._left[act] -= 1
                return (part, act), None
        return None, min(again, default=None)

    def _wait_for(self, act: Act) -> datetime:
        """When it is this one's turn to be asked of the platform: each waits for those before it."""
        turn = self._again[act]
        self._again[act] += self._apart[act]
        return turn

    def _act(self, part: Row[Any]) -> tuple[Act, datetime]:
        """What a part needs, and when it may have it."""
        standing = parts.standing_of(part)
        if part.sending is not None and part.look_at is None:
            # Whoever was at it died, and may have been heard.
            if part.sending_act == Act.POST.value:
                # It may have begun at the very end of its lease: the call ends, and only then is looked.
                self._died[part.id] = self._now + self._patience.http + self._patience.first_look
                return Act.LOOK, self._died[part.id]
            standing = replace(standing, shown=None)
            if part.sending_act == Act.EDIT.value and next_act(standing) is Act.EDIT:
                # Another edit would be undone if this one came through after it.
                self._undone[part.id] = self._now + self._patience.http + self._patience.late
                return Act.EDIT, self._undone[part.id]
        act = next_act(standing)
        if act is Act.LOOK:
            return act, part.look_at
        if act is Act.NOTHING:  # but for what a dead process left of it
            self._over.append(part.id)
        elif act is Act.POST and part.after is not None and self._comes_to_nothing(part, self._above[part.after]):
            self._needless.append(part.id)
            act = Act.NOTHING
        return act, self._now

    def _comes_to_nothing(self, part: Row[Any], first: Row[Any]) -> bool:
        """Whether a part that comes after another is not to be posted after all."""
        if turn_after(seen_from_below(first), Role(part.role), threaded=part.threaded) is Turn.NEVER:
            return True
        # What was posted said it already.
        return bool(part.role == Role.CORRECTION.value and (first.first_generation or 0) >= part.generation)

    def _tidy(self) -> None:
        for part, at in self._died.items():
            self._connection.execute(update(table).where(table.c.id == part).values(look_at=at, looks=0))
        for part, at in self._undone.items():
            self._connection.execute(
                update(table).where(table.c.id == part).values(sending=None, sending_act=None, shown=None, not_before=at)
            )
        for ids, values in ((self._needless, {"wanted": None}), (self._over, {"sending": None, "sending_act": None})):
            if ids:
                parts.want(self._connection, ids, values, self._now)

    def _let_go(self, idle: dict[int, datetime | None]) -> None:
        after = lanes.later(self._connection, idle, self._now)
        for key, at in after.items():
            known = idle[key]
            idle[key] = at if known is None else min(known, at)
        lanes.wait(self._connection, idle)

    def _begin(self, heads: Iterable[Head]) -> None:
        for act in (Act.POST, Act.EDIT, Act.RETRACT):
            ids = [part.id for part, each in heads if each is act]
            values: dict[str, Any] = {"sending": table.c.wanted, "sending_act": act.value, "sent_at": self._now}
            if act is Act.RETRACT:
                values["sending"] = ""
            if act is Act.POST:
                values["first_generation"] = self._generation
            for batch in parts.in_batches(ids):
                self._connection.execute(update(table).where(table.c.id.in_(batch)).values(**values))

    def _claimed(self, lane: Row[Any], part: Row[Any], act: Act, sayings: Sayings) -> Claimed:
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
            thread=self._above[part.after].message if part.threaded and part.after is not None else None,
            since=part.sent_at if act is Act.LOOK else self._now,
            at=self._now,
            lease_until=self._until,
            tries=lane.failures,
        )


def seen_from_below(part: Row[Any]) -> Standing:
    """How a part stands for what comes after it: what is being sent may be there already."""
    standing = parts.standing_of(part)
    return replace(standing, looking=standing.looking or (part.sending is not None and part.message is None))
