"""Listens on a port and serves an application: uvicorn with a limit on everything a client can draw out."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from briefings.errors import BriefingsError

log = logging.getLogger(__name__)

HEAD_SECONDS = 5.0
"""Within which the headers of a request must have come, from its first byte or from the opening of the connection."""

HEAD_BYTES = 32 * 1024
CONNECTIONS = 2000


class CannotListen(BriefingsError):
    """A port is taken, or may not be used; the message says which and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to `host` and `port` (0: any free one). CannotListen if it cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Without the protocol's number asyncio leaves Nagle's algorithm on, and small answers wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CannotListen(_why(host, port, error)) from error
    return listener


def port_of(listener: socket.socket) -> int:
    """The port that a socket is bound to."""
    return int(listener.getsockname()[1])


class Server(uvicorn.Server):
    """Serves one application on one socket, in this thread (`run_here`) or in one of its own (`start` and `close`)."""

    def __init__(
        self, app: Starlette, listener: socket.socket, *, ready: Callable[[], None] = lambda: None, http: type[PromptHttp] | None = None
    ) -> None:
        """`ready` is called once requests are taken. `http`: a protocol with other limits."""
        super().__init__(
            uvicorn.Config(
                app,
                http=http or PromptHttp,
                loop="asyncio",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=CONNECTIONS,
                timeout_keep_alive=75,
                timeout_graceful_shutdown=5,
            )
        )
        self._listener = listener
        self._ready = ready
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="web-server", daemon=True)

    def run_here(self) -> None:
        """Serve until SIGINT or SIGTERM, then finish what was begun and return."""
        self._run()

    def start(self) -> None:
        """Serve in a thread; returns when requests are taken."""
        self._thread.start()
        self._up.wait()

    def close(self) -> None:
        """Finish what was begun, then stop."""
        self.should_exit = True
        if self._thread.ident is not None:
            self._thread.join()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Uvicorn's own start, then word that it is done."""
        try:
            await super().startup(sockets)
        finally:
            self._up.set()
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's own, but a signal that was obeyed is not raised again: being asked to stop is not a failure."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _run(self) -> None:
        try:
            self.run(sockets=[self._listener])
        finally:
            self._listener.close()


class PromptHttp(HttpToolsProtocol):
    """HTTP from clients that send their headers without dawdling, and not too many of them."""

    head_seconds = HEAD_SECONDS
    head_bytes = HEAD_BYTES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_timer: Any = None
        self._head_bytes = 0
        self._in_head = True

    def connection_made(self, transport: Any) -> None:
        """A client is here: it has some seconds to say what it wants."""
        super().connection_made(transport)
        self._begin_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._end_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes came."""
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > self.head_bytes:
                self._cut(431, "headers too large")

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        if self._head_timer is None:
            self._begin_head()

    def on_headers_complete(self) -> None:
        """All headers are here."""
        self._end_head()
        super().on_headers_complete()

    def _begin_head(self) -> None:
        self._in_head, self._head_bytes = True, 0
        self._head_timer = self.loop.call_later(self.head_seconds, self._cut, 408, "the headers came too slowly")

    def _end_head(self) -> None:
        self._in_head = False
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _cut(self, status: int, reason: str) -> None:
        if self.transport.is_closing():
            return
        said_something = self._head_bytes > 0
        self._end_head()
        if said_something:
            log.warning("refused a request from %s: %s (%d)", self.client[0] if self.client else "unknown", reason, status)
            self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use: stop what uses it, or choose another with PORT (for example PORT={port + 10})"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} on {host} may not be used by this user: choose one above 1023 with PORT"
    return f"cannot listen on {host}, port {port}: {error.strerror or error}. HOST must be an address of this machine, such as 127.0.0.1"
