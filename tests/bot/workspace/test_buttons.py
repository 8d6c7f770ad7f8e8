"""Pressed buttons and response addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient
from starlette.responses import Response

from bot.workspace import RunningWorkspace, Seat, SeatRefused, Workspace, WorkspaceSettings, serve
from tests.bot.workspace.standin import BOT_TOKEN, SECRET, StandIn

MORE = {"type": "button", "action_id": "cmd:1", "text": {"type": "plain_text", "text": "More"}, "value": "page:2", "style": "primary"}
OPEN = {"type": "button", "text": {"type": "plain_text", "text": "Open"}, "url": "https://police.example/a"}
CARD = [{"type": "actions", "block_id": "row", "elements": [MORE, OPEN]}]
SECTION = {"type": "section", "text": {"type": "plain_text", "text": "Page two"}, "accessory": MORE}


@pytest.fixture
def answered(bot: StandIn, asha: Seat) -> dict[str, Any]:
    """An ephemeral answer with buttons, seen by the officer."""
    bot.answer = lambda payload: Response()
    bot.answers({"text": "Page one", "blocks": CARD})
    asha.say("general", "/briefing")
    bot.answer = lambda payload: Response()
    return asha.last("general")


@pytest.fixture
def address(bot: StandIn, asha: Seat, answered: dict[str, Any]) -> str:
    """The response address of a pressed button."""
    asha.press("general", answered, "More")
    told: str = bot.last()["response_url"]
    return told


def respond(address: str, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = requests.post(address, json=body, timeout=10)
    return answer.status_code, answer.json()


def test_the_bot_is_told_which_button_was_pressed_by_whom(bot: StandIn, asha: Seat, answered: dict[str, Any]) -> None:
    assert asha.press("general", answered, "More") is None
    told = bot.last()
    assert told["type"] == "block_actions"
    assert told["user"] == {"id": "U0ASHA", "username": "asha", "name": "asha", "team_id": "T0WESTSHIRE"}
    assert told["team"] == {"id": "T0WESTSHIRE", "domain": "westshire"}
    assert told["channel"] == {"id": "C0GENERAL", "name": "general"}
    assert told["container"] == {"type": "message", "message_ts": answered["ts"], "channel_id": "C0GENERAL", "is_ephemeral": True}
    assert told["enterprise"] is None
    assert told["state"] == {"values": {}}
    assert "message" not in told
    [action] = told["actions"]
    assert action.pop("action_ts") > answered["ts"]
    assert action == {**MORE, "block_id": "row"}


def test_a_link_button_tells_the_bot_too(bot: StandIn, asha: Seat, answered: dict[str, Any]) -> None:
    asha.press("general", answered, "Open")
    [action] = bot.last()["actions"]
    assert action["url"] == "https://police.example/a"
    assert action["action_id"]


def test_the_message_goes_along_when_everyone_sees_it(bot: StandIn, client: WebClient, asha: Seat) -> None:
    client.chat_postMessage(channel="C0GENERAL", text="Page one", blocks=[SECTION])
    asha.press("general", asha.last("general"), "More")
    assert bot.last()["message"]["text"] == "Page one"
    assert bot.last()["message"]["bot_id"] == "B0BRIEFING"
    assert bot.last()["container"]["is_ephemeral"] is False


def test_an_outsider_presses_from_their_own_team(bot: StandIn, client: WebClient, running: RunningWorkspace) -> None:
    client.chat_postMessage(channel="C0VULNERABILITY", text="Page one", blocks=CARD)
    with running.seat("dana") as dana:
        dana.press("vulnerability-desk", dana.last("vulnerability-desk"), "More")
    assert bot.last()["user"]["team_id"] == "T0ELSEWHERE"
    assert bot.last()["team"]["id"] == "T0WESTSHIRE"


def test_a_press_that_fails_says_so(bot: StandIn, asha: Seat, answered: dict[str, Any]) -> None:
    bot.answer = lambda payload: Response(status_code=500)
    assert asha.press("general", answered, "More") == "dispatch_failed"


def test_a_button_that_is_gone_cannot_be_pressed(asha: Seat, answered: dict[str, Any], address: str) -> None:
    assert respond(address, text="Page two", replace_original=True)[0] == 200
    with pytest.raises(SeatRefused, match="That button is not there any more"):
        asha.press("general", answered, "More")
    assert respond(address, delete_original=True)[0] == 200
    with pytest.raises(SeatRefused, match="That message is not there any more"):
        asha.press("general", answered, "More")


def test_somebody_elses_ephemeral_message_cannot_be_pressed(running: RunningWorkspace, answered: dict[str, Any]) -> None:
    with running.seat("tom") as tom, pytest.raises(SeatRefused, match="not there"):
        tom.press("general", answered, "More")


def test_an_answer_takes_the_place_of_its_message(asha: Seat, answered: dict[str, Any], address: str) -> None:
    assert respond(address, text="Page two", blocks=[SECTION], replace_original=True) == (200, {"ok": True})
    [now] = asha.sees("general", "bot")
    assert (now["ts"], now["text"], now["edited"], now["ephemeral"]) == (answered["ts"], "Page two", True, True)


def test_an_answer_may_stand_beside_its_message(asha: Seat, address: str, running: RunningWorkspace) -> None:
    assert WebhookClient(address).send(text="Just for you", replace_original=False).status_code == 200
    assert respond(address, text="For all", replace_original=False, response_type="in_channel")[0] == 200
    assert [one["text"] for one in asha.sees("general", "bot")] == ["Page one", "Just for you", "For all"]
    with running.seat("tom") as tom:
        assert [one["text"] for one in tom.sees("general", "bot")] == ["For all"]


def test_an_answer_can_take_its_message_away(asha: Seat, address: str) -> None:
    assert respond(address, delete_original="true")[0] == 200
    assert asha.sees("general", "bot") == []


def test_a_commands_answer_cannot_be_replaced(bot: StandIn, asha: Seat, answered: dict[str, Any]) -> None:
    address = bot.taken[0]["response_url"]
    assert respond(address, text="Page two", replace_original=True)[0] == 200
    assert [one["text"] for one in asha.sees("general", "bot")] == ["Page one", "Page two"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"blocks": [{"type": "poster"}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "loud"}, "invalid_payload"),
        ({"text": {"a": 1}}, "invalid_payload"),
    ],
)
def test_an_answer_that_slack_would_refuse_is_refused_and_costs_nothing(address: str, body: dict[str, Any], error: str) -> None:
    for _ in range(6):
        status, told = respond(address, **body)
        assert (status, told["error"]) == (400, error)
    assert respond(address, text="Now")[0] == 200


def test_what_is_no_json_is_refused(address: str) -> None:
    assert requests.post(address, data=b"text=x", timeout=10).json() == {"ok": False, "error": "invalid_payload"}


def test_a_response_address_works_five_times(address: str) -> None:
    assert [respond(address, text=f"{number}", replace_original=False)[0] for number in range(6)] == [200, 200, 200, 200, 200, 404]
    assert respond(address, text="x")[1] == {"ok": False, "error": "used_url"}


def test_an_unknown_response_address_is_refused(running: RunningWorkspace) -> None:
    assert respond(f"{running.url}/respond/nonsense", text="x") == (404, {"ok": False, "error": "invalid_url"})


def test_a_response_address_ends_after_half_an_hour(bot: StandIn) -> None:
    now = [1_700_000_000.0]
    clock: Callable[[], float] = lambda: now[0]  # noqa: E731
    settings = WorkspaceSettings(signing_secret=SECRET, bot_token=BOT_TOKEN)
    with serve(Workspace(settings, clock)) as running, running.seat("asha") as asha:
        asha.say("general", "/briefing")
        ticket = running.workspace.tickets.response("C0GENERAL", "U0ASHA", None)
        now[0] += 1799
        assert respond(f"{running.url}/respond/{ticket.id}", text="x")[0] == 200
        now[0] += 2
        assert respond(f"{running.url}/respond/{ticket.id}", text="x") == (404, {"ok": False, "error": "expired_url"})
