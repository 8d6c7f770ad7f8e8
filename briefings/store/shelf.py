"""Statements, their revisions and publishers as rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, text, update

from briefings.answers import Item, Revision
from briefings.edits import Edit
from briefings.positions import SECOND, Occupied
from briefings.statements import Evidence, Note, Published, Statement, Status, Wording, address_key
from briefings.store.columns import Matches
from briefings.store.schema import publishers, revisions, statements

_ID_BATCH = 500
NOTICES = 50
ITEM = select(statements, publishers.c.name.label("publisher_name")).join(publishers, publishers.c.id == statements.c.publisher)
"""Selects what `item_of` needs."""

# Put together once: that costs more than asking, and every intake asks.
_BY_ID = ITEM.where(statements.c.statement_id.in_(bindparam("some", expanding=True)))
_AT_ADDRESSES = ITEM.where(statements.c.address.in_(bindparam("some", expanding=True)))
_KEYS = select(statements.c.statement_id, statements.c.id).where(statements.c.statement_id.in_(bindparam("some", expanding=True)))
_PUBLISHERS = select(publishers.c.name, publishers.c.id).where(publishers.c.name.in_(bindparam("some", expanding=True)))
_ADD, _OLDEST = insert(statements), select(func.min(statements.c.position))
_COUNTED = (
    update(publishers)
    .where(publishers.c.id == bindparam("key"))
    .values(statements=publishers.c.statements + bindparam("more"), undated=publishers.c.undated + bindparam("undated_more"))
)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A statement with the keys of its rows."""

    key: int
    publisher_key: int
    item: Item
    seen: frozenset[str] = frozenset()
    """The fingerprints of its earlier revisions, where they were asked for."""
    story: int | None = None

    @property
    def statement(self) -> Statement:
        """The statement itself."""
        return self.item.statement

    @property
    def version(self) -> tuple[str, int]:
        """Which text of which statement it is: the key of one that was redacted may be given to another."""
        return self.statement.id, self.statement.revision


def item_of(row: Row[Any]) -> Item:
    """The statement of a row that `ITEM` selected."""
    published = None if row.published is None else Published(row.published, row.day_only)
    statement = Statement(
        id=row.statement_id,
        title=row.title,
        text=row.text,
        publisher=row.publisher_name,
        url=row.url,
        published=published,
        wording=Wording(row.wording),
        status=Status(row.status),
        revision=row.revision,
        position=row.position,
        source=row.source,
        taken_in=row.taken_in,
        changed=row.changed,
        announce=row.announce,
        evidence=Evidence(row.evidence) if row.evidence else None,
    )
    return Item(statement, row.summary, row.themes, row.figures, row.people)


def fetch(connection: Connection, query: Select[Any], given: Mapping[str, Any] | None = None) -> list[Shelved]:
    """The statements a narrowed `ITEM` selects, in its order. `given`: what its parameters stand for."""
    return [Shelved(row.id, row.publisher, item_of(row), story=row.story) for row in connection.execute(query, given)]


def shown(connection: Connection, query: Select[Any], given: Mapping[str, Any] | None = None) -> list[Item]:
    """The same for a person to read: each statement says who else published it."""
    found = fetch(connection, query, given)
    also = _also(connection, [shelved for shelved in found if shelved.story is not None])
    return [replace(shelved.item, also=also[shelved.key]) if shelved.key in also else shelved.item for shelved in found]


def by_keys(connection: Connection, keys: Iterable[int]) -> dict[int, Item]:
    """The statements with these keys, withdrawn or not; each says who else published it."""
    found: dict[int, Item] = {}
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), _ID_BATCH):
        batch = fetch(connection, ITEM.where(statements.c.id.in_(wanted[start : start + _ID_BATCH])))
        also = _also(connection, [shelved for shelved in batch if shelved.story is not None])
        found |= {shelved.key: replace(shelved.item, also=also.get(shelved.key, ())) for shelved in batch}
    return found


def _also(connection: Connection, told: Sequence[Shelved]) -> dict[int, tuple[str, ...]]:
    """Who published the stories of these statements besides each one's own publisher, the earliest first."""
    if not told:
        return {}
    query = select(statements.c.story, publishers.c.id, publishers.c.name).join(publishers, publishers.c.id == statements.c.publisher)
    own = query.where(statements.c.story.in_({shelved.story for shelved in told}), statements.c.status != Status.WITHDRAWN.value)
    rows = connection.execute(own.order_by(statements.c.position)).all()
    return {
        shelved.key: tuple(row.name for row in rows if row.story == shelved.story and row.id != shelved.publisher_key) for shelved in told
    }


def find(connection: Connection, ids: Sequence[str]) -> dict[str, Shelved]:
    """The statements stored under these public ids, with the fingerprints of their earlier revisions."""
    found: dict[str, Shelved] = {}
    for start in range(0, len(ids), _ID_BATCH):
        batch = fetch(connection, _BY_ID, {"some": ids[start : start + _ID_BATCH]})
        seen = _fingerprints(connection, [shelved.key for shelved in batch if shelved.statement.revision > 1])
        found |= {shelved.statement.id: replace(shelved, seen=frozenset(seen.get(shelved.key, ()))) for shelved in batch}
    return found


def _fingerprints(connection: Connection, keys: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    if keys:
        query = select(revisions.c.statement, revisions.c.fingerprint).where(revisions.c.statement.in_(keys))
        for key, fingerprint in connection.execute(query):
            found.setdefault(key, []).append(fingerprint)
    return found


def at_positions(connection: Connection, positions: Sequence[int]) -> list[Item]:
    """The statements at these positions, in the order given; those that are gone or withdrawn are left out."""
    query = ITEM.where(statements.c.position.in_(positions), statements.c.status != Status.WITHDRAWN.value)
    rows = {item.statement.position: item for item in shown(connection, query)}
    return [rows[position] for position in positions if position in rows]


def named(connection: Connection, link_or_id: str) -> Shelved | None:
    """The statement with this id, or else this address (the newest, should several share it), or else the only one whose id is this in
    other capitals."""
    by_address = ITEM.where(statements.c.address == address_key(link_or_id)).order_by(statements.c.position.desc()).limit(1)
    found = fetch(connection, ITEM.where(statements.c.statement_id == link_or_id)) or fetch(connection, by_address)
    if not found and not any(map(str.isspace, link_or_id)):  # which reads through all ids, and so is left for last
        nearly = fetch(connection, ITEM.where(func.lower(statements.c.statement_id) == link_or_id.lower()).limit(2))
        found = nearly if len(nearly) == 1 else []
    return found[0] if found else None


def at_addresses(connection: Connection, addresses: Collection[str]) -> dict[str, Shelved]:
    """The statement at each of these addresses (see `address_key`); none for an address that several share: it is no page of their own."""
    found: dict[str, list[Shelved]] = {}
    wanted = sorted(addresses)
    for start in range(0, len(wanted), _ID_BATCH):
        for shelved in fetch(connection, _AT_ADDRESSES, {"some": wanted[start : start + _ID_BATCH]}):
            found.setdefault(address_key(shelved.statement.url or ""), []).append(shelved)
    return {address: several[0] for address, several in found.items() if len(several) == 1}


def publisher_keys(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """The key of each publisher, making rows for new ones."""
    wanted = sorted(set(names))
    known: dict[str, int] = {row.name: row.id for row in connection.execute(_PUBLISHERS, {"some": wanted})}
    for name in wanted:
        if name not in known:
            known[name] = connection.execute(insert(publishers).values(name=name).returning(publishers.c.id)).scalar_one()
    return known


def count_publishers(connection: Connection, changes: Mapping[int, tuple[int, int]]) -> None:
    """Add to each publisher's counts of (statements, undated ones)."""
    rows = [{"key": key, "more": more, "undated_more": undated} for key, (more, undated) in changes.items() if more or undated]
    if rows:
        connection.execute(_COUNTED, rows)


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert statements; returns their keys in the same order."""
    if not rows:
        return []
    connection.execute(_ADD, list(rows))
    ids = [row["statement_id"] for row in rows]
    keys: dict[str, int] = {}
    for start in range(0, len(ids), _ID_BATCH):
        keys |= {row.statement_id: row.id for row in connection.execute(_KEYS, {"some": ids[start : start + _ID_BATCH]})}
    return [keys[name] for name in ids]


def change(connection: Connection, key: int, values: Mapping[str, Any]) -> None:
    """Set some columns of one statement."""
    connection.execute(update(statements).where(statements.c.id == key).values(**values))


def keep_revision(connection: Connection, shelved: Shelved, fingerprint: str, edit: Edit, note: Note | None, *, now: datetime) -> None:
    """Keep the text a statement has now, before one that differs by `edit` replaces it. A note on an earlier change is left out."""
    old = shelved.statement
    came = revisions_of(connection, shelved)[-1].came
    kept = {"revision": old.revision, "title": old.title, "text": old.text, "fingerprint": fingerprint, "taken_in": came}
    said = note.text if note is not None and note.at > came else None
    connection.execute(insert(revisions).values(statement=shelved.key, edit=edit.value, replaced=now, note=said, **kept))


def revisions_of(connection: Connection, shelved: Shelved) -> tuple[Revision, ...]:
    """Every revision, oldest first, the present one last. Of a withdrawn statement no note is told: it may say what was in it."""
    columns = (revisions.c.taken_in, revisions.c.edit, revisions.c.replaced, revisions.c.note)
    stands = shelved.statement.status is not Status.WITHDRAWN
    query = select(*columns).where(revisions.c.statement == shelved.key).order_by(revisions.c.revision)
    found = [Revision(shelved.statement.taken_in)]
    rows = connection.execute(query).all()
    # Before edits were told apart, when a text was replaced could be read off its successor only.
    successors = [*(row.taken_in for row in rows[1:]), shelved.statement.changed]
    for row, successor in zip(rows, successors, strict=False):
        found.append(Revision(row.replaced or successor, Edit(row.edit) if row.edit else None, row.note if stands else None))
    return tuple(found)


# All seconds in one parameter. CROSS JOIN has SQLite begin with them, and find the statements of each by the index.
_WITHIN = " AS low CROSS JOIN statements WHERE position >= CAST(low.value AS bigint) AND position < CAST(low.value AS bigint) + :second"
_POSITIONS = {
    "sqlite": text(f"SELECT position FROM json_each(:lows){_WITHIN}"),  # noqa: S608
    "postgresql": text(f"SELECT position FROM json_array_elements_text(CAST(:lows AS json)){_WITHIN}"),  # noqa: S608
}


def occupied(connection: Connection) -> Occupied:
    """The positions taken, read as they are asked for."""

    def load(seconds: Sequence[int]) -> list[int]:
        lows = json.dumps([second * SECOND for second in seconds])
        return list(connection.execute(_POSITIONS[connection.dialect.name], {"lows": lows, "second": SECOND}).scalars())

    return Occupied(load, lambda: connection.execute(_OLDEST).scalar())


def withdrawn(
    connection: Connection, slug: str, publisher_keys: Sequence[int] | None, since: datetime, until: datetime | None
) -> list[Item]:
    """The statements on a theme, of some publishers or (None) all, withdrawn in a span of time, last withdrawn first."""
    on_theme = Matches.names(statements.c.themes, slug)
    query = ITEM.where(statements.c.status == Status.WITHDRAWN.value, statements.c.changed >= since, on_theme)
    if until is not None:
        query = query.where(statements.c.changed < until)
    if publisher_keys is not None:
        query = query.where(statements.c.publisher.in_(publisher_keys))
    return [
        shelved.item
        for shelved in fetch(connection, query.order_by(statements.c.changed.desc(), statements.c.position.desc()).limit(NOTICES))
    ]


def after(connection: Connection, key: int, limit: int) -> list[Shelved]:
    """The next statements by key: for walking through all of them in batches."""
    return fetch(connection, ITEM.where(statements.c.id > key).order_by(statements.c.id).limit(limit))
