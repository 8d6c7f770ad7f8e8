"""Publishers: who they are, and which are meant by what a person types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from briefings.answers import Freshness, Unread
from briefings.errors import NotFound
from briefings.store.schema import publishers, sources
from briefings.terms import words_of

_JOINING = {"and", "of", "the", "for", "in"}
_SHOWN = 8
_TOLD = publishers.c.statements
_FRESHNESS = select(
    func.coalesce(func.sum(_TOLD), 0),
    func.count().filter(_TOLD > 0),
    func.coalesce(func.sum(publishers.c.undated), 0),
    select(func.max(sources.c.last_success)).scalar_subquery(),
    select(func.count()).where(sources.c.configured, sources.c.failures > 0).scalar_subquery(),
)
_UNREAD = (
    select(sources.c.publisher, func.min(sources.c.failing_since, type_=sources.c.failing_since.type).label("since"))
    .where(sources.c.configured, sources.c.failures > 0)
    .group_by(sources.c.publisher)
    .order_by("since", sources.c.publisher)
)
_STEP = timedelta(minutes=5).total_seconds()


def meant_by(connection: Connection, typed: str, acronyms: Mapping[str, tuple[str, ...]]) -> list[tuple[int, str]]:
    """(key, name) of the publishers meant: by full name, acronym or initials, else every one whose name contains what was typed.

    NotFound, naming the publishers there are, when none is meant.
    """
    known = [(key, name, words_of(name)) for key, name in connection.execute(select(publishers.c.id, publishers.c.name).order_by("name"))]
    wanted = words_of(typed)
    spelt_out = [wanted, *(words_of(meaning) for meaning in acronyms.get(typed.upper().strip(), ()))]
    exactly = [(key, name) for key, name, words in known if words in spelt_out or "".join(wanted) in _initials(words)]
    partly = [(key, name) for key, name, words in known if wanted and " ".join(wanted) in " ".join(words)]
    if exactly or partly:
        return exactly or partly
    names = [name for _, name, _ in known]
    listed = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    raise NotFound(f'no publisher here is called "{typed}"; there are: {listed or "none yet"}')


def called(names: list[str]) -> str:
    """Several publishers in one line."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def freshness(connection: Connection) -> Freshness:
    """How much there is to look in, and how fresh."""
    count, how_many, undated, refreshed, troubled = connection.execute(_FRESHNESS).one()
    unread = tuple(Unread(*row) for row in connection.execute(_UNREAD)) if troubled else ()
    return Freshness(int(count), how_many, coarse(refreshed), int(undated), unread)


def coarse(instant: datetime | None) -> datetime | None:
    """An instant to five minutes, never later than it was: so seldom do kept answers lose their worth because a source was read."""
    return None if instant is None else datetime.fromtimestamp(instant.timestamp() // _STEP * _STEP, UTC)


def _initials(words: list[str]) -> set[str]:
    if len(words) < 2:
        return set()
    return {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in _JOINING)}
