"""Never more than so many requests to one host at once, and some time between them where it asks for that."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.sources.source import SourceTrouble


@dataclass(slots=True)
class Host:
    """How one host is being used: requests under way, threads that wait, and when the next request may begin."""

    busy: int = 0
    waiting: int = 0
    not_before: float = 0.0


class Turns:
    """Shared by all threads."""

    def __init__(self, at_once: int, patience: float, clock: Callable[[], float] = time.monotonic) -> None:
        """A thread waits for its turn `patience` seconds at most."""
        self._at_once = at_once
        self._patience = patience
        self._clock = clock
        self._hosts: dict[str, Host] = {}
        self._changed = threading.Condition()

    @contextmanager
    def at(self, host: str, delay: float = 0.0) -> Iterator[None]:
        """A turn at a host, the next one not before `delay` seconds after its end, and with a `delay` nobody else's beside it.

        SourceTrouble if it does not come in time.
        """
        self._take(host, alone=delay > 0)
        try:
            yield
        finally:
            with self._changed:
                used = self._hosts[host]
                used.busy -= 1
                used.not_before = max(used.not_before, self._clock() + delay)
                self._changed.notify_all()

    def _take(self, host: str, *, alone: bool) -> None:
        give_up = self._clock() + self._patience
        with self._changed:
            self._forget(self._clock())
            used = self._hosts.setdefault(host, Host())
            used.waiting += 1
            try:
                while (wait := self._to_wait(used, alone=alone)) is None or wait > 0:
                    left = give_up - self._clock()
                    if left <= 0:
                        raise SourceTrouble(
                            f"{host} is being asked for so much else that its turn did not come within {self._patience:g} seconds"
                        )
                    self._changed.wait(left if wait is None else min(wait, left))
                used.busy += 1
            finally:
                used.waiting -= 1

    def _to_wait(self, used: Host, *, alone: bool) -> float | None:
        """Seconds; None until somebody is done."""
        return None if used.busy >= (1 if alone else self._at_once) else used.not_before - self._clock()

    def _forget(self, now: float) -> None:
        for host in [host for host, used in self._hosts.items() if not used.busy and not used.waiting and used.not_before <= now]:
            del self._hosts[host]
