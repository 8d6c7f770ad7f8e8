"""What every request passes before anything looks at it: it must come from this machine, for this server, and be of a sane size.

A page on the web can make a browser here send requests to a loopback port. The host name it used, and the origin the browser
states, give it away.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.workspace.settings import LOOPBACK

LARGEST_BODY = 1_000_000

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class BadBody(ValueError):
    """The body is too large, or not the JSON object it should be; the message says which."""


class Guard:
    """Lets in what was meant for this server, and puts the safety headers on what goes out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if not _meant_for_us(Headers(scope=scope)):
            if scope["type"] == "http":
                await PlainTextResponse("This workspace answers only to http://127.0.0.1 and http://localhost.\n", 403)(
                    scope, receive, send
                )
            else:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, send_safely)


async def body_of(request: Request) -> bytes:
    """The whole body. BadBody beyond LARGEST_BODY, without reading the rest."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise BadBody(f"The body is larger than {LARGEST_BODY} bytes.")
        parts.append(part)
    return b"".join(parts)


async def object_of(request: Request) -> dict[str, Any]:
    """The body as a JSON object. BadBody when it is none, or does not say it is: a form of another page can send bytes, but not that."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise BadBody("The body must be sent as application/json.")
    try:
        found = json.loads(await body_of(request))
    except BadBody:
        raise
    except (ValueError, RecursionError):
        raise BadBody("The body is not JSON.") from None
    if not isinstance(found, dict):
        raise BadBody("The body is not a JSON object.")
    return found


def _meant_for_us(headers: Headers) -> bool:
    host = headers.get("host", "")
    origin = headers.get("origin")
    try:
        return urlsplit(f"http://{host}").hostname in LOOPBACK and (origin is None or urlsplit(origin).netloc == host)
    except ValueError:  # no address at all, such as "http://["
        return False
