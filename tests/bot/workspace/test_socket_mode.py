"""Socket Mode with the real handler and a real Bolt app."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.workspace import RunningWorkspace, Seat
from tests.bot.workspace.standin import APP_TOKEN, BOT_TOKEN, westshire

CARD = [{"type": "actions", "elements": [{"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}]}]


@pytest.fixture
def socketed() -> Iterator[RunningWorkspace]:
    with westshire(socket_mode=True) as running:
        yield running


@pytest.fixture
def heard() -> list[dict[str, Any]]:
    """What the app took."""
    return []


def app_of(running: RunningWorkspace, heard: list[dict[str, Any]]) -> App:
    logger = logging.getLogger("tests.bolt")
    app = App(client=WebClient(BOT_TOKEN, base_url=running.api_url), process_before_response=True, logger=logger)

    @app.command("/briefing")
    def briefing(ack: Ack, body: dict[str, Any]) -> None:
        heard.append(body)
        ack(text=f"You asked for {body['text']}", blocks=CARD)

    @app.action("more")
    def more(ack: Ack, body: dict[str, Any]) -> None:
        heard.append(body)
        ack()

    @app.event("message")
    def message(body: dict[str, Any]) -> None:
        heard.append(body)

    return app


@pytest.fixture
def handler(socketed: RunningWorkspace, heard: list[dict[str, Any]]) -> Iterator[SocketModeHandler]:
    web = WebClient(APP_TOKEN, base_url=socketed.api_url)
    handler = SocketModeHandler(app_of(socketed, heard), APP_TOKEN, web_client=web, ping_interval=0.2)
    handler.connect()  # type: ignore[no-untyped-call]
    yield handler
    handler.close()  # type: ignore[no-untyped-call]


def connected(running: RunningWorkspace) -> bool:
    return running.workspace.sockets.count == 1


@pytest.fixture
def asha(socketed: RunningWorkspace, handler: SocketModeHandler) -> Iterator[Seat]:
    with socketed.seat("asha") as seat:
        seat.wait_for(lambda: connected(socketed))
        yield seat


def test_a_command_is_answered_over_the_socket(asha: Seat, heard: list[dict[str, Any]]) -> None:
    asha.say("general", "/briefing themes")
    assert asha.last("general")["text"] == "You asked for themes"
    assert heard[0]["user_id"] == "U0ASHA"


def test_buttons_and_events_go_over_the_socket_too(asha: Seat, heard: list[dict[str, Any]]) -> None:
    asha.say("general", "/briefing themes")
    assert asha.press("general", asha.last("general"), "More") is None
    assert heard[1]["actions"][0]["action_id"] == "more"
    asha.say("general", "Good morning")
    asha.wait_for(lambda: len(heard) == 3)
    assert heard[2]["event"]["text"] == "Good morning"


def test_without_a_connection_a_command_fails(socketed: RunningWorkspace) -> None:
    with socketed.seat("asha") as asha:
        asha.say("general", "/briefing")
        assert "dispatch_failed" in asha.last("general", "notice")["text"]


def test_an_app_that_does_not_acknowledge_times_out() -> None:
    with westshire(socket_mode=True, patience=0.2) as running, running.seat("asha") as asha:
        opened = WebClient(APP_TOKEN, base_url=running.api_url).apps_connections_open(app_token=APP_TOKEN)
        with connect(opened["url"], proxy=None) as socket:
            assert '"hello"' in str(socket.recv())
            asha.say("general", "/briefing")
            assert "operation_timeout" in asha.last("general", "notice")["text"]


def test_a_pass_opens_one_socket_only(socketed: RunningWorkspace) -> None:
    url = WebClient(APP_TOKEN, base_url=socketed.api_url).apps_connections_open(app_token=APP_TOKEN)["url"]
    with connect(url, proxy=None) as socket:
        assert '"num_connections":1' in str(socket.recv())
    for refused in (url, f"{url}x"):
        with pytest.raises(InvalidStatus), connect(refused, proxy=None):
            pass


def test_the_eleventh_connection_is_sent_away(socketed: RunningWorkspace) -> None:
    web = WebClient(APP_TOKEN, base_url=socketed.api_url)
    with ExitStack() as closing:
        addresses = [web.apps_connections_open(app_token=APP_TOKEN)["url"] for _ in range(11)]
        sockets = [closing.enter_context(connect(address, proxy=None)) for address in addresses]
        greetings = [str(socket.recv()) for socket in sockets]
    assert ['"hello"' in greeting for greeting in greetings] == [True] * 10 + [False]
    assert "too_many_websockets" in greetings[-1]
