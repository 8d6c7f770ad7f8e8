"""The search index: FTS5 on SQLite, tsvector on PostgreSQL, holding the same terms. It finds candidates; ranking is `briefings.ranking`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from briefings.ranking import Hit, Phrase
from briefings.terms import UNDATED_MARK

_POSITIONS = 16_000  # PostgreSQL counts no further within one document
_ADD = {
    "sqlite": text("INSERT INTO search (rowid, title, body, marks) VALUES (:position, :title, :body, :marks)"),
    "postgresql": text(
        "INSERT INTO search (position, title, body, marks, vector) VALUES (:position, :title, :body, :marks, CAST(:vector AS tsvector))"
    ),
}
_DROP = {
    "sqlite": text("DELETE FROM search WHERE rowid = :position"),
    "postgresql": text("DELETE FROM search WHERE position = :position"),
}
_FIND = {
    "sqlite": text(
        "SELECT rowid, title, body, marks FROM search WHERE search MATCH :query AND rowid BETWEEN :lowest AND :highest"
        " ORDER BY rowid DESC LIMIT :most"
    ),
    "postgresql": text(
        "SELECT position, title, body, marks FROM search WHERE vector @@ CAST(:query AS tsquery) AND position BETWEEN :lowest AND :highest"
        " ORDER BY position DESC LIMIT :most"
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of one statement: its terms in reading order, and marks for its themes, publisher and missing date."""

    position: int
    title: Phrase
    body: Phrase
    marks: Phrase


@dataclass(frozen=True, slots=True)
class Filters:
    """What a candidate must also be. `marks` holds groups: one mark of each group must be there. Positions are inclusive."""

    lowest: int = -(2**62)
    highest: int = 2**62
    dated_only: bool = False
    marks: tuple[tuple[str, ...], ...] = ()


def put(connection: Connection, entries: Iterable[Entry]) -> None:
    """Index statements that are not in the index."""
    kind = connection.dialect.name
    rows = [_row(entry, with_vector=kind == "postgresql") for entry in entries]
    if rows:
        connection.execute(_ADD[kind], rows)


def drop(connection: Connection, positions: Iterable[int]) -> None:
    """Take statements out of the index."""
    rows = [{"position": position} for position in positions]
    if rows:
        connection.execute(_DROP[connection.dialect.name], rows)


def candidates(connection: Connection, groups: Sequence[Sequence[Phrase]], filters: Filters, most: int) -> list[Hit]:
    """The newest `most` statements with at least one phrase of each group, within the filters."""
    unwanted = [UNDATED_MARK] * filters.dated_only
    write = _fts5 if connection.dialect.name == "sqlite" else _tsquery
    wanted: list[Sequence[Phrase]] = [*groups, *([(mark,) for mark in marks] for marks in filters.marks)]
    bounds = {"lowest": filters.lowest, "highest": filters.highest, "most": most}
    rows = connection.execute(_FIND[connection.dialect.name], {"query": write(wanted, unwanted), **bounds}).all()
    return [Hit(position, f" {title} ", f" {body} ", f" {marks} ") for position, title, body, marks in rows]


def _row(entry: Entry, *, with_vector: bool) -> dict[str, int | str]:
    row: dict[str, int | str] = {"position": entry.position}
    row |= {"title": " ".join(entry.title), "body": " ".join(entry.body), "marks": " ".join(entry.marks)}
    return row | ({"vector": _vector(entry)} if with_vector else {})


def _vector(entry: Entry) -> str:
    places: dict[str, list[int]] = {}
    # One place is left free between title and text, so that no phrase reaches across.
    for place, term in enumerate((*entry.title, "", *entry.body)[:_POSITIONS], start=1):
        if term:
            places.setdefault(term, []).append(place)
    terms = [f"{_quoted(term)}:{','.join(map(str, where))}" for term, where in places.items()]
    return " ".join([*terms, *map(_quoted, entry.marks)])


def _fts5(groups: Iterable[Sequence[Phrase]], unwanted: Sequence[str]) -> str:
    # Only terms of our own making come here; in quotes none of them is an operator.
    written = " AND ".join("(" + " OR ".join(f'"{" ".join(phrase)}"' for phrase in group) + ")" for group in groups)
    return written + "".join(f' NOT "{mark}"' for mark in unwanted)


def _tsquery(groups: Iterable[Sequence[Phrase]], unwanted: Sequence[str]) -> str:
    written = " & ".join("(" + " | ".join("(" + " <-> ".join(map(_quoted, phrase)) + ")" for phrase in group) + ")" for group in groups)
    return written + "".join(f" & !{_quoted(mark)}" for mark in unwanted)


def _quoted(term: str) -> str:
    doubled = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
