"""What a statement is, and what makes two versions of one the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from briefings.errors import BadStatement
from briefings.statements import Change, Draft, Published, Statement, Status, Wording, check, compare, fingerprint
from tests.briefings.told import NOW, told

DRAFT = told("a", "Bridge closed", "Flood water “closed” the bridge.")


def stored(status: Status = Status.LIVE) -> Statement:
    return Statement(
        DRAFT.id, DRAFT.title, DRAFT.text, DRAFT.publisher, None, None, Wording.PUBLISHER, status, 1, 0, "press", NOW, NOW
    )  # fmt: skip


def test_spacing_case_and_quote_marks_are_no_change() -> None:
    assert fingerprint("The chief's  plan", "Two\nlines") == fingerprint("THE CHIEF’S PLAN ", "two lines")


def test_moving_a_word_from_title_to_text_is_a_change() -> None:
    assert fingerprint("Bridge closed", "today") != fingerprint("Bridge", "closed today")


@pytest.mark.parametrize(
    ("old", "draft", "change"),
    [
        (None, DRAFT, Change.NEW),
        (stored(), DRAFT, Change.SAME),
        (stored(), replace(DRAFT, url="https://westshire.example/a"), Change.SAME),
        (stored(), replace(DRAFT, text="Something else."), Change.CORRECTED),
        (stored(), replace(DRAFT, withdrawn=True), Change.WITHDRAWN),
        (stored(Status.WITHDRAWN), DRAFT, Change.SAME),
        (stored(Status.WITHDRAWN), replace(DRAFT, withdrawn=True), Change.SAME),
        (stored(Status.WITHDRAWN), replace(DRAFT, text="Back, in other words."), Change.CORRECTED),
    ],
)
def test_what_a_draft_does_to_what_is_stored(old: Statement | None, draft: Draft, change: Change) -> None:
    assert compare(old, draft) is change


def test_a_text_that_was_replaced_once_is_no_correction() -> None:
    older = replace(DRAFT, text="As it stood at first.")
    seen = {fingerprint(older.title, older.text)}
    assert compare(stored(), older, seen) is Change.SAME
    assert compare(stored(Status.WITHDRAWN), older, seen) is Change.SAME
    assert compare(stored(), replace(older, withdrawn=True), seen) is Change.WITHDRAWN


def test_a_day_begins_at_midnight_in_london() -> None:
    summer = Published.on(date(2026, 7, 1))
    assert (summer.at, summer.day, summer.day_only) == (datetime(2026, 6, 30, 23, tzinfo=UTC), date(2026, 7, 1), True)


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (replace(DRAFT, id=" "), '"id" is empty'),
        (replace(DRAFT, id="x" * 201), "longer than 200"),
        (replace(DRAFT, title="", text=" "), "both"),
        (replace(DRAFT, id="a b"), "without white space"),
        (replace(DRAFT, id="a\u202eb"), "without white space"),
        (replace(DRAFT, id="a<b"), "without white space"),
        (replace(DRAFT, id='a"b'), "without white space"),
        (replace(DRAFT, id="a\x00b"), "without white space"),
        (replace(DRAFT, title="\x00", text="\ud83d"), "both"),
        (replace(DRAFT, title="x" * 2001), '"title" is longer than 2,000 characters'),
        (replace(DRAFT, text="x" * 1_000_001), '"text" is longer than 1,000,000 characters'),
        (replace(DRAFT, publisher=""), '"publisher" is empty'),
        (replace(DRAFT, publisher="x" * 201), '"publisher" is longer than 200 characters'),
        (replace(DRAFT, url="https://westshire.example/" + "é" * 1000), '"url" is longer than 2,000 bytes'),
        (replace(DRAFT, published=Published.on(date(1, 1, 1))), '"published" is not between 1800 and 2200'),
        (replace(DRAFT, published=Published.on(date(9999, 12, 31))), '"published" is not between 1800 and 2200'),
        (replace(DRAFT, published=Published(datetime.max.replace(tzinfo=UTC))), '"published" is not between 1800 and 2200'),
        (replace(DRAFT, url="javascript:alert(1)"), "not a web address"),
        (replace(DRAFT, url="https://westshire.example/a|<!channel>"), "not a web address"),
    ],
)
def test_a_bad_statement_is_refused_by_its_field(draft: Draft, said: str) -> None:
    with pytest.raises(BadStatement, match=said):
        check(draft)


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_ends_of_the_calendar_have_a_day(at: datetime) -> None:
    assert Published(at).day in {date(1, 1, 1), date(9999, 12, 31)}


@pytest.mark.parametrize("year", [1800, 2200])
def test_the_first_and_the_last_year_are_taken(year: int) -> None:
    draft = replace(DRAFT, published=Published.on(date(year, 6, 1)))
    assert check(draft) is draft
