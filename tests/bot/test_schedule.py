"""What the clock does by itself, on SQLite and on PostgreSQL."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest

from bot.looks import Looks
from bot.schedule import STALLED, Ticker
from briefings.desk import Desk
from tests.bot.bulletins import QUARTER, Bulletins, Watch, line, poller, put, setting
from tests.bot.sources.site import Site


def test_sources_are_read_soon_after_the_start_and_trouble_is_one_line(desk: Desk, site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    well = Bulletins("westshire", put(site, line(1), line(2), line(3)))
    troubled = Bulletins("northmoor", put(site, "!the page is gone", path="/away"), publisher="Northmoor Police")
    with poller(desk, setting(well), setting(troubled), watch=Watch()) as made:
        ticker = Ticker(desk, made, clock=Watch())
        ticker.start()
        try:
            _until(lambda: "3 new" in caplog.text and "page is gone" in caplog.text)
        finally:
            ticker.stop()
    assert "source northmoor cannot be read: the page is gone" in caplog.messages
    assert desk.freshness().statements == 3


def test_a_source_that_hangs_delays_no_other(desk: Desk, site: Site) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as deaf:
        hanging = [Bulletins(f"a-hanging-{n}", f"http://127.0.0.1:{deaf.getsockname()[1]}/list") for n in range(3)]
        others = [Bulletins(f"b-{n}", f"{put(site, line(n), path=f'/{n}').replace('127.0.0.1', 'localhost')}") for n in range(30)]
        with poller(desk, *map(setting, (*hanging, *others)), watch=Watch(), seconds=30) as made:
            looks = Looks(made)
            looks.begin()
            _until(lambda: desk.freshness().statements == 30)
            assert [state.last_attempt for state in desk.sources() if state.source.startswith("a-")] == [None] * 3
            deaf.close()
            made.stop()
            looks.wait(40)


def test_a_source_that_is_not_due_yet_or_switched_off_is_left_alone(desk: Desk, site: Site) -> None:
    watch = Watch()
    on, off = Bulletins("on", put(site, line(1))), Bulletins("off", put(site, line(2), path="/off"))
    with poller(desk, setting(on), setting(off, enabled=False), watch=watch) as made:
        looks = Looks(made)
        for later in (timedelta(), QUARTER - timedelta(seconds=1), timedelta(seconds=1)):
            watch.time += later
            looks.begin()
            looks.wait(30)
    assert site.seen() == ["/list", "304 /list"]


def test_a_clock_that_stands_still_is_noticed(desk: Desk) -> None:
    watch = Watch()
    ticker = Ticker(desk, None, clock=watch)
    ticker.start()
    try:
        assert ticker.trouble() is None
        watch.time += STALLED + timedelta(seconds=1)
        assert ticker.trouble() == "the clock has not ticked for 61 seconds"
    finally:
        ticker.stop()


def test_stopping_twice_or_before_the_start_is_no_harm(desk: Desk) -> None:
    ticker = Ticker(desk, None, clock=Watch())
    ticker.stop()
    ticker.start()
    ticker.stop()
    ticker.stop()


def _until(seen: Callable[[], bool], patience: float = 15.0) -> None:
    ends = time.monotonic() + patience
    while not seen():
        assert time.monotonic() < ends, "it did not come to pass"
        time.sleep(0.02)
