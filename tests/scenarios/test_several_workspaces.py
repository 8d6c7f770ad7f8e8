"""Who is served, and who is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from bot import assembly
from bot.server import Server, listen, port_of
from bot.settings import Settings, SlackCredentials
from bot.web import web_app
from bot.workspace import Workspace, WorkspaceSettings, serve
from briefings.answers import Asker
from tests.scenarios.house import CHANNEL, House, command, labels, on_database, post, signed, words

NORTH = SlackCredentials("Northmoor", "T0NORTHMOOR", "xoxb-north", signing_secret="north-secret")
WEST = SlackCredentials("Westshire", "T0WESTSHIRE", "xoxb-west", signing_secret="west-secret")


@contextmanager
def bot_for(settings: Settings, database: str, *slack: SlackCredentials, api_url: str = "https://slack.com/api/") -> Iterator[str]:
    """A bot for these workspaces; its address."""
    told = replace(on_database(settings, database), slack=slack, slack_api_url=api_url)
    with closing(listen("127.0.0.1", 0)) as listener, assembly.open_core(told, migrate=True) as core:
        assembly.prepare(core)
        bot = assembly.make_bot(core)
        doors = [door for platform in bot.platforms for door in platform.doors]
        with (
            assembly.running(bot),
            closing(Server(web_app(doors, bot.core.desk, bot.watch, assembly.utc_now, bot.metrics), listener)) as server,
        ):
            server.start()
            yield f"http://127.0.0.1:{port_of(listener)}"


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('several') / 'bot.db'}"


def ask(url: str, text: str, *, team: str, secret: str, user: str = "U0ASHA") -> str:
    body = command(text, team=team, user=user)
    return post(url, body, signed(body, secret)).text


def test_two_workspaces_are_served_each_with_its_own_secret(settings: Settings, database: str) -> None:
    with bot_for(settings, database, NORTH, WEST) as url:
        assert "200 operations" in ask(url, "modern-slavery", team="T0NORTHMOOR", secret="north-secret")
        assert "200 operations" in ask(url, "modern-slavery", team="T0WESTSHIRE", secret="west-secret")
        assert "does not serve your workspace" in ask(url, "modern-slavery", team="T0WESTSHIRE", secret="north-secret")


def test_the_same_user_id_in_two_workspaces_is_two_people(settings: Settings, database: str) -> None:
    with bot_for(settings, database, NORTH, WEST) as url:
        ask(url, "modern-slavery", team="T0NORTHMOOR", secret="north-secret")
        assert "since you last asked" in ask(url, "modern-slavery since:last", team="T0NORTHMOOR", secret="north-secret")
        assert "You have not asked about this before" in ask(url, "modern-slavery since:last", team="T0WESTSHIRE", secret="west-secret")


def test_a_team_that_is_not_in_the_settings_gets_no_statement(house: House) -> None:
    answer = house.send(command("modern-slavery", team="T0STRANGER")).text
    assert "does not serve your workspace" in answer
    assert "200 operations" not in answer


def test_somebody_from_another_organisation_cannot_ask(house: House) -> None:
    """Slack offers outsiders no commands; one who presses a button under a message they were shown gets no statement either."""
    with house.workspace.seat("dana") as dana:
        dana.say("vulnerability-desk", "/briefing modern-slavery")
        assert dana.sees("vulnerability-desk", "bot") == []
    payload = {
        "type": "block_actions",
        "team": {"id": "T0WESTSHIRE"},
        "user": {"id": "U0DANA", "team_id": "T0ELSEWHERE"},
        "channel": {"id": "C0VULNERABILITY"},
        "api_app_id": "A0BRIEFING",
        "response_url": f"{house.workspace.url}/respond/none",
        "actions": [{"type": "button", "block_id": "b", "action_id": "cmd:1", "value": "modern-slavery"}],
    }
    assert house.send(urlencode({"payload": json.dumps(payload)}).encode()).status_code == 200
    assert house.desk.last_look(Asker("slack", "T0WESTSHIRE", "U0DANA"), "modern-slavery") is None


def test_a_workspace_without_a_public_address_is_served_over_a_socket(settings: Settings, database: str) -> None:
    told = WorkspaceSettings(signing_secret="unused", bot_token="xoxb-socket", app_token="xapp-socket", socket_mode=True)
    credentials = SlackCredentials("Westshire", told.team_id, "xoxb-socket", app_token="xapp-socket")
    with (
        serve(Workspace(told)) as workspace,
        bot_for(settings, database, credentials, api_url=workspace.api_url),
        workspace.seat("asha") as asha,
    ):
        asha.wait_for(lambda: workspace.workspace.bot_is_reachable)
        asha.say(CHANNEL, "/briefing modern-slavery")
        answer = asha.last(CHANNEL)
        assert "around 900 offenders" in words(answer)
        assert "Why" in labels(asha, answer)
        assert asha.press(CHANNEL, answer, "Why") is None
        asha.wait_for(lambda: "because of" in words(asha.last(CHANNEL)))
