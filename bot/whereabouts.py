"""What a platform tells of its channels, kept in the outbox."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.ports import Clock
from briefings.outbox import Outbox

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Noted:
    """Every platform's `Whereabouts`."""

    outbox: Outbox
    clock: Clock

    def reopened(self, platform: str, tenant: str, place: str) -> None:
        """What waited for the channel goes out."""
        self.outbox.reopen(platform, tenant, place, now=self.clock())

    def stopped(self, platform: str, tenant: str, place: str | None, reason: str) -> None:
        """What is wanted there stays wanted. A whole tenant shows itself at the next act, which is refused."""
        if place is None:
            log.error("nothing can be posted to %s %s: %s", platform, tenant, reason)
        else:
            self.outbox.stop(platform, tenant, place, reason, now=self.clock())

    def renamed(self, platform: str, tenant: str, place: str, name: str) -> None:
        """Channels are known by their ids; the name is for people."""
        self.outbox.rename(platform, tenant, place, name)
