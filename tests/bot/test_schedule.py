"""What the clock does by itself, on SQLite and on PostgreSQL."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.schedule import BATCH, STALLED, Ticker, poll
from bot.sources import SourceTrouble, Visit
from briefings.desk import Desk
from briefings.statements import Draft, Published

NOON = datetime(2016, 11, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Noticeboard:
    """A made-up source: so many statements, newest first; then perhaps trouble."""

    many: int
    trouble: str = ""
    name: str = "westshire"
    publisher: str = "Westshire Police"
    addresses: tuple[str, ...] = ()
    watches_pages: bool = False

    def recheck(self, visit: Visit, statement: str, url: str) -> Draft | None:
        return None

    def fetch(self, visit: Visit) -> Iterator[Draft]:
        for number in range(self.many):
            day = Published.on((NOON - timedelta(days=number)).date())
            yield Draft(f"w{number}", f"Notice {number}", "A patrol was seen in Alderwick.", self.publisher, published=day)
        if self.trouble:
            raise SourceTrouble(self.trouble)


@dataclass(slots=True)
class Watch:
    """A clock that is set by hand."""

    time: datetime = NOON

    def __call__(self) -> datetime:
        return self.time


def test_everything_at_a_source_is_taken_in_and_a_second_look_changes_nothing(desk: Desk) -> None:
    board = Noticeboard(BATCH * 2 + 7)
    assert poll(desk, board, now=NOON).new == BATCH * 2 + 7
    again = poll(desk, board, now=NOON)
    assert (again.new, again.same) == (0, BATCH * 2 + 7)
    assert desk.freshness().statements == BATCH * 2 + 7


def test_trouble_half_way_keeps_what_was_read_before(desk: Desk) -> None:
    with pytest.raises(SourceTrouble, match="the page is gone"):
        poll(desk, Noticeboard(BATCH + 1, "the page is gone"), now=NOON)
    assert desk.freshness().statements >= BATCH


def test_sources_say_how_often_one_could_not_be_read_until_it_can_be(desk: Desk) -> None:
    for _ in range(2):
        with pytest.raises(SourceTrouble):
            poll(desk, Noticeboard(0, "the page is gone"), now=NOON)
    assert [(state.source, state.failures, state.trouble) for state in desk.sources()] == [("westshire", 2, "the page is gone")]
    poll(desk, Noticeboard(1), now=NOON)
    assert [(state.failures, state.trouble, state.last_success) for state in desk.sources()] == [(0, None, NOON)]


def test_an_empty_source_counts_as_read(desk: Desk) -> None:
    poll(desk, Noticeboard(0), now=NOON)
    assert [(state.source, state.publisher, state.statements, state.last_success) for state in desk.sources()] == [
        ("westshire", "", 0, NOON)
    ]


def test_sources_are_read_soon_after_the_start_and_trouble_is_one_line(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    troubled = Noticeboard(0, "the page is gone", name="northmoor", publisher="Northmoor Police")
    ticker = Ticker(desk, [Noticeboard(3), troubled], clock=Watch())
    ticker.start()
    try:
        _until(lambda: "3 new" in caplog.text and "page is gone" in caplog.text)
    finally:
        ticker.stop()
    assert "source northmoor cannot be read: the page is gone" in caplog.messages
    assert desk.freshness().statements == 3


@dataclass(frozen=True, slots=True)
class Broken(Noticeboard):
    """A source with a mistake of ours in it."""

    def fetch(self, visit: Visit) -> Iterator[Draft]:
        raise RuntimeError("the whole of a statement")


def test_a_tick_that_breaks_is_one_line_without_the_words_of_the_error(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    ticker = Ticker(desk, [Broken(0)], clock=Watch())
    ticker.start()
    try:
        _until(lambda: bool(caplog.messages))
    finally:
        ticker.stop()
    (line,) = caplog.messages
    assert line.startswith("the tick “poll westshire” failed: RuntimeError at ")
    assert "the whole of a statement" not in caplog.text
    assert [(state.failures, state.trouble) for state in desk.sources()] == [(1, "reading it broke off (RuntimeError)")]


def test_a_clock_that_stands_still_is_noticed(desk: Desk) -> None:
    watch = Watch()
    ticker = Ticker(desk, [], clock=watch)
    ticker.start()
    try:
        assert ticker.trouble() is None
        watch.time += STALLED + timedelta(seconds=1)
        assert ticker.trouble() == "the clock has not ticked for 61 seconds"
    finally:
        ticker.stop()


def test_stopping_twice_or_before_the_start_is_no_harm(desk: Desk) -> None:
    ticker = Ticker(desk, [], clock=Watch())
    ticker.stop()
    ticker.start()
    ticker.stop()
    ticker.stop()


def _until(seen: Callable[[], bool], patience: float = 15.0) -> None:
    ends = time.monotonic() + patience
    while not seen():
        assert time.monotonic() < ends, "it did not come to pass"
        time.sleep(0.02)
