"""What people in Slack see, over real HTTP, with a bot that says back what it was asked."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from queue import Empty

import pytest

from bot.platforms.slack import Slack, Tenant
from bot.platforms.slack.responses import allowed
from briefings.errors import StoreError
from tests.bot.platforms.slack.kit import (
    SECRET,
    TEAM,
    WESTSHIRE,
    FarSide,
    Notebook,
    Officer,
    command,
    made,
    press,
    send,
    served,
    sign,
)


@pytest.fixture
def officer() -> Officer:
    return Officer()


@pytest.fixture
def bot(officer: Officer) -> Iterator[str]:
    with served(made(officer)) as url:
        yield url


def said(text: str) -> str:
    """The fallback text of an answer."""
    found = json.loads(text)["text"]
    assert isinstance(found, str)
    return found


def test_a_command_is_answered_in_the_answer_to_slacks_own_request(bot: str, officer: Officer) -> None:
    answer = send(bot, command("modern-slavery"))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    body = answer.json()
    assert body["response_type"] == "ephemeral"
    assert body["text"] == "You said: modern-slavery"
    assert body["blocks"][0]["text"]["text"] == "Briefing"
    assert (body["unfurl_links"], body["unfurl_media"]) == (False, False)
    asked = officer.asked[0]
    assert (asked.asker.platform, asked.asker.tenant, asked.asker.user, asked.channel) == ("slack", TEAM, "U0ASHA", "C0GENERAL")


def test_the_same_request_is_answered_only_once(bot: str, officer: Officer, caplog: pytest.LogCaptureFixture) -> None:
    body = command("modern-slavery")
    headers = sign(body)
    assert send(bot, body, headers).status_code == 200
    assert send(bot, body, headers).status_code == 409
    assert len(officer.asked) == 1
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == [
        "refused a request at /slack/events from 127.0.0.1: replayed (409)"
    ]


def test_a_mistake_of_ours_is_said_plainly(bot: str, officer: Officer, caplog: pytest.LogCaptureFixture) -> None:
    officer.breaks_on = "modern"
    answer = send(bot, command("modern-slavery"))
    assert answer.status_code == 200
    assert "Something went wrong in the bot" in answer.json()["text"]
    assert "a command was not answered: RuntimeError at " in caplog.text
    assert "a mistake of ours" not in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        b"not a form",
        b"payload=%7Bnot-json",
        b"payload=%5B1%5D",
        b"payload=" + b"%5B" * 20_000,
        b"payload=%7B%22type%22%3A%22block_actions%22%7D",
        b"command=%2Fbriefing&text=x",
        b"command=%2Fbriefing&text=x&team_id=%3Cscript%3E&user_id=U1",
        b"command=%2Fbriefing&team_id=T1&user_id=" + b"U" * 100,
        b"\xff\xfe=1",
        b"&".join(b"a%d=1" % number for number in range(200)),
        b"payload=%7B%22type%22%3A%22event_callback%22%2C%22team_id%22%3A%22T0WESTSHIRE%22%7D",
    ],
)
def test_a_signed_body_of_the_wrong_shape_is_a_400_and_one_line(bot: str, body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    assert send(bot, body).status_code == 400
    lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(lines) == 1
    assert "malformed" in lines[0]


def test_slacks_question_whether_this_address_is_ours_is_answered(bot: str) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "t"}).encode()
    answer = send(bot, body, sign(body) | {"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()) == (200, {"challenge": "3eZbrw1aB"})


def test_slacks_look_at_the_certificate_is_answered(bot: str) -> None:
    body = b"ssl_check=1&token=t"
    assert send(bot, body).status_code == 200


def test_a_team_that_is_not_served_is_told_so(bot: str, officer: Officer) -> None:
    answer = send(bot, command("modern-slavery", team="T0ELSEWHERE"))
    assert answer.status_code == 200
    assert "does not serve your workspace" in said(answer.text)
    assert officer.asked == []


def test_several_workspaces_have_their_own_secrets(officer: Officer) -> None:
    north = Tenant("Northmoor", "xoxb-north", signing_secret="north-secret", team="T0NORTHMOOR")
    with served(made(officer, (WESTSHIRE, north))) as bot:
        body = command("roads", team="T0NORTHMOOR")
        assert said(send(bot, body, sign(body, secret="north-secret")).text) == "You said: roads"
        forged = command("roads", team=TEAM)
        assert "does not serve" in said(send(bot, forged, sign(forged, secret="north-secret")).text)
    assert [request.asker.tenant for request in officer.asked] == ["T0NORTHMOOR"]


def test_another_app_of_the_same_team_gets_nothing(officer: Officer) -> None:
    with served(made(officer, (Tenant("W", "xoxb-w", signing_secret=SECRET, team=TEAM, app="A0OTHER"),))) as bot:
        assert "does not serve" in said(send(bot, command("x")).text)
    assert officer.asked == []


def test_whose_token_it_is_is_asked_once(officer: Officer) -> None:
    with FarSide({"xoxb-w": TEAM}) as slack, served(made(officer, (Tenant("W", "xoxb-w", signing_secret=SECRET),), slack.api_url)) as bot:
        assert said(send(bot, command("one")).text) == "You said: one"
        assert said(send(bot, command("two")).text) == "You said: two"
        assert "does not serve" in said(send(bot, command("three", team="T0ELSEWHERE")).text)
        assert slack.auth_tests == ["xoxb-w"]


def test_somebody_who_asks_before_slack_said_whose_token_it_is_is_told_to_try_again(officer: Officer) -> None:
    with FarSide() as slack, served(made(officer, (Tenant("W", "xoxb-w", signing_secret=SECRET),), slack.api_url)) as bot:
        assert "try again in a minute" in said(send(bot, command("one")).text)
        body = event("Ev0003", "app_uninstalled")
        assert send(bot, body, sign(body) | {"Content-Type": "application/json"}).status_code == 503
    assert officer.asked == []


def test_a_pressed_button_is_answered_by_the_response_url(officer: Officer) -> None:
    with FarSide() as slack, served(made(officer, api_url=slack.api_url)) as bot:
        button = {"action_id": "cmd:1", "value": "why s01"}
        answer = send(bot, press(button, response_url=f"{slack.url}/hook"))
        assert (answer.status_code, answer.text) == (200, "")
        posted = slack.next_post()
        assert posted["text"] == "You said: why s01"
        assert posted["replace_original"] is False


def test_a_link_button_is_only_acknowledged(bot: str, officer: Officer) -> None:
    answer = send(bot, press({"action_id": "url:2", "value": ""}))
    assert (answer.status_code, answer.text) == (200, "")
    assert officer.asked == []


def test_somebody_from_another_workspace_cannot_ask(officer: Officer) -> None:
    with FarSide() as slack, served(made(officer, api_url=slack.api_url)) as bot:
        send(
            bot,
            press({"action_id": "cmd:1", "value": "x"}, user={"id": "U0DANA", "team_id": "T0ELSEWHERE"}, response_url=f"{slack.url}/hook"),
        )
        assert "Only people of the workspace" in slack.next_post()["text"]
    assert officer.asked == []


def test_an_answer_is_never_posted_to_a_foreign_address(officer: Officer, caplog: pytest.LogCaptureFixture) -> None:
    with FarSide() as slack, FarSide() as elsewhere, served(made(officer, api_url=slack.api_url)) as bot:
        assert send(bot, press({"action_id": "cmd:1", "value": "x"}, response_url=f"{elsewhere.url}/hook")).status_code == 200
        with pytest.raises(Empty):
            elsewhere.posted.get(timeout=0.2)
    assert officer.asked == []
    assert "not on Slack's host" in caplog.text
    assert elsewhere.url not in caplog.text


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://hooks.slack.com/actions/1/2/3", True),
        ("https://slack.com/api/x", True),
        ("http://hooks.slack.com/actions/1", False),
        ("https://hooks.slack.com:8443/actions/1", False),
        ("https://hooks.slack.com.evil.example/", False),
        ("https://evil.example/hooks.slack.com", False),
        ("https://hooks.slack.com@evil.example/", False),
        ("https://evil.example\\@hooks.slack.com/", False),
        ("https://evil.example#@hooks.slack.com/", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("file:///etc/passwd", False),
        ("//hooks.slack.com/", False),
        ("https://[::1", False),
        ("", False),
        (None, False),
        (["https://hooks.slack.com/"], False),
    ],
)
def test_response_urls_lead_to_slack_only(url: object, may: bool) -> None:
    assert allowed(url, "https://slack.com/api/") is may


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://hooks.slack.com/actions/1/2/3", True),
        ("https://gateway.westshire.example:8443/respond/1", True),
        ("https://gateway.westshire.example/respond/1", False),
        ("http://gateway.westshire.example:8443/respond/1", False),
        ("https://hooks.gateway.westshire.example:8443/respond/1", False),
        ("https://slack.com/respond/1", False),
    ],
)
def test_behind_a_gateway_response_urls_lead_to_slack_or_the_gateway(url: str, may: bool) -> None:
    assert allowed(url, "https://gateway.westshire.example:8443/api/") is may


def event(number: str, kind: str) -> bytes:
    return json.dumps(
        {"type": "event_callback", "team_id": TEAM, "api_app_id": "A0BRIEFING", "event_id": number, "event": {"type": kind}}
    ).encode()


def test_a_repeated_event_has_its_effect_once(bot: str, caplog: pytest.LogCaptureFixture) -> None:
    body = event("Ev0001", "app_uninstalled")
    for retry in range(3):
        headers = sign(body + b" " * retry) | {"Content-Type": "application/json", "X-Slack-Retry-Num": str(retry)}
        assert send(bot, body + b" " * retry, headers).status_code == 200
    assert caplog.text.count("the bot was removed from workspace") == 1


class LostNotebook(Notebook):
    """Marks that cannot be kept just now."""

    def first_time(self, key: str, *, now: datetime, keep_for: timedelta) -> bool:
        if "event" in key:
            raise StoreError("INSERT … ('the whole of a statement')")
        return super().first_time(key, now=now, keep_for=keep_for)


def test_an_event_that_cannot_be_noted_comes_again_and_the_log_holds_no_words(officer: Officer, caplog: pytest.LogCaptureFixture) -> None:
    with served(made(officer, marks=LostNotebook())) as bot:
        body = event("Ev0002", "app_uninstalled")
        assert send(bot, body, sign(body) | {"Content-Type": "application/json"}).status_code == 500
    assert "StoreError at " in caplog.text
    assert "the whole of a statement" not in caplog.text


def test_what_the_bot_has_no_use_for_is_acknowledged(bot: str, officer: Officer, caplog: pytest.LogCaptureFixture) -> None:
    body = json.dumps({"type": "shortcut", "team": {"id": TEAM}, "user": {"id": "U0ASHA"}, "callback_id": "secret words"}).encode()
    assert send(bot, body, sign(body) | {"Content-Type": "application/json"}).status_code == 200
    assert "secret words" not in caplog.text


def test_a_broken_character_in_a_pressed_button_is_no_trouble(officer: Officer) -> None:
    with FarSide() as slack, served(made(officer, api_url=slack.api_url)) as bot:
        send(bot, press({"action_id": "cmd:1", "value": "why \ud83d"}, response_url=f"{slack.url}/hook"))
        assert slack.next_post()["text"] == "You said: why \ufffd"


def test_nothing_secret_shows_when_a_tenant_is_printed() -> None:
    shown = repr(Tenant("W", "xoxb-secret", signing_secret="hush", app_token="xapp-secret"))
    assert not any(secret in shown for secret in ("xoxb", "hush", "xapp"))


def test_the_platform_fits_its_port() -> None:
    slack: Slack = made(Officer())
    assert slack.name == "slack"
    assert [door.path for door in slack.doors] == ["/slack/events"]
    assert slack.trouble() is None
    slack.stop()
