"""The workspace as a web application: the Web API, response addresses, the socket, and the page."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from bot.workspace import answers
from bot.workspace.guard import BadBody, Guard, body_of, object_of
from bot.workspace.local import local_routes
from bot.workspace.methods import METHODS
from bot.workspace.methods.call import Call, Refused
from bot.workspace.outside import outside_routes
from bot.workspace.press_routes import press_routes
from bot.workspace.tickets import TicketRefused
from bot.workspace.trouble import meet

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace

PAGE = Path(__file__).parent / "page"

_APP_METHODS = frozenset({"apps.connections.open"})
_OPEN_METHODS = frozenset({"api.test"})


def make_app(workspace: Workspace) -> Starlette:
    """Everything the workspace serves."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await workspace.close()

    door = Door(workspace)
    routes = [
        Route("/api/{method}", door.api, methods=["GET", "POST"]),
        Route("/", door.page),
        Mount("/page", StaticFiles(directory=PAGE)),
        Mount("/local", routes=[*local_routes(workspace), *press_routes(workspace.press_desk), *outside_routes(workspace)]),
        Route("/archives/{channel}/p{digits}", door.permalink),
        Route("/respond/{ticket}", door.respond, methods=["POST"]),
        WebSocketRoute("/link", door.link),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard)], lifespan=lifespan)


class Door:
    """Where the bot comes in."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def page(self, _request: Request) -> Response:
        """The page for people."""
        return FileResponse(PAGE / "index.html")

    async def permalink(self, request: Request) -> Response:
        """The page at one message, as seen by somebody who is in its channel."""
        channel = self._workspace.channels.get(request.path_params["channel"])
        digits = request.path_params["digits"]
        person = next((one for one in self._workspace.people.values() if channel and not one.is_bot and one.id in channel.members), None)
        if channel is None or person is None or not re.fullmatch(r"\d{7,17}", digits, re.ASCII):
            return PlainTextResponse("There is no such message that anybody here could see.\n", 404)
        return RedirectResponse(f"/#{person.name}/{channel.name}/{digits[:-6]}.{digits[-6:]}")

    async def api(self, request: Request) -> Response:
        """One Web API call; refusals are 200 with `"ok": false`, as Slack's are. A scripted fault may stand in its way."""
        name = request.path_params["method"]
        try:
            arguments = _arguments(request, await body_of(request))
        except Refused as refused:
            return JSONResponse(_refusal(refused))
        except BadBody:
            return JSONResponse({"ok": False, "error": "request_too_large"}, 413)
        workspace = self._workspace
        fault = workspace.faults.strike(name, _channel_of(workspace, arguments), time.monotonic())

        def commit() -> Response:
            return self._answer(name, request, arguments)

        return commit() if fault is None else await meet(fault, commit, workspace.rest)

    def _answer(self, name: str, request: Request, arguments: Mapping[str, Any]) -> Response:
        method = METHODS.get(name)
        try:
            if method is None:
                return JSONResponse({"ok": False, "error": "unknown_method", "req_method": name})
            _check_token(self._workspace, name, request, arguments)
            answer = {"ok": True, **method(Call(self._workspace, arguments))}
        except Refused as refused:
            answer = _refusal(refused)
        return JSONResponse(answer, headers={"X-OAuth-Scopes": self._workspace.settings.scopes.get("bot", "")})

    async def respond(self, request: Request) -> Response:
        """An answer by response_url. A refused one does not count as a use."""
        try:
            ticket = self._workspace.tickets.look_up(request.path_params["ticket"])
            answer = answers.read(await object_of(request))
        except TicketRefused as refused:
            return JSONResponse({"ok": False, "error": str(refused)}, 404)
        except answers.AnswerRefused as refused:
            return JSONResponse({"ok": False, "error": refused.error, "response_metadata": {"messages": list(refused.findings)}}, 400)
        except BadBody:
            return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
        self._workspace.tickets.use(ticket)
        answers.show(self._workspace, ticket, answer)
        return JSONResponse({"ok": True})

    async def link(self, socket: WebSocket) -> None:
        """A Socket Mode connection, for whoever holds a fresh pass."""
        if self._workspace.tickets.redeem(socket.query_params.get("ticket", "")):
            await self._workspace.sockets.serve(socket)
        else:
            await socket.close(code=1008)


def _refusal(refused: Refused) -> dict[str, Any]:
    metadata = {"response_metadata": {"messages": list(refused.messages)}} if refused.messages else {}
    return {"ok": False, "error": refused.error, **refused.more, **metadata}


def _channel_of(workspace: Workspace, arguments: Mapping[str, Any]) -> str | None:
    """The id of the channel that a call names, if there is one."""
    channel = workspace.channels.called(str(arguments.get("channel")))
    return channel.id if channel else None


def _arguments(request: Request, body: bytes) -> Mapping[str, Any]:
    """Query and body together; the body wins."""
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    arguments: dict[str, Any] = dict(request.query_params)
    try:
        if content_type == "application/json":
            sent = json.loads(body or b"{}")
            if not isinstance(sent, dict):
                raise Refused("json_not_object")
            arguments |= sent
        else:
            arguments |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    except (ValueError, RecursionError):
        raise Refused("invalid_json" if content_type == "application/json" else "invalid_form_data") from None
    return arguments


def _check_token(workspace: Workspace, method: str, request: Request, arguments: Mapping[str, Any]) -> None:
    if method in _OPEN_METHODS:
        return
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = token.strip() if scheme.lower() == "bearer" else str(arguments.get("token") or "")
    if not given:
        raise Refused("not_authed")
    right, other = workspace.settings.bot_token, workspace.settings.app_token
    if method in _APP_METHODS:
        right, other = other or "", right
    if not right or given != right:
        raise Refused("not_allowed_token_type" if given == other else "invalid_auth")
