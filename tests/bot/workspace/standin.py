"""A stand-in for a bot: takes Slack's requests on this machine, checks their signatures, and answers as it is told to."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import requests
import uvicorn
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.workspace import Completion, PressDesk, RunningWorkspace, Workspace, WorkspaceSettings, serve

SECRET = "a-practice-secret"
BOT_TOKEN = "xoxb-practice"
APP_TOKEN = "xapp-practice"

COMPLETIONS = (
    Completion("/briefing", "", "What can I ask?"),
    Completion("/briefing", "modern-slavery", "Slavery, servitude and trafficking of people"),
    Completion("/briefing", "search <words>", "Look in every statement"),
    Completion("/briefing", "themes", "All themes"),
)

Payload = dict[str, Any]


@dataclass
class StandIn:
    """What came in, and what to answer. `answer` runs on the server's thread; a pause in it is a slow bot."""

    url: str = ""
    answer: Callable[[Payload], Response] = lambda payload: Response()
    taken: list[Payload] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def answers(self, body: Mapping[str, Any]) -> None:
        """From now on answer with this JSON."""
        self.answer = lambda payload: JSONResponse(dict(body))

    def forget(self) -> None:
        """As if nothing had come."""
        self.answer = lambda payload: Response()
        self.taken.clear()
        self.headers.clear()

    def last(self) -> Payload:
        """The newest payload."""
        return self.taken[-1]

    def wait_for(self, count: int, patience: float = 10.0) -> None:
        """Until so many payloads came."""
        ends = time.monotonic() + patience
        while len(self.taken) < count:
            assert time.monotonic() < ends, f"{len(self.taken)} of {count} payloads came"
            time.sleep(0.01)


def payload_of(body: bytes, content_type: str) -> Payload:
    """What Slack says, however it says it."""
    if content_type.startswith("application/json"):
        return dict(json.loads(body))
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return dict(json.loads(form["payload"])) if "payload" in form else dict(form)


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """A stand-in that is being served."""
    bot = StandIn()
    verifier = SignatureVerifier(SECRET)

    async def take(request: Request) -> Response:
        body = await request.body()
        if not verifier.is_valid_request(body, dict(request.headers)):
            return PlainTextResponse("bad signature", 401)
        bot.headers.append(dict(request.headers))
        bot.taken.append(payload_of(body, request.headers["content-type"]))
        return bot.answer(bot.taken[-1])

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    app = Starlette(routes=[Route("/slack/events", take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    bot.url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    thread.start()
    try:
        yield bot
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@contextmanager
def westshire(*, press_desk: PressDesk | None = None, **more: Any) -> Iterator[RunningWorkspace]:
    """Westshire, being served; `more` are settings."""
    settings: dict[str, Any] = {
        "signing_secret": SECRET,
        "bot_token": BOT_TOKEN,
        "app_token": APP_TOKEN,
        "commands": COMPLETIONS,
        "hints": ("/briefing modern-slavery", "/briefing themes"),
        "events": frozenset({"message", "app_mention"}),
        "event_retries": (0.0, 0.0, 0.0),
    }
    with serve(Workspace(WorkspaceSettings(**{**settings, **more}), press_desk=press_desk)) as running:
        yield running


def respond_later(bot: StandIn, first: Mapping[str, Any], then: Mapping[str, Any]) -> None:
    """Answer a command with `first`; when a button is pressed, replace its message with `then` by response_url."""

    def answer(payload: Payload) -> Response:
        if payload.get("command"):
            return JSONResponse(dict(first))
        told = {**then, "replace_original": True}
        threading.Thread(target=lambda: requests.post(payload["response_url"], json=told, timeout=10).close()).start()
        return Response()

    bot.answer = answer
