"""Taking statements in: new, the same, corrected, withdrawn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from briefings.answers import Intake, Revision
from briefings.desk import Desk
from briefings.edits import Edit
from briefings.errors import BadStatement, NotFound
from briefings.query import Query
from briefings.statements import Draft, Status, Wording
from tests.briefings.told import NOW, SLAVERY, told

LATER = NOW + timedelta(hours=1)


def newest(desk: Desk) -> list[str]:
    return [item.statement.id for item in desk.latest(Query(), now=NOW, limit=50).items]


def found(desk: Desk, words: str) -> list[str]:
    return [item.statement.id for item in desk.search(Query(words), now=NOW).items]


def test_a_new_statement_is_stored_as_it_came(desk: Desk) -> None:
    draft = told("a", "A title", SLAVERY, on="2026-03-18T09:30+00:00", url="https://westshire.example/a")
    assert desk.take_in("press", [draft], now=NOW) == Intake(new=1)
    item = desk.why("a").item
    stored = item.statement
    assert (stored.title, stored.text, stored.url, stored.publisher) == (draft.title, draft.text, draft.url, draft.publisher)
    assert (stored.published, stored.source, stored.taken_in) == (draft.published, "press", NOW)
    assert (stored.status, stored.revision) == (Status.LIVE, 1)
    assert [match.slug for match in item.themes] == ["modern-slavery"]


def test_the_same_again_changes_nothing(desk: Desk) -> None:
    draft = told("a", "A title", SLAVERY, on="2026-03-18")
    desk.take_in("press", [draft], now=NOW)
    before = desk.why("a").item
    respaced = replace(draft, title="A  title ", text=SLAVERY.upper())
    assert desk.take_in("press", [draft, respaced], now=LATER) == Intake(same=2)
    assert desk.why("a").item == before


def test_a_statement_twice_in_one_batch_is_one_statement(desk: Desk) -> None:
    assert desk.take_in("press", [told("a"), told("b"), told("a")], now=NOW) == Intake(new=2, same=1)
    assert desk.freshness().statements == 2


def test_a_statement_and_its_correction_in_one_batch(desk: Desk) -> None:
    assert desk.take_in("press", [told("a"), told("a", text="Put right.")], now=NOW) == Intake(new=1, corrected=1)
    assert desk.why("a").item.statement.text == "Put right."


def test_a_correction_is_read_again_and_its_revisions_are_kept(desk: Desk) -> None:
    desk.take_in("press", [told("a", "Bicycles", "Forty bicycles were marked.", on="2026-03-18")], now=NOW)
    assert desk.take_in("press", [told("a", "Car wash", SLAVERY, on="2026-03-18")], now=LATER) == Intake(corrected=1)
    why = desk.why("a")
    assert (why.item.statement.status, why.item.statement.revision) == (Status.CORRECTED, 2)
    assert why.revisions == (Revision(NOW), Revision(LATER, Edit.MATERIAL))
    assert [theme.slug for theme, _ in why.themes] == ["modern-slavery"]
    assert found(desk, "bicycles") == []
    assert found(desk, "car wash") == ["a"]


def test_a_withdrawn_statement_leaves_search_and_lists(desk: Desk) -> None:
    desk.take_in("press", [told("a", text=SLAVERY, on="2026-03-18"), told("b", text=SLAVERY, on="2026-03-17")], now=NOW)
    assert desk.take_in("press", [told("a", text="Withdrawn.", withdrawn=True)], now=LATER) == Intake(withdrawn=1)
    assert found(desk, "car wash") == ["b"]
    assert newest(desk) == ["b"]
    assert desk.freshness().statements == 1
    assert desk.why("a").item.statement.status is Status.WITHDRAWN
    assert desk.take_in("press", [told("a", text="Withdrawn.", withdrawn=True)], now=LATER) == Intake(same=1)


def test_an_old_copy_does_not_bring_a_withdrawn_statement_back(desk: Desk) -> None:
    draft = told("a", text=SLAVERY, on="2026-03-18")
    desk.take_in("press", [draft], now=NOW)
    desk.take_in("press", [replace(draft, withdrawn=True)], now=NOW)
    assert desk.take_in("copy", [draft], now=LATER) == Intake(same=1)
    assert newest(desk) == []


def test_an_old_copy_does_not_undo_a_correction_of_text_date_or_address(desk: Desk) -> None:
    draft = told("a", text=SLAVERY, on="2026-03-18", url="https://westshire.example/old")
    better = told("a", text="Put right.", on="2026-03-17", url="https://westshire.example/new")
    desk.take_in("press", [draft], now=NOW)
    desk.take_in("press", [better], now=NOW)
    before = desk.why("a")
    assert desk.take_in("copy", [draft], now=LATER) == Intake(same=1)
    assert desk.why("a") == before


def test_a_file_that_holds_a_statement_twice_adds_nothing_when_it_is_read_again(desk: Desk) -> None:
    drafts = [told("a"), told("a", text="Put right.")]
    desk.take_in("press", drafts, now=NOW)
    assert desk.take_in("press", drafts, now=LATER) == Intake(same=2)
    assert len(desk.why("a").revisions) == 2


def test_a_withdrawn_statement_published_anew_with_another_text_is_back(desk: Desk) -> None:
    desk.take_in("press", [told("a", text=SLAVERY, on="2026-03-18")], now=NOW)
    desk.take_in("press", [told("a", text=SLAVERY, withdrawn=True)], now=NOW)
    desk.take_in("press", [told("a", text="Officers say it better now.", on="2026-03-18")], now=LATER)
    assert newest(desk) == ["a"]
    assert found(desk, "better") == ["a"]


def test_a_statement_that_comes_withdrawn_is_never_shown(desk: Desk) -> None:
    assert desk.take_in("press", [told("a", text=SLAVERY, withdrawn=True)], now=NOW) == Intake(new=1)
    assert newest(desk) == []
    assert found(desk, "slavery") == []


def test_an_import_that_stopped_half_way_is_taken_up_again(desk: Desk) -> None:
    drafts = [told(f"n{number}", on=f"2026-02-{number:02}") for number in range(28, 0, -1)]
    desk.take_in("archive", drafts[:10], now=NOW)
    first = desk.take_in("archive", drafts[:14], now=NOW)
    rest = desk.take_in("archive", drafts[14:], now=NOW, after="n15")
    assert (first, rest) == (Intake(new=4, same=10), Intake(new=14))
    assert newest(desk) == [draft.id for draft in drafts]


def test_one_bad_statement_keeps_the_whole_batch_out(desk: Desk) -> None:
    with pytest.raises(BadStatement, match="publisher"):
        desk.take_in("press", [told("a"), told("b", publisher=" ")], now=NOW)
    assert desk.freshness().statements == 0


def test_the_longest_of_everything_is_taken_in(desk: Desk) -> None:
    noise = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(200))
    url = "https://westshire.example/" + "".join(f"{number * 7919 % 9973:04}" for number in range(493))
    every = " ".join(f"w{number}" for number in range(100_000))
    draft = told(noise, noise * 10, every, publisher=noise[::-1], url=url, on="2200-12-31")
    assert desk.take_in("press", [draft, replace(draft, id=noise[::-1], published=told("x", on="1800-01-01").published)], now=NOW).new == 2
    assert desk.why(url).item.statement.publisher == noise[::-1]


def test_characters_no_database_stores_are_left_out(desk: Desk) -> None:
    desk.take_in("press", [told("a", "Nul\x00l", "Half \ud83d a face.")], now=NOW)
    assert desk.why("a").item.statement.title == "Null"
    assert found(desk, "face") == ["a"]


def test_undated_statements_keep_their_place_between_their_neighbours(desk: Desk) -> None:
    drafts = [told("s02", on="2016-11-08", order=2), told("s03", order=3), told("s04", on="2016-10-31", order=4), told("s05", order=5)]
    desk.take_in("archive", drafts, now=NOW)
    assert newest(desk) == ["s02", "s03", "s04", "s05"]
    desk.take_in("archive", drafts, now=LATER)
    assert newest(desk) == ["s02", "s03", "s04", "s05"]
    assert desk.freshness().undated == 2


def test_a_statement_whose_date_is_put_right_moves(desk: Desk) -> None:
    desk.take_in("press", [told("a", on="2026-03-18"), told("b", on="2026-03-10"), told("c", on="2026-03-01")], now=NOW)
    desk.take_in("press", [told("a", on="2026-03-05")], now=LATER)
    assert newest(desk) == ["b", "a", "c"]
    assert found(desk, "text") == ["b", "a", "c"]


def test_an_undated_statement_that_is_dated_later_moves_and_is_found_by_date(desk: Desk) -> None:
    desk.take_in("press", [told("a", on="2026-03-18"), told("b")], now=NOW)
    desk.take_in("press", [told("b", on="2026-03-19")], now=LATER)
    assert newest(desk) == ["b", "a"]
    assert desk.freshness().undated == 0


def test_when_it_was_touched_dates_a_statement_only_until_a_date_is_known(desk: Desk) -> None:
    first = replace(told("a", on="2026-03-10"), touched=True)
    desk.take_in("press", [first], now=NOW)
    desk.take_in("press", [replace(told("a", text="Put right.", on="2026-03-12"), touched=True)], now=LATER)
    assert desk.why("a").item.statement.published == first.published
    desk.take_in("press", [told("a", text="Put right.", on="2026-03-09")], now=LATER)
    assert desk.why("a").item.statement.published == told("a", on="2026-03-09").published


def test_a_source_that_forgets_the_date_changes_nothing(desk: Desk) -> None:
    desk.take_in("press", [told("a", on="2026-03-18")], now=NOW)
    desk.take_in("press", [told("a")], now=LATER)
    assert desk.why("a").item.statement.published == told("a", on="2026-03-18").published


def test_batches_without_news_leave_kept_answers_as_they_are(desk: Desk) -> None:
    desk.take_in("press", [told("a"), told("b")], now=NOW)
    before = desk.generation()
    desk.take_in("press", [told("a")], now=LATER)
    desk.take_in("press", [told("b")], now=LATER, after="a")
    assert (desk.generation(), desk.freshness().refreshed) == (before, None)


def test_a_publisher_put_right_by_its_source_is_taken_over_without_a_revision(desk: Desk) -> None:
    draft = told("a", text=SLAVERY, on="2026-03-18")
    desk.take_in("press", [draft], now=NOW)
    before = desk.generation()
    moved = replace(draft, publisher="Eastshire Constabulary", wording=Wording.PROJECT)
    assert desk.take_in("press", [moved], now=LATER) == Intake(same=1)
    stored = desk.why("a").item.statement
    assert (stored.publisher, stored.wording, stored.revision) == ("Eastshire Constabulary", Wording.PROJECT, 1)
    assert desk.generation() > before
    assert [(state.publisher, state.statements) for state in desk.sources()] == [("Eastshire Constabulary", 1)]
    query = Query("car wash", publisher="eastshire")
    assert [item.statement.id for item in desk.search(query, now=NOW).items] == ["a"]
    assert desk.search(replace(query, publisher="westshire"), now=NOW).items == ()
    assert desk.freshness().publishers == 1


def test_another_source_does_not_say_whose_a_statement_is(desk: Desk) -> None:
    desk.take_in("press", [told("a")], now=NOW)
    desk.take_in("import", [told("a", publisher="Publisher not stated")], now=LATER)
    assert desk.why("a").item.statement.publisher == "Westshire Police"


def test_no_source_puts_words_into_another_publishers_mouth(desk: Desk) -> None:
    desk.take_in("press", [told("a", "Patrols begin")], now=NOW)
    intake = desk.take_in("import", [told("a", "Something else", publisher="Norshire Police"), told("b")], now=LATER)
    assert (intake.refused, intake.new, intake.corrected) == (1, 1, 0)
    assert desk.why("a").item.statement.title == "Patrols begin"
    with pytest.raises(NotFound, match="no publisher here is called"):
        desk.latest(Query(publisher="norshire"), now=NOW)


def test_the_generation_grows_with_every_intake_and_not_with_a_failed_one(desk: Desk) -> None:
    before = desk.generation()
    desk.take_in("press", [told("a")], now=NOW)
    after = desk.generation()
    assert after > before
    with pytest.raises(BadStatement):
        desk.take_in("press", [told("", text="")], now=NOW)
    assert desk.generation() == after


def test_two_sources_at_once_lose_nothing(desk: Desk) -> None:
    batches = [[told(f"{name}{number}", text=SLAVERY, on="2026-03-18") for number in range(10)] for name in "abcdefgh"]
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda batch: desk.take_in(batch[0].id, batch, now=NOW), batches))
    assert sum(intake.new for intake in taken) == 80
    assert len(newest(desk)) == 50
    assert desk.freshness().statements == 80
    assert len(desk.search(Query("car wash"), now=NOW, limit=100).items) == 80


def test_the_same_statement_from_two_sources_at_once_is_new_once(desk: Desk) -> None:
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda number: desk.take_in(f"s{number}", [told("a", on="2026-03-18")], now=NOW), range(4)))
    assert sorted((intake.new, intake.same) for intake in taken) == [(0, 1), (0, 1), (0, 1), (1, 0)]


def test_an_unknown_statement_is_told_plainly(desk: Desk) -> None:
    with pytest.raises(NotFound, match="copy the link or the id"):
        desk.why("nothing-like-it")


def test_a_page_that_another_source_brought_for_the_same_publisher_stays_one_statement(desk: Desk) -> None:
    desk.take_in("archive", [told("s1", "As first told", SLAVERY, url="https://westshire.example/news/raid")], now=NOW)
    again = told("westshire.example/news/raid", "In other words", on="2026-03-18", url="http://WESTSHIRE.example/news/raid/?utm_source=x")
    assert desk.take_in("listing", [again, told("b", url="https://westshire.example/news/b")], now=LATER) == Intake(new=1, same=1)
    kept = desk.why("s1").item.statement
    assert (kept.title, kept.text, kept.source, kept.published) == ("As first told", SLAVERY, "archive", again.published)
    assert desk.freshness().statements == 2


def test_a_withdrawal_is_taken_from_whichever_source_tells_of_the_page(desk: Desk) -> None:
    desk.take_in("archive", [told("s1", url="https://westshire.example/news/raid")], now=NOW)
    gone = told("westshire.example/news/raid", url="https://westshire.example/news/raid", withdrawn=True)
    assert desk.take_in("listing", [gone], now=LATER) == Intake(withdrawn=1)
    assert desk.why("s1").item.statement.status is Status.WITHDRAWN


@pytest.mark.parametrize(
    "other",
    [
        told("x", url="https://westshire.example/news/raid", publisher="Northshire Police"),
        told("x", url="https://westshire.example/news/raid?id=2"),
    ],
)
def test_another_publisher_or_another_page_is_another_statement(desk: Desk, other: Draft) -> None:
    desk.take_in("archive", [told("s1", url="https://westshire.example/news/raid")], now=NOW)
    assert desk.take_in("listing", [other], now=LATER) == Intake(new=1)


def test_an_address_that_several_statements_share_is_no_statements_own(desk: Desk) -> None:
    shared = "https://westshire.example/news"
    desk.take_in("archive", [told("s1", url=shared), told("s2", url=shared)], now=NOW)
    assert desk.take_in("listing", [told("x", url=shared)], now=LATER) == Intake(new=1)
    assert desk.take_in("feed", [told("y", url=f"{shared}/z"), told("z", url=f"{shared}/z")], now=LATER) == Intake(new=2)
