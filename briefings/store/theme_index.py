"""Which statements have which theme, by position: what briefings are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, delete, func, insert, or_, select, true

from briefings.answers import Item
from briefings.positions import position_of
from briefings.statements import LONDON
from briefings.store import shelf
from briefings.store.schema import statement_theme, statements

LONG_AGO = datetime(1800, 1, 1, tzinfo=LONDON)
"""Before anything that was ever published."""


@dataclass(frozen=True, slots=True)
class Span:
    """Dated statements published from `since` on and before `until`.

    When `since` is a moment within a day, what was published earlier that day but taken in after the moment belongs to it too:
    a day without a time of day would otherwise never be new to anyone. With `late`, when `since` is somebody's last look, everything
    that was taken in after it does, however early it was published: so does what a slow source brings.
    """

    since: datetime
    until: datetime | None = None
    late: bool = False

    @property
    def lowest(self) -> int:
        """No statement of the span stands lower."""
        if self.late:
            return position_of(LONG_AGO)
        return position_of(self.since.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0))

    @property
    def whole_days(self) -> bool:
        """Whether only publication counts: `since` is a midnight in London, and nobody's last look."""
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
    query = _counting(whole_days=span.whole_days, ends=span.until is not None, all_publishers=publishers is None)
    return Counts(*(number or 0 for number in connection.execute(query, _given(slug, span, publishers)).one()))


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
    """A theme's statements, newest first: the dated ones of a span, or (None) all there are, or the dated ones before `until`."""
    within = span or Span(LONG_AGO, until)
    whole_days = None if span is None else span.whole_days
    query = _listing(whole_days=whole_days, ends=within.until is not None, all_publishers=publishers is None)
    given = _given(slug, within, publishers) | {"limit": limit, "skip": skip}
    return shelf.shown(connection, query, given)


# What is asked all the time is put together once for each shape of question: that costs more than asking it does.
@cache
def _counting(*, whole_days: bool, ends: bool, all_publishers: bool) -> Select[int, int, int]:
    inside = _inside(whole_days=whole_days, ends=ends)
    earlier = and_(statement_theme.c.dated, statement_theme.c.position < bindparam("since"), ~inside)
    return select(_how_many(inside), _how_many(earlier), _how_many(~statement_theme.c.dated)).where(*_of(all_publishers=all_publishers))


@cache
def _listing(*, whole_days: bool | None, ends: bool, all_publishers: bool) -> Select[Any]:
    query = shelf.ITEM.join(statement_theme, statement_theme.c.statement == statements.c.id).where(*_of(all_publishers=all_publishers))
    if whole_days is not None:
        query = query.where(_inside(whole_days=whole_days, ends=ends), statement_theme.c.position >= bindparam("lowest"))
    elif ends:
        query = query.where(statement_theme.c.dated, statement_theme.c.position < bindparam("until"))
    return query.order_by(statement_theme.c.position.desc()).limit(bindparam("limit")).offset(bindparam("skip"))


def _given(slug: str, span: Span, publishers: Sequence[int] | None) -> dict[str, Any]:
    given: dict[str, Any] = {"slug": slug, "since": position_of(span.since), "lowest": span.lowest, "moment": span.since}
    if span.until is not None:
        given["until"] = position_of(span.until)
    return given if publishers is None else given | {"publishers": list(publishers)}


def activity(connection: Connection, since: datetime) -> Iterable[Any]:
    """Rows of (slug, dated ones since, all, highest position of a dated one), in no order."""
    dated = statement_theme.c.dated
    recent = _how_many(and_(dated, statement_theme.c.position >= position_of(since)))
    highest = func.max(case((dated, statement_theme.c.position)))
    return connection.execute(
        select(statement_theme.c.slug, recent, func.count(), highest).where(statement_theme.c.leads).group_by(statement_theme.c.slug)
    )


def _of(*, all_publishers: bool) -> list[ColumnElement[bool]]:
    """The rows of a theme: of all publishers each story once, of some all that they published."""
    whose = statement_theme.c.leads if all_publishers else statement_theme.c.publisher.in_(bindparam("publishers", expanding=True))
    return [statement_theme.c.slug == bindparam("slug"), whose]


def _inside(*, whole_days: bool, ends: bool) -> ColumnElement[bool]:
    position = statement_theme.c.position
    since: ColumnElement[bool] = position >= bindparam("since")
    if not whole_days:
        since = or_(since, and_(position >= bindparam("lowest"), statement_theme.c.taken_in > bindparam("moment")))
    until = position < bindparam("until") if ends else true()
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
