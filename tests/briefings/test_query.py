"""What a person may type after a command."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.errors import BadQuery
from briefings.query import LAST_PAGE, WORDS_LIMIT, Query, parse
from briefings.statements import LONDON

TODAY = date(2016, 11, 24)


def test_plain_words_are_words() -> None:
    assert parse("modern  slavery ", today=TODAY) == Query(words="modern slavery")


def test_days_back_begin_at_midnight_in_london() -> None:
    query = parse("slavery since:7d", today=TODAY)
    assert query.words == "slavery"
    assert query.since == datetime(2016, 11, 17, tzinfo=UTC)
    assert query.since_typed == "7d"


def test_a_summer_day_begins_an_hour_earlier_in_utc() -> None:
    assert parse("since:2016-07-01", today=TODAY).since == datetime(2016, 6, 30, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2w", date(2016, 11, 10)),
        ("1m", date(2016, 10, 25)),
        ("1y", date(2015, 11, 25)),
        ("today", TODAY),
        ("Yesterday", date(2016, 11, 23)),
    ],
)
def test_other_ways_to_write_a_day(typed: str, day: date) -> None:
    since = parse(f"since:{typed}", today=TODAY).since
    assert since is not None
    assert since.astimezone(LONDON).date() == day


def test_until_includes_the_day_it_names() -> None:
    assert parse("until:2016-10-31", today=TODAY).until == datetime(2016, 11, 1, tzinfo=UTC)


def test_an_instant_is_taken_as_it_is_so_that_paging_stays_on_the_same_window() -> None:
    assert parse("since:2016-10-01T09:30:00+00:00", today=TODAY).since == datetime(2016, 10, 1, 9, 30, tzinfo=UTC)
    assert parse("since:2016-10-01T09:30:00.123456Z", today=TODAY).since == datetime(2016, 10, 1, 9, 30, 0, 123456, tzinfo=UTC)


def test_since_last_waits_for_the_desk() -> None:
    query = parse("vawg since:last", today=TODAY)
    assert query.since is None
    assert query.since_last
    assert query.since_typed == "last"


def test_a_publisher_may_be_quoted_in_any_quotes() -> None:
    for typed in ('from:"Home Office"', "from:“Home Office”", 'FROM:"Home Office'):
        query = parse(f"knives {typed}", today=TODAY)
        assert (query.publisher, query.words) == ("Home Office", "knives")


def test_theme_and_page() -> None:
    query = parse("theme:modern-slavery page:2", today=TODAY)
    assert (query.theme, query.page) == ("modern-slavery", 2)


def test_the_last_of_two_counts() -> None:
    assert parse("since:last since:7d", today=TODAY).since_last is False
    assert parse("from:a from:b", today=TODAY).publisher == "b"


@pytest.mark.parametrize("typed", ["since:banana", "since:2016-13-01", "until:31/10/2016", "since:", "until:soon", "since:-3d"])
def test_a_day_that_cannot_be_read_says_what_can(typed: str) -> None:
    with pytest.raises(BadQuery, match=r"for example (since:7d|until:2016-11-24)"):
        parse(typed, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "says"),
    [("from:", "from:npcc"), ("theme:", "theme:modern-slavery"), ("page:0", "page:2"), ("page:x", "page:2"), ("page:-1", "page:2")],
)
def test_other_filters_say_what_would_be_right(typed: str, says: str) -> None:
    with pytest.raises(BadQuery, match=says):
        parse(typed, today=TODAY)


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadQuery, match="put the earlier day in since:"):
        parse("since:2016-11-01 until:2016-10-01", today=TODAY)


@pytest.mark.parametrize(
    "typed", ["since:99999999d", "since:99999999999999999999y", "since:0001-01-01", "since:9999-12-31", "until:9999-12-31"]
)
def test_absurd_dates_are_dates_all_the_same(typed: str) -> None:
    query = parse(typed, today=TODAY)
    assert query.since is not None or query.until is not None


def test_an_absurd_page_is_the_last_there_can_be() -> None:
    assert parse("page:" + "9" * 5000, today=TODAY).page == LAST_PAGE


def test_what_cannot_be_seen_is_dropped_and_white_space_is_one_blank() -> None:
    assert parse("sla\u200bve\u202ery\x00\x07\tnow\u00a0then", today=TODAY).words == "slavery now then"


def test_words_are_cut() -> None:
    assert len(parse("x" * 10_000, today=TODAY).words) == WORDS_LIMIT


def test_addresses_and_words_with_colons_are_words() -> None:
    assert parse("https://news.example/a?since:7d note:this", today=TODAY).words == "https://news.example/a?since:7d note:this"


def _refused(text: str) -> str | None:
    """What is said to somebody who types this; None when it is understood."""
    try:
        query = parse(text, today=TODAY)
    except BadQuery as refusal:
        return str(refusal)
    assert query.words.isprintable()
    assert 1 <= query.page <= LAST_PAGE
    return None


@given(st.text(max_size=2000))
def test_any_text_is_understood_or_refused_with_a_reason(text: str) -> None:
    assert _refused(text) != ""


_PIECES = st.sampled_from(
    ["since:", "until:", "from:", "theme:", "page:", '"', "7d", "2016-10-01", "last", " ", "99999999d", "1", "T12", "slavery"]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_any_mixture_of_filters_is_understood_or_refused_with_a_reason(text: str) -> None:
    assert _refused(text) != ""
