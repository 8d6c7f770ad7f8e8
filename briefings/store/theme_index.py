"""Which statements have which theme, by position: what briefings are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, false, func, insert, or_, select, true

from briefings.answers import Item
from briefings.positions import position_of
from briefings.statements import LONDON
from briefings.store import shelf
from briefings.store.schema import statement_theme, statements


@dataclass(frozen=True, slots=True)
class Span:
    """Dated statements published from `since` on and before `until`.

    When `since` is a moment within a day, what was published earlier that day but taken in after the moment belongs to it too:
    a day without a time of day, or a slow source, would otherwise never be new to anyone.
    """

    since: datetime
    until: datetime | None = None

    @property
    def lowest(self) -> int:
        """No statement of the span stands lower."""
        return position_of(self.since.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0))

    @property
    def whole_days(self) -> bool:
        """Whether `since` is a midnight in London."""
        return self.lowest == position_of(self.since)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many statements a theme has: dated ones in a span, earlier, and undated ones."""

    in_span: int
    before: int
    undated: int


def put(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """File statements under themes."""
    if rows:
        connection.execute(insert(statement_theme), list(rows))


def drop(connection: Connection, key: int) -> None:
    """Take one statement out of every theme."""
    connection.execute(delete(statement_theme).where(statement_theme.c.statement == key))


def counts(connection: Connection, slug: str, span: Span, publishers: Sequence[int] | None) -> Counts:
    """Count a theme's statements, of some publishers or (None) all."""
    inside = _inside(span)
    earlier = and_(statement_theme.c.dated, statement_theme.c.position < position_of(span.since), ~inside)
    query = select(_how_many(inside), _how_many(earlier), _how_many(~statement_theme.c.dated)).where(*_of(slug, publishers))
    if not span.whole_days:
        query = query.join(statements, statements.c.id == statement_theme.c.statement)
    return Counts(*(number or 0 for number in connection.execute(query).one()))


def newest(
    connection: Connection,
    slug: str,
    span: Span | None,
    publishers: Sequence[int] | None,
    *,
    until: datetime | None = None,
    limit: int,
    skip: int = 0,
) -> list[Item]:
    """A theme's statements, newest first: the dated ones of a span, or (None) all there are, before `until` if given."""
    query = shelf.ITEM.join(statement_theme, statement_theme.c.statement == statements.c.id).where(*_of(slug, publishers))
    if span is not None:
        query = query.where(_inside(span), statement_theme.c.position >= span.lowest)
    elif until is not None:
        query = query.where(statement_theme.c.position < position_of(until))
    query = query.order_by(statement_theme.c.position.desc()).limit(limit).offset(skip)
    return [shelved.item for shelved in shelf.fetch(connection, query)]


def activity(connection: Connection, since: datetime) -> Iterable[Any]:
    """Rows of (slug, dated ones since, all, highest position of a dated one), in no order."""
    dated = statement_theme.c.dated
    recent = _how_many(and_(dated, statement_theme.c.position >= position_of(since)))
    highest = func.max(case((dated, statement_theme.c.position)))
    return connection.execute(select(statement_theme.c.slug, recent, func.count(), highest).group_by(statement_theme.c.slug))


def _of(slug: str, publishers: Sequence[int] | None) -> list[ColumnElement[bool]]:
    own = [statement_theme.c.slug == slug]
    if publishers is not None:
        own.append(statement_theme.c.publisher.in_(publishers) if publishers else false())
    return own


def _inside(span: Span) -> ColumnElement[bool]:
    position = statement_theme.c.position
    since = position >= position_of(span.since)
    if not span.whole_days:
        since = or_(since, and_(position >= span.lowest, statements.c.taken_in > span.since))
    until = true() if span.until is None else position < position_of(span.until)
    return and_(statement_theme.c.dated, since, until)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def sizes(connection: Connection, slugs: Sequence[str]) -> dict[str, int]:
    """How many statements each of these themes has; themes without any are left out."""
    if not slugs:
        return {}
    query = (
        select(statement_theme.c.slug, func.count().label("number"))
        .where(statement_theme.c.slug.in_(slugs))
        .group_by(statement_theme.c.slug)
    )
    return {row.slug: row.number for row in connection.execute(query)}
