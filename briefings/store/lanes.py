"""Lanes as rows: which channels have something to do, in whose hands they are, and how fast their platform may be asked.

Whoever changes parts holds the locks of their lanes first, in the order of their keys; who claims never waits for a lane. So nobody
waits for somebody who waits for them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, insert, or_, select, type_coerce, update

from briefings.postings import Act
from briefings.store.bookkeeping import upsert
from briefings.store.columns import UtcTime
from briefings.store.parts import due, in_batches
from briefings.store.posting_tables import budgets, channels, parts

HEADS = 20
"""So many parts of a lane are looked through for its head."""
_C = channels.c
LIMITED = (Act.POST, Act.EDIT, Act.RETRACT, Act.LOOK)


def channel_key(connection: Connection, platform: str, tenant: str, place: str, name: str) -> int:
    """The key of a channel, making a row for a new one; its name is brought up to date."""
    made = upsert(connection, channels).values(platform=platform, tenant=tenant, place=place, name=name or place)
    changed = {"name": name} if name else {"place": place}
    kept = made.on_conflict_do_update(index_elements=["platform", "tenant", "place"], set_=changed)
    return int(connection.execute(kept.returning(_C.id)).scalar_one())


def find(connection: Connection, platform: str, tenant: str, place: str) -> int | None:
    """The key of a channel that is known."""
    where = (_C.platform == platform, _C.tenant == tenant, _C.place == place)
    return connection.execute(select(_C.id).where(*where)).scalar()


def lock(connection: Connection, keys: Collection[int]) -> None:
    """Wait for these lanes, and keep others from changing their parts until the transaction ends."""
    for batch in in_batches(sorted(keys)):
        connection.execute(select(_C.id).where(_C.id.in_(batch)).order_by(_C.id).with_for_update(key_share=True)).all()


def lock_parts(connection: Connection, ids: Collection[int]) -> None:
    """The same for the lanes of these parts."""
    keys: set[int] = set()
    for batch in in_batches(sorted(ids)):
        keys.update(connection.execute(select(parts.c.channel).where(parts.c.id.in_(batch)).distinct()).scalars())
    lock(connection, keys)


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


def heads(connection: Connection, keys: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The parts with a gap at the front of each lane, the most urgent and oldest first."""
    rank = func.row_number().over(partition_by=parts.c.channel, order_by=(parts.c.urgency, parts.c.id)).label("rank")
    ranked = select(parts.c.id, rank).where(parts.c.channel.in_(keys), parts.c.gap.is_not(None)).subquery()
    query = select(parts).join(ranked, ranked.c.id == parts.c.id).where(ranked.c.rank <= HEADS)
    found: dict[int, list[Row[Any]]] = {key: [] for key in keys}
    for row in connection.execute(query.order_by(parts.c.channel, parts.c.urgency, parts.c.id)):
        found[row.channel].append(row)
    return found


def mine(connection: Connection, keys: Collection[int], owner: str) -> set[int]:
    """Those of these lanes that are still in the owner's hands."""
    found: set[int] = set()
    for batch in in_batches(sorted(keys)):
        found.update(connection.execute(select(_C.id).where(_C.id.in_(batch), _C.lease_by == owner)).scalars())
    return found


def release(connection: Connection, keys: Collection[int]) -> None:
    """Let lanes go; each is looked at again when the first of its parts may be sent."""
    with_gap = (parts.c.channel == _C.id, parts.c.gap.is_not(None))
    next_at = select(func.min(due())).where(*with_gap).scalar_subquery()
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
    """After something was sent: nothing in these channels before a time each, and whatever stopped them is over."""
    rows = [{"lane": key, "at": at} for key, at in sorted(until.items())]
    if rows:
        connection.execute(_PACE, rows)


_PACE = (
    update(channels)
    .where(channels.c.id == bindparam("lane"))
    .values(paced_until=bindparam("at", type_=UtcTime), failures=0, stopped=None, stopped_at=None)
)


def back_off(connection: Connection, key: int, until: datetime, *, stopped: str | None = None, now: datetime | None = None) -> bool:
    """After something failed: nothing in this channel before a time. `stopped`: why. Returns whether it had not been stopped."""
    before = connection.execute(select(_C.stopped).where(_C.id == key)).scalar()
    values: dict[str, Any] = {"paced_until": until, "failures": _C.failures + 1}
    if stopped is not None:
        values |= {"stopped": stopped, "stopped_at": case((_C.stopped.is_(None), now), else_=_C.stopped_at)}
    connection.execute(update(channels).where(_C.id == key).values(**values))
    return stopped is not None and before is None


def reopen(connection: Connection, keys: Collection[int], now: datetime) -> None:
    """What stopped these channels is over: try at once."""
    for batch in in_batches(sorted(keys)):
        values = {"stopped": None, "stopped_at": None, "failures": 0, "paced_until": now}
        connection.execute(update(channels).where(_C.id.in_(batch)).values(**values))


@dataclass(frozen=True, slots=True)
class Budget:
    """How many calls of one kind may be made now, and when there is room for the next one (UTC)."""

    left: int
    again: datetime


def room(even: float, per_minute: float, now: float) -> tuple[int, float]:
    """How many calls may be made at `now` (seconds since 1970) when the next was due at `even`, and when there is room for one more.

    Calls saved up count for at most five seconds' worth.
    """
    apart = 60 / per_minute
    burst = max(1.0, per_minute / 12)
    left = int((now - even) / apart + burst + 1e-9)
    return max(0, min(left, int(burst))), max(now, even - (burst - 1) * apart)


def spend(even: float, per_minute: float, now: float, calls: int) -> float:
    """When the next call is due after `calls` more."""
    apart = 60 / per_minute
    return max(even, now) + calls * apart


def open_budgets(connection: Connection, platform: str, tenant: str, rates: Mapping[Act, float], now: datetime) -> dict[Act, Budget]:
    """What may be asked of the platform now. Locks the budgets until the transaction ends. An act without a rate has no limit."""
    rows = _budget_rows(connection, platform, tenant)
    if len(rows) < len(LIMITED):
        missing = [{"platform": platform, "tenant": tenant, "act": act.value, "even": 0.0} for act in LIMITED]
        connection.execute(upsert(connection, budgets).on_conflict_do_nothing(), missing)
        rows = _budget_rows(connection, platform, tenant)
    return {Act(row.act): _budget(row, rates.get(Act(row.act)), now) for row in rows}


def _budget_rows(connection: Connection, platform: str, tenant: str) -> list[Row[Any]]:
    own = (budgets.c.platform == platform, budgets.c.tenant == tenant)
    return list(connection.execute(select(budgets).where(*own).order_by(budgets.c.act).with_for_update()))


def _budget(row: Row[Any], per_minute: float | None, now: datetime) -> Budget:
    if row.blocked_until is not None and row.blocked_until > now:
        return Budget(0, row.blocked_until)
    if per_minute is None:
        return Budget(1_000_000, now)
    left, again = room(row.even, per_minute, now.timestamp())
    return Budget(left, datetime.fromtimestamp(again, UTC))


def spend_budgets(
    connection: Connection, platform: str, tenant: str, rates: Mapping[Act, float], spent: Mapping[Act, int], now: datetime
) -> None:
    """Count calls that are about to be made."""
    for act, calls in sorted(spent.items()):
        if calls and act in rates:
            own = (budgets.c.platform == platform, budgets.c.tenant == tenant, budgets.c.act == act.value)
            even = connection.execute(select(budgets.c.even).where(*own)).scalar_one()
            connection.execute(update(budgets).where(*own).values(even=spend(even, rates[act], now.timestamp(), calls)))


def block(connection: Connection, platform: str, tenant: str, acts: Collection[Act], until: datetime, reason: str) -> None:
    """Ask the platform nothing of these kinds before a time."""
    own = (budgets.c.platform == platform, budgets.c.tenant == tenant, budgets.c.act.in_([act.value for act in acts]))
    connection.execute(update(budgets).where(*own).values(blocked_until=until, reason=reason))


def insert_channels(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many new channels at once."""
    connection.execute(insert(channels), list(rows))


def next_due(connection: Connection, platform: str, tenant: str) -> datetime | None:
    """When the next lane of a tenant may have something to do."""
    when = case((_C.paced_until > _C.next_at, _C.paced_until), else_=_C.next_at)
    query = select(func.min(type_coerce(when, UtcTime))).where(_C.platform == platform, _C.tenant == tenant, _C.next_at.is_not(None))
    return connection.execute(query).scalar()


TENANT_PAUSE = timedelta(minutes=10)
"""How long nothing is asked of a tenant whose platform will have nothing to do with us: then one call tries."""
CHANNEL_PAUSE = timedelta(hours=1)
"""The same for a channel that cannot be posted to; word that it can be again ends it at once."""
