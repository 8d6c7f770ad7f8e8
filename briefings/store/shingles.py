"""The traces of each statement's words: they find the statements that may tell the same story."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection, DateTime, Integer, bindparam, column, delete, text

from briefings.store.schema import shingles
from briefings.stories import NEAR, WORN, Pair, may_be_one

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
# A row for each trace, not for each statement that has it: there are many more of those.
_SHARED = {
    kind: text(f"SELECT hash, count(*), {told} FROM shingles WHERE hash IN ({_GIVEN[kind]}) GROUP BY hash HAVING count(*) > 1")  # noqa: S608
    for kind, told in {"sqlite": "group_concat(statement)", "postgresql": "string_agg(CAST(statement AS text), ',')"}.items()
}
_TIME = DateTime(timezone=True)
_TELLERS = {
    kind: text(
        "SELECT id, publisher, coalesce(published, taken_in) AS told FROM statements"  # noqa: S608
        f" WHERE id IN ({given}) AND coalesce(published, taken_in) BETWEEN :earliest AND :latest"
    )
    .bindparams(bindparam("earliest", type_=_TIME), bindparam("latest", type_=_TIME))
    .columns(column("id", Integer), column("publisher", Integer), column("told", _TIME))
    for kind, given in _GIVEN.items()
}
_SPAN = {
    kind: text(
        f"SELECT min(coalesce(published, taken_in)), max(coalesce(published, taken_in)) FROM statements WHERE id IN ({given})"  # noqa: S608
    ).columns(column("earliest", _TIME), column("latest", _TIME))
    for kind, given in _GIVEN.items()
}


_Teller = tuple[int, datetime]
"""Whose a statement is, and when it was told: with or without a zone, as the database gives it, for only how far apart two are matters."""


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
    shared = connection.execute(_SHARED[connection.dialect.name], given).all()
    worn = [trace for trace, many, _ in shared if many > WORN]
    if worn:
        connection.execute(delete(shingles).where(shingles.c.hash.in_(worn), shingles.c.statement.in_(list(traces))))
    sharing = {trace: [*map(int, told.split(","))] for trace, many, told in shared if many <= WORN}
    return _pairs(traces, sharing, _tellers(connection, {key for keys in sharing.values() for key in keys}, traces))


def _tellers(connection: Connection, keys: Collection[int], near: Collection[int]) -> dict[int, _Teller]:
    """Those of these statements that were told when others were, or nearly: what years lie between may have much in common."""
    if not keys:
        return {}
    kind = connection.dialect.name
    earliest, latest = connection.execute(_SPAN[kind], {"traces": json.dumps(list(near))}).one()
    given = {"traces": json.dumps(list(keys)), "earliest": earliest - NEAR, "latest": latest + NEAR}
    return {key: (publisher, when) for key, publisher, when in connection.execute(_TELLERS[kind], given).all()}


def _pairs(traces: Mapping[int, Collection[int]], sharing: Mapping[int, Sequence[int]], tellers: Mapping[int, _Teller]) -> set[Pair]:
    """`sharing`: which statements have each trace."""
    pairs: set[Pair] = set()
    for key, kept in traces.items():
        if key not in tellers:
            continue
        own = tellers[key]
        others = Counter(chain.from_iterable(sharing[trace] for trace in kept if trace in sharing))
        able = Counter({other: many for other, many in others.items() if other in tellers and may_be_one(own, tellers[other])})
        pairs |= {(min(key, other), max(key, other)) for other, _ in able.most_common(MOST_MET)}
    return pairs
