"""Lists over all statements: the newest, the most active themes, the sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from briefings.answers import Item, SourceState, ThemeActivity
from briefings.positions import position_of
from briefings.statements import Status
from briefings.store import polls, shelf, theme_index
from briefings.store.schema import publishers, statements
from briefings.store.theme_index import LONG_AGO, Span
from briefings.themes import Theme

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LIVE = statements.c.status != Status.WITHDRAWN.value
_FOLLOWING = select(func.count()).select_from(statements).where(~statements.c.leads, _LIVE).scalar_subquery()


def count(connection: Connection, slug: str | None, keys: Sequence[int] | None, since: datetime | None, until: datetime | None) -> int:
    """How many live statements pass the filters; without publishers (None) each story counts once."""
    if slug is None and since is None and until is None:
        query = select(func.coalesce(func.sum(publishers.c.statements), 0))
        if keys is not None:
            return int(connection.execute(query.where(publishers.c.id.in_(keys))).scalar_one())
        # What follows in a story is little, and has an index of its own: counting what leads would read every row.
        return int(connection.execute(select(query.scalar_subquery() - _FOLLOWING)).scalar_one())
    if slug is not None:
        return _count_of(connection, slug, keys, since, until)
    narrowed = _narrow(select(func.count()).select_from(statements), keys, since, until)
    return int(connection.execute(narrowed).scalar_one())


def newest(
    connection: Connection,
    slug: str | None,
    keys: Sequence[int] | None,
    since: datetime | None,
    until: datetime | None,
    *,
    limit: int,
    skip: int,
) -> list[Item]:
    """The newest live statements that pass the filters; an undated one passes no date."""
    if slug is not None:
        return theme_index.newest(connection, slug, _span(since, until), keys, limit=limit, skip=skip)
    query = _narrow(shelf.ITEM, keys, since, until).order_by(statements.c.position.desc()).limit(limit).offset(skip)
    return shelf.shown(connection, query)


def of_source(connection: Connection, source: str, limit: int) -> list[Item]:
    """The newest statements that a source brought, withdrawn or not."""
    query = shelf.ITEM.where(statements.c.source == source).order_by(statements.c.position.desc()).limit(limit)
    return [shelved.item for shelved in shelf.fetch(connection, query)]


def activity(connection: Connection, themes: Iterable[Theme], since: datetime) -> tuple[ThemeActivity, ...]:
    """Every theme with how much it has, most active first."""
    counted = {slug: (recent, total, highest) for slug, recent, total, highest in theme_index.activity(connection, since)}
    found = []
    for theme in themes:
        recent, total, highest = counted.get(theme.slug, (0, 0, None))
        newest_at = None if highest is None else _EPOCH + timedelta(seconds=highest // 1_000_000)
        found.append(ThemeActivity(theme, recent, total, newest_at))
    return tuple(sorted(found, key=lambda each: (-each.in_window, -each.total, each.theme.slug)))


def sources(connection: Connection) -> tuple[SourceState, ...]:
    """Each source and publisher with what came from it and when. A source that nothing came from yet has the publisher that the
    configuration gives it, or none ("")."""
    live = func.sum(case((statements.c.status != Status.WITHDRAWN.value, 1), else_=0)).label("live")
    columns = (statements.c.source, statements.c.publisher, live, func.max(statements.c.published).label("newest"))
    # Counted before the names are joined: in the index's own order, and one name for each group.
    counted = select(*columns).group_by(statements.c.source, statements.c.publisher).subquery()
    named = (counted.c.source, publishers.c.name, counted.c.live, counted.c.newest)
    grouped = select(*named).join(publishers, publishers.c.id == counted.c.publisher)
    by_source: dict[str, list[Any]] = {}
    for row in connection.execute(grouped.order_by(publishers.c.name)):
        by_source.setdefault(row.source, []).append(row)
    fared = {row.name: row for row in polls.states(connection)}
    states: list[SourceState] = []
    for name in sorted(fared.keys() | by_source.keys()):
        told = _fared(fared.get(name))
        rows = by_source.get(name, [])
        states += [SourceState(name, row.name, int(row.live), row.newest, *told) for row in rows]
        if not rows:
            states.append(SourceState(name, fared[name].publisher or "", 0, None, *told))
    return tuple(states)


def _fared(row: Any) -> tuple[Any, ...]:
    """The later fields of a `SourceState`; `row` None: statements came from it, and that it was read was never noted."""
    if row is None:
        return (None, None, 0, None)
    enabled = None if row.publisher is None else row.configured
    since = row.failing_since if row.failures else None
    fared = (row.last_success, row.last_new, row.failures, row.trouble, enabled, row.last_attempt, since)
    return (*fared, row.next_poll if enabled else None)


def _span(since: datetime | None, until: datetime | None) -> Span | None:
    return None if since is None and until is None else Span(since or LONG_AGO, until)


def _count_of(connection: Connection, slug: str, keys: Sequence[int] | None, since: datetime | None, until: datetime | None) -> int:
    span = _span(since, until)
    counts = theme_index.counts(connection, slug, span or Span(LONG_AGO), keys)
    return counts.in_span + (0 if span else counts.before + counts.undated)


def _narrow(query: Select[Any], keys: Sequence[int] | None, since: datetime | None, until: datetime | None) -> Select[Any]:
    whose = statements.c.leads if keys is None else statements.c.publisher.in_(keys)
    query = query.where(_LIVE, whose)
    if since is not None or until is not None:
        query = query.where(statements.c.published.is_not(None))
    if since is not None:
        query = query.where(statements.c.position >= position_of(since))
    if until is not None:
        query = query.where(statements.c.position < position_of(until))
    return query
