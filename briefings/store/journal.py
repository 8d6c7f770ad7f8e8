"""The journal: what happened and should be known later. Ids and kinds, never a statement's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

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


def rename(connection: Connection, statement: str, to: str) -> None:
    """Have the journal call a statement something else, wherever it names it."""
    connection.execute(update(journal).where(journal.c.statement == statement).values(statement=to))
    told_with = journal.c.note.contains(statement, autoescape=True)
    connection.execute(update(journal).where(told_with).values(note=func.replace(journal.c.note, statement, to)))


def latest(connection: Connection, limit: int) -> tuple[Entry, ...]:
    """The last entries, newest first."""
    columns = (journal.c.at, journal.c.kind, journal.c.source, journal.c.statement, journal.c.note)
    query = select(*columns).order_by(journal.c.at.desc(), journal.c.id.desc()).limit(limit)
    return tuple(Entry(*row) for row in connection.execute(query))
