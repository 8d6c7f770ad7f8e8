"""Column types that keep what the database would lose: time zones, and tuples of small records."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Text, or_, type_coerce
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from briefings.figures import Figure
from briefings.people import Person
from briefings.themes import Match


class UtcTime(TypeDecorator[datetime]):
    """An instant: aware datetimes in, aware datetimes in UTC out, on every database. A naive one is a mistake and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Matches(TypeDecorator[tuple[Match, ...]]):
    """A statement's themes, as one compact JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Match, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002
        return _dump([[match.slug, match.score, match.because] for match in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Match, ...]:  # noqa: ARG002
        return tuple(Match(slug, score, tuple(because)) for slug, score, because in _load(value))

    @staticmethod
    def names(column: ColumnElement[tuple[Match, ...]], slug: str) -> ColumnElement[bool]:
        """Whether a theme is among those of a column; looks through the text, so only for few rows."""
        # What goes before a slug cannot stand within one of the reasons: there a quotation mark has a backslash before it.
        text = type_coerce(column, Text())
        return or_(text.startswith(f'[["{slug}",', autoescape=True), text.contains(f']],["{slug}",', autoescape=True))


class Figures(TypeDecorator[tuple[Figure, ...]]):
    """A statement's figures, as one compact JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Figure, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002
        return _dump([[figure.surface, figure.value, figure.noun, figure.qualifier, figure.kind, figure.start] for figure in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Figure, ...]:  # noqa: ARG002
        return tuple(Figure(*fields) for fields in _load(value))


class People(TypeDecorator[tuple[Person, ...]]):
    """The people a statement names, as one compact JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Person, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002
        return _dump([[person.name, person.role] for person in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Person, ...]:  # noqa: ARG002
        return tuple(Person(*fields) for fields in _load(value))


def _dump(records: list[list[Any]]) -> str:
    return json.dumps(records, ensure_ascii=False, separators=(",", ":")) if records else "[]"


def _load(text: str | None) -> list[list[Any]]:
    if text is None or text == "[]":
        return []
    records: list[list[Any]] = json.loads(text)
    return records
