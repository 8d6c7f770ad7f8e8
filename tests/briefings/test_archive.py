"""The shipped archive of founding statements."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from briefings import archive
from briefings.answers import Intake
from briefings.desk import Desk
from briefings.query import Query
from briefings.statements import Status, Wording
from tests.briefings.told import NOW


def test_the_twelve_founding_statements_are_shipped_in_this_projects_words() -> None:
    shipped = archive.statements()
    assert [draft.id for draft in shipped] == [f"s{number:02}" for number in range(1, 13)]
    assert {draft.wording for draft in shipped} == {Wording.PROJECT}
    assert {draft.publisher for draft in shipped} == {"National Police Chiefs' Council"}
    assert sum(draft.published is None for draft in shipped) == 5


def test_they_are_loaded_once_and_keep_their_order(desk: Desk) -> None:
    assert archive.load(desk, now=NOW) == Intake(new=12)
    assert archive.load(desk, now=NOW + timedelta(days=1)) == Intake(same=12)
    latest = desk.latest(Query(), now=NOW, limit=12)
    assert [item.statement.id for item in latest.items] == [f"s{number:02}" for number in range(1, 13)]


def test_every_founding_statement_is_found_by_its_own_title(desk: Desk) -> None:
    archive.load(desk, now=NOW)
    for draft in archive.statements():
        assert desk.search(Query(draft.title), now=NOW).items[0].statement.id == draft.id


def test_loading_again_does_not_bring_a_withdrawn_statement_back(desk: Desk) -> None:
    archive.load(desk, now=NOW)
    first = archive.statements()[0]
    desk.take_in("press", [replace(first, withdrawn=True)], now=NOW)
    archive.load(desk, now=NOW)
    assert "s01" not in [item.statement.id for item in desk.latest(Query(), now=NOW, limit=12).items]


def test_what_was_corrected_and_withdrawn_stays_so_when_the_bot_starts_again(desk: Desk) -> None:
    archive.load(desk, now=NOW)
    first, second = archive.statements()[:2]
    desk.take_in("press", [replace(first, text="Put right."), replace(second, text="Put right.")], now=NOW)
    desk.take_in("press", [replace(first, withdrawn=True)], now=NOW)
    archive.load(desk, now=NOW + timedelta(days=1))
    withdrawn, corrected = desk.why(first.id), desk.why(second.id)
    assert (withdrawn.item.statement.status, withdrawn.item.statement.text) == (Status.WITHDRAWN, "Put right.")
    assert (corrected.item.statement.status, corrected.item.statement.text) == (Status.CORRECTED, "Put right.")
    assert len(withdrawn.revisions) == len(corrected.revisions) == 2


def test_a_start_that_finds_everything_in_place_refreshes_nothing(desk: Desk) -> None:
    archive.load(desk, now=NOW)
    generation = desk.generation()
    assert archive.load(desk, now=NOW + timedelta(days=1)) == Intake(same=12)
    assert (desk.freshness().refreshed, desk.generation()) == (NOW, generation)
    assert [state.last_success for state in desk.sources()] == [NOW]
