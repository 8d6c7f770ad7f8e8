"""Which stored statements would change theme if the themes were others. Only reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefings.answers import Item
from briefings.statements import Status
from briefings.store import Store
from briefings.store.walking import walk
from briefings.themes import Match, ThemeBook

BATCH = 500


@dataclass(frozen=True, slots=True)
class Rethemed:
    """A statement with the matches it would gain and those it would lose; both empty where nothing changes."""

    item: Item
    gained: tuple[Match, ...]
    lost: tuple[Match, ...]

    @property
    def changes(self) -> bool:
        """Whether it would have other themes."""
        return bool(self.gained or self.lost)


def retheme(store: Store, book: ThemeBook) -> Iterator[Rethemed]:
    """Every statement that stands, in the order in which they came, with what `book` makes of it."""
    for _, batch in walk(store, BATCH):
        for shelved in batch:
            if shelved.statement.status is not Status.WITHDRAWN:
                yield rethemed(shelved.item, book)


def rethemed(item: Item, book: ThemeBook) -> Rethemed:
    """What a statement would gain and lose. Pure."""
    anew = book.classify(item.statement.title, item.statement.text)
    had, has = {match.slug for match in item.themes}, {match.slug for match in anew}
    return Rethemed(
        item, tuple(match for match in anew if match.slug not in had), tuple(match for match in item.themes if match.slug not in has)
    )
