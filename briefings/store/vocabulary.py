"""The words of all statements: how many statements have each. For taking rare terms first, and for repairing what was mistyped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, func, select

from briefings.store.bookkeeping import upsert
from briefings.store.schema import terms
from briefings.terms import stem


def count(connection: Connection, changes: Mapping[str, int]) -> None:
    """Add to the number of statements that have each word; words that no statement has any more are forgotten."""
    # Sorted, so that two intakes on PostgreSQL can never wait for each other.
    rows = [{"word": word, "stem": stem(word), "documents": more} for word, more in sorted(changes.items()) if more]
    if not rows:
        return
    statement = upsert(connection, terms)
    statement = statement.on_conflict_do_update(
        index_elements=["word"], set_={"documents": terms.c.documents + statement.excluded.documents}
    )
    connection.execute(statement, rows)
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
