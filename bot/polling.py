"""Looks at a source: takes in what stands there, looks at statements' own pages again, and notes how it went."""

from __future__ import annotations

import hashlib
import logging
import os
import random
import secrets
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from bot.failures import place
from bot.ports import Clock
from bot.rechecking import pages_of, recheck
from bot.settings import SourceSetting
from bot.sources import Source, SourceTrouble, Visit
from bot.sources.offline import Offline
from bot.sources.visiting import Network, Visited, Visiting
from briefings.answers import Intake
from briefings.desk import Desk
from briefings.errors import BadStatement, StoreError
from briefings.polls import Outcome
from briefings.rota import NOTHING, Claim, Known
from briefings.statements import Draft, check

log = logging.getLogger(__name__)

BATCH = 200
"""Statements taken in in one transaction."""
LEASE = timedelta(minutes=5)
"""So long a source stays with a process that says nothing: longer than any single request may take."""


class BrokenOff(Exception):
    """A look was given up half-way: the process stops, or another has the source by now."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What a look at a source came to. `trouble`: why it could not be read, None where it could. `next_look` is UTC."""

    source: str
    taken: Intake
    trouble: str | None
    next_look: datetime


@dataclass(frozen=True, slots=True)
class Poller:
    """Looks at sources in the name of one process. Safe for many threads.

    `owner` is unlike any other process's; `chance` gives random numbers from 0 to 1.
    """

    desk: Desk
    settings: Sequence[SourceSetting]
    network: Network
    clock: Clock
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}")
    chance: Callable[[], float] = random.random
    _stop: threading.Event = field(default_factory=threading.Event)

    def know(self) -> None:
        """Tell the database which sources there are."""
        self.desk.rota.know(map(_known, self.settings), now=self.clock())

    def stop(self) -> None:
        """Break off what is under way, at its next request or batch."""
        self._stop.set()

    def stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stop.is_set()

    def due(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of these that are due and in nobody's hands, the longest due first."""
        return self.desk.rota.due(names, now=self.clock())

    def claim(self, names: Sequence[str]) -> tuple[Claim, ...]:
        """Take those of these that are still due."""
        return self.desk.rota.claim(names, self.owner, now=self.clock(), lease=LEASE)

    def claim_now(self, names: Sequence[str]) -> tuple[Claim, ...]:
        """Take those of these that no other process has, due or not."""
        return self.desk.rota.claim_now(names, self.owner, now=self.clock(), lease=LEASE)

    def setting(self, name: str) -> SourceSetting:
        """The source of this name."""
        return next(one for one in self.settings if one.source.name == name)

    def poll(self, claim: Claim) -> Polled | None:
        """Look at a claimed source and let it go. None where the look was broken off. StoreError passes through; the lease then ends."""
        return _Look(self, self.setting(claim.source), claim).run()


@dataclass(slots=True)
class _Look:
    """One look at one source."""

    poller: Poller
    setting: SourceSetting
    claim: Claim
    taken: Intake = field(default_factory=Intake)
    listed: bool = False
    """Whether all that the source gave was taken in."""
    held_until: datetime = field(init=False)

    def run(self) -> Polled | None:
        """See `Poller.poll`."""
        self.held_until = self.claim.until
        source = self.setting.source
        about = Visited(source.name, source.addresses, self.setting.own_network)
        visit = Visiting(about, self.poller.network, self.poller.desk.rota, self.poller.clock, self._going_on)
        try:
            trouble = self._read(visit)
        except BrokenOff:
            self.poller.desk.rota.let_go(self.claim, now=self.poller.clock())
            return None
        except StoreError:
            raise
        except Exception as error:
            # Whatever else a source raises, only its kind is told: its words may be a statement's.
            log.error("source %s: reading it broke off: %s", source.name, place(error))  # noqa: TRY400
            return self._settle(visit, SourceTrouble(f"reading it broke off ({type(error).__name__})"))
        return self._settle(visit, trouble)

    def _read(self, visit: Visiting) -> SourceTrouble | None:
        try:
            self._take_in(visit)
        except SourceTrouble as trouble:
            return trouble
        self.listed = True
        if visit.asked_to_wait is not None:
            return visit.asked_to_wait
        if not self.setting.source.watches_pages:
            return None
        found = recheck(self.setting.source, visit, self.poller.desk, self.poller.clock, self.poller.chance)
        self.taken = total(self.taken, found.taken)
        return found.trouble

    def _take_in(self, visit: Visiting) -> None:
        source, desk = self.setting.source, self.poller.desk
        announce = self.claim.standing.first_read is not None
        after = None
        for batch in _batches(_good(source, visit)):
            self._going_on()
            # A look that begins while a batch is taken in must find it: each has its own time.
            now = self.poller.clock()
            taken = desk.take_in(source.name, batch, now=now, after=after, announce=announce)
            self.taken = total(self.taken, taken)
            for draft in desk.redactor.keeps_out(batch) if taken.redacted else ():
                visit.forget(draft)
            if source.watches_pages:
                desk.rota.watch(source.name, pages_of(source, batch, now, self.poller.chance))
            after = batch[-1].id

    def _settle(self, visit: Visiting, trouble: SourceTrouble | None) -> Polled:
        """What the visit leaves behind is kept only if everything was taken in: otherwise it is all read again."""
        now = self.poller.clock()
        told = None if trouble is None else str(trouble)
        outcome = Outcome(now, self.taken.new, not visit.left_over, told, trouble.after if trouble else None)
        kept = visit.remembered if self.listed else NOTHING
        every, chance = self.setting.every, self.poller.chance()
        pause = self.poller.desk.rota.settle(self.claim, outcome, every=every, chance=chance, remembered=kept)
        return Polled(self.claim.source, self.taken, told, now + pause)

    def _going_on(self) -> None:
        """Keep the source in our hands; BrokenOff when it is not any more, or the process stops."""
        if self.poller.stopping():
            raise BrokenOff
        now = self.poller.clock()
        if self.held_until - now < LEASE / 2:
            if not self.poller.desk.rota.hold(self.claim, now + LEASE):
                raise BrokenOff
            self.held_until = now + LEASE


def _known(setting: SourceSetting) -> Known:
    """What the database is told of a source; how it is read is told by a digest of its options."""
    source = setting.source
    likeness = hashlib.blake2b(repr(source).encode(), digest_size=16).hexdigest()
    return Known(source.name, source.publisher, setting.enabled, setting.every, likeness)


def bring_in(desk: Desk, source: Source, *, clock: Clock, announce: bool = False) -> Intake:
    """Take in what somebody hands over by name: nothing is claimed, and no network is used. SourceTrouble passes through."""
    taken, after = Intake(), None
    for batch in _batches(source.fetch(Offline(clock()))):
        taken = total(taken, desk.take_in(source.name, batch, now=clock(), after=after, announce=announce))
        after = batch[-1].id
    desk.rota.note_read(source.name, now=clock(), new=taken.new)
    return taken


def total(one: Intake, other: Intake) -> Intake:
    """Both together."""
    return Intake(**{each.name: getattr(one, each.name) + getattr(other, each.name) for each in fields(Intake)})


def hosts_of(source: Source) -> frozenset[str]:
    """The hosts that a source is read from."""
    return frozenset(urlsplit(address).hostname or "" for address in source.addresses)


def _good(source: Source, visit: Visit) -> Iterator[Draft]:
    """What a source gives, without what breaks a rule: one bad item must not keep all others out."""
    bad = 0
    for draft in source.fetch(visit):
        try:
            yield check(draft)
        except BadStatement as wrong:
            bad += 1
            if bad == 1:
                log.warning("source %s: an item was passed over: %s", source.name, wrong)
    if bad > 1:
        log.warning("source %s: %d items in all were passed over", source.name, bad)


def _batches(drafts: Iterator[Draft]) -> Iterator[list[Draft]]:
    while batch := list(islice(drafts, BATCH)):
        yield batch
