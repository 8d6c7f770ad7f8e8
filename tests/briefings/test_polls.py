"""When a source is looked at next, and what the journal is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from briefings.polls import Noted, Outcome, Standing, has_moved, next_check, settle, wait

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)


def failing(times: int, *, since: timedelta = HOUR) -> Standing:
    return Standing(last_attempt=NOON, failures=times, failing_since=NOON - since, trouble="away")


@pytest.mark.parametrize(
    ("times", "pause"), [(0, QUARTER), (1, QUARTER), (2, 2 * QUARTER), (4, 2 * HOUR), (6, 6 * HOUR), (5_000, 6 * HOUR)]
)
def test_each_failure_doubles_the_wait_up_to_six_hours(times: int, pause: timedelta) -> None:
    assert wait(failing(times) if times else Standing(), QUARTER, after=None, chance=0.5) == pause


def test_waits_are_spread_by_a_tenth_so_that_sources_do_not_fall_into_step() -> None:
    assert [wait(Standing(), HOUR, after=None, chance=chance) / HOUR for chance in (0.0, 0.5, 1.0)] == pytest.approx([0.9, 1.0, 1.1])


def test_a_source_that_is_seldom_looked_at_is_tried_again_sooner_while_it_fails() -> None:
    assert wait(failing(1), 7 * DAY, after=None, chance=0.5) == 6 * HOUR
    assert wait(Standing(), 7 * DAY, after=None, chance=0.5) == 7 * DAY


def test_after_a_week_it_is_once_a_day() -> None:
    assert wait(failing(40, since=7 * DAY), QUARTER, after=None, chance=0.5) == DAY


@pytest.mark.parametrize(("asked", "pause"), [(HOUR, HOUR), (QUARTER / 3, QUARTER), (9 * DAY, DAY)])
def test_what_a_source_asks_for_wins_where_it_is_longer_up_to_a_day(asked: timedelta, pause: timedelta) -> None:
    assert wait(failing(1), QUARTER, after=asked, chance=0.5) == pause


def test_a_failure_is_told_when_it_has_lasted_a_day_and_not_again() -> None:
    standing, told = Standing(), []
    for hours in range(0, 60, 6):
        standing, notes = settle(standing, Outcome(NOON + hours * HOUR, trouble="away"))
        told += [(hours, kind) for kind, _ in notes]
    assert told == [(24, Noted.FAILING)]
    assert (standing.failures, standing.failing_since) == (10, NOON)


def test_the_journal_keeps_no_words_that_stand_in_an_address() -> None:
    day_old = Standing(last_attempt=NOON, failures=3, failing_since=NOON - DAY)
    _, ((_, note),) = settle(day_old, Outcome(NOON, trouble="https://westshire.example/news/man-is-missing: no text there"))
    assert note.endswith(": https://westshire.example/… no text there")
    _, ((_, note),) = settle(day_old, Outcome(NOON, trouble="what came is titled “Man is missing”"))
    assert note.endswith(": what came is titled “…”")


def test_a_failure_that_nobody_was_told_of_ends_without_a_word() -> None:
    standing, _ = settle(Standing(), Outcome(NOON, trouble="away"))
    standing, notes = settle(standing, Outcome(NOON + HOUR, new=1))
    assert (notes, standing.failures, standing.failing_since, standing.trouble) == ((), 0, None, None)
    assert (standing.last_success, standing.last_new) == (NOON + HOUR, NOON + HOUR)


def test_a_source_is_read_to_its_end_once_nothing_is_left_or_nothing_new_comes() -> None:
    standing, _ = settle(Standing(), Outcome(NOON, new=20, whole=False))
    assert standing.first_read is None
    assert settle(standing, Outcome(NOON + HOUR, new=10, whole=True))[0].first_read == NOON + HOUR
    # One page that is always broken is left over every time.
    assert settle(standing, Outcome(NOON + HOUR, new=0, whole=False))[0].first_read == NOON + HOUR


@pytest.mark.parametrize(
    ("age", "pause"),
    [
        (timedelta(), 6 * HOUR),
        (2 * DAY - HOUR, 6 * HOUR),
        (2 * DAY, DAY),
        (14 * DAY, 7 * DAY),
        (90 * DAY, 30 * DAY),
        (365 * DAY, None),
        (-DAY, 6 * HOUR),
    ],
)
def test_the_older_a_statement_the_more_rarely_its_page_is_looked_at(age: timedelta, pause: timedelta | None) -> None:
    assert next_check(age) == pause


@pytest.mark.parametrize(("gone", "looked_at", "moved"), [(2, 2, False), (3, 5, True), (3, 6, False), (5, 5, True), (0, 0, False)])
def test_most_pages_gone_at_once_means_that_the_site_has_moved(gone: int, looked_at: int, moved: bool) -> None:
    assert has_moved(gone, looked_at) is moved
