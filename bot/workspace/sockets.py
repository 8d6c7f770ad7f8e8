"""Socket Mode, seen from Slack's side: the bot's connections, and envelopes that want an acknowledgement."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

_MOST = 10


class NoSocket(Exception):
    """The bot has no connection open."""


class Sockets:
    """The connections of one app. Envelopes go round among them. Belongs to the server's event loop."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._open: list[WebSocket] = []
        self._waiting: dict[str, asyncio.Future[Mapping[str, Any]]] = {}

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._open)

    async def serve(self, socket: WebSocket) -> None:
        """Greet a connection and listen to it until it ends."""
        await socket.accept()
        if len(self._open) >= _MOST:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return
        self._open.append(socket)
        try:
            await socket.send_json(self._hello())
            await self._listen(socket)
        finally:
            if socket in self._open:
                self._open.remove(socket)

    async def ask(self, kind: str, payload: Mapping[str, Any], patience: float, *, accepts_answer: bool, **more: Any) -> Mapping[str, Any]:
        """Send an envelope and return the payload of its acknowledgement. TimeoutError when none comes in time; NoSocket."""
        if not self._open:
            raise NoSocket
        socket = self._open.pop(0)
        self._open.append(socket)
        id = str(uuid.uuid4())
        answered = self._waiting[id] = asyncio.get_running_loop().create_future()
        envelope = {"envelope_id": id, "type": kind, "payload": payload, "accepts_response_payload": accepts_answer, **more}
        try:
            async with asyncio.timeout(patience):
                await socket.send_json(envelope)
                answer: Mapping[str, Any] = await answered
                return answer
        except (RuntimeError, WebSocketDisconnect) as gone:
            raise NoSocket from gone
        finally:
            del self._waiting[id]

    async def refresh(self) -> None:
        """Ask every connection to come again, as Slack does from time to time."""
        for socket in tuple(self._open):
            self._open.remove(socket)
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "workspace"}})
                await socket.close()

    async def _listen(self, socket: WebSocket) -> None:
        while True:
            try:
                said = json.loads(await socket.receive_text())
            except (WebSocketDisconnect, KeyError):
                return
            except ValueError:
                continue
            answered = self._waiting.get(said.get("envelope_id", "")) if isinstance(said, dict) else None
            if answered is not None and not answered.done():
                payload = said.get("payload")
                answered.set_result(payload if isinstance(payload, dict) else {})

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": {"host": "workspace", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }
