"""Budgets as rows: how fast a tenant's platform may be asked, over all processes.

Whoever claims locks them before any lane; whoever settles after its lanes, for which no claim ever waits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from briefings.postings import Act
from briefings.store.bookkeeping import upsert
from briefings.store.posting_tables import budgets

LIMITED = (Act.POST, Act.EDIT, Act.RETRACT, Act.LOOK)
TENANT_PAUSE = timedelta(minutes=10)
"""How long nothing is asked of a tenant whose platform will have nothing to do with us: then one call tries."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How many calls of one kind may be made now, when there is room for the next one (UTC), and how far apart they go after that."""

    left: int
    again: datetime
    apart: timedelta = timedelta()


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
    apart = timedelta() if per_minute is None else timedelta(minutes=1) / per_minute
    if row.blocked_until is not None and row.blocked_until > now:
        return Budget(0, row.blocked_until, apart)
    if per_minute is None:
        return Budget(1_000_000, now)
    left, again = room(row.even, per_minute, now.timestamp())
    return Budget(left, datetime.fromtimestamp(again, UTC), apart)


def spend_budgets(
    connection: Connection, platform: str, tenant: str, rates: Mapping[Act, float], spent: Mapping[Act, int], now: datetime
) -> None:
    """Count calls that are about to be made."""
    for act, calls in sorted(spent.items()):
        if calls and act in rates:
            own = (budgets.c.platform == platform, budgets.c.tenant == tenant, budgets.c.act == act.value)
            even = connection.execute(select(budgets.c.even).where(*own)).scalar_one()
            connection.execute(update(budgets).where(*own).values(even=spend(even, rates[act], now.timestamp(), calls)))


def block(
    connection: Connection, platform: str, tenant: str, acts: Collection[Act], until: datetime, reason: str, *, refused: bool = False
) -> None:
    """Ask the platform nothing of these kinds before a time, or for longer where that was said already. `refused`: see `refusing`."""
    _budget_rows(connection, platform, tenant)  # in order, as whoever claims locks them
    own = (budgets.c.platform == platform, budgets.c.tenant == tenant, budgets.c.act.in_([act.value for act in acts]))
    sooner = or_(budgets.c.blocked_until.is_(None), budgets.c.blocked_until < until)
    connection.execute(update(budgets).where(*own, sooner).values(blocked_until=until, reason=reason, refused=refused))


def blocked(connection: Connection, now: datetime) -> dict[tuple[str, str, Act], datetime]:
    """Until when nothing of a kind is asked of a (platform, tenant)."""
    query = select(budgets).where(budgets.c.blocked_until > now)
    return {(row.platform, row.tenant, Act(row.act)): row.blocked_until for row in connection.execute(query)}


def refusing(connection: Connection, now: datetime) -> set[tuple[str, str]]:
    """The (platform, tenant)s that will have nothing, or nothing of some kind, of us until something changes there.

    One whose pause is over counts for as long again: by then a call has tried, and it was refused once more or it was not.
    """
    query = select(budgets.c.platform, budgets.c.tenant).where(budgets.c.refused, budgets.c.blocked_until > now - TENANT_PAUSE)
    return {(platform, tenant) for platform, tenant in connection.execute(query)}
