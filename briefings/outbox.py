"""The outbox: what is to be said where, handed out a lane at a time, and what became of it. One transaction each; no clock of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from briefings import notices
from briefings.claiming import Claiming
from briefings.contents import About
from briefings.outcomes import Claimed, Outcome, Patience
from briefings.postings import Act
from briefings.settling import Settling
from briefings.store import Store, budgets, lanes, lateness
from briefings.store.lateness import Late
from briefings.subscriptions import Channel
from briefings.themes import ThemeBook

__all__ = ["Claimed", "Late", "Outbox", "Patience"]


class Outbox:
    """Shared by any number of processes. Safe to share between threads."""

    def __init__(self, store: Store, book: ThemeBook, patience: Patience | None = None) -> None:
        self._store = store
        self._book = book
        self.patience = patience or Patience()

    def claim(
        self,
        platform: str,
        tenant: str,
        owner: str,
        *,
        now: datetime,
        limit: int,
        lease: timedelta,
        rates: Mapping[Act, float] | None = None,
    ) -> list[Claimed]:
        """Take the heads of at most `limit` lanes, the most urgent first; each stays in the owner's hands for `lease`.

        `rates`: calls a minute for each kind of act, over all processes; None: as fast as can be. `owner` is a name of one process's own.
        """
        with self._store.write() as connection:
            opened = budgets.open_budgets(connection, platform, tenant, rates or {}, now)
            rows = lanes.claim(connection, platform, tenant, owner, now=now, limit=limit, until=now + lease)
            if not rows:
                return []
            claimed = Claiming(connection, self._book, self.patience, now, now + lease, opened).take(rows)
            spent = Counter(one.act for one in claimed)
            budgets.spend_budgets(connection, platform, tenant, rates or {}, spent, now)
        return claimed

    def settle(
        self, platform: str, tenant: str, owner: str, outcomes: Sequence[tuple[Claimed, Outcome]], *, now: datetime, pace: float = 0.0
    ) -> None:
        """Write down what became of several acts, and let their lanes go. `pace`: seconds between two messages in one channel.

        What was said is written down even where the lease ran out meanwhile; the lane is then left alone.
        """
        with self._store.write() as connection:
            settling = Settling(connection, platform, tenant, owner, self.patience, now, timedelta(seconds=pace))
            settling.settle(outcomes)

    def next_due(self, platform: str, tenant: str) -> datetime | None:
        """When there may next be something to do for a tenant; None: not before something changes."""
        with self._store.read() as connection:
            return lanes.next_due(connection, platform, tenant)

    def reopen(self, platform: str, tenant: str, place: str, *, now: datetime) -> None:
        """A channel can be posted to again: what waited goes out."""
        with self._store.write() as connection:
            found = lanes.find(connection, platform, tenant, place)
            if found is not None:
                lanes.lock(connection, [found.id])
                lanes.reopen(connection, [found.id], now)

    def stop(self, platform: str, tenant: str, place: str, reason: str, *, now: datetime) -> None:
        """A channel cannot be posted to: it is archived, or the bot was removed. What is wanted there stays wanted; the admins are told."""
        with self._store.write() as connection:
            found = lanes.find(connection, platform, tenant, place)
            if found is not None:
                lanes.lock(connection, {found.id, *notices.lanes(connection)})
                if lanes.back_off(connection, found.id, now + lanes.CHANNEL_PAUSE, stopped=reason, now=now):
                    notices.want(connection, About.CHANNEL_STOPPED, notices.called(found.name, place), reason, now, but=found.id)

    def rename(self, platform: str, tenant: str, place: str, name: str) -> None:
        """A channel is called something else; its id stays."""
        with self._store.write() as connection:
            if lanes.find(connection, platform, tenant, place) is not None:
                lanes.channel_keys(connection, [Channel(platform, tenant, place, name)])

    def late(self, *, limit: int = 100) -> tuple[Late, ...]:
        """The messages that are not as they should be, the longest waiting first."""
        with self._store.read() as connection:
            return lateness.late(connection, limit)

    def oldest_gap(self, *, now: datetime) -> datetime | None:
        """Since when the oldest message that could be put right just now has not been: what quiet hours or stopped channels hold is
        not counted."""
        with self._store.read() as connection:
            return min(lateness.oldest(connection, now).values(), default=None)

    def overdue(self, *, now: datetime) -> datetime | None:
        """The same, for as long as it is in the bot's power: without tenants that will have nothing of us, as when a token was revoked,
        and without those in which no subscription stands any more, which nobody may carry for."""
        with self._store.read() as connection:
            found = lateness.oldest(connection, now)
            ours = lateness.served(connection, notices.lanes(connection)) - budgets.refusing(connection, now) if found else set()
        return min((since for tenant, since in found.items() if tenant in ours), default=None)

    def backlog(self) -> dict[tuple[str, str, Act], int]:
        """How many acts of each kind wait at each (platform, tenant)."""
        with self._store.read() as connection:
            return lateness.backlog(connection)

    def fullest(self) -> dict[tuple[str, str], int]:
        """How many posts wait in one channel of each (platform, tenant), at most: they go one after the other."""
        with self._store.read() as connection:
            return lateness.fullest(connection)

    def blocked(self, *, now: datetime) -> dict[tuple[str, str, Act], datetime]:
        """Until when nothing of a kind is asked of a (platform, tenant)."""
        with self._store.read() as connection:
            return budgets.blocked(connection, now)
