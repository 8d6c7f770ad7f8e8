"""What a statement becomes in the store's tables: columns, words and marks in the search index, themes; and who puts it there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from briefings import reading, statements, stories
from briefings.reading import Reading
from briefings.statements import Draft, Published, Status, Wording
from briefings.store import search, shelf, theme_index, vocabulary
from briefings.store.shelf import Shelved
from briefings.terms import INDEXED_WORDS, UNDATED_MARK, main_theme_mark, publisher_mark, stems, theme_mark, words_of
from briefings.themes import Match, ThemeBook


@dataclass(frozen=True, slots=True)
class Read:
    """A statement's text with all that is read off it: costly, so done before the transaction."""

    reading: Reading
    title_words: tuple[str, ...]
    body_words: tuple[str, ...]
    traces: frozenset[int] = frozenset()
    """See `stories.traces`; only of a text that is new."""

    @classmethod
    def of(cls, book: ThemeBook, title: str, text: str) -> Read:
        """Read a title and a text."""
        return cls(reading.read(book, title, text), *words(title, text), stories.traces(title, text))

    def entry(self, position: int, themes: Iterable[Match], publisher: int, *, dated: bool) -> search.Entry:
        """What the search index holds of the statement."""
        slugs = [match.slug for match in themes]
        marks = [*map(main_theme_mark, slugs[:1]), *map(theme_mark, slugs), publisher_mark(publisher)] + ([] if dated else [UNDATED_MARK])
        return search.Entry(position, stems(self.title_words), stems(self.body_words), tuple(marks))


Text = tuple[str, str]
"""A title and a text."""

ReadTexts = Callable[[Sequence[Text]], list[Read]]
"""Reads several texts, in their order."""


def read_texts(book: ThemeBook, texts: Sequence[Text]) -> list[Read]:
    """Read several texts, in their order."""
    return [Read.of(book, *text) for text in texts]


def words(title: str, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a title and of a text that are searched."""
    return tuple(words_of(title)[:INDEXED_WORDS]), tuple(words_of(text)[:INDEXED_WORDS])


def text_columns(draft: Draft, reading: Reading, now: datetime) -> dict[str, Any]:
    """The columns of `statements` that hold a text and what was read off it."""
    return {
        "title": draft.title,
        "text": draft.text,
        "wording": Wording(draft.wording).value,
        "fingerprint": statements.fingerprint(draft.title, draft.text),
        "summary": reading.summary,
        "themes": reading.themes,
        "figures": reading.figures,
        "people": reading.people,
        "changed": now,
    }


def date_columns(published: Published | None, url: str | None) -> dict[str, Any]:
    """The columns of `statements` that hold when it was published, and where."""
    day_only = published is not None and published.day_only
    address = statements.address_key(url) if url else None
    return {"published": published.at if published else None, "day_only": day_only, "url": url, "address": address}


def theme_rows(
    key: int, publisher: int, position: int, themes: Iterable[Match], *, dated: bool, taken_in: datetime
) -> list[dict[str, Any]]:
    """The rows that file one statement under its themes."""
    common = {"statement": key, "publisher": publisher, "position": position, "dated": dated, "taken_in": taken_in}
    return [{"slug": match.slug, "score": match.score} | common for match in themes]


def read_before(old: Shelved) -> Read:
    """What was read off a stored statement, as it stands there."""
    item = old.item
    return Read(Reading(item.themes, item.figures, item.people, item.summary), *words(item.statement.title, item.statement.text))


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a statement stands: its key, its publisher's key, its position."""

    key: int
    publisher: int
    position: int
    dated: bool
    taken_in: datetime


class Filer:
    """Puts statements into the search index and under their themes, takes them out, and counts, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._words: Counter[str] = Counter()
        self._publishers: Counter[int] = Counter()
        self._undated: Counter[int] = Counter()
        self._entries: list[search.Entry] = []
        self._rows: list[dict[str, Any]] = []

    def file(self, filed: Filed, read: Read) -> None:
        """File a statement that is not filed; it is written with the next `write`."""
        themes = read.reading.themes
        self._document(filed.publisher, read.title_words, read.body_words, 1, dated=filed.dated)
        self._entries.append(read.entry(filed.position, themes, filed.publisher, dated=filed.dated))
        self._rows += theme_rows(filed.key, filed.publisher, filed.position, themes, dated=filed.dated, taken_in=filed.taken_in)

    def unfile(self, old: Shelved) -> None:
        """Take a stored statement out; one that is withdrawn is out already."""
        if old.statement.status is Status.WITHDRAWN:
            return
        dated = old.statement.published is not None
        self._document(old.publisher_key, *words(old.statement.title, old.statement.text), -1, dated=dated)
        theme_index.drop(self._connection, old.key)
        search.drop(self._connection, [old.statement.position])

    def write(self) -> None:
        """Write what was filed, all at once."""
        theme_index.put(self._connection, self._rows)
        search.put(self._connection, self._entries)
        self._entries, self._rows = [], []

    def count(self) -> None:
        """Write the counts of words and of each publisher's statements."""
        vocabulary.count(self._connection, self._words)
        keys = {*self._publishers, *self._undated}
        shelf.count_publishers(self._connection, {key: (self._publishers[key], self._undated[key]) for key in keys})

    def _document(self, publisher: int, title: Iterable[str], body: Iterable[str], sign: int, *, dated: bool) -> None:
        count = self._words.update if sign > 0 else self._words.subtract
        count({*title, *body})
        self._publishers[publisher] += sign
        self._undated[publisher] += 0 if dated else sign
