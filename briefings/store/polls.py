"""Sources as rows: which are due, who looks at them just now, and how they fared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, or_, select, update

from briefings.polls import JITTER, Standing
from briefings.store.bookkeeping import upsert
from briefings.store.columns import UtcTime
from briefings.store.schema import sources

SET_BACK = timedelta(hours=1)
"""What was looked at, or is held, so much later than now was so by a clock that has been set back since."""
_STANDING = tuple(field.name for field in fields(Standing))

# Built once: every look at a source asks and says these.
_STANDINGS = select(sources.c.name, *(sources.c[field] for field in _STANDING))
_OF_ONE = _STANDINGS.add_columns(sources.c.claimed_by).where(sources.c.name == bindparam("of"))
_REFRESHED = select(func.max(sources.c.last_success))
_FREE: dict[str, Any] = {"claimed_by": None, "claimed_until": None, "next_poll": bindparam("next", type_=UtcTime)}
_PUT = (
    update(sources)
    .where(sources.c.name == bindparam("of"))
    .values({field: bindparam(field, type_=sources.c[field].type) for field in _STANDING})
)
_RELEASE = update(sources).where(sources.c.name == bindparam("of"), sources.c.claimed_by == bindparam("by")).values(_FREE)


@dataclass(frozen=True, slots=True)
class Known:
    """A source as the configuration names it; one that is not `enabled` is never looked at.

    `every`: how often it is looked at. `likeness`: stands for how it is read; when that changes it counts as a new source.
    """

    name: str
    publisher: str
    enabled: bool = True
    every: timedelta | None = None
    likeness: str = ""


def know(connection: Connection, known: Iterable[Known]) -> bool:
    """These are all the sources there are. Returns whether that was not yet known."""
    # In order, so that two processes that start together on PostgreSQL never wait for each other.
    wanted = {one.name: (one.publisher, one.enabled) for one in sorted(known, key=lambda one: one.name)}
    columns = (sources.c.name, sources.c.publisher, sources.c.configured)
    there = {row.name: (row.publisher, row.configured) for row in connection.execute(select(*columns).order_by(sources.c.name))}
    gone = [name for name, (publisher, _) in there.items() if publisher is not None and name not in wanted]
    changed = {name: told for name, told in wanted.items() if there.get(name) != told}
    for name, (publisher, enabled) in changed.items():
        values: dict[str, Any] = {"publisher": publisher, "configured": enabled}
        if enabled and not there.get(name, ("", False))[1]:
            values["next_poll"] = None  # what it waited for when it was switched off is long past
        insert = upsert(connection, sources).values(name=name, **values)
        connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))
    for name in gone:
        connection.execute(update(sources).where(sources.c.name == name).values(publisher=None, configured=False))
    return bool(changed or gone)


def sooner(connection: Connection, known: Iterable[Known], now: datetime) -> None:
    """Let nothing wait longer than its interval, which may have become shorter; what fails waits as it was told to."""
    for one in known:
        if one.every is not None:
            late = (sources.c.name == one.name, sources.c.failures == 0, sources.c.next_poll > now + one.every * (1 + JITTER))
            connection.execute(update(sources).where(*late).values(next_poll=now + one.every))


def begin_anew(connection: Connection, name: str) -> None:
    """Count a source as one that was never read to its end: what stands there is filed, not announced."""
    connection.execute(update(sources).where(sources.c.name == name).values(first_read=None))


def look_soon(connection: Connection, name: str) -> None:
    """Count a source as due, whatever it was waiting for."""
    connection.execute(update(sources).where(sources.c.name == name).values(next_poll=None))


def publisher_of(connection: Connection, name: str) -> str | None:
    """Whose statements come from a source; None for one that the configuration does not name."""
    return connection.execute(select(sources.c.publisher).where(sources.c.name == name)).scalar()


def due(connection: Connection, names: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Those of these that can be claimed, the longest due first."""
    query = select(sources.c.name).where(*_due(names, now)).order_by(sources.c.next_poll.asc().nulls_first(), sources.c.name)
    return tuple(connection.execute(query).scalars())


def claim(connection: Connection, names: Sequence[str], owner: str, *, now: datetime, until: datetime) -> dict[str, Standing]:
    """Take those of these that are due and in nobody's hands; they are the owner's `until`."""
    return _take(connection, _STANDINGS.where(*_due(names, now)), owner, until)


def claim_now(connection: Connection, names: Sequence[str], owner: str, *, now: datetime, until: datetime) -> dict[str, Standing]:
    """Take those of these that are in nobody's hands, due or not."""
    return _take(connection, _STANDINGS.where(sources.c.name.in_(names), _free(now)), owner, until)


def hold(connection: Connection, name: str, owner: str, until: datetime) -> bool:
    """Keep a source in the owner's hands for longer. False if it is in another's by now."""
    held = update(sources).where(sources.c.name == name, sources.c.claimed_by == owner).values(claimed_until=until)
    return connection.execute(held).rowcount == 1


def standing(connection: Connection, name: str) -> Standing:
    """How a source fared up to now; nothing known: as one that was never looked at."""
    return held(connection, name, None)[0]


def held(connection: Connection, name: str, owner: str | None) -> tuple[Standing, bool]:
    """The same, and whether it is in the owner's hands, or was the last time it was in anybody's."""
    row = connection.execute(_OF_ONE, {"of": name}).first()
    return (_standing(row), row.claimed_by == owner) if row else (Standing(), False)


def standings(connection: Connection) -> dict[str, Standing]:
    """How each source that is looked at fared up to now, by name."""
    return {row.name: _standing(row) for row in connection.execute(_STANDINGS.where(sources.c.configured))}


def put(connection: Connection, name: str, stands: Standing) -> None:
    """Write down how a source stands."""
    values = {field: getattr(stands, field) for field in _STANDING}
    if connection.execute(_PUT, {"of": name, **values}).rowcount == 0:
        insert = upsert(connection, sources).values(name=name, **values)
        connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))


def release(connection: Connection, name: str, owner: str, next_poll: datetime) -> None:
    """Let a source go, to be looked at again then."""
    connection.execute(_RELEASE, {"of": name, "by": owner, "next": next_poll})


def states(connection: Connection) -> Iterable[Any]:
    """Every source's row, by name."""
    return connection.execute(select(sources).order_by(sources.c.name))


def refreshed(connection: Connection) -> datetime | None:
    """When anything was last read with success."""
    return connection.execute(_REFRESHED).scalar()


def _standing(row: Any) -> Standing:
    return Standing(**{field: getattr(row, field) for field in _STANDING})


def _free(now: datetime) -> ColumnElement[bool]:
    until = sources.c.claimed_until
    return or_(until.is_(None), until <= now, until > now + SET_BACK)


def _due(names: Sequence[str], now: datetime) -> tuple[ColumnElement[bool], ...]:
    due = or_(sources.c.next_poll.is_(None), sources.c.next_poll <= now, sources.c.last_attempt > now + SET_BACK)
    return sources.c.name.in_(names), sources.c.configured, due, _free(now)


def _take(connection: Connection, query: Select[Any], owner: str, until: datetime) -> dict[str, Standing]:
    # Rows that another process is taking at this moment are passed over (SQLite lets in one at a time anyway).
    rows = connection.execute(query.with_for_update(skip_locked=True)).all()
    if rows:
        mine = sources.c.name.in_([row.name for row in rows])
        connection.execute(update(sources).where(mine).values(claimed_by=owner, claimed_until=until))
    return {row.name: _standing(row) for row in rows}
