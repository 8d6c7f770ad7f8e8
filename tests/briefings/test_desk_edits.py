"""What becomes of an edit: a cosmetic one is stored and nobody is told, any other is a correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from briefings.answers import Intake, Revision
from briefings.desk import Desk
from briefings.edits import Edit
from briefings.query import Query
from briefings.statements import Draft, Evidence, Note, Status
from tests.briefings.told import NOW, SLAVERY, told

LATER, LAST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
DRAFT = told("a", "Raid", SLAVERY, on="2026-03-18")
COSMETIC = replace(DRAFT, text=f"Image: the car wash\n{SLAVERY}\nShare this page")
MINOR = replace(DRAFT, text=SLAVERY.replace("at a car wash", "in a car wash"))
MATERIAL = replace(DRAFT, text=f"{SLAVERY} Two men were arrested.")


def found(desk: Desk, words: str) -> list[str]:
    return [item.statement.id for item in desk.search(Query(words), now=NOW).items]


def test_a_cosmetic_edit_is_stored_and_the_statement_stands_as_it_stood(desk: Desk) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    assert desk.take_in("press", [COSMETIC], now=LATER) == Intake(cosmetic=1)
    why = desk.why("a")
    kept = why.item.statement
    assert (kept.text, kept.status, kept.changed, kept.revision) == (COSMETIC.text, Status.LIVE, NOW, 2)
    assert why.revisions == (Revision(NOW), Revision(LATER, Edit.COSMETIC))
    assert found(desk, "car wash") == ["a"]


@pytest.mark.parametrize(("edited", "edit"), [(MINOR, Edit.MINOR), (MATERIAL, Edit.MATERIAL)])
def test_any_other_edit_is_a_correction_that_says_what_kind_it_is(desk: Desk, edited: Draft, edit: Edit) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    assert desk.take_in("press", [edited], now=LATER) == Intake(corrected=1)
    why = desk.why("a")
    assert (why.item.statement.status, why.item.statement.changed) == (Status.CORRECTED, LATER)
    assert why.revisions == (Revision(NOW), Revision(LATER, edit))


def test_a_correction_keeps_what_its_publisher_says_of_it(desk: Desk) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    desk.take_in("press", [replace(MATERIAL, note=Note("Arrests added.\x00", LATER))], now=LAST)
    assert desk.why("a").revisions == (Revision(NOW), Revision(LAST, Edit.MATERIAL, "Arrests added."))
    desk.take_in("press", [replace(MATERIAL, withdrawn=True)], now=LAST)
    assert desk.why("a").revisions[-1].note is None


def test_a_note_on_an_earlier_change_says_nothing_of_this_one(desk: Desk) -> None:
    desk.take_in("press", [replace(DRAFT, note=Note("First published.", NOW))], now=NOW)
    desk.take_in("press", [replace(MATERIAL, note=Note("First published.", NOW))], now=LATER)
    assert desk.why("a").revisions == (Revision(NOW), Revision(LATER, Edit.MATERIAL))


def test_a_cosmetic_edit_of_a_corrected_statement_leaves_it_corrected_when_it_was(desk: Desk) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    desk.take_in("press", [MATERIAL], now=LATER)
    desk.take_in("press", [replace(MATERIAL, text=f"{MATERIAL.text}\nShare this page")], now=LAST)
    why = desk.why("a")
    assert (why.item.statement.status, why.item.statement.changed) == (Status.CORRECTED, LATER)
    assert why.revisions == (Revision(NOW), Revision(LATER, Edit.MATERIAL), Revision(LAST, Edit.COSMETIC))


def test_each_revision_keeps_its_own_moment(desk: Desk) -> None:
    for at, draft in ((NOW, DRAFT), (LATER, COSMETIC), (LAST, MATERIAL)):
        desk.take_in("press", [draft], now=at)
    assert [revision.came for revision in desk.why("a").revisions] == [NOW, LATER, LAST]


def test_an_earlier_text_that_comes_back_is_an_old_copy_and_no_edit(desk: Desk) -> None:
    for draft in (DRAFT, COSMETIC, MATERIAL):
        desk.take_in("press", [draft], now=NOW)
    before = desk.why("a")
    assert desk.take_in("press", [DRAFT, COSMETIC], now=LATER) == Intake(same=2)
    assert desk.why("a") == before


def test_a_changed_time_stamp_alone_is_no_edit(desk: Desk) -> None:
    early = replace(DRAFT, published=told("a", on="2026-03-18T09:30+00:00").published)
    late = replace(DRAFT, published=told("a", on="2026-03-18T16:45+00:00").published)
    desk.take_in("press", [early], now=NOW)
    assert desk.take_in("press", [late], now=LATER) == Intake(same=1)
    kept = desk.why("a")
    assert (kept.item.statement.status, kept.item.statement.changed, len(kept.revisions)) == (Status.LIVE, NOW, 1)


def test_a_stamp_within_the_text_that_changed_is_cosmetic(desk: Desk) -> None:
    desk.take_in("press", [replace(DRAFT, text=f"Updated 18 March 2026\n{SLAVERY}")], now=NOW)
    assert desk.take_in("press", [replace(DRAFT, text=f"Updated 19 March 2026\n{SLAVERY}")], now=LATER) == Intake(cosmetic=1)


def test_what_was_withdrawn_does_not_come_back_set_in_another_way(desk: Desk) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    desk.take_in("press", [replace(DRAFT, withdrawn=True)], now=NOW)
    assert desk.take_in("press", [COSMETIC], now=LATER) == Intake(same=1)
    assert desk.why("a").item.statement.status is Status.WITHDRAWN


def test_an_edit_of_what_was_filed_makes_no_news_of_it(desk: Desk) -> None:
    desk.take_in("archive", [DRAFT], now=NOW)
    desk.take_in("press", [told("b")], now=NOW, announce=True)
    desk.take_in("archive", [MATERIAL], now=LATER, announce=True)
    assert [desk.why(id_).item.statement.announce for id_ in "ab"] == [False, True]


def test_an_edit_moves_the_generation_so_that_no_kept_answer_shows_the_old_text(desk: Desk) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    before = desk.generation()
    desk.take_in("press", [COSMETIC], now=LATER)
    assert desk.generation() > before


@pytest.mark.parametrize("title", ["[Withdrawn] Raid", "(WITHDRAWN) Raid", "Withdrawn: Raid", " [ withdrawn ] Raid"])
def test_a_title_that_says_so_withdraws_a_statement(desk: Desk, title: str) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    assert desk.take_in("press", [replace(DRAFT, title=title)], now=LATER) == Intake(withdrawn=1)
    kept = desk.why("a").item.statement
    assert (kept.status, kept.evidence, kept.changed) == (Status.WITHDRAWN, Evidence.TITLE, LATER)
    assert found(desk, "car wash") == []


@pytest.mark.parametrize(
    "title", ["Withdrawn troops return to Westbury", "Raid [withdrawn]", "Bid withdrawn: officials explain", "Withdrawn"]
)
def test_a_title_about_a_withdrawal_withdraws_nothing(desk: Desk, title: str) -> None:
    desk.take_in("press", [replace(DRAFT, title=title)], now=NOW)
    assert desk.why("a").item.statement.status is Status.LIVE


def test_a_notice_is_what_a_withdrawal_rests_on_before_its_title(desk: Desk) -> None:
    desk.take_in("press", [replace(DRAFT, title="[Withdrawn] Raid", withdrawn=True)], now=NOW)
    kept = desk.why("a").item.statement
    assert (kept.status, kept.evidence) == (Status.WITHDRAWN, Evidence.NOTICE)
    assert found(desk, "car wash") == []


def test_no_source_withdraws_another_publishers_statement(desk: Desk) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    foreign = replace(DRAFT, publisher="Eastshire Constabulary", withdrawn=True)
    assert desk.take_in("copies", [foreign], now=LATER) == Intake(refused=1)
    assert desk.why("a").item.statement.status is Status.LIVE


def test_the_same_page_from_another_source_withdraws_it_by_its_title(desk: Desk) -> None:
    url = "https://westshire.example/news/raid"
    desk.take_in("press", [replace(DRAFT, url=url)], now=NOW)
    assert desk.take_in("feed", [replace(DRAFT, id="f1", title="[Withdrawn] Raid", url=url)], now=LATER) == Intake(withdrawn=1)
    assert desk.why("a").item.statement.evidence is Evidence.TITLE
