"""Tombstones as rows: what was redacted, and which drafts they keep out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from briefings.redaction import FEWEST_SHINGLES, Hashes, Kind, Reason, Tombstone, Verdict, hashes_of, is_near, named_by, obeys
from briefings.statements import Draft, Statement, address_key
from briefings.store import journal, shelf
from briefings.store.schema import items, pages, revisions, shingles, sources, statements, tombstone_hashes, tombstones
from briefings.store.shelf import Shelved

_BATCH = 5000
_PHRASES, _CHANCE = frozenset((Kind.RUN, Kind.SHINGLE)), FEWEST_SHINGLES // 2
_MARKS = tombstone_hashes.c
_STAND = select(func.coalesce(func.max(tombstones.c.id), 0))


def stand(connection: Connection) -> int:
    """Grows with every tombstone; 0 while there is none. Very cheap."""
    return int(connection.execute(_STAND).scalar_one())


def latest(connection: Connection) -> datetime:
    """When the last tombstone was put up. There must be one."""
    at: datetime = connection.execute(select(tombstones.c.at).order_by(tombstones.c.id.desc()).limit(1)).scalar_one()
    return at


def keys(connection: Connection) -> list[str]:
    """The keys that hashes here were made with, the latest first: one, unless tombstones came from another database."""
    return list(
        connection.execute(select(tombstones.c.key).group_by(tombstones.c.key).order_by(func.max(tombstones.c.id).desc())).scalars()
    )


def ids(connection: Connection) -> frozenset[str]:
    """The ids on all tombstones."""
    return frozenset(connection.execute(select(tombstones.c.statement_id)).scalars())


def listed(connection: Connection, without: Collection[str] = ()) -> list[Tombstone]:
    """All tombstones with their hashes, oldest first, but those with the ids in `without`."""
    rows = [row for row in connection.execute(select(tombstones).order_by(tombstones.c.id)) if row.statement_id not in without]
    wanted = frozenset(row.id for row in rows)
    hashes: defaultdict[int, dict[str, Kind]] = defaultdict(dict)
    for hash_, tombstone, kind in connection.execute(select(_MARKS.hash, _MARKS.tombstone, _MARKS.kind)) if wanted else ():
        if tombstone in wanted:
            hashes[tombstone][hash_] = Kind(kind)
    return [Tombstone(row.statement_id, row.address, row.key, Reason(row.reason), row.at, hashes[row.id]) for row in rows]


def add(connection: Connection, made: Iterable[Tombstone]) -> None:
    """Put up tombstones, with a line each in the journal."""
    for one in made:
        row = {"statement_id": one.id, "address": one.address, "key": one.key, "reason": one.reason.value, "at": one.at}
        number = connection.execute(insert(tombstones).values(**row).returning(tombstones.c.id)).scalar_one()
        rows = [{"hash": hash_, "tombstone": number, "kind": kind.value} for hash_, kind in one.hashes.items()]
        connection.execute(insert(tombstone_hashes), rows)
        journal.write(connection, "redacted", at=one.at, statement=one.id, note=one.reason.value)


def named(connection: Connection, link_or_id: str) -> tuple[str, datetime] | None:
    """The id on the tombstone of what has this id or address, and when it was put up."""
    hashes: dict[str, Kind] = {}
    for key in keys(connection):
        hashes |= named_by(key, link_or_id, link_or_id)
    query = select(tombstones.c.statement_id, tombstones.c.at).join(tombstone_hashes, _MARKS.tombstone == tombstones.c.id)
    found = connection.execute(query.where(or_(_MARKS.hash.in_(list(hashes)), tombstones.c.statement_id == link_or_id)).limit(1)).first()
    return None if found is None else (found.statement_id, found.at)


def refused(connection: Connection, drafts: Sequence[Draft], *, by_title: bool = True) -> frozenset[Draft]:
    """Which of these the tombstones keep out; `by_title` false: not those that only their title gives away."""
    out: set[Draft] = set()
    for key in keys(connection) if drafts else ():
        made = {draft: hashes_of(key, draft) for draft in drafts}
        owners = _owners(connection, {hash_ for hashes in made.values() for hash_ in hashes})
        about = _about(connection, {tombstone for standing in owners.values() for tombstone in standing})
        for draft, hashes in made.items():
            of_draft = Counter(hashes.values())
            if any(_keeps_out(draft, of_draft, shared, *about[one], by_title) for one, shared in _shared(hashes, owners).items()):
                out.add(draft)
    return frozenset(out)


def _keeps_out(draft: Draft, of_draft: Counter[Kind], shared: Counter[Kind], at: datetime, kinds: Counter[Kind], by_title: bool) -> bool:
    verdict = obeys(shared, of_draft, kinds)
    return verdict is Verdict.OUT or (by_title and verdict is Verdict.OUT_IF_NEAR and is_near(draft.published, at))


def _shared(hashes: Hashes, owners: Mapping[str, list[int]]) -> dict[int, Counter[Kind]]:
    """How many hashes of each kind are on which tombstones too, where it is more than a chance phrase."""
    shared: defaultdict[int, list[Kind]] = defaultdict(list)
    for hash_ in hashes.keys() & owners.keys():
        for tombstone in owners[hash_]:
            shared[tombstone].append(hashes[hash_])
    return {one: Counter(kinds) for one, kinds in shared.items() if len(kinds) > _CHANCE or not _PHRASES.issuperset(kinds)}


def _owners(connection: Connection, hashes: Iterable[str]) -> dict[str, list[int]]:
    owners: defaultdict[str, list[int]] = defaultdict(list)
    wanted = sorted(hashes)
    for start in range(0, len(wanted), _BATCH):
        query = select(_MARKS.hash, _MARKS.tombstone).where(_MARKS.hash.in_(wanted[start : start + _BATCH]))
        for hash_, tombstone in connection.execute(query):
            owners[hash_].append(tombstone)
    return dict(owners)


def _about(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[datetime, Counter[Kind]]]:
    """When each tombstone was put up, and how many hashes of each kind are on it."""
    if not numbers:
        return {}
    times = connection.execute(select(tombstones.c.id, tombstones.c.at).where(tombstones.c.id.in_(numbers)))
    about: dict[int, tuple[datetime, Counter[Kind]]] = {number: (at, Counter()) for number, at in times}
    counted = select(_MARKS.tombstone, _MARKS.kind, func.count()).where(_MARKS.tombstone.in_(numbers))
    for number, kind, count in connection.execute(counted.group_by(_MARKS.tombstone, _MARKS.kind)):
        about[number][1][Kind(kind)] = count
    return about


def versions(connection: Connection, shelved: Shelved) -> list[tuple[str, str]]:
    """Title and text of each of its revisions, oldest first, the present one included."""
    query = select(revisions.c.title, revisions.c.text).where(revisions.c.statement == shelved.key).order_by(revisions.c.revision)
    return [*((title, text) for title, text in connection.execute(query)), (shelved.statement.title, shelved.statement.text)]


def possible_copies(connection: Connection, shelved: Shelved) -> list[Shelved]:
    """Other statements that may tell the same: of its story, at its address, with a text it had, or with half of its shingles."""
    own = statements.alias()
    same = (getattr(statements.c, name).in_(select(getattr(own.c, name)).where(own.c.id == shelved.key)) for name in ("story", "address"))
    texts = [body for _, body in versions(connection, shelved)]
    before = select(revisions.c.statement).where(revisions.c.text.in_(texts))
    sample = select(shingles.c.hash).where(shingles.c.statement == shelved.key)
    half = select(func.count() / 2).where(shingles.c.statement == shelved.key).scalar_subquery()
    alike = select(shingles.c.statement).where(shingles.c.hash.in_(sample)).group_by(shingles.c.statement).having(func.count() >= half)
    any_of = or_(*same, statements.c.text.in_(texts), statements.c.id.in_(before), statements.c.id.in_(alike))
    return shelf.fetch(connection, shelf.ITEM.where(statements.c.id != shelved.key, any_of).order_by(statements.c.id))


def in_story(connection: Connection, shelved: Shelved) -> frozenset[int]:
    """The keys of the statements of its story, its own included; none where it stands alone."""
    story = select(statements.c.story).where(statements.c.id == shelved.key).scalar_subquery()
    return frozenset(connection.execute(select(statements.c.id).where(statements.c.story == story)).scalars())


def is_taken(connection: Connection, address: str) -> bool:
    """Whether a statement stands at this address: then it is nobody's own, and names nobody."""
    return connection.execute(select(statements.c.id).where(statements.c.address == address).limit(1)).first() is not None


def remove(connection: Connection, shelved: Shelved, tombstone: str) -> None:
    """Delete a statement that is in no index and no story any more; the journal then names it by its `tombstone`."""
    key, old = shelved.key, shelved.statement
    connection.execute(delete(revisions).where(revisions.c.statement == key))
    _forget(connection, old)
    connection.execute(delete(statements).where(statements.c.id == key))
    if tombstone != old.id:
        journal.rename(connection, old.id, tombstone)


def _forget(connection: Connection, old: Statement) -> None:
    """What any source remembers of its page and of its item: their addresses may spell its words, and need not be the statement's own.

    The content API has the page of a statement under another address, with the same path at its end.
    """
    connection.execute(delete(pages).where(or_(pages.c.statement == old.id, pages.c.url == old.url)))
    connection.execute(delete(items).where(items.c.item.in_([old.id, old.url or old.id])))
    path = address_key(old.url or "").partition("/")[2]
    if not path:
        return
    connection.execute(delete(pages).where(pages.c.statement.is_(None), pages.c.url.contains(f"/{path}", autoescape=True)))
    connection.execute(delete(items).where(items.c.item.endswith(f"/{path}", autoescape=True)))
    told = sources.c.trouble.contains(f"/{path}", autoescape=True)
    connection.execute(update(sources).where(told).values(trouble=func.replace(sources.c.trouble, f"/{path}", "/…")))
