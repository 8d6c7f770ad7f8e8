"""Telling the bot that something happened, and telling it again while it does not take it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.workspace import payloads
from bot.workspace.delivery import TIMED_OUT, Envelope, Retry

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace


def happened(workspace: Workspace, inner: Mapping[str, Any]) -> None:
    """Bring this event in the background, if the app subscribed to its type."""
    if inner["type"] in workspace.settings.events:
        workspace.in_background(_tell(workspace, inner))


async def _tell(workspace: Workspace, inner: Mapping[str, Any]) -> None:
    ts = workspace.messages.stamp()
    wrapped = payloads.event(workspace.settings, f"Ev{ts.replace('.', '')}", int(float(ts)), inner)
    outcome = await workspace.bring(Envelope.EVENT, wrapped)
    for number, pause in enumerate(workspace.settings.event_retries, start=1):
        if outcome.error is None or outcome.wants_no_retry:
            return
        await asyncio.sleep(pause)
        reason = "http_timeout" if outcome.error == TIMED_OUT else "http_error"
        outcome = await workspace.bring(Envelope.EVENT, wrapped, retry=Retry(number, reason))
