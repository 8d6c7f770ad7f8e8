"""A statement's own page that is gone, and one that is there again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from briefings.desk import Desk
from briefings.query import Query
from briefings.statements import GONE_APART, Evidence, Status
from tests.briefings.told import NOW, SLAVERY, told

URL = "https://westshire.example/news/raid"
DRAFT = told("a", "Raid", SLAVERY, on="2026-03-18", url=URL)
SOON, LATER = NOW + GONE_APART - timedelta(seconds=1), NOW + GONE_APART


def standing(desk: Desk) -> tuple[Status, Evidence | None]:
    kept = desk.why("a").item.statement
    return kept.status, kept.evidence


def seen(desk: Desk) -> list[list[str]]:
    """Which ids latest, a search and the theme's briefing show."""
    query = Query(theme="modern-slavery")
    latest, found = desk.latest(Query(), now=NOW), desk.search(Query("car wash"), now=NOW)
    briefing = desk.brief(query, asker=None, now=NOW)
    return [[item.statement.id for item in answer.items] for answer in (latest, found, briefing)]


@pytest.fixture
def gone(desk: Desk) -> Desk:
    """A desk whose one statement's page was gone twice, an hour apart."""
    desk.take_in("press", [DRAFT], now=NOW)
    assert not desk.note_gone("press", "a", now=NOW)
    assert desk.note_gone("press", "a", now=LATER)
    return desk


def test_a_page_gone_twice_an_hour_apart_is_a_withdrawal(gone: Desk) -> None:
    assert standing(gone) == (Status.WITHDRAWN, Evidence.GONE)
    assert gone.why("a").item.statement.changed == LATER
    assert seen(gone) == [[], [], []]
    assert gone.freshness().statements == 0
    assert [item.statement.id for item in gone.brief(Query(theme="modern-slavery"), asker=None, now=NOW).withdrawn] == ["a"]


def test_a_page_gone_once_or_twice_at_once_is_none(desk: Desk) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    assert not desk.note_gone("press", "a", now=NOW)
    assert not desk.note_gone("press", "a", now=SOON)
    assert standing(desk) == (Status.LIVE, None)
    assert desk.note_gone("press", "a", now=LATER)


def test_a_page_that_answers_in_between_begins_anew(desk: Desk) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    desk.note_gone("press", "a", now=NOW)
    assert not desk.note_there("press", "a", now=NOW)
    assert not desk.note_gone("press", "a", now=LATER)
    assert standing(desk) == (Status.LIVE, None)


def test_a_page_that_is_there_again_brings_its_statement_back(gone: Desk) -> None:
    before = gone.generation()
    assert gone.note_there("press", "a", now=LATER)
    assert standing(gone) == (Status.LIVE, None)
    assert gone.why("a").item.statement.changed == NOW
    assert seen(gone) == [["a"], ["a"], ["a"]]
    assert gone.freshness().statements == 1
    assert gone.generation() > before


def test_a_corrected_statement_comes_back_corrected(desk: Desk) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    desk.take_in("press", [replace(DRAFT, text=f"{SLAVERY} Two men were arrested.")], now=SOON)
    desk.take_in("press", [replace(DRAFT, text=f"{SLAVERY} Two men were arrested.\nShare this page")], now=LATER)
    desk.note_gone("press", "a", now=NOW)
    desk.note_gone("press", "a", now=LATER)
    desk.note_there("press", "a", now=LATER)
    kept = desk.why("a").item.statement
    assert (kept.status, kept.changed) == (Status.CORRECTED, SOON)


def test_a_statement_back_from_a_gone_page_needs_two_more_misses_to_go_again(gone: Desk) -> None:
    gone.note_there("press", "a", now=LATER)
    assert not gone.note_gone("press", "a", now=LATER)
    assert standing(gone) == (Status.LIVE, None)


def test_a_notice_given_after_the_page_was_gone_is_what_it_rests_on(gone: Desk) -> None:
    gone.take_in("press", [replace(DRAFT, withdrawn=True)], now=LATER)
    assert standing(gone) == (Status.WITHDRAWN, Evidence.NOTICE)
    assert not gone.note_there("press", "a", now=LATER)
    assert standing(gone) == (Status.WITHDRAWN, Evidence.NOTICE)


def test_a_statement_withdrawn_by_notice_is_not_brought_back_by_its_page(desk: Desk) -> None:
    desk.take_in("press", [replace(DRAFT, withdrawn=True)], now=NOW)
    assert not desk.note_there("press", "a", now=LATER)
    assert not desk.note_gone("press", "a", now=LATER)
    assert standing(desk) == (Status.WITHDRAWN, Evidence.NOTICE)


def test_another_sources_page_says_nothing_of_a_statement(desk: Desk) -> None:
    desk.take_in("press", [DRAFT], now=NOW)
    for at in (NOW, LATER):
        assert not desk.note_gone("copies", "a", now=at)
    assert standing(desk) == (Status.LIVE, None)


def test_a_statement_that_nobody_knows_is_passed_over(desk: Desk) -> None:
    assert not desk.note_gone("press", "nothing", now=NOW)
    assert not desk.note_there("press", "nothing", now=NOW)


def test_leaving_a_list_is_no_withdrawal(desk: Desk) -> None:
    desk.take_in("press", [DRAFT, told("b")], now=NOW)
    desk.take_in("press", [told("b")], now=LATER)
    assert standing(desk) == (Status.LIVE, None)
