"""Dates as feeds and pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.dates import read_date
from briefings.statements import Published


def instant(text: str) -> Published:
    return Published(datetime.fromisoformat(text).astimezone(UTC))


HALF_PAST_NINE = instant("2016-10-12T09:30:00+01:00")
THE_DAY = Published.on(date(2016, 10, 12))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Wed, 12 Oct 2016 08:30:00 GMT", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 09:30:00 BST", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 08:30:00 UT", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 08:30:00 UTC", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 08:30:00 Z", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 04:30:00 EDT", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 03:30:00 EST", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 10:30:00 CEST", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 09:30:00 +0100", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 09:30:00 +01:00", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 09:30:00 GMT+0100", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 09:30:00 GMT+1", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 03:30:00 GMT-5", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 08:30:00 +00", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 08:30:00 -0000", HALF_PAST_NINE),
        ("Wed, 12 Oct 2016 09:30:00 +0100 (BST)", HALF_PAST_NINE),
        ("Mon, 12 Oct 2016 09:30:00 +0100", HALF_PAST_NINE),
        ("Weds, 12 Oct 2016 09:30 BST", HALF_PAST_NINE),
        ("Wed, 12 Oct 16 09:30 BST", HALF_PAST_NINE),
        ("Wed,12 Oct 2016 09:30:00 BST", HALF_PAST_NINE),
        ("12 Oct 2016 09:30 BST", HALF_PAST_NINE),
        ("12 Oct 2016 09:30", HALF_PAST_NINE),
        ("  wed,\n 12 OCT 2016\t09:30:00 bst ", HALF_PAST_NINE),
        ("Wed Oct 12 09:30:00 2016", HALF_PAST_NINE),
        ("Wed Oct 12 09:30:00 BST 2016", HALF_PAST_NINE),
        ("Wednesday, 12-Oct-16 08:30:00 GMT", HALF_PAST_NINE),
        ("Thu, 12 Oct 95 09:30:00 GMT", instant("1995-10-12T09:30:00+00:00")),
    ],
)
def test_a_date_of_an_rss_feed_is_the_instant_it_means(text: str, meant: Published) -> None:
    assert read_date(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2016-10-12T09:30:00+01:00", HALF_PAST_NINE),
        ("2016-10-12T09:30:00+0100", HALF_PAST_NINE),
        ("2016-10-12T08:30:00Z", HALF_PAST_NINE),
        ("2016-10-12t08:30:00z", HALF_PAST_NINE),
        ("2016-10-12T08:30Z", HALF_PAST_NINE),
        ("2016-10-12T08:30:00.000Z", HALF_PAST_NINE),
        ("2016-10-12T08:30:00,000Z", HALF_PAST_NINE),
        ("2016-10-12T08:30:00.000000000Z", HALF_PAST_NINE),
        ("2016-10-12T08:30:00-00:00", HALF_PAST_NINE),
        ("2016-10-12T09:30:00", HALF_PAST_NINE),
        ("2016-10-12T9:30", HALF_PAST_NINE),
        ("2016-10-12 09:30", HALF_PAST_NINE),
        ("2016-10-12 09:30:00 +0100", HALF_PAST_NINE),
        ("2016-10-12 08:30:00 UTC", HALF_PAST_NINE),
        ("2016/10/12 09:30", HALF_PAST_NINE),
        ("20161012T083000Z", HALF_PAST_NINE),
        ("2016-10-12T24:00:00Z", instant("2016-10-13T00:00:00+00:00")),
        ("2016-12-31T23:59:60Z", instant("2016-12-31T23:59:59+00:00")),
        ("2016-10-12", THE_DAY),
        ("2016-10-12Z", THE_DAY),
        ("2016-10-12+01:00", THE_DAY),
        ("2016-10-12-05:00", THE_DAY),
        ("2016/10/12", THE_DAY),
        ("2016-W41-3", THE_DAY),
        ("20161012", THE_DAY),
    ],
)
def test_a_date_of_an_atom_feed_is_the_instant_it_means(text: str, meant: Published) -> None:
    assert read_date(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12 Oct 2016", THE_DAY),
        ("12 October 2016", THE_DAY),
        ("12th October 2016", THE_DAY),
        ("12th of October, 2016", THE_DAY),
        ("Wednesday 12 October 2016", THE_DAY),
        ("Wednesday, 12th Oct. 2016", THE_DAY),
        ("October 12, 2016", THE_DAY),
        ("Oct 12th 2016", THE_DAY),
        ("12-Oct-2016", THE_DAY),
        ("12/10/2016", THE_DAY),
        ("12.10.16", THE_DAY),
        ("12.10.2016", THE_DAY),
        ("12-10-2016", THE_DAY),
        ("12 / 10 / 2016", THE_DAY),
        ("12\N{NO-BREAK SPACE}October\N{NO-BREAK SPACE}2016", THE_DAY),
        ("Published: 12 October 2016", THE_DAY),
        ("Date published 12 October 2016", THE_DAY),
        ("1 Sept 2016", Published.on(date(2016, 9, 1))),
        ("3rd March 2016", Published.on(date(2016, 3, 3))),
        ("03/04/2016", Published.on(date(2016, 4, 3))),
        ("09:30 12/10/2016", HALF_PAST_NINE),
        ("09:30 -12 October 2016", HALF_PAST_NINE),
        ("09.30 12/10/2016", HALF_PAST_NINE),
        ("12/10/2016 09:30", HALF_PAST_NINE),
        ("12.10.2016 09.30", HALF_PAST_NINE),
        ("12/10/16 0930hrs", HALF_PAST_NINE),
        ("12/10/2016 - 9.30am", HALF_PAST_NINE),
        ("Wednesday 12 October 2016, 9.30am", HALF_PAST_NINE),
        ("Wednesday 12 October 2016 at 9:30 a.m. BST", HALF_PAST_NINE),
        ("9.30am on Wednesday 12 October 2016", HALF_PAST_NINE),
        ("Published on 12 October 2016 | 09:30", HALF_PAST_NINE),
        ("09:30 Oct 12, 2016", HALF_PAST_NINE),
        ("08:30 12/10/2016 GMT", HALF_PAST_NINE),
        ("12 October 2016, 8.30 UTC", HALF_PAST_NINE),
        ("Oct 12, 2016 9:30 AM", HALF_PAST_NINE),
        ("12 October 2016, 2pm", instant("2016-10-12T14:00:00+01:00")),
        ("12 October 2016, 12 noon", instant("2016-10-12T12:00:00+01:00")),
        ("12 October 2016, 12.05am", instant("2016-10-12T00:05:00+01:00")),
        ("12 October 2016, 12.05pm", instant("2016-10-12T12:05:00+01:00")),
        ("10:00 03/04/2026", instant("2026-04-03T10:00:00+01:00")),
        ("00:00 12/10/2016", instant("2016-10-12T00:00:00+01:00")),
    ],
)
def test_a_date_of_a_page_is_read_with_the_day_first(text: str, meant: Published) -> None:
    assert read_date(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12:00 12/01/2016", "2016-01-12T12:00:00+00:00"),
        ("12:00 12/07/2016", "2016-07-12T12:00:00+01:00"),
        ("00:59 27/03/2016", "2016-03-27T00:59:00+00:00"),
        ("01:30 27/03/2016", "2016-03-27T01:30:00+00:00"),  # it never came: half an hour after the clocks went from 1 to 2
        ("02:00 27/03/2016", "2016-03-27T02:00:00+01:00"),
        ("00:59 30/10/2016", "2016-10-30T00:59:00+01:00"),
        ("01:30 30/10/2016", "2016-10-30T01:30:00+01:00"),  # it came twice: the first
        ("02:00 30/10/2016", "2016-10-30T02:00:00+00:00"),
        ("Sun, 30 Oct 2016 01:30:00 GMT", "2016-10-30T01:30:00+00:00"),
        ("Sun, 30 Oct 2016 01:30:00 BST", "2016-10-30T01:30:00+01:00"),
    ],
)
def test_a_time_without_a_zone_is_londons_also_when_the_clocks_change(text: str, meant: str) -> None:
    assert read_date(text) == instant(meant)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "today", "yesterday at 10:00", "10:00", "2016", "October 2016", "12 October", "1476261000", "2016-10", "-"),
        *("10/13/2016", "31/02/2016", "31 April 2016", "2016-02-30", "2016-13-01", "0000-00-00", "00/00/0000", "25:00 12/10/2016"),
        *("12 Octobre 2016", "12 October 2016 was a Wednesday", "Between 12 October 2016 and 14 October 2016", "10:00 11:00 12/10/2016"),
        *("Wed, 12 Oct 2016 09:30:00 XYZ", "2016-10-12T09:30:00 01:00", "2016-10-12T09:30:00+99:99", "12 Oct 2016 09:75"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1799-12-31", "12 Oct 2016" + " " * 100, "١٢ Oct ٢٠١٦"),
    ],
)
def test_what_is_no_date_is_none_and_never_today(text: str) -> None:
    assert read_date(text) is None


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_text_at_all_is_a_date_or_none(text: str) -> None:
    assert read_date(text) is None or isinstance(read_date(text), Published)


@settings(deadline=None)
@given(st.text(alphabet="0123456789:./-+ TZapmOctBSGwed,()", max_size=100))
def test_anything_made_of_what_dates_are_made_of_is_a_date_or_none(text: str) -> None:
    assert read_date(text) is None or isinstance(read_date(text), Published)


@pytest.mark.parametrize("written", ["%a, %d %b %Y %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%H:%M:%S %d/%m/%Y %z", "%d %B %Y %H:%M:%S %z"])
@settings(deadline=None)
@given(st.datetimes(datetime(1969, 1, 1), datetime(2068, 12, 31)).map(lambda at: at.replace(microsecond=0)), st.integers(-12, 14))  # noqa: DTZ001
def test_every_instant_comes_back_as_it_was_written(written: str, naive: datetime, hours: int) -> None:
    at = naive.replace(tzinfo=UTC)
    zoned = at.astimezone(timezone(timedelta(hours=hours))).strftime(written)
    assert read_date(zoned) == Published(at)
