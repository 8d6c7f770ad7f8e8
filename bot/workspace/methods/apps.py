"""apps.connections: Socket Mode."""

from __future__ import annotations

from typing import Any

from bot.workspace.methods.call import Call, Method


def open_connection(call: Call) -> dict[str, Any]:
    """An address for one WebSocket, good for half a minute."""
    workspace = call.workspace
    return {"url": f"{workspace.url.replace('http', 'ws', 1)}/link?ticket={workspace.tickets.socket_pass()}"}


METHODS: dict[str, Method] = {"apps.connections.open": open_connection}
