"""Socket Mode: Slack is called, and nothing has to be reachable from outside. One line for each workspace."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from threading import Event, Thread
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.platforms.slack.payloads import Payload
from bot.platforms.slack.tenants import Tenant
from bot.settings.environment import LOOPBACK

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between attempts to connect."""

Serve = Callable[[Payload], str | None]
"""Answers a payload: the body to acknowledge it with (may be empty), or None to leave it for Slack to send again."""


class Line:
    """A socket to Slack for one tenant; it is opened again whenever it is lost."""

    def __init__(self, tenant: Tenant, api_url: str, serve: Serve) -> None:
        self.tenant = tenant
        self._serve = serve
        self._api_url = api_url
        self._closing = Event()
        self._client: SocketModeClient | None = None
        self._opener = Thread(target=self._open, name=f"slack-line-{tenant.name}", daemon=True)

    @property
    def connected(self) -> bool:
        return self._client is not None and self._client.is_connected()

    def open(self) -> None:
        """Connect in the background, however often it takes."""
        self._opener.start()

    def close(self) -> None:
        """Say goodbye; waits at most some seconds."""
        self._closing.set()
        if self._opener.is_alive():
            self._opener.join(timeout=5)
        if self._client is not None:
            self._client.close()

    def _open(self) -> None:
        pause = FIRST_PAUSE
        client = self._client = self._make_client()
        while not self._closing.is_set():
            try:
                client.connect()
            except (OSError, SlackClientError, ValueError) as error:
                log.warning("no socket to Slack for %s (%s); trying again in %g s", self.tenant.name, _short(error), pause)
                self._closing.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                log.info("connected to Slack by Socket Mode for %s", self.tenant.name)
                return

    def _make_client(self) -> SocketModeClient:
        quiet = logging.getLogger("bot.slack.socket.client")
        quiet.setLevel(logging.ERROR)
        web = WebClient(base_url=self._api_url, timeout=10, logger=quiet)
        client = SocketModeClient(app_token=self.tenant.app_token or "", web_client=web, logger=quiet)
        if urlsplit(self._api_url).hostname in LOOPBACK:
            # A proxy for the outside world cannot reach a server on this machine.
            client.proxy = web.proxy = None
        client.socket_mode_request_listeners.append(self._handle)
        return client

    def _handle(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        body = self._serve(request.payload)
        if body is not None:
            payload = json.loads(body) if body.startswith("{") else None
            client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=payload))


def _short(error: Exception) -> str:
    """The kind of an error, and Slack's own name for it where it has one; never a token or an address."""
    response = getattr(error, "response", None)
    return f"{type(error).__name__}: {response.get('error')}" if response is not None else type(error).__name__
