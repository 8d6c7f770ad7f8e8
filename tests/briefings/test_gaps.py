"""The database says of a part what the pure rules say, for every combination of what it may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from sqlalchemy import Connection, insert, select

from briefings.claiming import seen_from_below
from briefings.postings import TAKEN_AWAY, Act, Role, Turn, next_act, turn_after
from briefings.store import Store, lanes, parts
from briefings.store.posting_tables import parts as table
from briefings.store.posting_tables import postings
from briefings.subscriptions import Channel
from tests.briefings.delivering import MONDAY

EVERY: Mapping[str, tuple[Any, ...]] = {
    "wanted": (None, "a", "b"),
    "shown": (None, "a"),
    "message": (None, "1.1"),
    "only_if_shown": (False, True),
    "scrub": (False, True),
    "refused": (None, "a", "b", TAKEN_AWAY),
    "look_at": (None, MONDAY),
    "sending": (None, "a"),
    "closed": (False, True),
}


def combinations(**fixed: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
    every = {**EVERY, **fixed}
    for values in product(*every.values()):
        yield dict(zip(every, values, strict=True))


def made(connection: Connection, number: int, **values: Any) -> dict[str, Any]:
    """A part as a row, in a posting and a channel that there are."""
    lane = lanes.channel_keys(connection, [Channel("slack", "T1", "C1")]).popitem()[1]
    posting = connection.execute(select(postings.c.id)).scalar()
    if posting is None:
        row = {"channel": lane, "kind": "alert", "subject": "1", "made": MONDAY}
        posting = connection.execute(insert(postings).values(**row).returning(postings.c.id)).scalar_one()
    common = {"posting": posting, "channel": lane, "ordinal": 0, "role": "main", "urgency": 4, "not_before": MONDAY, "made": MONDAY}
    return {**common, "key": f"key {number}", "after": None, **values}


def test_a_part_has_a_gap_when_and_only_when_there_is_something_to_do(store: Store) -> None:
    every = list(combinations())
    with store.write() as connection:
        first = made(connection, 0)
        parts.add(connection, [{**first, "key": f"key {number}", **values} for number, values in enumerate(every)])
        rows = connection.execute(select(table, parts.has_gap().label("gaping"))).all()
    assert len(rows) == len(every)
    for row in rows:
        pure = not row.closed and (row.sending is not None or next_act(parts.standing_of(row)) is not Act.NOTHING)
        assert bool(row.gaping) == pure, row


def test_a_message_waits_for_the_one_before_it_as_the_rules_say(store: Store) -> None:
    fixed = combinations(shown=(None,), scrub=(False,), refused=(None, "a", TAKEN_AWAY), wanted=(None, "a"))
    with store.write() as connection:
        common = made(connection, 0)
        firsts = parts.add(connection, [{**common, "key": f"first {number}", **values} for number, values in enumerate(fixed)])
        parts.add(connection, [{**common, "key": f"child {first}", "after": first, "wanted": "a"} for first in firsts])
        above = parts.rows_of(connection, firsts)
        children = connection.execute(select(table.c.after, lanes.waits().label("waits")).where(table.c.after.is_not(None))).all()
    assert len(children) == len(firsts)
    for child in children:
        pure = turn_after(seen_from_below(above[child.after]), Role.MAIN, threaded=False)
        assert bool(child.waits) == (pure is Turn.WAIT), above[child.after]
