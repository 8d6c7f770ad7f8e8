"""What is remembered of a source's addresses and items, and which statements' pages are to be looked at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, delete, func, or_, select, update

from briefings.statements import Evidence, Status, Wording, address_key
from briefings.store import shelf
from briefings.store.bookkeeping import upsert
from briefings.store.columns import UtcTime
from briefings.store.schema import items, pages, publishers, sources, statements

_BATCH = 500
_MARK = select(pages.c.etag, pages.c.last_modified, pages.c.digest).where(pages.c.source == bindparam("of"), pages.c.url == bindparam("at"))
_DIGESTS = select(items.c.item, items.c.digest).where(items.c.source == bindparam("of"))
_NO_MARK = {"etag": None, "last_modified": None, "digest": None}


@dataclass(frozen=True, slots=True)
class Mark:
    """How an address was when it was last taken in: what the server called it, and the digest of its body."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a look at a source leaves behind: how its addresses were (None: forget it), and each item's digest."""

    pages: Mapping[str, Mark | None]
    items: Mapping[str, str]


NOTHING = Remembered({}, {})


@dataclass(frozen=True, slots=True)
class Watched:
    """A statement's own page that is due to be looked at. `told` is when the statement was published, or else taken in.

    `withdrawn`: because its page is gone. `in_own_words`: its text is its publisher's, so that the page may correct it.
    """

    url: str
    statement: str
    told: datetime
    withdrawn: bool
    in_own_words: bool


def mark(connection: Connection, source: str, url: str) -> Mark:
    """How an address was; nothing known: an empty mark."""
    row = connection.execute(_MARK, {"of": source, "at": url}).first()
    return Mark(*row) if row else Mark()


def digests(connection: Connection, source: str) -> dict[str, str]:
    """The digest of every item of a source that is remembered."""
    return dict(connection.execute(_DIGESTS, {"of": source}).all())


def remember(connection: Connection, source: str, remembered: Remembered, *, now: datetime) -> None:
    """Keep what a look leaves behind."""
    rows = [
        {"source": source, "url": url, "etag": told.etag, "last_modified": told.last_modified, "digest": told.digest}
        for url, told in remembered.pages.items()
        if told is not None
    ]
    _forget_marks(connection, source, [url for url, told in remembered.pages.items() if told is None])
    if rows:
        insert = upsert(connection, pages)
        kept = {name: insert.excluded[name] for name in ("etag", "last_modified", "digest")}
        connection.execute(insert.on_conflict_do_update(index_elements=["source", "url"], set_=kept), rows)
    taken = [{"source": source, "item": item, "digest": digest, "taken": now} for item, digest in remembered.items.items()]
    for start in range(0, len(taken), _BATCH):
        insert = upsert(connection, items)
        kept = {"digest": insert.excluded.digest, "taken": insert.excluded.taken}
        connection.execute(insert.on_conflict_do_update(index_elements=["source", "item"], set_=kept), taken[start : start + _BATCH])


def forget(connection: Connection, source: str) -> None:
    """Have everything of a source read again as if it had never been; which pages are watched stays."""
    connection.execute(update(pages).where(pages.c.source == source).values(**_NO_MARK))
    connection.execute(delete(items).where(items.c.source == source))


def _forget_marks(connection: Connection, source: str, urls: Sequence[str]) -> None:
    for start in range(0, len(urls), _BATCH):
        some = pages.c.url.in_(urls[start : start + _BATCH])
        connection.execute(update(pages).where(pages.c.source == source, some).values(**_NO_MARK))


def prune(connection: Connection, *, before: datetime) -> int:
    """Forget items that were last taken in before then: what is still listed is read once more, and is the same. Returns how many."""
    return connection.execute(delete(items).where(items.c.taken < before)).rowcount


def watch(connection: Connection, source: str, due: Mapping[str, tuple[str, datetime | None]]) -> None:
    """Have statements' own pages looked at again: each address with its statement's id and when. What is under way already goes on."""
    here = _here(connection, {url: name for url, (name, _) in due.items()})
    rows = [{"source": source, "url": url, "statement": here[url], "due": at} for url, (_, at) in due.items() if url in here]
    if rows:
        insert = upsert(connection, pages)
        kept = {"statement": insert.excluded.statement, "due": func.coalesce(pages.c.due, insert.excluded.due)}
        connection.execute(insert.on_conflict_do_update(index_elements=["source", "url"], set_=kept), rows)


def _here(connection: Connection, names: Mapping[str, str]) -> dict[str, str]:
    """The id of the statement that is here under the id that was given with an address, or else at the address; by address."""
    query = select(statements.c.statement_id).where(statements.c.statement_id.in_(names.values()))
    known = frozenset(connection.execute(query).scalars())
    elsewhere = {address_key(url): url for url, name in names.items() if name not in known}
    found = shelf.at_addresses(connection, elsewhere)
    here = {url: name for url, name in names.items() if name in known}
    return here | {elsewhere[address]: shelved.statement.id for address, shelved in found.items() if address in elsewhere}


def _due(when: ColumnElement[bool]) -> Select[Any]:
    # What only its page's absence took back may come back with its page.
    standing = or_(statements.c.status != Status.WITHDRAWN.value, statements.c.evidence == Evidence.GONE.value)
    told = func.coalesce(statements.c.published, statements.c.taken_in, type_=statements.c.taken_in.type).label("told")
    withdrawn, own_words = statements.c.status == Status.WITHDRAWN.value, statements.c.wording == Wording.PUBLISHER.value
    # See `vanishing`: a source speaks for its publisher's statements too.
    publisher = select(sources.c.publisher).where(sources.c.name == bindparam("of")).scalar_subquery()
    return (
        select(pages.c.url, pages.c.statement, told, withdrawn, own_words)
        .join(statements, statements.c.statement_id == pages.c.statement)
        .join(publishers, publishers.c.id == statements.c.publisher)
        .where(
            pages.c.source == bindparam("of"), or_(statements.c.source == bindparam("of"), publishers.c.name == publisher), when, standing
        )
        .order_by(pages.c.due)
        .limit(bindparam("most"))
    )


_NOW = bindparam("now", type_=UtcTime)
# Built once: every look at a source asks.
_DUE, _OTHERS = _due(pages.c.due <= _NOW), _due(and_(pages.c.due > _NOW, pages.c.misses == 0))


def due(connection: Connection, source: str, *, now: datetime, limit: int, others: bool = False) -> tuple[Watched, ...]:
    """The pages of a source's standing statements that are due, the longest waiting first; or the `others`, which were there."""
    rows = connection.execute(_OTHERS if others else _DUE, {"of": source, "now": now, "most": limit})
    return tuple(Watched(*row) for row in rows)


def put_off(connection: Connection, source: str, until: Sequence[tuple[str, datetime | None]]) -> None:
    """When pages are looked at next; None: never by themselves."""
    for url, at in until:
        connection.execute(update(pages).where(pages.c.source == source, pages.c.url == url).values(due=at))
