"""What the free part of a command asks for: a theme, a search, or the newest. Shared by chat and the terminal; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from briefings.answers import Asker, Briefing, Found, Latest
from briefings.briefing import PAGE, window
from briefings.desk import Desk
from briefings.errors import BriefingsError
from briefings.query import Query, parse
from briefings.statements import LONDON
from briefings.themes import Theme


class NoSuchTheme(BriefingsError):
    """A theme was named (`theme:roads`) that does not exist. `nearest` are those that sound like it."""

    def __init__(self, typed: str, nearest: tuple[Theme, ...]) -> None:
        self.typed = typed
        self.nearest = nearest
        super().__init__(f"There is no theme called “{typed}”.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was understood, and its answer. `free` is true for a search whose words could have been meant as a theme."""

    query: Query
    answer: Briefing | Found | Latest
    free: bool = False


def read(text: str, desk: Desk, now: datetime) -> Query:
    """The question in `text`; its `theme:` is resolved to a slug. BadQuery for a filter that cannot be read, NoSuchTheme."""
    query = parse(text, today=now.astimezone(LONDON).date())
    if query.theme is None:
        return query
    theme = desk.book.find(query.theme)
    if theme is None:
        raise NoSuchTheme(query.theme, desk.book.nearest(query.theme))
    return replace(query, theme=theme.slug)


def names_theme(query: Query, desk: Desk) -> bool:
    """Whether a question that was read is one for a briefing on a theme."""
    theme = desk.book.find(query.words) if query.words else None
    return theme is not None and query.theme in (None, theme.slug) if query.words else query.theme is not None


def ask(text: str, desk: Desk, *, asker: Asker | None, now: datetime, limit: int = PAGE, as_of: datetime | None = None) -> Asked:
    """A briefing where the words name a theme, otherwise a search; the newest statements where there are no words.

    `as_of`: a briefing counts nothing that was published later.
    """
    query = read(text, desk, now)
    theme = desk.book.find(query.words) if query.words else None
    if theme is not None and query.theme in (None, theme.slug):
        return _brief(replace(query, words="", theme=theme.slug), desk, asker, now, as_of)
    if query.words:
        return Asked(query, desk.search(query, now=now, limit=limit), free=query.theme is None)
    if query.theme is not None:
        return _brief(query, desk, asker, now, as_of)
    return Asked(query, desk.latest(query, now=now, limit=limit))


def _brief(query: Query, desk: Desk, asker: Asker | None, now: datetime, as_of: datetime | None) -> Asked:
    if as_of is None:
        return Asked(query, desk.brief(query, asker=asker, now=now))
    since = window(query, None, now, desk.window_days)
    bounded = replace(query, since=since, until=min(as_of, query.until or as_of))
    return Asked(query, replace(desk.brief(bounded, asker=asker, now=now), until=query.until))
