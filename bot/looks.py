"""The looks at sources that are under way in this process: several at once, few at the same host."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter

from bot.failures import place
from bot.polling import Poller, hosts_of
from briefings.rota import Claim

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Sources that one process looks at at the same time."""
AT_ONE_HOST = 2
"""Of these, so many that are read from the same host: a slow one must not take all."""


class Looks:
    """Each look is in a thread of its own. Safe to share between threads."""

    def __init__(self, poller: Poller) -> None:
        self._poller = poller
        self._sources = {one.source.name: hosts_of(one.source) for one in poller.settings if one.enabled}
        self._running: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Take as many sources as are due and there is room for, the longest due first; returns at once."""
        with self._lock:
            if self._poller.stopping() or len(self._running) >= AT_ONCE:
                return
            due = self._poller.due([name for name in self._sources if name not in self._running])
            for claim in self._poller.claim(self._room_for(due)) if due else ():
                # A daemon, so that a host that hangs never keeps the process from ending; what it held ends with its lease.
                thread = threading.Thread(target=self._look, args=(claim,), name=f"look at {claim.source}", daemon=True)
                self._running[claim.source] = thread
                thread.start()

    def wait(self, seconds: float) -> int:
        """Wait until nothing is under way, at most so long; returns how many looks still are."""
        ends = time.monotonic() + seconds
        for thread in list(self._running.values()):
            thread.join(max(0.0, ends - time.monotonic()))
        return len(self._running)

    def _room_for(self, due: tuple[str, ...]) -> list[str]:
        busy = Counter(host for name in self._running for host in self._sources[name])
        chosen: list[str] = []
        for name in due:
            if len(self._running) + len(chosen) < AT_ONCE and all(busy[host] < AT_ONE_HOST for host in self._sources[name]):
                chosen.append(name)
                busy.update(self._sources[name])
        return chosen

    def _look(self, claim: Claim) -> None:
        try:
            self._poll(claim)
        except Exception as error:
            log.error("the look at source %s failed: %s", claim.source, place(error))  # noqa: TRY400 - an error's words may be a statement's
        finally:
            with self._lock:
                del self._running[claim.source]
        # Room has come free: what waits for it need not wait for the next tick.
        try:
            self.begin()
        except Exception as error:
            log.error("no source could be taken: %s", place(error))  # noqa: TRY400

    def _poll(self, claim: Claim) -> None:
        polled = self._poller.poll(claim)
        if polled is None:
            return
        taken = polled.taken
        if polled.trouble is not None:
            log.warning("source %s cannot be read: %s", polled.source, polled.trouble)
        if polled.trouble is None or taken.new or taken.corrected or taken.withdrawn:
            log.info("source %s: %d new, %d corrected, %d withdrawn", polled.source, taken.new, taken.corrected, taken.withdrawn)
