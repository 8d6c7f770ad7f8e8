"""How a digest is laid out: which statement stands in which of its messages, under which theme. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from briefings.contents import Section

LINES = 20
"""Statements in one message."""
NOWHERE = -1
"""In place of a message's number: what was left out stands in none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement (its key) stands: in which message (from 0), as what, and under which theme."""

    part: int
    section: Section
    theme: str | None
    statement: int


_Line = tuple[Section, str | None, int]


def lay_out(new: Mapping[int, str | None], corrected: Sequence[int], withdrawn: Sequence[int], *, threaded: bool) -> list[Place]:
    """Where everything stands: what is `new` by its theme, the most told first, then what changed; so many to a message.

    `threaded`: the first message heads the thread and holds what changed; each theme is one that follows, or several. What of the changes
    has no room in the first comes at the end.
    """
    by_theme: dict[str | None, list[_Line]] = {}
    for key, theme in new.items():
        by_theme.setdefault(theme, []).append((Section.NEW, theme, key))
    groups = [lines for _, lines in sorted(by_theme.items(), key=lambda each: (each[0] is None, -len(each[1])))]
    changes: list[_Line] = [(Section.CORRECTED, None, key) for key in corrected]
    changes += [(Section.WITHDRAWN, None, key) for key in withdrawn]
    if threaded:
        messages = [changes[:LINES], *(some for lines in groups for some in _cut(lines)), *_cut(changes[LINES:])]
    else:
        messages = _cut([line for lines in groups for line in lines] + changes)
    return [Place(part, *line) for part, lines in enumerate(messages) for line in lines]


def left_out(keys: Sequence[int]) -> list[Place]:
    """The places of the statements for which there was no room."""
    return [Place(NOWHERE, Section.LEFT_OUT, None, key) for key in keys]


def theme_of(slugs: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The theme that a statement stands under: its first that is wanted, or, where no theme is asked for, its first."""
    return next((slug for slug in slugs if slug in wanted), None if wanted else next(iter(slugs), None))


def _cut(lines: Sequence[_Line]) -> list[list[_Line]]:
    rest = iter(lines)
    return list(iter(lambda: list(islice(rest, LINES)), []))
