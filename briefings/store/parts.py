"""Parts as rows: made, wanted anew, and what is known of the way from wanted to shown."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    and_,
    any_,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from briefings.postings import TAKEN_AWAY, Standing
from briefings.store.columns import UtcTime
from briefings.store.posting_tables import channels, parts

BATCH, MANY = 500, 5000
"""Keys in one statement: each a value of its own, or all as one value (`among`)."""
LATE = timedelta(seconds=90)
"""An edit of which nobody knows what became comes through within this time, or never."""
T = TypeVar("T")
_P = parts.c


def in_batches(values: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The values, some at a time: a database takes only so many in one statement."""
    batch: list[T] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def among(connection: Connection, column: ColumnElement[int], keys: Collection[int]) -> ColumnElement[bool]:
    """Whether a column holds one of these keys, given as one value: in a list each would be a value of its own, which costs more."""
    if connection.dialect.name == "sqlite":
        return column.in_(select(func.json_each(json.dumps(list(keys))).table_valued("value").c.value))
    return column == any_(literal(list(keys), ARRAY(BigInteger)))


def has_gap() -> ColumnElement[bool]:
    """Whether a part needs an act: `postings.next_act`, in SQL. What is being sent is not over either."""
    unseen = and_(_P.message.is_(None), _P.wanted.is_not(None), _P.only_if_shown.is_(False), _P.refused.is_distinct_from(_P.wanted))
    untold = and_(
        _P.wanted.is_distinct_from(_P.shown),
        or_(and_(_P.refused.is_distinct_from(_P.wanted), _P.refused.is_distinct_from(TAKEN_AWAY)), and_(_P.refused == _P.wanted, _P.scrub)),
    )
    unwanted = and_(_P.wanted.is_(None), _P.refused.is_distinct_from(TAKEN_AWAY))
    seen = and_(_P.message.is_not(None), or_(unwanted, and_(_P.wanted.is_not(None), untold)))
    return and_(_P.closed.is_(False), or_(_P.look_at.is_not(None), _P.sending.is_not(None), unseen, seen))


def standing_of(row: Row[Any]) -> Standing:
    """How the part of a row stands."""
    return Standing(
        wanted=row.wanted,
        shown=row.shown,
        message=row.message,
        looking=row.look_at is not None,
        refused=row.refused,
        only_if_shown=row.only_if_shown,
        scrub=row.scrub,
        closed=row.closed,
    )


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Make parts; their keys, in the same order. Each row that wants something says in `gap` since when."""
    if not rows:
        return []
    made = insert(parts).returning(_P.id, sort_by_parameter_order=True)
    return [int(id_) for id_ in connection.execute(made, list(rows)).scalars()]


def mind_gaps(connection: Connection, ids: Collection[int], now: datetime) -> None:
    """After anything about these parts changed: say since when each has a gap. See `wake_lanes` for what comes next."""
    gap = case((has_gap(), func.coalesce(_P.gap, literal(now, UtcTime))), else_=None)
    for batch in in_batches(ids, MANY):
        connection.execute(update(parts).where(among(connection, _P.id, batch)).values(gap=gap))


def wake_lanes(connection: Connection, ids: Collection[int]) -> None:
    """Let the lanes of these parts, which are locked, be looked at when the first of them may be sent."""
    for batch in in_batches(ids, MANY):
        told = select(_P.channel.label("lane"), func.min(due()).label("at"), func.min(_P.urgency).label("how"))
        of_lane = told.where(among(connection, _P.id, batch), _P.gap.is_not(None)).group_by(_P.channel).subquery()
        woken = update(channels).where(channels.c.id == of_lane.c.lane)
        connection.execute(woken.values(**_sooner(type_coerce(of_lane.c.at, UtcTime), of_lane.c.how)))


def wake(connection: Connection, lanes: Collection[int], at: datetime, urgency: int) -> None:
    """Let these lanes, which are locked, be looked at then for something of this urgency."""
    for batch in in_batches(lanes, MANY):
        woken = update(channels).where(among(connection, channels.c.id, batch))
        connection.execute(woken.values(**_sooner(literal(at, UtcTime), literal(int(urgency)))))


def _sooner(at: ColumnElement[datetime], how: ColumnElement[int]) -> dict[str, ColumnElement[Any]]:
    """The columns of a lane that is to be looked at, at the latest, at a time for something so urgent."""
    free = channels.c.next_at.is_(None)
    return {
        "next_at": case((or_(free, channels.c.next_at > at), at), else_=channels.c.next_at),
        "urgency": case((or_(free, channels.c.urgency > how), how), else_=channels.c.urgency),
    }


def due() -> ColumnElement[datetime]:
    """When a part with a gap may be acted upon: looked up then; changed at once, posted, or changed again, not before its time."""
    at_once = and_(_P.message.is_not(None), _P.not_before <= _P.gap)
    when: ColumnElement[datetime] = case((_P.look_at.is_not(None), _P.look_at), (at_once, _P.gap), else_=_P.not_before)
    return type_coerce(when, UtcTime)


def want(connection: Connection, ids: Collection[int], columns: Mapping[str, Any], now: datetime) -> None:
    """Let all these parts want the same (`wanted`, `urgency`, `only_if_shown`, `scrub`…). Their lanes are locked: see `lanes.lock`.

    What is shown and failed time and again is tried with what is wanted now as soon as no edit can be under way any more.
    """
    soon = literal(now + LATE, UtcTime)
    sooner = {"not_before": case((and_(_P.message.is_not(None), _P.not_before > soon), soon), else_=_P.not_before)}
    for batch in in_batches(sorted(ids)):
        connection.execute(update(parts).where(_P.id.in_(batch)).values(**sooner | dict(columns)))
    mind_gaps(connection, ids, now)
    wake_lanes(connection, ids)


def rows_of(connection: Connection, ids: Collection[int]) -> dict[int, Row[Any]]:
    """The rows of these parts."""
    found: dict[int, Row[Any]] = {}
    for batch in in_batches(sorted(ids)):
        found |= {row.id: row for row in connection.execute(select(parts).where(_P.id.in_(batch)))}
    return found
