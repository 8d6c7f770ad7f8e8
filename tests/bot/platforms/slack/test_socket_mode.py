"""Socket Mode: the bot calls the workspace, and nothing of the bot's has to be reachable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.platforms.slack import Slack, Tenant
from bot.workspace import RunningWorkspace, Seat, Workspace, WorkspaceSettings, serve
from tests.bot.platforms.slack.kit import Officer, made

BOT, APP_LEVEL = "xoxb-practice", "xapp-practice"


@contextmanager
def workspace() -> Iterator[RunningWorkspace]:
    settings = WorkspaceSettings(signing_secret="unused", bot_token=BOT, app_token=APP_LEVEL, socket_mode=True)
    with serve(Workspace(settings)) as running:
        yield running


@contextmanager
def connected(answer: Officer, place: RunningWorkspace, **more: str | None) -> Iterator[Slack]:
    slack = made(answer, (Tenant("Westshire", BOT, app_token=APP_LEVEL, **more),), place.api_url)
    slack.start()
    try:
        with place.seat("asha") as asha:
            asha.wait_for(lambda: slack.trouble() is None)
        yield slack
    finally:
        slack.stop()


@pytest.fixture
def asha() -> Iterator[tuple[Seat, Officer]]:
    officer = Officer()
    with workspace() as place, connected(officer, place), place.seat("asha") as seat:
        yield seat, officer


def test_a_command_is_answered_over_the_socket(asha: tuple[Seat, Officer]) -> None:
    seat, officer = asha
    seat.say("general", "/briefing modern-slavery")
    answer = seat.last("general")
    assert answer["text"] == "You said: modern-slavery"
    assert answer["ephemeral"]
    assert answer["blocks"][0]["text"]["text"] == "Briefing"
    assert officer.asked[0].asker.tenant == "T0WESTSHIRE"


def test_a_command_is_read_as_it_was_typed(asha: tuple[Seat, Officer]) -> None:
    seat, officer = asha
    seat.say("general", "/briefing search <b> & &lt; <https://westshire.example/a?b&c>")
    assert officer.asked[0].text == "search <b> & &lt; <https://westshire.example/a?b&c>"
    assert seat.sees("general", "command")[0]["text"] == "/briefing search <b> & &lt; <https://westshire.example/a?b&c>"


def test_many_commands_are_each_answered(asha: tuple[Seat, Officer]) -> None:
    seat, _ = asha
    for number in range(10):
        seat.say("general", f"/briefing question {number}")
    assert [message["text"] for message in seat.sees("general", "bot")] == [f"You said: question {number}" for number in range(10)]


def test_a_mistake_of_ours_is_said_plainly_over_the_socket_too(asha: tuple[Seat, Officer]) -> None:
    seat, officer = asha
    officer.breaks_on = "slavery"
    seat.say("general", "/briefing modern-slavery")
    assert "Something went wrong in the bot" in seat.last("general")["text"]


def test_a_workspace_other_than_the_tokens_own_gets_nothing() -> None:
    officer = Officer()
    with workspace() as place, connected(officer, place, team="T0NORTHMOOR"), place.seat("asha") as seat:
        seat.say("general", "/briefing modern-slavery")
        assert "does not serve your workspace" in seat.last("general")["text"]
    assert officer.asked == []


def test_a_bot_that_cannot_connect_says_so_and_still_stops(caplog: pytest.LogCaptureFixture) -> None:
    with workspace() as place:
        slack = made(Officer(), (Tenant("Westshire", BOT, app_token="xapp-wrong-secret"),), place.api_url)
        slack.start()
        with place.seat("asha") as seat:
            seat.wait_for(lambda: "trying again" in caplog.text)
        assert slack.trouble() == "no socket to Slack for Westshire"
        slack.stop()
    assert "invalid_auth" in caplog.text
    assert "wrong-secret" not in caplog.text
