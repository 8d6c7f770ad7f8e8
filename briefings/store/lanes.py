"""Lanes as rows: which channels have something to do, and in whose hands they are.

Whoever changes parts, or adds some, holds the locks of all their lanes first, taken at once in the order of their keys; who claims never
waits for a lane. Whoever takes turns with the intakes does so before. So nobody waits for somebody who waits for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
    update,
)

from briefings.postings import Act
from briefings.store.bookkeeping import upsert
from briefings.store.columns import UtcTime
from briefings.store.parts import MANY, among, due, in_batches
from briefings.store.posting_tables import channels, parts
from briefings.subscriptions import Channel

HEADS = 10
"""So many parts of each kind are looked through for the head of a lane."""
_C = channels.c
_UNPOSTED = and_(parts.c.message.is_(None), parts.c.look_at.is_(None), parts.c.sending.is_(None))
"""Whether a part is yet to be posted, and nobody is at it."""


def channel_keys(connection: Connection, wanted: Iterable[Channel]) -> dict[Channel, int]:
    """The keys of channels, making rows for new ones; their names are brought up to date. Locks those whose name changes, in order."""
    named: dict[Channel, str] = {}
    for one in wanted:
        named[one] = one.name or named.get(one, "")
    known = _known(connection, named)
    rows = [
        {"platform": one.platform, "tenant": one.tenant, "place": one.place, "name": name or one.place}
        for one, name in named.items()
        if one not in known
    ]
    if rows:
        connection.execute(upsert(connection, channels).on_conflict_do_nothing(), rows)
        known |= _known(connection, [one for one in named if one not in known])
    renamed = sorted((known[one].id, name) for one, name in named.items() if name not in {"", known[one].name})
    if renamed:
        connection.execute(_RENAME, [{"lane": key, "called": name} for key, name in renamed])
    return {one: known[one].id for one in named}


def _known(connection: Connection, wanted: Collection[Channel]) -> dict[Channel, Any]:
    """The rows of those of these channels that have one."""
    found: dict[Channel, Any] = {}
    for platform, tenant in {(one.platform, one.tenant) for one in wanted}:
        own = select(_C.id, _C.platform, _C.tenant, _C.place, _C.name).where(_C.platform == platform, _C.tenant == tenant)
        for batch in in_batches(one.place for one in wanted if (one.platform, one.tenant) == (platform, tenant)):
            rows = connection.execute(own.where(_C.place.in_(batch)))
            found |= {Channel(row.platform, row.tenant, row.place): row for row in rows}
    return found


_RENAME = update(channels).where(channels.c.id == bindparam("lane")).values(name=bindparam("called"))


def find(connection: Connection, platform: str, tenant: str, place: str) -> Row[Any] | None:
    """The row of a channel that is known."""
    return connection.execute(select(channels).where(_C.platform == platform, _C.tenant == tenant, _C.place == place)).first()


def lock(connection: Connection, keys: Collection[int]) -> None:
    """Wait for these lanes, and keep others from changing their parts until the transaction ends."""
    if connection.dialect.name == "sqlite":  # whoever writes there is alone
        return
    for batch in in_batches(sorted(keys), MANY):
        query = select(_C.id).where(among(connection, _C.id, batch)).order_by(_C.id)
        connection.execute(query.with_for_update(key_share=True)).all()


def claim(connection: Connection, platform: str, tenant: str, owner: str, *, now: datetime, limit: int, until: datetime) -> list[Row[Any]]:
    """Take lanes that may have something to do and are in nobody's hands, the most urgent first; their rows as they were."""
    free = or_(_C.lease_until.is_(None), _C.lease_until <= now)
    paced = or_(_C.paced_until.is_(None), _C.paced_until <= now)
    where = (_C.platform == platform, _C.tenant == tenant, _C.next_at <= now, free, paced)
    query = select(channels).where(*where).order_by(_C.urgency, _C.next_at, _C.id).limit(limit)
    rows = list(connection.execute(query.with_for_update(skip_locked=True, key_share=True)))
    if rows:
        taken = update(channels).where(_C.id.in_([row.id for row in rows]))
        connection.execute(taken.values(lease_by=owner, lease_until=until))
    return rows


def waits() -> ColumnElement[bool]:
    """Whether a part that was never posted comes after one that is still to be: `postings.turn_after` says WAIT, in SQL."""
    first = parts.alias("first")
    coming = and_(first.c.wanted.is_not(None), first.c.only_if_shown.is_(False), first.c.refused.is_distinct_from(first.c.wanted))
    unclear = or_(first.c.look_at.is_not(None), first.c.sending.is_not(None))
    missing = and_(first.c.message.is_(None), first.c.closed.is_(False), or_(unclear, coming))
    return and_(_UNPOSTED, parts.c.after.is_not(None), exists().where(first.c.id == parts.c.after, missing))


_KIND = case(
    (or_(parts.c.look_at.is_not(None), parts.c.sending.is_not(None)), Act.LOOK.value), (parts.c.message.is_(None), Act.POST.value), else_=""
)


def heads(connection: Connection, keys: Sequence[int], now: datetime) -> dict[int, list[Row[Any]]]:
    """The parts at the front of each lane that may be acted upon now or have to be looked up, the most urgent and oldest first.

    Some of each kind: where one may not be asked of the platform just now, another may.
    """
    rank = func.row_number().over(partition_by=(parts.c.channel, _KIND), order_by=(parts.c.urgency, parts.c.id)).label("rank")
    ready = or_(due() <= now, parts.c.look_at.is_not(None))
    ranked = select(parts.c.id, rank).where(parts.c.channel.in_(keys), parts.c.gap.is_not(None), ready, not_(waits())).subquery()
    query = select(parts).join(ranked, ranked.c.id == parts.c.id).where(ranked.c.rank <= HEADS)
    found: dict[int, list[Row[Any]]] = {key: [] for key in keys}
    for row in connection.execute(query.order_by(parts.c.channel, parts.c.urgency, parts.c.id)):
        found[row.channel].append(row)
    return found


def later(connection: Connection, keys: Collection[int], now: datetime) -> dict[int, datetime]:
    """When the first part of each lane may be acted upon that may not be yet."""
    found: dict[int, datetime] = {}
    for batch in in_batches(sorted(keys)):
        query = select(parts.c.channel, func.min(due())).where(parts.c.channel.in_(batch), parts.c.gap.is_not(None), due() > now)
        found.update((lane, at) for lane, at in connection.execute(query.group_by(parts.c.channel)))
    return found


def mine(connection: Connection, keys: Collection[int], owner: str) -> dict[int, datetime]:
    """Those of these lanes that are still in the owner's hands, and until when."""
    found: dict[int, datetime] = {}
    for batch in in_batches(sorted(keys)):
        query = select(_C.id, _C.lease_until).where(_C.id.in_(batch), _C.lease_by == owner)
        found.update((lane, until) for lane, until in connection.execute(query))
    return found


def release(connection: Connection, keys: Collection[int]) -> None:
    """Let lanes go; each is looked at again when the first of its parts may be sent."""
    with_gap = (parts.c.channel == _C.id, parts.c.gap.is_not(None))
    at = case((and_(_UNPOSTED, _C.posts_after > due()), _C.posts_after), else_=due())
    next_at = select(func.min(at)).where(*with_gap).scalar_subquery()
    urgency = select(func.coalesce(func.min(parts.c.urgency), 9)).where(*with_gap).scalar_subquery()
    for batch in in_batches(sorted(keys)):
        values = {"lease_by": None, "lease_until": None, "next_at": next_at, "urgency": urgency}
        connection.execute(update(channels).where(_C.id.in_(batch)).values(**values))


def wait(connection: Connection, until: Mapping[int, datetime | None]) -> None:
    """Let lanes go in which nothing can be done before a time; None: nothing at all."""
    rows = [{"lane": key, "at": at} for key, at in sorted(until.items())]
    if rows:
        connection.execute(_WAIT, rows)


_WAIT = (
    update(channels)
    .where(channels.c.id == bindparam("lane"))
    .values(lease_by=None, lease_until=None, next_at=bindparam("at", type_=UtcTime))
)


def pace(connection: Connection, until: Mapping[int, datetime]) -> None:
    """After something was posted: no post in these channels before a time each, and whatever stopped them is over."""
    rows = [{"lane": key, "at": at} for key, at in sorted(until.items())]
    if rows:
        connection.execute(_PACE, rows)


_GOES_ON: Mapping[str, Any] = {"paced_until": None, "failures": 0, "stopped": None, "stopped_at": None}
_PACE = update(channels).where(channels.c.id == bindparam("lane")).values(posts_after=bindparam("at", type_=UtcTime), **_GOES_ON)


def touched(connection: Connection, keys: Collection[int], now: datetime) -> None:
    """After something was changed, or taken away: whatever stopped these channels is over, unless it is posts that wait."""
    waiting = func.coalesce(_C.posts_after > now, false())
    for batch in in_batches(sorted(keys)):
        connection.execute(update(channels).where(_C.id.in_(batch), not_(waiting)).values(**_GOES_ON))


def back_off(
    connection: Connection, key: int, until: datetime, act: Act | None = None, *, stopped: str | None = None, now: datetime | None = None
) -> bool:
    """After something failed: nothing in this channel before a time, or for longer where that was said already.

    `act`: what failed. After a post no other may be made; what is shown can still be put right, or taken away. `stopped`: why.
    Returns whether it had not been stopped.
    """
    pause = _C.posts_after if act is Act.POST else _C.paced_until
    before = connection.execute(select(_C.stopped).where(_C.id == key)).scalar()
    values: dict[str, Any] = {pause.name: _later(pause, until), "failures": _C.failures + 1}
    if stopped is not None:
        values |= {"stopped": stopped, "stopped_at": case((_C.stopped.is_(None), now), else_=_C.stopped_at)}
    connection.execute(update(channels).where(_C.id == key).values(**values))
    return stopped is not None and before is None


def _later(pause: ColumnElement[datetime | None], until: datetime) -> ColumnElement[datetime | None]:
    """The later of a pause that there is, or is none, and another."""
    return case((pause > until, pause), else_=literal(until, UtcTime))


def reopen(connection: Connection, keys: Collection[int], now: datetime) -> None:
    """What stopped these channels is over: try at once."""
    for batch in in_batches(sorted(keys)):
        values: dict[str, Any] = {
            "stopped": None,
            "stopped_at": None,
            "failures": 0,
            "paced_until": now,
            "posts_after": now,
            "reopened_at": now,
        }
        values["next_at"] = case((_C.next_at > now, literal(now, UtcTime)), else_=_C.next_at)
        connection.execute(update(channels).where(_C.id.in_(batch)).values(**values))


def reopened_since(connection: Connection, key: int, at: datetime) -> bool:
    """Whether word came after this time that a channel can be posted to again."""
    return connection.execute(select(_C.id).where(_C.id == key, _C.reopened_at > at)).first() is not None


def next_due(connection: Connection, platform: str, tenant: str) -> datetime | None:
    """When the next lane of a tenant may have something to do: one that somebody holds, when its lease is over."""
    paced = case((_C.paced_until > _C.next_at, _C.paced_until), else_=_C.next_at)
    when = case((_C.lease_until > paced, _C.lease_until), else_=paced)
    query = select(func.min(type_coerce(when, UtcTime))).where(_C.platform == platform, _C.tenant == tenant, _C.next_at.is_not(None))
    return connection.execute(query).scalar()


CHANNEL_PAUSE = timedelta(hours=1)
"""How long a channel that cannot be posted to is left alone; word that it can be again ends it at once."""
