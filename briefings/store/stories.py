"""Stories: which statements tell one, which of them leads and is shown, and which were put apart for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, or_, select, update

from briefings.answers import StoryMember
from briefings.statements import Published, Status
from briefings.store import journal, shingles
from briefings.store.bookkeeping import upsert
from briefings.store.schema import apart, publishers, statement_theme, statements
from briefings.stories import Member, Pair, Telling, leader_of

SPLIT = "story split"
"""What the journal calls it when statements are put apart."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as it may be compared with others, and the story it is in."""

    telling: Telling
    story: int | None


_WHEN = func.coalesce(statements.c.published, statements.c.taken_in, type_=statements.c.taken_in.type)
_MEMBER = select(
    statements.c.id,
    statements.c.story,
    statements.c.leads,
    statements.c.position,
    statements.c.publisher.label("publisher_key"),
    publishers.c.name,
    _WHEN.label("told"),
    (statements.c.status == Status.WITHDRAWN.value).label("withdrawn"),
).join(publishers, publishers.c.id == statements.c.publisher)

_SHOWN = select(statements, publishers.c.name).join(publishers, publishers.c.id == statements.c.publisher).order_by(_WHEN, statements.c.id)


def told(connection: Connection, keys: Collection[int]) -> dict[int, Told]:
    """What these statements say, and their stories."""
    columns = (statements.c.id, statements.c.publisher, statements.c.title, statements.c.text, statements.c.figures, statements.c.people)
    query = select(*columns, statements.c.story, _WHEN.label("told"))
    rows = _in_batches(connection, query, statements.c.id, keys)
    return {row.id: Told(Telling(row.publisher, row.told, row.title, row.text, row.figures, row.people), row.story) for row in rows}


def members(connection: Connection, stories: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The rows of each story's statements, the earliest first."""
    found: dict[int, list[Row[Any]]] = {}
    for row in _in_batches(connection, _MEMBER.order_by(_WHEN, statements.c.id), statements.c.story, stories):
        found.setdefault(row.story, []).append(row)
    return found


def kept_apart(connection: Connection, keys: Collection[int]) -> set[Pair]:
    """The pairs with one of these statements that somebody put apart."""
    some = sorted(keys)
    query = select(apart.c.one, apart.c.other).where(or_(apart.c.one.in_(some), apart.c.other.in_(some)))
    return {(one, other) for one, other in connection.execute(query)}


def unite(connection: Connection, keys: Collection[int], precedence: Sequence[str]) -> None:
    """Make one story of these statements, which are all there is of the stories they were in."""
    connection.execute(update(statements).where(statements.c.id.in_(sorted(keys))).values(story=min(keys)))
    settle(connection, [min(keys)], precedence)


def settle(connection: Connection, stories: Collection[int], precedence: Sequence[str], refiled: Collection[int] = ()) -> None:
    """Say anew who leads each story. A story of one is none. `refiled`: keys of statements that were filed as if they led."""
    for rows in members(connection, stories).values():
        keys = [row.id for row in rows]
        connection.execute(update(statements).where(statements.c.id.in_(keys)).values(story=min(keys) if len(keys) > 1 else None))
        leader = _leader(rows, precedence)
        leading = {row.id: len(rows) == 1 or row.id == leader for row in rows}
        changed = [row.id for row in rows if row.leads != leading[row.id]]
        for key in changed:
            connection.execute(update(statements).where(statements.c.id == key).values(leads=leading[key]))
        if changed or not {*keys}.isdisjoint(refiled):
            _settle_themes(connection, rows, precedence)


def _leader(rows: Iterable[Row[Any]], precedence: Sequence[str]) -> int | None:
    leader = leader_of((Member(row.id, row.name, row.told, row.withdrawn) for row in rows), precedence)
    return None if leader is None else leader.key


def _settle_themes(connection: Connection, rows: Sequence[Row[Any]], precedence: Sequence[str]) -> None:
    """Say under each theme which of a story is shown: the leader may say nothing of a theme that another tells of."""
    query = select(statement_theme.c.slug, statement_theme.c.statement).where(statement_theme.c.statement.in_([row.id for row in rows]))
    under: dict[str, set[int]] = {}
    for slug, key in connection.execute(query):
        under.setdefault(slug, set()).add(key)
    led = {slug: _leader((row for row in rows if row.id in keys), precedence) for slug, keys in under.items()}
    for row in rows:
        shown = [slug for slug, leader in led.items() if leader == row.id]
        own = update(statement_theme).where(statement_theme.c.statement == row.id)
        connection.execute(own.values(leads=statement_theme.c.slug.in_(shown)))


def leave(connection: Connection, key: int, precedence: Sequence[str] = ()) -> None:
    """Take a statement out of all that this module keeps: its traces, its story, whom it was put apart from."""
    shingles.drop(connection, [key])
    connection.execute(delete(apart).where(or_(apart.c.one == key, apart.c.other == key)))
    _part(connection, [key], precedence)


def _part(connection: Connection, keys: Sequence[int], precedence: Sequence[str]) -> None:
    """Take statements out of their stories, each on its own, and say who leads what is left."""
    rows = connection.execute(_MEMBER.where(statements.c.id.in_(keys), statements.c.story.is_not(None))).all()
    connection.execute(update(statements).where(statements.c.id.in_(keys)).values(story=None, leads=True))
    connection.execute(update(statement_theme).where(statement_theme.c.statement.in_(keys)).values(leads=True))
    settle(connection, {row.story for row in rows}, precedence)


def part_doubles(connection: Connection, keys: Collection[int], precedence: Sequence[str]) -> None:
    """Take those of these statements out of their stories whose publisher tells the same story with another."""
    if not keys:
        return
    other = statements.alias()
    same = (other.c.story == statements.c.story, other.c.publisher == statements.c.publisher, other.c.id != statements.c.id)
    for key in sorted(keys):
        if connection.execute(select(other.c.id).where(statements.c.id == key, *same).limit(1)).first():
            _part(connection, [key], precedence)


def split(connection: Connection, story: int, leaving: Collection[int], precedence: Sequence[str], *, now: datetime) -> None:
    """Part some of a story's statements from the rest for ever; several stay together, unless nothing is left: then each stands alone."""
    rows = members(connection, [story])[story]
    staying = [row.id for row in rows if row.id not in leaving]
    pairs = product(leaving, staying) if staying else product(leaving, leaving)
    _keep_apart(connection, {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    _note_split(connection, sorted(leaving), [row.id for row in rows], now)
    _part(connection, sorted(leaving), precedence)
    if staying and len(leaving) > 1:
        unite(connection, leaving, precedence)


def _keep_apart(connection: Connection, pairs: Collection[Pair]) -> None:
    rows = [{"one": one, "other": other} for one, other in sorted(pairs)]
    connection.execute(upsert(connection, apart).on_conflict_do_nothing(), rows)


def _note_split(connection: Connection, leaving: Sequence[int], keys: Sequence[int], now: datetime) -> None:
    query = select(statements.c.id, statements.c.statement_id).where(statements.c.id.in_(keys))
    ids: dict[int, str] = {row.id: row.statement_id for row in connection.execute(query)}
    note = "told with " + ", ".join(ids[key] for key in keys)
    for key in leaving:
        journal.write(connection, SPLIT, at=now, statement=ids[key], note=note)


def newest(connection: Connection, limit: int) -> list[int]:
    """The stories there are, that with the newest statement first."""
    latest = func.max(statements.c.position)
    query = select(statements.c.story).where(statements.c.story.is_not(None)).group_by(statements.c.story).order_by(latest.desc())
    return [int(story) for story in connection.execute(query.limit(limit)).scalars()]


def shown_by_story(connection: Connection, stories: Collection[int]) -> dict[int, list[StoryMember]]:
    """The members of each story as people are told of them, the earliest first."""
    found: dict[int, list[StoryMember]] = {}
    for row in _in_batches(connection, _SHOWN, statements.c.story, stories):
        found.setdefault(row.story, []).append(_member(row))
    return found


def shown(connection: Connection, keys: Collection[int]) -> list[StoryMember]:
    """Statements as people are told of them as members of stories."""
    return [_member(row) for row in _in_batches(connection, _SHOWN, statements.c.id, keys)]


def _member(row: Row[Any]) -> StoryMember:
    published = None if row.published is None else Published(row.published, row.day_only)
    withdrawn = row.status == Status.WITHDRAWN.value
    return StoryMember(row.statement_id, row.name, row.url, published, withdrawn, row.leads and not withdrawn)


def led_by(connection: Connection, positions: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """The story of each of these positions that tells one with others, and whether it leads it."""
    query = select(statements.c.position, statements.c.story, statements.c.leads).where(statements.c.story.is_not(None))
    return {row.position: (row.story, row.leads) for row in _in_batches(connection, query, statements.c.position, positions)}


def every(connection: Connection, after: int, limit: int) -> list[int]:
    """The next stories by key: for walking through all of them in batches."""
    query = select(statements.c.story).where(statements.c.story > after).distinct().order_by(statements.c.story).limit(limit)
    return [int(story) for story in connection.execute(query).scalars()]


def _in_batches(connection: Connection, query: Select[Any], column: Any, values: Collection[int]) -> Iterable[Row[Any]]:
    some = sorted(values)
    for start in range(0, len(some), 500):
        yield from connection.execute(query.where(column.in_(some[start : start + 500])))
