"""Chooses what a briefing shows of the statements it has. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from briefings.answers import Item, KeyFigure, Speaker
from briefings.figures import Figure
from briefings.query import EARLIEST, Query, start_of
from briefings.statements import LONDON

PAGE = 5
"""Statements on one page of an answer in chat."""
KEY_FIGURES = 6
FIGURES_OF_ONE = 3
SPEAKERS = 5
LOOKED_INTO = 20
"""Key figures and speakers come from this many of the window's newest statements."""

_LEAD = 250
_WORTH = {"money": 1.5, "percent": 1.0, "count": 1.0, "ratio": 0.5, "multiple": 0.5}


def pages_of(total: int, page_size: int) -> int:
    """How many pages `total` things fill; nothing fills one."""
    return max(1, ceil(total / page_size))


def window(query: Query, last: datetime | None, now: datetime, days: int) -> datetime:
    """Since when it looks: as asked, else the last look, else from the beginning up to an `until`, else the start of the day `days` ago."""
    if query.since is not None:
        return query.since
    if last is not None:
        return last
    if query.until is not None:
        return start_of(EARLIEST)
    return start_of(max((now.astimezone(LONDON) - timedelta(days=days)).date(), EARLIEST))


def key_figures(items: Sequence[Item]) -> tuple[KeyFigure, ...]:
    """The figures most like headlines, of statements given newest first: best first, few of any one statement, no value of one twice."""
    ranked = [(_headline(figure, item) - 0.05 * age, figure, item) for age, item in enumerate(items) for figure in _said_once(item)]
    ranked.sort(key=lambda each: -each[0])
    chosen: list[KeyFigure] = []
    seen: set[tuple[object, str]] = set()
    of_item: dict[str, int] = {}
    for worth, figure, item in ranked:
        same = (figure.value, figure.noun.casefold())
        if worth <= 0 or same in seen or of_item.get(item.statement.id, 0) >= FIGURES_OF_ONE:
            continue
        seen.add(same)
        of_item[item.statement.id] = of_item.get(item.statement.id, 0) + 1
        chosen.append(KeyFigure(figure, item))
        if len(chosen) == KEY_FIGURES:
            break
    return tuple(chosen)


def _said_once(item: Item) -> tuple[Figure, ...]:
    """A statement's figures, each value of a kind once: where it is told best."""
    told: dict[tuple[str, object], Figure] = {}
    for figure in sorted(item.figures, key=lambda figure: _how_told(figure, item)):
        told.setdefault((figure.kind, figure.value), figure)
    return tuple(told.values())


def _how_told(figure: Figure, item: Item) -> tuple[bool, bool, bool]:
    """The less, the better told: with what it is of, early, and in the text, which is fuller than the title."""
    return not figure.noun, figure.start > _lead(item), _in_title(figure, item)


def _in_title(figure: Figure, item: Item) -> bool:
    return figure.start < len(item.statement.title)


def _lead(item: Item) -> int:
    """Where what a statement says first ends."""
    return len(item.statement.title) + _LEAD


def _headline(figure: Figure, item: Item) -> float:
    if figure.kind not in _WORTH or not (figure.noun or figure.kind in {"money", "percent"}):
        return -1.0
    place = 1.5 if _in_title(figure, item) else 1.0 if figure.start <= _lead(item) else 0.0
    return _WORTH[figure.kind] + place + (0.5 if figure.noun else 0.0)


def speakers(items: Sequence[Item]) -> tuple[Speaker, ...]:
    """Who is named, each with the first (newest) statement that names them."""
    found: dict[str, Speaker] = {}
    for item in items:
        for person in item.people:
            found.setdefault(person.name.casefold(), Speaker(person, item))
    return tuple(found.values())[:SPEAKERS]
