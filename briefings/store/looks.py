"""Last looks on their way into the database: noted at once, written together a moment later."""

from __future__ import annotations

import logging
from datetime import datetime
from threading import Lock, Timer
from typing import TYPE_CHECKING

from briefings.errors import StoreError
from briefings.store import bookkeeping
from briefings.store.bookkeeping import Look

if TYPE_CHECKING:
    from briefings.store import Store

log = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds that a look may wait for others to be written with it."""


class Looks:
    """Belongs to one store, which has what waits written before it closes. Whoever reads looks calls `flush` first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[Look, datetime] = {}
        self._timer: Timer | None = None
        self._lock = Lock()
        self._writing = Lock()
        store.before_close(self._flush_or_tell)

    def note(self, look: Look, now: datetime) -> None:
        """Take a look down; it is in the database within a moment."""
        with self._lock:
            self._waiting[look] = now
            if self._timer is None:
                self._timer = Timer(PAUSE, self._flush_or_tell)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Return when everything that was noted so far is written. StoreError passes through; what could not be written is lost."""
        # The outer lock is for whoever comes while a write is under way: it must not read before that is done.
        with self._writing:
            with self._lock:
                waiting, self._waiting = self._waiting, {}
                timer, self._timer = self._timer, None
            if timer is not None:
                timer.cancel()
            if waiting:
                self._store.notes(lambda connection: bookkeeping.note_looks(connection, waiting))

    def _flush_or_tell(self) -> None:
        try:
            self.flush()
        except StoreError as error:
            log.error("last looks could not be noted: %s", error)  # noqa: TRY400 - nobody is helped by where
