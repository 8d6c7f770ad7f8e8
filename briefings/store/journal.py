"""The journal: what happened and should be known later. Ids and kinds, never a statement's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from briefings.store.schema import journal


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened, when (UTC), and to which source or statement (its public id)."""

    at: datetime
    kind: str
    source: str | None
    statement: str | None
    note: str | None


def write(
    connection: Connection, kind: str, *, at: datetime, source: str | None = None, statement: str | None = None, note: str | None = None
) -> None:
    """Add an entry."""
    connection.execute(insert(journal).values(at=at, kind=kind, source=source, statement=statement, note=note))


def latest(connection: Connection, limit: int) -> tuple[Entry, ...]:
    """The last entries, newest first."""
    columns = (journal.c.at, journal.c.kind, journal.c.source, journal.c.statement, journal.c.note)
    query = select(*columns).order_by(journal.c.at.desc(), journal.c.id.desc()).limit(limit)
    return tuple(Entry(*row) for row in connection.execute(query))
