"""An end to waiting that holds whatever the other side does."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType

from bot.sources.network.spoilt import Spoilt


class Cutoff:
    """Shuts every socket it was given once its time is up.

    A limit that is looked at between pieces does not hold against a server that sends one byte a second, in a header or in a handshake;
    a socket that has been shut ends whatever reads from it.
    """

    def __init__(self, seconds: float) -> None:
        """`seconds` from the moment the cutoff is entered."""
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(max(seconds, 0.0), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Cutoff:
        """Starts the clock."""
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stops the clock, and lets the sockets go."""
        self._timer.cancel()
        with self._lock:
            for held in self._sockets:
                held.close()
            self._sockets.clear()

    def hold(self, connecting: socket.socket) -> None:
        """Include a socket. A duplicate is kept, for TLS takes the original apart."""
        with self._lock:
            if self.passed:
                raise Spoilt("answered too late")
            self._sockets.append(connecting.dup())

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            for held in self._sockets:
                with contextlib.suppress(OSError):
                    held.shutdown(socket.SHUT_RDWR)
