"""Reads stored statements again after the themes, or how statements are read, have changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from briefings.filing import Read, theme_rows
from briefings.statements import Status
from briefings.store import Store, bookkeeping, search, shelf, stories, theme_index
from briefings.store.shelf import Shelved
from briefings.store.walking import walk
from briefings.themes import ThemeBook

READING = 2
"""Raise this when figures, people or summaries are read differently: what is stored is then read again."""

BATCH = 200
_FACT = "read with"


def reread(store: Store, book: ThemeBook, precedence: Sequence[str] = ()) -> int:
    """Read everything again, a batch to a transaction, unless it was read just so already; returns how many were read.

    When it dies half-way it begins again the next time; answers are sound in between.
    """
    wanted = f"{READING}:{book.fingerprint()}"
    with store.read() as connection:
        if bookkeeping.fact(connection, _FACT) == wanted:
            return 0
    count = 0
    for last, batch in walk(store, BATCH):
        read = {shelved.key: (shelved.version, Read.of(book, shelved.statement.title, shelved.statement.text)) for shelved in batch}
        _replace(store, last, read, precedence)
        count += len(batch)
    with store.write() as connection:
        bookkeeping.next_generation(connection)
        bookkeeping.set_fact(connection, _FACT, wanted)
    return count


def _replace(store: Store, last: int, read: dict[int, tuple[tuple[str, int], Read]], precedence: Sequence[str]) -> None:
    with store.write() as connection:
        bookkeeping.next_generation(connection)
        for shelved in shelf.after(connection, last, BATCH):
            version, anew = read.get(shelved.key, (None, None))
            if anew is None or version != shelved.version:
                continue  # it came, or was corrected, since it was read: then it was read with the new themes
            reading = anew.reading
            columns = {"themes": reading.themes, "figures": reading.figures, "people": reading.people, "summary": reading.summary}
            shelf.change(connection, shelved.key, columns)
            if reading.themes != shelved.item.themes and shelved.statement.status is not Status.WITHDRAWN:
                theme_index.drop(connection, shelved.key)
                search.drop(connection, [shelved.statement.position])
                _file(shelved, anew, connection)
                stories.settle(connection, [] if shelved.story is None else [shelved.story], precedence, [shelved.key])


def _file(shelved: Shelved, anew: Read, connection: Connection) -> None:
    statement = shelved.statement
    dated = statement.published is not None
    search.put(connection, [anew.entry(statement.position, anew.reading.themes, shelved.publisher_key, dated=dated)])
    themes, taken_in = anew.reading.themes, statement.taken_in
    rows = theme_rows(shelved.key, shelved.publisher_key, statement.position, themes, dated=dated, taken_in=taken_in)
    theme_index.put(connection, rows)
