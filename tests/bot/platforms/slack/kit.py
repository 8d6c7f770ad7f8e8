"""Slack's side of the wire for tests: signed requests, and the platform served over real HTTP."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import Queue
from threading import Lock
from typing import Any, Self
from urllib.parse import urlencode

import requests
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.cards import Card, Paragraph, Run
from bot.metrics import Metrics
from bot.platforms.slack import Slack, Tenant
from bot.ports import Incoming, Reply, Request
from bot.server import Server, listen, port_of
from bot.web import Watch, web_app

SECRET, TEAM, APP = "westshire-secret", "T0WESTSHIRE", "A0BRIEFING"
WESTSHIRE = Tenant("Westshire", "xoxb-westshire", signing_secret=SECRET, team=TEAM)


def now() -> datetime:
    return datetime.now(UTC)


def sign(body: bytes, *, secret: str = SECRET, stamp: int | str | None = None) -> dict[str, str]:
    """The headers Slack would send with this form."""
    stamp = str(int(time.time()) if stamp is None else stamp)
    signature = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signature}",
    }


def command(text: str, *, team: str = TEAM, user: str = "U0ASHA", **more: str) -> bytes:
    """The body of a slash command, each unlike any other."""
    return urlencode(
        {
            "command": "/briefing",
            "text": text,
            "team_id": team,
            "user_id": user,
            "channel_id": "C0GENERAL",
            "api_app_id": APP,
            "trigger_id": f"{time.time_ns()}",
            "response_url": "https://hooks.slack.com/commands/1/2/3",
            **more,
        }
    ).encode()


def press(action: Mapping[str, object], *, team: str = TEAM, user: Mapping[str, str] | None = None, response_url: str = "") -> bytes:
    """The body of a pressed button."""
    payload = {
        "type": "block_actions",
        "team": {"id": team},
        "user": user or {"id": "U0ASHA", "team_id": team},
        "channel": {"id": "C0GENERAL"},
        "api_app_id": APP,
        "trigger_id": f"{time.time_ns()}",
        "response_url": response_url or "https://hooks.slack.com/actions/1/2/3",
        "actions": [{"type": "button", "block_id": "b", **action}],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def incoming(body: bytes, headers: Mapping[str, str], at: datetime | None = None) -> Incoming:
    """What the web server hands to the door."""
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return Incoming(raw, body, at or now())


class Notebook:
    """Marks kept in memory: the real ones are kept in the database, and tested there."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}
        self._lock = Lock()

    def first_time(self, key: str, *, now: datetime, keep_for: timedelta) -> bool:
        with self._lock:
            if self._until.get(key, now) > now:
                return False
            self._until[key] = now + keep_for
            return True

    def first_times(self, until: Mapping[str, datetime], *, now: datetime) -> set[str]:
        return {key for key, end in until.items() if self.first_time(key, now=now, keep_for=end - now)}

    def generation(self) -> int:
        return 0


@dataclass
class Officer:
    """Answers everything by saying it back, and remembers who asked."""

    asked: list[Request] = field(default_factory=list)
    breaks_on: str = "\0"

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        if self.breaks_on in request.text:
            raise RuntimeError("a mistake of ours")
        said = f"You said: {request.text}"
        return Reply(Card("Briefing", (Paragraph((Run(said),)),), said))


@contextmanager
def served(slack: Slack) -> Iterator[str]:
    """The platform behind the real web server on a free port of this machine."""
    listener = listen("127.0.0.1", 0)
    server = Server(web_app(slack.doors, slack.marks, Watch(lambda: (), dict), now, Metrics()), listener)
    server.start()
    slack.start()
    try:
        yield f"http://127.0.0.1:{port_of(listener)}"
    finally:
        slack.stop()
        server.close()


def made(
    answer: Officer, tenants: Sequence[Tenant] = (WESTSHIRE,), api_url: str = "https://slack.com/api/", marks: Notebook | None = None
) -> Slack:
    """The platform with in-memory marks."""
    return Slack(tenants, api_url=api_url, answer=answer, marks=marks or Notebook(), clock=now)


def send(url: str, body: bytes, headers: Mapping[str, str] | None = None) -> requests.Response:
    """POST to the bot's address, signed unless `headers` say otherwise."""
    with requests.Session() as session:
        session.trust_env = False
        return session.post(f"{url}/slack/events", body, headers=dict(headers if headers is not None else sign(body)), timeout=10)


class FarSide:
    """Slack's own server, as far as a bot without posts needs it: `response_url`s, `auth.test`, and what was asked of them."""

    def __init__(self, teams: Mapping[str, str] | None = None) -> None:
        """`teams`: which team each bot token belongs to."""
        self.posted: Queue[dict[str, Any]] = Queue()
        self.auth_tests: list[str] = []
        self._teams = dict(teams or {})
        self._listener = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{port_of(self._listener)}"
        self.api_url = f"{self.url}/api/"
        routes = [Route("/hook", self._hook, methods=["POST"]), Route("/api/auth.test", self._auth_test, methods=["POST"])]
        self._server = Server(Starlette(routes=routes), self._listener)

    def next_post(self) -> dict[str, Any]:
        """What is posted to a `response_url` next."""
        return self.posted.get(timeout=10)

    async def _hook(self, request: HttpRequest) -> Response:
        self.posted.put(await request.json())
        return PlainTextResponse("ok")

    async def _auth_test(self, request: HttpRequest) -> Response:
        token = request.headers["authorization"].removeprefix("Bearer ")
        self.auth_tests.append(token)
        team = self._teams.get(token)
        return JSONResponse({"ok": True, "team_id": team} if team else {"ok": False, "error": "invalid_auth"})

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()
