"""Events: what the bot is told about what people say, again if it did not take it."""

from __future__ import annotations

from starlette.responses import Response

from bot.workspace import Seat
from tests.bot.workspace.standin import StandIn, westshire


def test_the_bot_hears_what_is_said_where_it_is(bot: StandIn, asha: Seat) -> None:
    asha.say("ops", "Not for the bot")
    asha.say("case-review", "Good morning")
    bot.wait_for(1)
    [told] = bot.taken
    assert told["type"] == "event_callback"
    assert told["team_id"] == "T0WESTSHIRE"
    assert told["event_id"].startswith("Ev")
    assert told["authorizations"][0]["user_id"] == "U0BRIEFING"
    event = told["event"]
    assert (event["type"], event["text"], event["user"], event["channel"], event["channel_type"]) == (
        "message",
        "Good morning",
        "U0ASHA",
        "C0REVIEW",
        "group",
    )


def test_a_mention_is_an_event_of_its_own(bot: StandIn, asha: Seat) -> None:
    asha.say("general", "@Briefing themes")
    bot.wait_for(2)
    assert bot.taken[0]["event"]["text"] == "<@U0BRIEFING> themes"
    assert {told["event"]["type"] for told in bot.taken} == {"message", "app_mention"}
    assert len({told["event_id"] for told in bot.taken}) == 2


def test_what_looks_like_markup_is_told_as_it_was_typed_and_mentions_nobody(bot: StandIn, asha: Seat) -> None:
    asha.say("general", "<@U0BRIEFING> & <!channel>, write to desk@briefing or @nobody")
    asha.say("general", "Good morning")
    bot.wait_for(2)
    assert sorted((told["event"]["type"], told["event"]["text"]) for told in bot.taken) == [
        ("message", "&lt;@U0BRIEFING&gt; &amp; &lt;!channel&gt;, write to desk@briefing or @nobody"),
        ("message", "Good morning"),
    ]


def test_nothing_is_told_without_a_subscription(bot: StandIn) -> None:
    with westshire(bot_url=bot.url, events=frozenset()) as running, running.seat("asha") as asha:
        asha.say("general", "Good morning")
        asha.say("general", "/briefing")
    assert [told.get("command") for told in bot.taken] == ["/briefing"]


def test_an_event_that_was_not_taken_comes_again_three_times_and_no_more(bot: StandIn, asha: Seat) -> None:
    bot.answer = lambda payload: Response(status_code=500)
    asha.say("general", "Good morning")
    bot.wait_for(4)
    asha.say("general", "/briefing")
    assert len(bot.taken) == 5
    assert [headers.get("x-slack-retry-num") for headers in bot.headers[:4]] == [None, "1", "2", "3"]
    assert {headers.get("x-slack-retry-reason") for headers in bot.headers[1:4]} == {"http_error"}
    assert len({told["event_id"] for told in bot.taken[:4]}) == 1
    assert len({headers["x-slack-signature"] for headers in bot.headers}) == 5


def test_a_bot_can_ask_not_to_be_told_again(bot: StandIn, asha: Seat) -> None:
    bot.answer = lambda payload: Response(status_code=500, headers={"X-Slack-No-Retry": "1"})
    asha.say("general", "Good morning")
    bot.wait_for(1)
    asha.say("general", "/briefing")
    assert len(bot.taken) == 2
