"""Everything that is read off a statement, in one place. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.figures import Figure, read_figures
from briefings.people import Person, read_people
from briefings.summary import summarise
from briefings.themes import Match, ThemeBook


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read off one statement."""

    themes: tuple[Match, ...]
    figures: tuple[Figure, ...]
    people: tuple[Person, ...]
    summary: str


def read(book: ThemeBook, title: str, text: str) -> Reading:
    """Read themes, figures, people and summary off a statement's title and text (either may be empty)."""
    return Reading(
        themes=book.classify(title, text),
        figures=read_figures(title, text),
        people=read_people(title, text),
        summary=summarise(title, text),
    )
