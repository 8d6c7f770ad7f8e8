"""The clock: a handful of ticks held in memory. What is due stands in the database, so every process may tick."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.failures import place
from bot.looks import Looks
from bot.polling import Poller
from bot.ports import Clock
from briefings.desk import Desk
from briefings.statements import LONDON

log = logging.getLogger(__name__)

BEAT = timedelta(seconds=10)
STALLED = 6 * BEAT
"""After this long without a beat the clock counts as stopped."""

TIDY_EVERY = timedelta(hours=1)
LOOK_EVERY = timedelta(seconds=5)
"""How often it is seen which sources are due."""
DECLARE_EVERY = timedelta(seconds=1)
"""How often it is seen whether the configuration's subscriptions changed."""
OPEN_EVERY = timedelta(seconds=1)
"""How often it is seen which editions are due: quick when none is."""
PATIENCE = 10.0
"""Seconds that stopping waits for the looks under way; what is given up is done again by another process, or after the next start."""


class Ticker:
    """Runs what has to be done now and then, in threads of its own."""

    def __init__(
        self, desk: Desk, poller: Poller | None, *, clock: Clock, reread: bool = False, declare: Callable[[], None] | None = None
    ) -> None:
        """`poller` looks at the sources (None: nobody does). `reread`: at once, read what is stored again if the themes changed.

        `declare`: sees whether the configuration's subscriptions changed; editions are opened where it is given.
        """
        self._desk = desk
        self._poller = poller
        self._looks = None if poller is None else Looks(poller)
        self._clock = clock
        self._last_beat = clock()
        self._scheduler = BackgroundScheduler(
            timezone=LONDON,
            job_defaults={"coalesce": True, "misfire_grace_time": int(TIDY_EVERY.total_seconds()), "max_instances": 1},
        )
        self._every(BEAT, "beat", self._beat)
        self._every(TIDY_EVERY, "tidy", self._tidy, first=timedelta(minutes=1))
        if reread:
            self._scheduler.add_job(partial(_done, "reread", self._reread), id="reread", name="reread")
        if self._looks is not None:
            self._every(LOOK_EVERY, "look", self._looks.begin, first=timedelta(seconds=1))
        if declare is not None:
            self._every(DECLARE_EVERY, "declare", declare, first=timedelta(milliseconds=100))
            self._every(OPEN_EVERY, "editions", self._open_editions)

    def start(self) -> None:
        """Begin to tick; returns at once. StoreError if the database cannot be told which sources there are."""
        if self._poller is not None:
            self._poller.know()
        self._last_beat = self._clock()
        self._scheduler.start()

    def stop(self) -> None:
        """Finish the tick that is under way, and stop; looks at sources finish, or are given up after some seconds."""
        if not self._scheduler.running:
            return
        if self._poller is not None:
            self._poller.stop()
        self._scheduler.shutdown(wait=True)
        if self._looks is not None and (left := self._looks.wait(PATIENCE)):
            log.info("gave up %d looks at sources that were under way", left)
        if self._poller is not None:
            self._poller.network.workers.close()

    def trouble(self) -> str | None:
        """Why an operator should look at the clock; None while it ticks."""
        silent = self._clock() - self._last_beat
        return f"the clock has not ticked for {silent.total_seconds():.0f} seconds" if silent > STALLED else None

    def _every(self, interval: timedelta, name: str, work: Callable[[], None], *, first: timedelta | None = None) -> None:
        start = datetime.now(self._scheduler.timezone) + (first or interval)
        trigger = IntervalTrigger(seconds=int(interval.total_seconds()), start_date=start, timezone=self._scheduler.timezone)
        self._scheduler.add_job(partial(_done, name, work), trigger, id=name, name=name)

    def _beat(self) -> None:
        self._last_beat = self._clock()

    def _tidy(self) -> None:
        if gone := self._desk.purge(now=self._clock()):
            log.info("forgot %d old last looks, request marks and marks of sources", gone)

    def _open_editions(self) -> None:
        while opened := self._desk.open_editions(now=self._clock()):
            log.info("looked at %d editions that were due", opened)

    def _reread(self) -> None:
        if read := self._desk.reread(now=self._clock()):
            log.info("read %d statements again, since the themes have changed", read)


def _done(name: str, work: Callable[[], None]) -> None:
    """Do the work of a tick. What fails is one line in the log, by kind and place; the next tick comes as ever."""
    try:
        work()
    except Exception as error:
        log.error("the tick “%s” failed: %s", name, place(error))  # noqa: TRY400 - an error's words may be a statement's
