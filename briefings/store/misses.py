"""How often in a row a statement's own page was not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from briefings.store.bookkeeping import upsert
from briefings.store.schema import pages
from briefings.store.shelf import Shelved


@dataclass(frozen=True, slots=True)
class Misses:
    """How often in a row, and when it was first so."""

    number: int
    first: datetime


def miss(connection: Connection, source: str, shelved: Shelved, *, now: datetime) -> Misses:
    """Count a page that was not there once more."""
    own = (pages.c.source == source, pages.c.statement == shelved.statement.id)
    counted = {"misses": pages.c.misses + 1, "missed_first": func.coalesce(pages.c.missed_first, now, type_=pages.c.missed_first.type)}
    if not connection.execute(update(pages).where(*own).values(counted)).rowcount:
        url = shelved.statement.url or shelved.statement.id
        row = {"statement": shelved.statement.id, "misses": 1, "missed_first": now}
        insert = upsert(connection, pages).values(source=source, url=url, **row)
        connection.execute(insert.on_conflict_do_update(index_elements=["source", "url"], set_=row))
    number, first = connection.execute(select(func.max(pages.c.misses), func.min(pages.c.missed_first)).where(*own)).one()
    return Misses(number, first)


def count(connection: Connection, source: str, statement: str) -> int:
    """How often in a row a statement's page was not there."""
    query = select(func.max(pages.c.misses)).where(pages.c.source == source, pages.c.statement == statement)
    return connection.execute(query).scalar() or 0


def forget(connection: Connection, source: str, statement: str) -> None:
    """The page was there: nothing counts any more."""
    own = (pages.c.source == source, pages.c.statement == statement)
    connection.execute(update(pages).where(*own).values(misses=0, missed_first=None))
