"""The words of all statements: how many statements have each. For taking rare terms first, and for repairing what was mistyped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, func, select

from briefings.store.schema import terms
from briefings.terms import stem

_ADD = (
    "INSERT INTO terms (word, stem, documents) VALUES ({0}, {0}, {0}) "
    "ON CONFLICT (word) DO UPDATE SET documents = terms.documents + excluded.documents"
)


def count(connection: Connection, changes: Mapping[str, int]) -> None:
    """Add to the number of statements that have each word; words that no statement has any more are forgotten."""
    # Sorted, so that two intakes on PostgreSQL can never wait for each other.
    rows = [(word, stem(word), more) for word, more in sorted(changes.items()) if more]
    if not rows:
        return
    # Given to the driver as it is: SQLAlchemy would take longer over each of a thousand rows than the database does.
    connection.exec_driver_sql(_ADD.format("?" if connection.dialect.paramstyle == "qmark" else "%s"), rows)
    if any(more < 0 for more in changes.values()):
        connection.execute(delete(terms).where(terms.c.documents <= 0))


def documents(connection: Connection, stems: Iterable[str]) -> dict[str, int]:
    """About how many statements have each term (a statement with two words of one stem counts twice)."""
    query = select(terms.c.stem, func.sum(terms.c.documents)).where(terms.c.stem.in_(sorted(set(stems)))).group_by(terms.c.stem)
    return {found: int(number) for found, number in connection.execute(query)}


def beginning_with(connection: Connection, initials: Sequence[str], *, shortest: int, longest: int) -> list[tuple[str, int]]:
    """Words that begin with one of these letters, of a length, with the number of statements that have them."""
    query = select(terms.c.word, terms.c.documents).where(func.length(terms.c.word).between(shortest, longest))
    found: list[tuple[str, int]] = []
    for initial in initials:
        # A range rather than LIKE: it uses the index in any collation of ours, and no letter is special in it.
        rows = connection.execute(query.where(terms.c.word >= initial, terms.c.word < chr(ord(initial) + 1)))
        found += [(word, number) for word, number in rows]
    return found
