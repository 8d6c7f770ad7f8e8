"""All couriers of a process: one for each tenant of each platform, as soon as the platform says that it can be posted to."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from threading import Event, Lock, Thread

from bot.courier.drawing import Draw
from bot.courier.loop import PATIENCE, Courier
from bot.courier.pace import LEASE, THREADS
from bot.failures import place
from bot.metrics import Metrics
from bot.ports import Clock, Sender
from briefings.outbox import Outbox

log = logging.getLogger(__name__)

EAGER, CALM = 5.0, 60.0
"""Seconds between two questions for a platform's tenants: before it named any, and after."""
SILENT = 60.0
"""Seconds after which a courier that writes nothing down and looks for nothing counts as stuck."""


class Couriers:
    """From `start` until `stop`. A platform that does not answer keeps only its own couriers waiting."""

    def __init__(
        self,
        outbox: Outbox,
        senders: Mapping[str, Sender],
        draw: Draw,
        clock: Clock,
        metrics: Metrics,
        *,
        threads: int = THREADS,
        lease: timedelta = LEASE,
    ) -> None:
        """`senders` by the name of their platform."""
        self._outbox, self._senders, self._draw, self._clock, self._metrics = outbox, senders, draw, clock, metrics
        self._at_once, self._lease = threads, lease
        self._couriers: dict[tuple[str, str], Courier] = {}
        self._lock = Lock()
        self._stopping = Event()
        self._finders = [
            Thread(target=self._find, args=(name, sender), name=f"tenants of {name}", daemon=True) for name, sender in senders.items()
        ]

    def start(self) -> None:
        """Begin; returns at once."""
        for finder in self._finders:
            finder.start()

    def wake(self) -> None:
        """Something may be due: look now. Returns at once; may be called from any thread."""
        for courier in self._known():
            courier.wake()

    def stop(self, patience: float = PATIENCE) -> None:
        """Finish what is under way everywhere, and write it down; waits at most so many seconds for each."""
        self._stopping.set()
        known = self._known()
        for courier in known:
            courier.ask_to_stop()
        for courier in known:
            courier.stop(patience)

    def trouble(self) -> str | None:
        """Why an operator should look at a courier; None while all go their rounds."""
        with self._lock:
            stuck = sorted(f"{platform} {tenant}" for (platform, tenant), one in self._couriers.items() if one.silent_for() > SILENT)
        return f"the courier is stuck for {', '.join(stuck)}" if stuck else None

    def _known(self) -> list[Courier]:
        with self._lock:
            return list(self._couriers.values())

    def _find(self, platform: str, sender: Sender) -> None:
        """A courier for each tenant that the platform ever names: one that is refused later is refused act by act, and tried again."""
        while not self._stopping.is_set():
            found = 0
            try:
                tenants = sender.tenants()
                found = len(tenants)
                for tenant in tenants:
                    self._begin(platform, tenant, sender)
            except Exception as error:
                log.error("%s cannot be asked for its tenants: %s", platform, place(error))  # noqa: TRY400
            self._stopping.wait(CALM if found else EAGER)

    def _begin(self, platform: str, tenant: str, sender: Sender) -> None:
        with self._lock:
            if (platform, tenant) in self._couriers or self._stopping.is_set():
                return
            courier = self._couriers[platform, tenant] = Courier(
                self._outbox,
                sender,
                platform,
                tenant,
                self._draw,
                self._clock,
                self._metrics,
                threads=self._at_once,
                lease=self._lease,
            )
        courier.start()
