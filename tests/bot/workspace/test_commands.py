"""Slash commands: what the bot is told, and what the person sees of its answer."""

from __future__ import annotations

import threading

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.workspace import RunningWorkspace, Seat, SeatRefused
from tests.bot.workspace.standin import StandIn, standing_in, westshire

SECTION = {"type": "section", "text": {"type": "plain_text", "text": "Three statements came in."}}


def test_the_bot_is_told_who_asked_what_and_where(bot: StandIn, running: RunningWorkspace, asha: Seat) -> None:
    asha.say("vulnerability-desk", "/briefing modern-slavery since:7d")
    told = bot.last()
    assert told["response_url"].startswith(f"{running.url}/respond/")
    assert told["trigger_id"]
    assert {name: told[name] for name in sorted(told) if name not in ("response_url", "trigger_id", "token")} == {
        "api_app_id": "A0BRIEFING",
        "channel_id": "C0VULNERABILITY",
        "channel_name": "vulnerability-desk",
        "command": "/briefing",
        "is_enterprise_install": "false",
        "team_domain": "westshire",
        "team_id": "T0WESTSHIRE",
        "text": "modern-slavery since:7d",
        "user_id": "U0ASHA",
        "user_name": "asha",
    }


def test_any_text_survives_the_way_with_entities_as_at_slack(bot: StandIn, asha: Seat) -> None:
    asha.say("general", "/briefing <!channel> ' OR 1=1 & émigré &lt; \u202e\n\n😀 %20+")
    assert bot.last()["text"] == "&lt;!channel&gt; ' OR 1=1 &amp; émigré &amp;lt; \u202e\n\n😀 %20+"


def test_an_answer_is_seen_only_by_the_one_who_asked(bot: StandIn, running: RunningWorkspace, asha: Seat) -> None:
    bot.answers({"text": "Three statements", "blocks": [SECTION]})
    asha.say("general", "/briefing modern-slavery")
    assert [(one["kind"], one["text"], one["ephemeral"]) for one in asha.sees("general")] == [
        ("command", "/briefing modern-slavery", True),
        ("bot", "Three statements", True),
    ]
    with running.seat("tom") as tom:
        assert tom.sees("general") == []


def test_an_answer_may_be_for_everyone(bot: StandIn, running: RunningWorkspace, asha: Seat) -> None:
    bot.answers({"response_type": "in_channel", "text": "Three statements"})
    asha.say("general", "/briefing modern-slavery")
    with running.seat("tom") as tom:
        assert [(one["kind"], one["ephemeral"]) for one in tom.sees("general")] == [("command", False), ("bot", False)]


def test_a_plain_text_answer_is_shown(bot: StandIn, asha: Seat) -> None:
    bot.answer = lambda payload: PlainTextResponse("Plainly said")
    asha.say("general", "/briefing")
    assert asha.last("general")["text"] == "Plainly said"


def test_an_empty_answer_shows_nothing(bot: StandIn, asha: Seat) -> None:
    asha.say("general", "/briefing")
    assert [one["kind"] for one in asha.sees("general")] == ["command"]


@pytest.mark.parametrize(
    "answer",
    [
        Response(status_code=500),
        Response(status_code=401),
        Response(status_code=302, headers={"Location": "/elsewhere"}),
        Response(status_code=204),
    ],
    ids=lambda answer: str(answer.status_code),
)
def test_a_bot_that_refuses_is_said_to_have_failed(bot: StandIn, asha: Seat, answer: Response) -> None:
    bot.answer = lambda payload: answer
    asha.say("general", "/briefing")
    notice = asha.last("general", "notice")
    assert notice["text"] == '/briefing failed with the error "dispatch_failed".'
    assert notice["ephemeral"]


def test_a_bot_that_is_not_there_is_said_to_have_failed() -> None:
    with standing_in() as gone:
        url = gone.url
    with westshire(bot_url=url) as running, running.seat("asha") as asha:
        asha.say("general", "/briefing")
        assert "dispatch_failed" in asha.last("general", "notice")["text"]


def test_a_workspace_without_a_bot_says_so() -> None:
    with westshire() as running, running.seat("asha") as asha:
        asha.say("general", "/briefing")
        assert "dispatch_failed" in asha.last("general", "notice")["text"]


def test_a_slow_bot_is_said_to_have_timed_out(bot: StandIn) -> None:
    awake = threading.Event()

    def slow(payload: object) -> Response:
        awake.wait(10)
        return PlainTextResponse("Too late")

    bot.answer = slow
    with westshire(bot_url=bot.url, patience=0.2) as running, running.seat("asha") as asha:
        asha.say("general", "/briefing")
        assert asha.last("general", "notice")["text"] == (
            '/briefing failed with the error "operation_timeout". The app did not answer within 0.2 seconds.'
        )
        awake.set()


@pytest.mark.parametrize(
    ("answer", "finding"),
    [
        (JSONResponse({"blocks": [{"type": "section"}]}), 'A section needs "text" or "fields".'),
        (JSONResponse({"text": "x", "response_type": "everywhere"}), "invalid_payload"),
        (JSONResponse({"text": "x" * 40_001}), "msg_too_long"),
        (JSONResponse({}), "no_text"),
    ],
    ids=["bad blocks", "bad response type", "too long", "nothing"],
)
def test_an_answer_that_slack_would_not_show_is_explained(bot: StandIn, asha: Seat, answer: Response, finding: str) -> None:
    bot.answer = lambda payload: answer
    asha.say("general", "/briefing")
    notice = asha.last("general", "notice")
    assert "invalid_command_response" in notice["text"]
    assert finding in " ".join(notice["findings"])


def test_an_answer_that_is_no_json_is_explained(bot: StandIn, asha: Seat) -> None:
    bot.answer = lambda payload: Response("{", media_type="application/json")
    asha.say("general", "/briefing")
    assert "invalid_command_response" in asha.last("general", "notice")["text"]


def test_an_unknown_command_never_reaches_the_bot(bot: StandIn, asha: Seat) -> None:
    asha.say("general", "/brifing modern-slavery")
    assert asha.last("general", "notice")["text"] == "/brifing is not a command here. Try /briefing."
    assert bot.taken == []


def test_an_outsider_is_offered_no_commands(bot: StandIn, running: RunningWorkspace) -> None:
    with running.seat("dana") as dana:
        dana.say("vulnerability-desk", "/briefing")
        assert "members of Westshire only" in dana.last("vulnerability-desk", "notice")["text"]
    assert bot.taken == []


def test_a_bot_that_comes_later_is_found(bot: StandIn) -> None:
    with westshire() as running, running.seat("asha") as asha:
        running.workspace.send_to(bot.url)
        bot.answers({"text": "Here now"})
        asha.say("general", "/briefing")
        assert asha.last("general")["text"] == "Here now"


def test_nothing_can_be_said_where_one_is_not(running: RunningWorkspace, asha: Seat) -> None:
    with pytest.raises(SeatRefused, match="not in command-team"):
        asha.say("command-team", "Hello")
    with pytest.raises(SeatRefused, match="nothing to send"):
        asha.say("general", "  ")
    with pytest.raises(SeatRefused, match="at most 12000"):
        asha.say("general", "x" * 12_001)
