"""Runs a workspace on a loopback port, in a thread with its own event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import requests
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.workspace.seat import Seat
from bot.workspace.settings import LOOPBACK, NotLoopback
from bot.workspace.trouble import HANG_UP
from bot.workspace.workspace import UnknownChannel, Workspace

_PATIENCE = 10.0


class RunningWorkspace:
    """A workspace that is being served. A context manager; `close` stops it and waits until it has stopped."""

    def __init__(self, workspace: Workspace, listener: socket.socket) -> None:
        self.workspace = workspace
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.api_url = f"{self.url}/api/"
        workspace.url = self.url
        self._listener = listener
        self._server = _Server(
            uvicorn.Config(
                workspace.app,
                loop="asyncio",
                http=_Http,
                log_config=None,
                access_log=False,
                ws="websockets-sansio",
                server_header=False,
                date_header=False,
                timeout_graceful_shutdown=5,
                lifespan="on",
            ),
            before_stop=workspace.let_go,
        )
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, name="workspace", daemon=True)

    def start(self) -> Self:
        """Return when it takes requests."""
        self._thread.start()
        if not self._server.ready.wait(_PATIENCE) or not self._server.started:
            self.close()
            raise RuntimeError("The workspace did not start; the log says why.")
        return self

    def seat(self, person: str) -> Seat:
        """Sit down as somebody ("asha", "tom", "dana") and do what they could do on the page."""
        return Seat(self.url, person)

    def messages(self, channel: str | None = None, *, blocks: bool = True) -> list[dict[str, Any]]:
        """Every message that stands, oldest first in each channel; `channel` is an id or a name. Cheaper without the blocks."""
        query = {"blocks": "1" if blocks else "0", **({"channel": channel} if channel else {})}
        with requests.Session() as session:
            session.trust_env = False
            told = session.get(f"{self.url}/local/messages", params=query, timeout=60).json()
        if "error" in told:
            raise UnknownChannel(told["error"])
        found: list[dict[str, Any]] = told["messages"]
        return found

    def close(self) -> None:
        """Stop, and wait for it. Twice is no harm."""
        self._server.stop()
        if self._thread.ident is not None:
            self._thread.join()
        self._listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def serve(workspace: Workspace, host: str = "127.0.0.1", port: int = 0) -> RunningWorkspace:
    """Serve a workspace; port 0 takes any free one. NotLoopback for any host but this machine; OSError when the port is taken."""
    if host not in LOOPBACK:
        raise NotLoopback(f"The practice workspace listens on 127.0.0.1 only, not on {host}: anyone who reaches it can act as anyone.")
    # Without the protocol's number asyncio leaves Nagle's algorithm on, and small answers wait 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    return RunningWorkspace(workspace, listener).start()


class _Http(HttpToolsProtocol):
    """HTTP that can be ended without an answer, as a broken network ends it."""

    def on_message_begin(self) -> None:
        """Hand the application what ends the connection."""
        super().on_message_begin()
        self.scope["extensions"] = {HANG_UP: {"now": self.transport.abort}}


class _Server(uvicorn.Server):
    """Says when it is up, and lets go of those who wait for news before it counts them as busy."""

    def __init__(self, config: uvicorn.Config, before_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._before_stop = before_stop
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        with contextlib.ExitStack() as always:
            always.callback(self.ready.set)
            await super().startup(sockets)

    def stop(self) -> None:
        """From any thread: let the main loop end."""
        self.should_exit = True
        if self._loop is not None:
            # The loop may have ended by itself.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stop.set)

    async def main_loop(self) -> None:
        """Rest until told to stop, without looking ten times a second."""
        if not self.should_exit:
            await self._stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._before_stop()
        await super().shutdown(sockets)
