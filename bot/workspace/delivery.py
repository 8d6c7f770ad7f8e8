"""How word reaches the bot: a signed HTTP request, or an envelope over its socket. One answer in `patience` seconds, or none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

import requests
from slack_sdk.signature import SignatureVerifier

from bot.workspace.sockets import NoSocket, Sockets

Payload = Mapping[str, Any]

TIMED_OUT = "operation_timeout"
FAILED = "dispatch_failed"
UNREADABLE = "invalid_command_response"

_THREADS = 16
_LARGEST_ANSWER = 1_000_000


class Envelope(StrEnum):
    """What is brought, in Socket Mode's words."""

    COMMAND = "slash_commands"
    INTERACTION = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True, slots=True)
class Retry:
    """That this event was brought before: how often, and what went wrong last time (Slack's words)."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `error` is what a person would be shown, None when the bot took it; `body` its answer, if it gave one."""

    error: str | None = None
    body: Payload | None = None
    wants_no_retry: bool = False


class Delivery:
    """Brings payloads to one bot. Belongs to the server's event loop; HTTP runs in threads of its own."""

    def __init__(self, signing_secret: str, patience: float, sockets: Sockets, clock: Callable[[], float]) -> None:
        self._signer = SignatureVerifier(signing_secret)
        self._patience = patience
        self._sockets = sockets
        self._clock = clock
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="workspace-delivery")

    async def bring(self, kind: Envelope, payload: Payload, url: str | None, retry: Retry | None = None) -> Outcome:
        """Bring it to `url`, or over a socket when there is none. Never raises for what the bot does."""
        if url is None:
            return await self._by_socket(kind, payload, retry)
        body, content_type = _encoded(kind, payload)
        headers = self._headers(body, content_type, retry)
        posting = asyncio.get_running_loop().run_in_executor(self._threads, _post, url, body, headers, self._patience)
        try:
            async with asyncio.timeout(self._patience):
                return await posting
        except TimeoutError:
            return Outcome(TIMED_OUT)

    def close(self) -> None:
        """Wait for requests under way (each ends by itself), and take no more."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _by_socket(self, kind: Envelope, payload: Payload, retry: Retry | None) -> Outcome:
        more = {"retry_attempt": retry.number, "retry_reason": retry.reason} if retry else {}
        try:
            answer = await self._sockets.ask(kind.value, payload, self._patience, accepts_answer=kind is not Envelope.EVENT, **more)
        except TimeoutError:
            return Outcome(TIMED_OUT)
        except NoSocket:
            return Outcome(FAILED)
        return Outcome(body=answer or None)

    def _headers(self, body: str, content_type: str, retry: Retry | None) -> dict[str, str]:
        # A repeat within the same second would carry the same signature, and a careful bot refuses that as a replay.
        stamp = str(int(self._clock()) + (retry.number if retry else 0))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": self._signer.generate_signature(timestamp=stamp, body=body) or "",
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
        return headers


def _encoded(kind: Envelope, payload: Payload) -> tuple[str, str]:
    """The body as Slack would send it, and its content type."""
    if kind is Envelope.EVENT:
        return json.dumps(payload), "application/json"
    if kind is Envelope.INTERACTION:
        return urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
    return urlencode(payload, errors="replace"), "application/x-www-form-urlencoded"


def _post(url: str, body: str, headers: dict[str, str], patience: float) -> Outcome:
    """One request and its answer. It gives up by itself soon after anybody stopped waiting for it."""
    with requests.Session() as session:
        # A proxy for the outside world cannot reach a server on this machine.
        session.trust_env = False
        try:
            with session.post(url, body.encode(), headers=headers, timeout=patience, allow_redirects=False, stream=True) as answer:
                return _outcome(answer)
        except requests.Timeout:
            return Outcome(TIMED_OUT)
        except requests.RequestException:
            return Outcome(FAILED)


def _outcome(answer: requests.Response) -> Outcome:
    wants_no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
    if answer.status_code != 200:
        return Outcome(FAILED, wants_no_retry=wants_no_retry)
    raw = answer.raw.read(_LARGEST_ANSWER + 1, decode_content=True)
    if len(raw) > _LARGEST_ANSWER:
        return Outcome(UNREADABLE)
    text = raw.decode(errors="replace")
    if not text.strip():
        return Outcome()
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        return Outcome(body={"text": text})
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return Outcome(UNREADABLE)
    return Outcome(body=body) if isinstance(body, dict) else Outcome(UNREADABLE)
