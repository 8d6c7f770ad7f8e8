"""Publishers: who they are, and which are meant by what a person types."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from briefings.answers import Freshness
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
)


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
    count, how_many, undated, refreshed = connection.execute(_FRESHNESS).one()
    return Freshness(statements=int(count), publishers=how_many, refreshed=refreshed, undated=int(undated))


def _initials(words: list[str]) -> set[str]:
    if len(words) < 2:
        return set()
    return {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in _JOINING)}
