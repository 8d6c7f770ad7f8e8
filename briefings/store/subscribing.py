"""Subscriptions and events as rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from briefings.store.columns import UtcTime
from briefings.store.parts import in_batches
from briefings.store.posting_tables import channels, events, subscriptions

_S = subscriptions.c
NEW, CORRECTED, WITHDRAWN, BACK = "new", "corrected", "withdrawn", "back"
"""The kinds of event."""
_PLACE = (channels.c.platform, channels.c.tenant, channels.c.place, channels.c.name)
_WITH_CHANNEL = select(subscriptions, *_PLACE).join(channels, channels.c.id == _S.channel)

_NEWEST = select(func.coalesce(func.max(_S.change), 0))


def newest_change(connection: Connection) -> int:
    """Grows with every change to any subscription."""
    return int(connection.execute(_NEWEST).scalar_one())


def changed_since(connection: Connection, change: int) -> list[Row[Any]]:
    """The subscriptions that changed since, with their channels; of those that ended before anything was read none."""
    query = _WITH_CHANNEL.where(_S.change > change)
    return list(connection.execute(query if change else query.where(_S.ended.is_(None))))


def standing(connection: Connection) -> list[Row[Any]]:
    """The subscriptions that stand, with their channels, the oldest first."""
    return list(connection.execute(_WITH_CHANNEL.where(_S.ended.is_(None)).order_by(_S.id)))


def in_channel(connection: Connection, channel: int) -> list[Row[Any]]:
    """Every subscription a channel ever had, the oldest first."""
    return list(connection.execute(_WITH_CHANNEL.where(_S.channel == channel).order_by(_S.id)))


def by_keys(connection: Connection, keys: Collection[int]) -> list[Row[Any]]:
    """These subscriptions, ended or not, with their channels."""
    return [row for batch in in_batches(sorted(keys)) for row in connection.execute(_WITH_CHANNEL.where(_S.id.in_(batch)))]


def start(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """New subscriptions; each row holds every column but the key and `change`."""
    if rows:
        change = newest_change(connection) + 1
        connection.execute(insert(subscriptions), [{**row, "change": change} for row in rows])


def end(connection: Connection, keys: Collection[int], by: str, now: datetime) -> None:
    """End subscriptions; they are kept."""
    change = newest_change(connection) + 1
    for batch in in_batches(sorted(keys)):
        values = {"ended": now, "ended_by": by, "due": None, "change": change}
        connection.execute(update(subscriptions).where(_S.id.in_(batch)).values(**values))


def due(connection: Connection, now: datetime, limit: int) -> list[Row[Any]]:
    """Subscriptions whose edition is to be opened, the longest due first. Only reads."""
    query = _WITH_CHANNEL.where(_S.due <= now, _S.ended.is_(None)).order_by(_S.due, _S.id).limit(limit)
    return list(connection.execute(query))


def next_due(connection: Connection) -> datetime | None:
    """When the next edition of any subscription is due."""
    return connection.execute(select(_S.due).where(_S.due.is_not(None), _S.ended.is_(None)).order_by(_S.due).limit(1)).scalar()


def set_due(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Say when the next edition of each subscription (`key`) opens (`at`, `named`), and what is behind it (`event`, `begun`)."""
    if rows:
        connection.execute(_SET_DUE, list(rows))


_SET_DUE = (
    update(subscriptions)
    .where(subscriptions.c.id == bindparam("key"))
    .values(
        due=bindparam("at", type_=UtcTime),
        slot=bindparam("named"),
        after_event=bindparam("event"),
        since=bindparam("begun", type_=UtcTime),
    )
)


def begin_burst(connection: Connection, until: Mapping[int, datetime], after: int, now: datetime) -> None:
    """Let subscriptions that wait for the rest of a burst have an edition then, of what came after an event; those that wait already go
    on waiting."""
    rows = [
        {"key": key, "at": at, "named": f"burst {at:%Y-%m-%dT%H:%M:%S.%f}", "event": after, "begun": now}
        for key, at in sorted(until.items())
    ]
    if rows:
        connection.execute(_BURST, rows)


_BURST = _SET_DUE.where(subscriptions.c.due.is_(None))


def newest_event(connection: Connection) -> int:
    """The number of the last event; 0: none."""
    return int(connection.execute(select(func.coalesce(func.max(events.c.id), 0))).scalar_one())


def note_events(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add events; the caller takes turns with every other intake."""
    if rows:
        connection.execute(insert(events), list(rows))


def events_between(connection: Connection, after: int, up_to: int) -> list[Row[Any]]:
    """The events in a window, in order."""
    return list(connection.execute(select(events).where(events.c.id > after, events.c.id <= up_to).order_by(events.c.id)))


def events_of(connection: Connection, statement: int) -> list[Row[Any]]:
    """What befell one statement, in order."""
    return list(connection.execute(select(events).where(events.c.statement == statement).order_by(events.c.id)))


def came_as_news(connection: Connection, statements: Collection[int]) -> dict[int, datetime]:
    """When each of these statements came as news; those that never did are left out."""
    found: dict[int, datetime] = {}
    for batch in in_batches(sorted(statements)):
        query = select(events.c.statement, events.c.at).where(events.c.statement.in_(batch), events.c.kind == NEW)
        found.update((row.statement, row.at) for row in connection.execute(query))
    return found
