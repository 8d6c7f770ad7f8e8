"""Writes down what became of acts that were handed out, within one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Text, bindparam, case, false, update

from briefings import notices
from briefings.contents import About
from briefings.outcomes import Absent, Claimed, Done, Found, Outcome, Patience, Postponed, Scope, Sent, TurnedDown, Unsent, Unsure
from briefings.postings import EMPTIED, TAKEN_AWAY, Act, Role
from briefings.replies import add_unedited, drop_unedited
from briefings.store import budgets, lanes, parts
from briefings.store.columns import UtcTime
from briefings.store.posting_tables import parts as table

FEW_TRIES = 3
"""After so many posts of a message of which nothing was found, others need not wait for it."""
FREE: Mapping[str, Any] = {"sending": None, "sending_act": None}
SEEN: Mapping[str, Any] = {**FREE, "look_at": None, "looks": 0, "tries": 0, "refused": None, "reason": None}
_SAYS = bindparam("says", type_=Text)
_NOW = bindparam("now", type_=UtcTime)
_OWN = table.c.id == bindparam("of_part")
_CLEAN = case((table.c.wanted == _SAYS, false()), else_=table.c.scrub)
_SENT = update(table).where(_OWN).values(**SEEN, shown=_SAYS, message=bindparam("given"), first_shown=_NOW, last_shown=_NOW, scrub=_CLEAN)
_EDITED = update(table).where(_OWN).values(**SEEN, shown=_SAYS, edits=table.c.edits + 1, last_shown=_NOW, scrub=_CLEAN)


class Settling:
    """Belongs to one transaction."""

    def __init__(
        self, connection: Connection, platform: str, tenant: str, owner: str, patience: Patience, now: datetime, pace: timedelta
    ) -> None:
        self._connection, self._platform, self._tenant, self._owner = connection, platform, tenant, owner
        self._patience, self._now, self._pace = patience, now, pace
        self._paced: dict[int, datetime] = {}
        self._touched: set[int] = set()

    def settle(self, outcomes: Sequence[tuple[Claimed, Outcome]]) -> None:
        """Write all of it down, and let the lanes go."""
        touched = {claimed.channel for claimed, _ in outcomes}
        lanes.lock(self._connection, touched | self._told_of(outcomes))
        leases = lanes.mine(self._connection, touched, self._owner)
        mine = {claimed.channel for claimed, _ in outcomes if leases.get(claimed.channel) == claimed.lease_until}
        rows = parts.rows_of(self._connection, {claimed.part for claimed, _ in outcomes})
        self._seen([one for one in outcomes if isinstance(one[1], Sent | Found)], rows)
        self._edited([one for one, outcome in outcomes if isinstance(outcome, Done) and one.act is Act.EDIT and one.channel in mine], rows)
        for claimed, outcome in outcomes:
            if claimed.channel in mine:
                self._one(claimed, outcome, rows[claimed.part])
        parts.mind_gaps(self._connection, rows, self._now)
        lanes.pace(self._connection, self._paced)
        lanes.touched(self._connection, self._touched, self._now)
        parts.wake_lanes(self._connection, [key for key, row in rows.items() if row.channel not in mine])
        lanes.release(self._connection, mine)

    def _told_of(self, outcomes: Sequence[tuple[Claimed, Outcome]]) -> set[int]:
        """The lane of the admins, where something may be told in it."""
        return set(notices.lanes(self._connection)) if any(isinstance(outcome, TurnedDown) for _, outcome in outcomes) else set()

    def _seen(self, some: Sequence[tuple[Claimed, Outcome]], rows: Mapping[int, Row[Any]]) -> None:
        """What was posted, many at once: this is what a courier does most. Written down even where the lease was lost meanwhile."""
        told = [
            {"of_part": claimed.part, "says": claimed.fingerprint, "given": outcome.message, "now": self._now}
            for claimed, outcome in some
            if isinstance(outcome, Sent | Found) and rows[claimed.part].message is None
        ]
        if told:
            self._connection.execute(_SENT, told)
        self._paced |= {claimed.channel: self._now + self._pace for claimed, outcome in some if isinstance(outcome, Sent)}

    def _edited(self, some: Sequence[Claimed], rows: Mapping[int, Row[Any]]) -> None:
        if some:
            self._connection.execute(_EDITED, [{"of_part": one.part, "says": one.fingerprint, "now": self._now} for one in some])
            drop_unedited(self._connection, [rows[one.part] for one in some], self._now)
        self._touched |= {one.channel for one in some}

    def _one(self, claimed: Claimed, outcome: Outcome, row: Row[Any]) -> None:
        if claimed.act is Act.LOOK and row.message is not None:
            # Whoever posted it said so after all, while it was looked up: there is nothing to look for.
            self._set(row, {"look_at": None, "looks": 0})
            return
        match outcome:
            case Done() if claimed.act is Act.RETRACT:
                self._set(row, {**SEEN, "shown": None, "message": None, "closed": True, "scrub": False, "last_shown": self._now})
                self._touched.add(claimed.channel)
            case Absent():
                self._absent(row)
            case Postponed():
                self._postponed(claimed, outcome, row)
            case Unsure():
                self._unsure(claimed, outcome, row)
            case TurnedDown():
                self._turned_down(claimed, outcome, row)
            case Unsent() if claimed.act is not Act.LOOK:
                self._set(row, FREE)
            case _:
                pass

    def _set(self, row: Row[Any], values: Mapping[str, Any]) -> None:
        self._connection.execute(update(table).where(table.c.id == row.id).values(**values))

    def _absent(self, row: Row[Any]) -> None:
        if row.looks == 0:
            self._set(row, {"looks": 1, "look_at": self._now + self._patience.second_look})
            return
        # What goes wrong time and again lets others go before it.
        later = {"not_before": self._now + self._patience.before_again(row.tries)} if row.tries >= FEW_TRIES else {}
        self._set(row, {**FREE, "look_at": None, "looks": 0, **later})

    def _unsure(self, claimed: Claimed, outcome: Unsure, row: Row[Any]) -> None:
        """A post is looked up. An edit is made again, but only once the other cannot come through any more and undo it."""
        told = {"tries": row.tries + 1, "reason": outcome.reason}
        if claimed.act is Act.POST:
            self._set(row, {**told, "look_at": self._now + self._patience.first_look, "looks": 0})
        elif claimed.act is Act.EDIT:
            self._set(row, {**FREE, **told, "shown": None, "not_before": self._now + self._patience.before_again(row.tries)})
        else:
            self._postponed(claimed, Postponed(self._patience.first_look.total_seconds()), row)

    def _postponed(self, claimed: Claimed, outcome: Postponed, row: Row[Any]) -> None:
        until = self._now + timedelta(seconds=outcome.after)
        if claimed.act is Act.LOOK:
            self._set(row, {"look_at": until})
        else:
            # Whether an edit that failed half-way was made after all, nobody knows: it is made again.
            unsure = {} if claimed.act is Act.POST else {"shown": None}
            self._set(row, {**FREE, **unsure, "tries": row.tries + 1})
        if outcome.whole_tenant:
            budgets.block(self._connection, self._platform, self._tenant, [claimed.act], until, outcome.reason)
        elif claimed.act is not Act.LOOK:
            lanes.back_off(self._connection, claimed.channel, until, claimed.act)

    def _turned_down(self, claimed: Claimed, outcome: TurnedDown, row: Row[Any]) -> None:
        looking = claimed.act is Act.LOOK
        told = {"reason": outcome.reason, "refused_at": self._now}
        freed: Mapping[str, Any] = told if looking else {**FREE, **told}
        if outcome.scope is Scope.CHANNEL:
            self._set(row, freed)
            self._stop(claimed, outcome.reason)
        elif outcome.scope in {Scope.METHOD, Scope.TENANT}:
            self._set(row, freed)
            until = self._now + budgets.TENANT_PAUSE
            barred = budgets.LIMITED if outcome.scope is Scope.TENANT else [claimed.act]
            budgets.block(self._connection, self._platform, self._tenant, barred, until, outcome.reason, refused=True)
        elif looking:
            self._set(row, {**told, "look_at": self._now + self._patience.second_look})
        elif outcome.gone:
            self._set(row, {**FREE, **told, "closed": True})
            drop_unedited(self._connection, [row], self._now)
        else:
            self._refused(claimed, outcome, row, told)

    def _stop(self, claimed: Claimed, reason: str) -> None:
        """Nothing can be posted in a channel for now, unless word came meanwhile that it can be again: then it is tried at once."""
        if lanes.reopened_since(self._connection, claimed.channel, claimed.at):
            return
        until = self._now + lanes.CHANNEL_PAUSE
        if lanes.back_off(self._connection, claimed.channel, until, claimed.act, stopped=reason, now=self._now):
            self._tell(About.CHANNEL_STOPPED, claimed, reason)

    def _refused(self, claimed: Claimed, outcome: TurnedDown, row: Row[Any], told: Mapping[str, Any]) -> None:
        """The platform will not take what is said, or will not let this message be touched."""
        if claimed.act is Act.RETRACT and row.wanted is None:
            # It may let us take its words away instead.
            self._set(row, {**FREE, **told, "wanted": EMPTIED, "shown": None, "refused": None})
            return
        refused = TAKEN_AWAY if claimed.act is Act.RETRACT else claimed.fingerprint
        self._set(row, {**FREE, **told, "refused": refused})
        if claimed.act is Act.EDIT and not row.scrub and row.role == Role.MAIN.value and row.wanted != EMPTIED:
            add_unedited(self._connection, row, self._now)
        elif claimed.act is not Act.EDIT or row.scrub or row.wanted == EMPTIED:
            self._tell(About.PART_REFUSED, claimed, outcome.reason)

    def _tell(self, about: About, claimed: Claimed, reason: str) -> None:
        """Have the admins told."""
        notices.want(self._connection, about, notices.called(claimed.name, claimed.place), reason, self._now, but=claimed.channel)
