"""Writes down what became of acts that were handed out, within one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, update

from briefings import notices
from briefings.contents import About
from briefings.outcomes import Absent, Claimed, Done, Found, Outcome, Patience, Postponed, Scope, Sent, TurnedDown, Unsent, Unsure
from briefings.postings import TAKEN_AWAY, Act, Role
from briefings.replies import add_unedited
from briefings.store import lanes, parts
from briefings.store.columns import UtcTime
from briefings.store.posting_tables import parts as table

FREE: Mapping[str, Any] = {"sending": None, "sending_act": None}
SEEN: Mapping[str, Any] = {**FREE, "look_at": None, "looks": 0, "retry_at": None, "tries": 0, "refused": None, "reason": None}


_SENT = (
    update(table)
    .where(table.c.id == bindparam("of_part"))
    .values(
        **SEEN,
        shown=bindparam("says"),
        message=bindparam("given"),
        first_shown=bindparam("now", type_=UtcTime),
        last_shown=bindparam("now", type_=UtcTime),
    )
)


class Settling:
    """Belongs to one transaction."""

    def __init__(
        self, connection: Connection, platform: str, tenant: str, owner: str, patience: Patience, now: datetime, pace: timedelta
    ) -> None:
        self._connection, self._platform, self._tenant, self._owner = connection, platform, tenant, owner
        self._patience, self._now, self._pace = patience, now, pace
        self._paced: dict[int, datetime] = {}

    def settle(self, outcomes: Sequence[tuple[Claimed, Outcome]]) -> None:
        """Write all of it down, and let the lanes go."""
        lanes.lock(self._connection, {claimed.channel for claimed, _ in outcomes})
        mine = lanes.mine(self._connection, {claimed.channel for claimed, _ in outcomes}, self._owner)
        rows = parts.rows_of(self._connection, {claimed.part for claimed, _ in outcomes})
        self._all_sent([(claimed, outcome) for claimed, outcome in outcomes if isinstance(outcome, Sent)], rows)
        for claimed, outcome in outcomes:
            row = rows[claimed.part]
            if not isinstance(outcome, Sent) and (claimed.channel in mine or isinstance(outcome, Found)):
                self._one(claimed, outcome, row)
        parts.mind_gaps(self._connection, list(rows), self._now)
        lanes.pace(self._connection, self._paced)
        lanes.release(self._connection, mine)

    def _all_sent(self, sent: Sequence[tuple[Claimed, Sent]], rows: Mapping[int, Row[Any]]) -> None:
        """Many at once: this is what a courier does most."""
        told = [
            {"of_part": claimed.part, "says": claimed.fingerprint, "given": outcome.message}
            for claimed, outcome in sent
            if isinstance(outcome, Sent) and rows[claimed.part].message is None
        ]
        if told:
            self._connection.execute(_SENT, [{**one, "now": self._now} for one in told])
        for claimed, _ in sent:
            self._paced[claimed.channel] = self._now + self._pace

    def _one(self, claimed: Claimed, outcome: Outcome, row: Row[Any]) -> None:
        match outcome:
            case Done():
                self._done(claimed, row)
            case Found(message):
                self._set(row, {**SEEN, "shown": row.sending, "message": message, "first_shown": self._now, "last_shown": self._now})
            case Absent():
                self._absent(row)
            case Postponed():
                self._postponed(claimed, outcome, row)
            case Unsure():
                self._set(row, {"look_at": self._now + self._patience.first_look, "looks": 0, "tries": row.tries + 1})
            case TurnedDown():
                self._turned_down(claimed, outcome, row)
            case Unsent():
                if claimed.act is not Act.LOOK:
                    self._set(row, FREE)
            case Sent():
                pass

    def _set(self, row: Row[Any], values: Mapping[str, Any]) -> None:
        self._connection.execute(update(table).where(table.c.id == row.id).values(**values))

    def _done(self, claimed: Claimed, row: Row[Any]) -> None:
        if claimed.act is Act.RETRACT:
            self._set(row, {**SEEN, "shown": None, "message": None, "only_if_shown": True, "scrub": False, "last_shown": self._now})
        else:
            clean = {} if row.wanted != claimed.fingerprint else {"scrub": False}
            self._set(row, {**SEEN, **clean, "shown": claimed.fingerprint, "edits": row.edits + 1, "last_shown": self._now})
        lanes.pace(self._connection, {claimed.channel: self._now})

    def _absent(self, row: Row[Any]) -> None:
        if row.looks == 0:
            self._set(row, {"looks": 1, "look_at": self._now + self._patience.second_look})
        else:
            self._set(row, {**FREE, "look_at": None, "looks": 0})

    def _postponed(self, claimed: Claimed, outcome: Postponed, row: Row[Any]) -> None:
        until = self._now + timedelta(seconds=outcome.after)
        if claimed.act is Act.LOOK:
            self._set(row, {"look_at": until})
        else:
            # Whether an edit that failed half-way was made after all, nobody knows: it is made again.
            unsure = {} if claimed.act is Act.POST else {"shown": None}
            self._set(row, {**FREE, **unsure, "tries": row.tries + 1})
        if outcome.whole_tenant:
            lanes.block(self._connection, self._platform, self._tenant, [claimed.act], until, outcome.reason)
        elif claimed.act is not Act.LOOK:
            lanes.back_off(self._connection, claimed.channel, until)

    def _turned_down(self, claimed: Claimed, outcome: TurnedDown, row: Row[Any]) -> None:
        looking = claimed.act is Act.LOOK
        told = {"reason": outcome.reason, "refused_at": self._now}
        freed = {} if looking else FREE
        if outcome.scope is Scope.CHANNEL:
            again = self._now + lanes.CHANNEL_PAUSE
            self._set(row, {**freed, **told} | ({"look_at": again} if looking else {}))
            if lanes.back_off(self._connection, claimed.channel, again, stopped=outcome.reason, now=self._now):
                notices.want(self._connection, About.CHANNEL_STOPPED, f"#{claimed.name}", outcome.reason, self._now, but=claimed.channel)
        elif outcome.scope is Scope.TENANT:
            again = self._now + lanes.TENANT_PAUSE
            self._set(row, {**freed, **told} | ({"look_at": again} if looking else {}))
            lanes.block(self._connection, self._platform, self._tenant, lanes.LIMITED, again, outcome.reason)
        elif looking:
            self._set(row, {**told, "look_at": self._now + self._patience.second_look})
        elif outcome.gone:
            self._set(row, {**FREE, **told, "closed": True})
        else:
            self._refused(claimed, outcome, row, told)

    def _refused(self, claimed: Claimed, outcome: TurnedDown, row: Row[Any], told: Mapping[str, Any]) -> None:
        """The platform will not take what is said, or will not let this message be touched."""
        refused = TAKEN_AWAY if claimed.act is Act.RETRACT else claimed.fingerprint
        self._set(row, {**FREE, **told, "refused": refused})
        if claimed.act is Act.EDIT and not row.scrub and row.role == Role.MAIN.value:
            add_unedited(self._connection, row, self._now)
        elif claimed.act is not Act.EDIT or row.scrub:
            notices.want(self._connection, About.PART_REFUSED, f"#{claimed.name}", outcome.reason, self._now, but=claimed.channel)
