"""Redacts: a statement goes with every copy, revision, word and figure of it, and a tombstone is put where it stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from briefings import renewing, sights
from briefings.errors import BadInput, NotFound
from briefings.filing import Filer
from briefings.redaction import Doomed, Kind, Reason, Redacted, Tombstone, Verdict, keyed, named_by, obeys, spells, worded_by
from briefings.statements import Draft, address_key
from briefings.store import Store, bookkeeping, redactions, shelf, stories
from briefings.store.cleaning import PATIENCE
from briefings.store.shelf import Shelved

BATCH = 200
_LEFT, _APPLY, _CLEAN, _NOTHING = "redaction left to do", "apply", "clean", ""


class Redactor:
    """Redacts on one store, and knows what was redacted."""

    def __init__(self, store: Store, precedence: Sequence[str]) -> None:
        """`precedence`: see `stories.leader_of`."""
        self._store = store
        self._precedence = precedence

    def doomed(self, link_or_id: str, *, with_copies: bool = True) -> tuple[Doomed, ...]:
        """What `redact` would remove, the one that is named first; nothing where it is not here."""
        with self._store.read() as connection:
            found = shelf.named(connection, link_or_id)
            going = () if found is None else _going(connection, found, with_copies=with_copies)
        return tuple(Doomed(one.statement.id, one.statement.publisher, one.statement.published, one.statement.revision) for one in going)

    def redact(
        self, link_or_id: str, *, reason: Reason, now: datetime, key: str, with_copies: bool = True, in_advance: bool = False
    ) -> Redacted:
        """See `Desk.redact`. `key`: for the hashes, where no tombstone stands yet."""
        with self._store.write() as connection:
            bookkeeping.next_generation(connection)
            key = next(iter(redactions.keys(connection)), key)
            found = shelf.named(connection, link_or_id)
            if found is None:
                return _not_here(connection, link_or_id, reason, now, key, in_advance=in_advance)
            going = _going(connection, found, with_copies=with_copies)
            made = [_tombstone(connection, one, reason, now, key, alone=not with_copies) for one in going]
            _remove(connection, dict(zip([tombstone.id for tombstone in made], going, strict=True)), self._precedence, now)
            made = [_without_shared_address(connection, tombstone, one) for tombstone, one in zip(made, going, strict=True)]
            redactions.add(connection, made)
            if bookkeeping.fact(connection, _LEFT) != _APPLY:  # which ends with the same
                _leave(connection, _CLEAN)
        return Redacted(tuple(one.statement.id for one in going), tuple(made))

    def tombstones(self, *, without: Collection[str] = ()) -> list[Tombstone]:
        """Everything that was redacted, oldest first, but what has an id in `without`."""
        with self._store.read() as connection:
            return redactions.listed(connection, without)

    def ids(self) -> frozenset[str]:
        """The ids on all tombstones."""
        with self._store.read() as connection:
            return redactions.ids(connection)

    def keeps_out(self, drafts: Sequence[Draft]) -> frozenset[Draft]:
        """Those of these that tombstones keep out."""
        with self._store.read() as connection:
            return redactions.refused(connection, drafts)

    def apply(self, tombstones: Iterable[Tombstone]) -> tuple[int, int]:
        """Obey tombstones from elsewhere, and remove what they keep out. Returns how many were not known yet, and how many statements went.

        When it dies half-way, it goes on the next time it is called, whatever with.
        """
        given = {one.id: one for one in tombstones}
        known = self.ids() if given else frozenset()
        fresh = {id_: one for id_, one in given.items() if id_ not in known}
        if fresh:
            with self._store.write() as connection:
                bookkeeping.next_generation(connection)  # takes turns with whoever applies the same
                known = redactions.ids(connection)
                fresh = {id_: one for id_, one in fresh.items() if id_ not in known}
                redactions.add(connection, fresh.values())
                _leave(connection, _APPLY)
        return len(fresh), self._remove_kept_out() if self._left() == _APPLY else 0

    def clean(self, patience: int = PATIENCE) -> str | None:
        """Take what was redacted out of the database's files, if that was not done yet. Returns what is left for a person to do.

        `patience`: seconds to wait, at each step, for whoever uses the database just now.
        """
        if self._left() == _APPLY:
            self._remove_kept_out()
        if self._left() != _CLEAN:
            return None
        told = self._store.clean(patience)
        if told is None:
            with self._store.write() as connection:
                _leave(connection, _NOTHING)
        return told

    def _left(self) -> str:
        with self._store.read() as connection:
            return bookkeeping.fact(connection, _LEFT) or _NOTHING

    def _remove_kept_out(self) -> int:
        count, last = 0, 0
        while True:
            with self._store.write() as connection:
                batch = shelf.after(connection, last, BATCH)
                if not batch:
                    _leave(connection, _CLEAN)
                    return count
                out = _kept_out(connection, batch)
                if out:
                    bookkeeping.next_generation(connection)
                    _remove(connection, {one.statement.id: one for one in out}, self._precedence, redactions.latest(connection))
                count, last = count + len(out), batch[-1].key


def _leave(connection: Connection, what: str) -> None:
    bookkeeping.set_fact(connection, _LEFT, what)


def _not_here(connection: Connection, name: str, reason: Reason, now: datetime, key: str, *, in_advance: bool) -> Redacted:
    before = redactions.named(connection, name)
    if before is not None:
        return Redacted((before[0],), before=before[1])
    if not in_advance:
        raise NotFound(
            f'no statement here has the id or address "{name[:200]}". If it must never come here either, redact it in advance: --in-advance'
        )
    return _in_advance(connection, name, reason, now, key)


def _in_advance(connection: Connection, name: str, reason: Reason, now: datetime, key: str) -> Redacted:
    """Only its id or address is known. An address may spell a name, and nobody can say whether it does: it is kept as a hash."""
    is_address = "/" in name
    if is_address and redactions.is_taken(connection, address_key(name)):
        raise BadInput("statements stand at this address: name one of them")
    made = Tombstone(_hidden(key, name) if is_address else name, None, key, reason, now, named_by(key, name, name if is_address else None))
    redactions.add(connection, [made])
    return Redacted((), (made,))


def _going(connection: Connection, found: Shelved, *, with_copies: bool) -> list[Shelved]:
    """The statement and, unless it goes alone, its copies."""
    if not with_copies:
        return [found]
    story = redactions.in_story(connection, found)
    possible = redactions.possible_copies(connection, found)
    mine = _worded(connection, found)
    return [found, *(one for one in possible if one.key in story or _are_copies(mine, _worded(connection, one)))]


_COMPARED = "00" * 32
"""A key for hashes that are compared here and now, and kept nowhere."""


def _worded(connection: Connection, shelved: Shelved, key: str = _COMPARED) -> dict[str, Kind]:
    hashes: dict[str, Kind] = {}
    for title, text in redactions.versions(connection, shelved):
        hashes |= worded_by(key, title, text)
    return hashes


def _are_copies(one: dict[str, Kind], other: dict[str, Kind]) -> bool:
    shared = Counter(one[hash_] for hash_ in one.keys() & other.keys())
    return obeys(shared, Counter(one.values()), Counter(other.values())) is Verdict.OUT


def _tombstone(connection: Connection, shelved: Shelved, reason: Reason, now: datetime, key: str, *, alone: bool) -> Tombstone:
    """`alone`: its copies stay, so that its words must not keep theirs out."""
    old, people = shelved.statement, [person.name for person in shelved.item.people]
    titles = " ".join(title for title, _ in redactions.versions(connection, shelved))
    address = address_key(old.url) if old.url else None
    hashes = named_by(key, old.id, old.url) | ({} if alone else _worded(connection, shelved, key))
    hidden = spells(old.id, titles, people)
    told = None if address is None or spells(address, titles, people) else address
    return Tombstone(_hidden(key, old.id) if hidden else old.id, told, key, reason, now, hashes)


def _hidden(key: str, id_: str) -> str:
    return f"redacted-{keyed(key, Kind.ID, id_)[:12]}"


def _without_shared_address(connection: Connection, tombstone: Tombstone, shelved: Shelved) -> Tombstone:
    """Where others stand at the same address (the front page, a list), it keeps nothing out."""
    url = shelved.statement.url
    if url is None or not redactions.is_taken(connection, address_key(url)):
        return tombstone
    left = {hash_: kind for hash_, kind in tombstone.hashes.items() if kind is not Kind.ADDRESS}
    return replace(tombstone, address=None, hashes=left)


def _kept_out(connection: Connection, batch: Sequence[Shelved]) -> list[Shelved]:
    by_draft = {draft: shelved.key for shelved in batch for draft in _as_drafts(connection, shelved)}
    out = {by_draft[draft] for draft in redactions.refused(connection, list(by_draft), by_title=False)}
    return [shelved for shelved in batch if shelved.key in out]


def _as_drafts(connection: Connection, shelved: Shelved) -> list[Draft]:
    """Each of its revisions, as it would come in."""
    old = shelved.statement
    told = redactions.versions(connection, shelved) if old.revision > 1 else [(old.title, old.text)]
    return [Draft(old.id, title, text, old.publisher, old.url, old.published) for title, text in told]


def _remove(connection: Connection, going: dict[str, Shelved], precedence: Sequence[str], now: datetime) -> None:
    """Remove statements. Their keys in `going` are what the journal calls them from now on."""
    filer = Filer(connection)
    keys = {shelved.key for shelved in going.values()}
    others = sights.story_members(connection, keys) - keys
    renewing.redact(connection, going.values(), now)
    for name, shelved in going.items():
        stories.leave(connection, shelved.key, precedence)
        filer.unfile(shelved)
        redactions.remove(connection, shelved, name)
    filer.count()
    renewing.show_anew(connection, others, now)
