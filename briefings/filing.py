"""What a statement becomes in the store's tables: its columns, its words and marks in the search index, its themes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from briefings import reading, statements
from briefings.reading import Reading
from briefings.statements import Draft, Published, Wording
from briefings.store import search
from briefings.terms import INDEXED_WORDS, UNDATED_MARK, main_theme_mark, publisher_mark, stem, theme_mark, words_of
from briefings.themes import Match, ThemeBook


@dataclass(frozen=True, slots=True)
class Read:
    """A statement's text with all that is read off it: costly, so done before the transaction."""

    reading: Reading
    title_words: tuple[str, ...]
    body_words: tuple[str, ...]

    @classmethod
    def of(cls, book: ThemeBook, title: str, text: str) -> Read:
        """Read a title and a text."""
        return cls(reading.read(book, title, text), *words(title, text))

    def entry(self, position: int, themes: Iterable[Match], publisher: int, *, dated: bool) -> search.Entry:
        """What the search index holds of the statement."""
        slugs = [match.slug for match in themes]
        marks = [*map(main_theme_mark, slugs[:1]), *map(theme_mark, slugs), publisher_mark(publisher)] + ([] if dated else [UNDATED_MARK])
        return search.Entry(position, tuple(map(stem, self.title_words)), tuple(map(stem, self.body_words)), tuple(marks))


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
