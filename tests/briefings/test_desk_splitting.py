"""Putting statements apart that were gathered wrongly: they stay apart, whatever comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from briefings.desk import Desk
from briefings.errors import NotFound
from briefings.query import Query
from briefings.store import Store
from briefings.store import stories as stored
from briefings.store.schema import journal
from briefings.themes import ThemeBook
from tests.briefings.retold import other, retold
from tests.briefings.told import NOW

LATER = NOW + timedelta(hours=1)
FORCES = {"w": "Westshire Police", "n": "Northshire Police", "e": "Eastshire Police", "s": "Southmoor Constabulary"}


def stories(desk: Desk) -> list[set[str]]:
    """The ids of each story's statements, those that stand alone left out."""
    return [{member.id for member in story.members} for story in desk.stories(limit=50)]


@pytest.fixture
def told_by_four(desk: Desk) -> Desk:
    for number, (name, publisher) in enumerate(FORCES.items()):
        desk.take_in(name, [retold(name, publisher, on=f"2026-03-1{number}")], now=NOW)
    assert stories(desk) == [set(FORCES)]
    return desk


def shown(desk: Desk) -> list[str]:
    return [item.statement.id for item in desk.latest(Query(), now=NOW, limit=50).items]


def test_a_statement_that_is_put_apart_stands_alone_and_the_others_go_on(told_by_four: Desk) -> None:
    before = told_by_four.generation()
    told = told_by_four.split(["w"], now=LATER)
    assert [{member.id for member in story.members} for story in told] == [{"n", "e", "s"}, {"w"}]
    assert shown(told_by_four) == ["n", "w"]
    assert told_by_four.generation() > before


def test_several_that_are_put_apart_stay_together(told_by_four: Desk) -> None:
    told_by_four.split(["w", "e"], now=LATER)
    assert sorted(map(sorted, stories(told_by_four))) == [["e", "w"], ["n", "s"]]


def test_a_whole_story_put_apart_leaves_each_alone(told_by_four: Desk) -> None:
    told_by_four.split(list(FORCES), now=LATER)
    assert stories(told_by_four) == []
    assert len(shown(told_by_four)) == 4


def test_what_was_put_apart_stays_apart_when_it_is_corrected_or_read_or_gathered_again(
    told_by_four: Desk, store: Store, book: ThemeBook
) -> None:
    told_by_four.split(["w"], now=LATER)
    again = [
        replace(retold(name, publisher), text=retold(name, publisher).text + " A line was added.") for name, publisher in FORCES.items()
    ]
    for draft in again:
        told_by_four.take_in(draft.id, [draft], now=LATER)
    told_by_four.take_in("m", [retold("m", "Midmarch Constabulary", on="2026-03-12")], now=LATER)
    told_by_four.reread(now=LATER)
    Desk(store, book, precedence=("Eastshire Police",)).reread(now=LATER)
    assert all(not ({"w"} < story and story & {"n", "e", "s"}) for story in stories(told_by_four))
    assert any({"n", "e", "s"} <= story for story in stories(told_by_four))


def test_what_was_put_apart_may_be_told_with_others(told_by_four: Desk) -> None:
    told_by_four.split(["w"], now=LATER)
    told_by_four.take_in("x", [replace(retold("x", "Eastshire Police", on="2026-03-08"), title="Eastshire tells it once more")], now=LATER)
    assert sorted(map(sorted, stories(told_by_four))) == [["e", "n", "s"], ["w", "x"]]


def test_nothing_is_put_apart_when_one_is_unknown_or_alone(told_by_four: Desk) -> None:
    told_by_four.take_in("w", [other("lone", "Westshire Police")], now=NOW)
    with pytest.raises(NotFound, match="no statement here has the id or address"):
        told_by_four.split(["w", "nobody"], now=LATER)
    with pytest.raises(NotFound, match="lone tells no story together with others"):
        told_by_four.split(["w", "lone"], now=LATER)
    assert stories(told_by_four) == [set(FORCES)]


def test_the_journal_holds_ids_and_no_words(told_by_four: Desk, store: Store) -> None:
    told_by_four.split(["w"], now=LATER)
    with store.read() as connection:
        (row,) = connection.execute(select(journal)).all()
    assert (row.at, row.kind, row.statement, row.note) == (LATER, "story split", "w", "told with w, n, e, s")


def test_why_tells_the_whole_story_of_any_member(told_by_four: Desk) -> None:
    for name in FORCES:
        story = told_by_four.why(name).story
        assert story is not None
        assert [(member.id, member.leads) for member in story.members] == [("w", True), ("n", False), ("e", False), ("s", False)]
        assert not story.preferred
    told_by_four.split(["w"], now=LATER)
    assert told_by_four.why("w").story is None


def test_a_statement_that_leaves_is_found_by_no_copy(told_by_four: Desk, store: Store) -> None:
    """What a redaction needs: nothing of its words is left among the traces."""
    with store.write() as connection:
        stored.leave(connection, 1)
    assert sorted(map(sorted, stories(told_by_four))) == [["e", "n", "s"]]
    assert shown(told_by_four) == ["n", "w"]


def test_statements_stored_before_there_were_stories_are_gathered_when_all_is_read_again(store: Store, book: ThemeBook) -> None:
    desk = Desk(store, book)
    desk.reread(now=NOW)
    for name, publisher in FORCES.items():
        desk.take_in(name, [retold(name, publisher), other(f"o{name}", publisher)] if name == "w" else [retold(name, publisher)], now=NOW)
    with store.write() as connection:
        for key in range(1, 6):
            stored.leave(connection, key)
        connection.exec_driver_sql("DELETE FROM facts WHERE name = 'gathered with'")
    assert stories(desk) == []
    desk.reread(now=LATER)
    assert stories(desk) == [set(FORCES)]
    generation = desk.generation()
    desk.reread(now=LATER)
    assert desk.generation() == generation
