"""Brings the statements together that tell the same story, within the transaction that takes them in."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from briefings import stories
from briefings.store import Store, bookkeeping, shelf, shingles
from briefings.store import stories as told
from briefings.store.shelf import Shelved
from briefings.store.walking import walk
from briefings.stories import gathered, likeness

GATHERING = 1
"""Raise this when stories are told apart differently: what is stored is then gathered again."""

BATCH = 200
_GATHERED, _ORDERED = "gathered with", "precedence"


class Gatherer:
    """Told of every statement that is new or changed; `write` puts each where it belongs. `precedence`: see `stories.leader_of`."""

    def __init__(self, connection: Connection, precedence: Sequence[str]) -> None:
        self._connection = connection
        self._precedence = precedence
        self._told: dict[int, frozenset[int]] = {}
        self._reworded: list[int] = []
        self._settled: dict[int, int] = {}
        self._handed_over: set[int] = set()

    def told(self, key: int, traces: frozenset[int], old: Shelved | None = None) -> None:
        """A statement has a new text, of which these are the traces. `old`: what stood there before; it stays in its story."""
        self._told[key] = traces
        if old is not None:
            self._reworded.append(key)
            self.moved(old)

    def moved(self, old: Shelved) -> None:
        """A statement was dated anew, withdrawn, or put into the index again: its story may have another leader."""
        if old.story is not None:
            self._settled[old.key] = old.story

    def handed_over(self, old: Shelved) -> None:
        """A statement turns out to be another publisher's: where that one told the story already, it tells none."""
        if old.story is not None:
            self._handed_over.add(old.key)

    def write(self) -> None:
        """Keep the traces, gather the new stories, and say who leads those that changed."""
        shingles.drop(self._connection, self._reworded)
        shingles.put(self._connection, self._told)
        told.settle(self._connection, set(self._settled.values()), self._precedence, self._settled)
        told.part_doubles(self._connection, self._handed_over, self._precedence)
        if self._told:
            self._gather(self._told)
        self._told, self._reworded, self._settled, self._handed_over = {}, [], {}, set()

    def _gather(self, traces: dict[int, frozenset[int]]) -> None:
        pairs = shingles.met(self._connection, traces)
        tellers = told.told(self._connection, {key for pair in pairs for key in pair})
        alike = {pair: likeness(tellers[pair[0]].telling, tellers[pair[1]].telling) for pair in pairs}
        alike = {pair: sure for pair, sure in alike.items() if sure}
        if not alike:
            return
        standing = self._standing({tellers[key].story for pair in alike for key in pair} - {None})
        publishers = {key: tellers[key].telling.publisher for pair in alike for key in pair} | {
            key: publisher for members in standing.values() for key, publisher in members.items()
        }
        apart = told.kept_apart(self._connection, publishers)
        for keys in gathered(alike, standing, publishers, apart):
            told.unite(self._connection, keys, self._precedence)

    def _standing(self, keys: Collection[int | None]) -> dict[int, dict[int, int]]:
        """The stories there are, each with its members' keys and whose they are."""
        found = told.members(self._connection, [key for key in keys if key is not None])
        return {story: {row.id: row.publisher_key for row in rows} for story, rows in found.items()}


def regather(store: Store, precedence: Sequence[str]) -> None:
    """Bring what is stored up to this version's way of gathering and to this order of precedence, a batch to a transaction.

    What is together stays together, and what was put apart stays apart: only who is alone may join others. When it dies half-way it begins
    again the next time.
    """
    order = json.dumps(list(precedence), ensure_ascii=False)
    with store.read() as connection:
        gathered_so, ordered_so = (bookkeeping.fact(connection, name) for name in (_GATHERED, _ORDERED))
    if ordered_so != order:
        _resettle(store, precedence)
    if gathered_so != str(GATHERING):
        _tell_all(store, precedence)
    if (gathered_so, ordered_so) != (str(GATHERING), order):
        with store.write() as connection:
            bookkeeping.next_generation(connection)
            bookkeeping.set_fact(connection, _GATHERED, str(GATHERING))
            bookkeeping.set_fact(connection, _ORDERED, order)


def _tell_all(store: Store, precedence: Sequence[str]) -> None:
    for last, batch in walk(store, BATCH):
        traces = {shelved.key: stories.traces(shelved.statement.title, shelved.statement.text) for shelved in batch}
        versions = {shelved.key: shelved.version for shelved in batch}
        with store.write() as connection:
            bookkeeping.next_generation(connection)
            gatherer = Gatherer(connection, precedence)
            for shelved in shelf.after(connection, last, BATCH):
                if versions.get(shelved.key) == shelved.version:  # otherwise it came, or was corrected, just now
                    gatherer.told(shelved.key, traces[shelved.key], shelved)
            gatherer.write()


def _resettle(store: Store, precedence: Sequence[str]) -> None:
    last = 0
    while True:
        with store.write() as connection:
            batch = told.every(connection, last, BATCH)
            if not batch:
                return
            bookkeeping.next_generation(connection)
            told.settle(connection, batch, precedence)
        last = batch[-1]
