"""The traces of each statement's words: they find the statements that may tell the same story."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Integer, column, delete, text

from briefings.store.columns import UtcTime
from briefings.store.schema import shingles
from briefings.stories import WORN, Pair, may_be_one

MOST_MET = 30
"""Statements that one is compared with: those that share the most. More than could tell its story look like it only in templates."""

# All values in one parameter: a parameter for each would cost more than looking it up.
_PUT = {
    "sqlite": text(
        "INSERT INTO shingles (hash, statement) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:rows)"
    ),
    "postgresql": text(
        "INSERT INTO shingles (hash, statement)"
        " SELECT CAST(row ->> 0 AS bigint), CAST(row ->> 1 AS integer) FROM json_array_elements(CAST(:rows AS json)) AS row"
    ),
}
_GIVEN = {
    "sqlite": "SELECT value FROM json_each(:traces)",
    "postgresql": "SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:traces AS json))",
}
_SHARED = {
    kind: text(f"SELECT hash, count(*) FROM shingles WHERE hash IN ({given}) GROUP BY hash HAVING count(*) > 1")  # noqa: S608
    for kind, given in _GIVEN.items()
}
_KEPT = {kind: text(f"SELECT hash, statement FROM shingles WHERE hash IN ({given})") for kind, given in _GIVEN.items()}  # noqa: S608
_TELLERS = {
    kind: text(
        f"SELECT id, publisher, coalesce(published, taken_in) AS told FROM statements WHERE id IN ({given})"  # noqa: S608
    ).columns(column("id", Integer), column("publisher", Integer), column("told", UtcTime))
    for kind, given in _GIVEN.items()
}


@dataclass(frozen=True, slots=True)
class _Teller:
    key: int
    publisher: int
    when: datetime


def put(connection: Connection, traces: Mapping[int, Collection[int]]) -> None:
    """Keep the traces of statements (by key) that have none kept."""
    rows = sorted((trace, key) for key, kept in traces.items() for trace in kept)
    if rows:
        connection.execute(_PUT[connection.dialect.name], {"rows": json.dumps(rows)})


def drop(connection: Connection, keys: Collection[int]) -> None:
    """Forget the traces of statements."""
    if keys:
        connection.execute(delete(shingles).where(shingles.c.statement.in_(sorted(keys))))


def met(connection: Connection, traces: Mapping[int, Collection[int]]) -> set[Pair]:
    """The pairs of one of these statements, whose traces are kept, with any that shares a trace and may tell the same story.

    What more than `WORN` statements share says nothing: those that come last do not keep it.
    """
    given = {"traces": json.dumps(list({trace for kept in traces.values() for trace in kept}))}
    shared = {row[0]: row[1] for row in connection.execute(_SHARED[connection.dialect.name], given)}
    worn = [trace for trace, many in shared.items() if many > WORN]
    if worn:
        connection.execute(delete(shingles).where(shingles.c.hash.in_(worn), shingles.c.statement.in_(list(traces))))
    return _pairs(traces, _tellers(connection, [trace for trace, many in shared.items() if many <= WORN]))


def _tellers(connection: Connection, traces: Sequence[int]) -> dict[int, list[_Teller]]:
    """Which statements have each trace."""
    if not traces:
        return {}
    kind = connection.dialect.name
    kept = connection.execute(_KEPT[kind], {"traces": json.dumps(traces)}).all()
    # Asked for by themselves: one statement stands here as often as it shares a trace.
    keys = json.dumps(list({key for _, key in kept}))
    tellers = {row[0]: _Teller(*row) for row in connection.execute(_TELLERS[kind], {"traces": keys})}
    found: dict[int, list[_Teller]] = {}
    for trace, key in kept:
        found.setdefault(trace, []).append(tellers[key])
    return found


def _pairs(traces: Mapping[int, Collection[int]], tellers: Mapping[int, Sequence[_Teller]]) -> set[Pair]:
    known = {teller.key: teller for told in tellers.values() for teller in told}
    pairs: set[Pair] = set()
    for key, kept in traces.items():
        own = known.get(key)
        others = Counter(other.key for trace in kept for other in tellers.get(trace, ()) if own and _may_be_one(own, other))
        pairs |= {(min(key, other), max(key, other)) for other, _ in others.most_common(MOST_MET)}
    return pairs


def _may_be_one(one: _Teller, other: _Teller) -> bool:
    return may_be_one((one.publisher, one.when), (other.publisher, other.when))
