"""The peer of the slash commands: a Bolt app that says "hello", on the server that the bot uses, served the same way."""

from __future__ import annotations

import sys

import uvicorn
from anyio import to_thread
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_starlette_response
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack import Ack
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def authorize(**_: object) -> AuthorizeResult:
    """One configured token, no call to the platform."""
    return AuthorizeResult(enterprise_id=None, team_id="T0BENCH", bot_token="xoxb-bench", bot_id="B1", bot_user_id="U1")


def bare(signing_secret: str) -> Starlette:
    """The smallest app that answers a signed `/briefing`."""
    bolt = App(signing_secret=signing_secret, authorize=authorize, process_before_response=True)

    @bolt.command("/briefing")
    def hello(ack: Ack) -> None:
        ack("hello")

    async def events(request: Request) -> Response:
        body = (await request.body()).decode()
        bolt_request = BoltRequest(body=body, query=request.url.query, headers=dict(request.headers))
        return to_starlette_response(await to_thread.run_sync(bolt.dispatch, bolt_request))

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


if __name__ == "__main__":
    uvicorn.run(bare(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]), http="httptools", log_level="warning", access_log=False)
