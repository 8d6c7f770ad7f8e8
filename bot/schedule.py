"""The clock: a handful of ticks held in memory. What is due stands in the database, so every process may tick."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.failures import place
from bot.ports import Clock
from bot.sources import Source, SourceTrouble
from bot.sources.offline import Offline
from briefings.answers import Intake
from briefings.desk import Desk
from briefings.errors import StoreError
from briefings.statements import LONDON, Draft

log = logging.getLogger(__name__)

BEAT = timedelta(seconds=10)
STALLED = 6 * BEAT
"""After this long without a beat the clock counts as stopped."""

TIDY_EVERY = timedelta(hours=1)
POLL_EVERY = timedelta(minutes=15)
BATCH = 200
"""Statements taken in in one transaction."""


def poll(desk: Desk, source: Source, *, now: datetime, announce: bool = False) -> Intake:
    """Take in whatever stands at `source` now, some hundreds at a time. SourceTrouble if it cannot be read; the desk is told.

    Whatever else a source raises goes on too, and the desk is told its kind only: its words may be a statement's.
    """
    try:
        return _take_in(desk, source, now, announce)
    except SourceTrouble as trouble:
        desk.note_trouble(source.name, str(trouble))
        raise
    except StoreError:
        raise
    except Exception as error:
        desk.note_trouble(source.name, f"reading it broke off ({type(error).__name__})")
        raise


def _take_in(desk: Desk, source: Source, now: datetime, announce: bool) -> Intake:
    total, after = Intake(), None
    for batch in _batches(source.fetch(Offline(now))):
        total = _sum(total, desk.take_in(source.name, batch, now=now, after=after, announce=announce))
        after = batch[-1].id
    if after is None:  # an empty source was read all the same
        desk.take_in(source.name, [], now=now)
    return total


class Ticker:
    """Runs what has to be done now and then, in threads of its own."""

    def __init__(self, desk: Desk, sources: Sequence[Source], *, clock: Clock, reread: bool = False) -> None:
        """`reread`: at once, read what is stored again if the themes changed."""
        self._desk = desk
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
        for source in sources:
            self._every(POLL_EVERY, f"poll {source.name}", partial(self._poll, source), first=timedelta(seconds=1))

    def start(self) -> None:
        """Begin to tick; returns at once."""
        self._last_beat = self._clock()
        self._scheduler.start()

    def stop(self) -> None:
        """Finish the tick that is under way, and stop."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

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
            log.info("forgot %d old last looks and request marks", gone)

    def _reread(self) -> None:
        if read := self._desk.reread(now=self._clock()):
            log.info("read %d statements again, since the themes have changed", read)

    def _poll(self, source: Source) -> None:
        try:
            found = poll(self._desk, source, now=self._clock())
        except SourceTrouble as trouble:
            log.warning("source %s cannot be read: %s", source.name, trouble)
        else:
            log.info("source %s: %d new, %d corrected, %d withdrawn", source.name, found.new, found.corrected, found.withdrawn)


def _done(name: str, work: Callable[[], None]) -> None:
    """Do the work of a tick. What fails is one line in the log, by kind and place; the next tick comes as ever."""
    try:
        work()
    except Exception as error:
        log.error("the tick “%s” failed: %s", name, place(error))  # noqa: TRY400 - an error's words may be a statement's


def _batches(drafts: Iterator[Draft]) -> Iterator[list[Draft]]:
    while batch := list(islice(drafts, BATCH)):
        yield batch


def _sum(one: Intake, other: Intake) -> Intake:
    return Intake(**{each.name: getattr(one, each.name) + getattr(other, each.name) for each in fields(Intake)})
