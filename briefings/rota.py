"""Who looks at which source, and when; what was there; how it went. One transaction for each; no clock of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from briefings import notices
from briefings.contents import About
from briefings.polls import Noted, Outcome, Standing, lasting, settle, wait
from briefings.store import Store, bookkeeping, journal, pages, polls, publishers, redactions
from briefings.store.journal import Entry
from briefings.store.pages import NOTHING, Mark, Remembered, Watched
from briefings.store.polls import Known

__all__ = ["NOTHING", "Claim", "Entry", "Known", "Mark", "Remembered", "Rota", "Watched"]


_ABOUT = {Noted.FAILING: About.SOURCE_FAILING, Noted.WELL_AGAIN: About.SOURCE_BACK}
"""What the admins are told of."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A source that is in the owner's hands: nobody else looks at it before the lease ends, `until`. `standing`: how it fared up to now.

    `redacted` grows with everything that is redacted.
    """

    source: str
    owner: str
    until: datetime
    standing: Standing
    redacted: int = 0


class Rota:
    """Shared by any number of processes: the database decides who looks at what. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def know(self, known: Iterable[Known], *, now: datetime) -> None:
        """Say which sources the configuration names. What it no longer names is looked at no more, and is nobody's trouble.

        A source that is read in another way than before is read whole again, and what is new by that is filed, not announced.
        """
        named = tuple(known)
        with self._store.write() as connection:
            if polls.know(connection, named):
                bookkeeping.next_generation(connection)
            polls.sooner(connection, named, now)
            for one in named:
                before = bookkeeping.fact(connection, f"source {one.name}")
                if before != one.likeness:
                    bookkeeping.set_fact(connection, f"source {one.name}", one.likeness)
                if before not in (None, one.likeness):
                    pages.forget(connection, one.name)
                    polls.begin_anew(connection, one.name)
                    polls.look_soon(connection, one.name)

    def due(self, names: Sequence[str], *, now: datetime) -> tuple[str, ...]:
        """Those of these that are due, enabled and in nobody's hands, the longest due first. Only reads."""
        with self._store.read() as connection:
            return polls.due(connection, names, now)

    def claim(self, names: Sequence[str], owner: str, *, now: datetime, lease: timedelta) -> tuple[Claim, ...]:
        """Take those of these that are due, enabled and in nobody's hands: none is ever in two processes'."""
        with self._store.write() as connection:
            taken = polls.claim(connection, names, owner, now=now, until=now + lease)
            redacted = redactions.stand(connection) if taken else 0
        return tuple(Claim(name, owner, now + lease, taken[name], redacted) for name in names if name in taken)

    def claim_now(self, names: Sequence[str], owner: str, *, now: datetime, lease: timedelta) -> tuple[Claim, ...]:
        """Take those of these that are in nobody's hands, due or not, in the order given."""
        with self._store.write() as connection:
            taken = polls.claim_now(connection, names, owner, now=now, until=now + lease)
            redacted = redactions.stand(connection) if taken else 0
        return tuple(Claim(name, owner, now + lease, taken[name], redacted) for name in names if name in taken)

    def hold(self, claim: Claim, until: datetime) -> bool:
        """Lengthen a lease. False if the source is in another's hands by now: then leave it alone."""
        with self._store.write() as connection:
            return polls.hold(connection, claim.source, claim.owner, until)

    def let_go(self, claim: Claim, *, now: datetime) -> None:
        """Give a source back, as if it had not been claimed."""
        with self._store.write() as connection:
            polls.release(connection, claim.source, claim.owner, now)

    def settle(self, claim: Claim, outcome: Outcome, *, every: timedelta, chance: float, remembered: Remembered = NOTHING) -> timedelta:
        """Write down how a look ended and what it leaves behind, and let the source go. Returns how long until it is looked at again.

        `chance` is a random number from 0 to 1. Whoever lost the source to another in the meantime writes nothing. Where something was
        redacted meanwhile nothing is remembered, for it might be of that.
        """
        with self._store.write() as connection:
            bookkeeping.take_turns(connection)
            before, ours = polls.held(connection, claim.source, claim.owner)
            if not ours:
                return wait(before, every, after=outcome.after, chance=chance)
            standing = self._note(connection, claim.source, outcome, before)
            if redactions.stand(connection) == claim.redacted:
                pages.remember(connection, claim.source, remembered, now=outcome.at)
            pause = wait(standing, every, after=outcome.after, chance=chance)
            polls.release(connection, claim.source, claim.owner, outcome.at + pause)
        return pause

    def note_read(self, source: str, *, now: datetime, new: int) -> None:
        """Something was brought in that nobody claims: an import, the shipped archive."""
        with self._store.write() as connection:
            before = polls.standing(connection, source)
            self._note(connection, source, Outcome(now, new), before)
            if before.first_read is None:
                polls.begin_anew(connection, source)

    def mark(self, source: str, url: str) -> Mark:
        """How an address was when it was last taken in."""
        with self._store.read() as connection:
            return pages.mark(connection, source, url)

    def digests(self, source: str) -> Mapping[str, str]:
        """How each item was when it was last taken in."""
        with self._store.read() as connection:
            return pages.digests(connection, source)

    def watch(self, source: str, due: Mapping[str, tuple[str, datetime | None]]) -> None:
        """Have statements' own pages looked at again: each address with its statement's id and when (None: never by itself).

        Only those of statements that are here, under this id or at this address.
        """
        if due:
            with self._store.write() as connection:
                bookkeeping.take_turns(connection)
                pages.watch(connection, source, due)

    def due_pages(self, source: str, *, now: datetime, limit: int) -> tuple[Watched, ...]:
        """Statements' own pages that are to be looked at again, the longest waiting first."""
        with self._store.read() as connection:
            return pages.due(connection, source, now=now, limit=limit)

    def other_pages(self, source: str, *, now: datetime, limit: int) -> tuple[Watched, ...]:
        """Statements' own pages that are not due yet and were there when they were last looked at, the next due first."""
        with self._store.read() as connection:
            return pages.due(connection, source, now=now, limit=limit, others=True)

    def put_off(self, source: str, until: Sequence[tuple[str, datetime | None]]) -> None:
        """When pages are looked at next; None: never by themselves."""
        if until:
            with self._store.write() as connection:
                pages.put_off(connection, source, until)

    def standings(self) -> Mapping[str, Standing]:
        """How each source that is looked at fared up to now, by name."""
        with self._store.read() as connection:
            return polls.standings(connection)

    def journal(self, limit: int) -> tuple[Entry, ...]:
        """What happened and should be known later, newest first."""
        with self._store.read() as connection:
            return journal.latest(connection, limit)

    @staticmethod
    def _note(connection: Connection, source: str, outcome: Outcome, before: Standing) -> Standing:
        """An answer changes with what can be read, and with when anything last was: nothing else of it moves the generation."""
        refreshed = polls.refreshed(connection)
        after, notes = settle(before, outcome)
        polls.put(connection, source, after)
        for kind, note in notes:
            journal.write(connection, kind.value, at=outcome.at, source=source, note=note)
        freshest = max(filter(None, (refreshed, after.last_success)), default=None)
        if (before.failures > 0) != (after.failures > 0) or publishers.coarse(freshest) != publishers.coarse(refreshed):
            bookkeeping.next_generation(connection)
        for kind, _ in notes:  # last: whoever has the lock of a lane does not wait for an intake any more
            if kind in _ABOUT:
                # The journal's note says since when too, but in words for operators.
                why = lasting(after.trouble or "")
                notices.want(connection, _ABOUT[kind], source, why, outcome.at, since=before.failing_since)
        return after
