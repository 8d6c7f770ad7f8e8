"""Alerts about one statement for many channels at once, made within the database: ten thousand rows are not sent to it one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, func, insert, literal, select

from briefings.postings import Kind, Role, Urgency
from briefings.store import parts
from briefings.store.columns import UtcTime
from briefings.store.posting_tables import parts as table
from briefings.store.posting_tables import postings, subscriptions


def add(
    connection: Connection,
    wanted: Mapping[int, int],
    statement: int,
    says: str,
    now: datetime,
    urgency: Urgency,
    held: tuple[str, datetime] | None,
) -> None:
    """Want the same alert for these subscriptions, each in its lane; the lanes are locked. `held`: why it waits, and until when."""
    for batch in parts.in_batches(wanted.items(), parts.MANY):
        _add_postings(connection, [key for key, _ in batch], statement, now)
        _add_parts(connection, [lane for _, lane in batch], statement, says, now, urgency, held)
        parts.wake(connection, [lane for _, lane in batch], held[1] if held else now, urgency)


def _add_postings(connection: Connection, keys: list[int], statement: int, now: datetime) -> None:
    own = subscriptions.c
    values: dict[str, Any] = {
        "channel": own.channel,
        "kind": literal(Kind.ALERT.value),
        "subject": literal(str(statement)),
        "subscription": own.id,
        "statement": literal(statement),
        "made": literal(now, UtcTime),
    }
    connection.execute(
        insert(postings).from_select(list(values), select(*values.values()).where(parts.among(connection, own.id, keys)).order_by(own.id))
    )


def _add_parts(
    connection: Connection, lanes: list[int], statement: int, says: str, now: datetime, urgency: Urgency, held: tuple[str, datetime] | None
) -> None:
    own = postings.c
    values: dict[str, Any] = {
        "posting": own.id,
        "channel": own.channel,
        "ordinal": literal(0),
        "role": literal(Role.MAIN.value),
        "key": _random(connection),
        "urgency": literal(urgency.value),
        "not_before": literal(held[1] if held else now, UtcTime),
        "held": literal(held[0] if held else None, Text),
        "made": literal(now, UtcTime),
        "wanted": literal(says),
        "gap": literal(now, UtcTime),
    }
    these = (parts.among(connection, own.channel, lanes), own.kind == Kind.ALERT.value, own.subject == str(statement))
    connection.execute(insert(table).from_select(list(values), select(*values.values()).where(*these).order_by(own.id)))


def _random(connection: Connection) -> ColumnElement[str]:
    """A key that nobody can guess, another one for each row."""
    if connection.dialect.name == "sqlite":
        return func.lower(func.hex(func.randomblob(12)))
    return func.replace(cast(func.gen_random_uuid(), Text), "-", "")
