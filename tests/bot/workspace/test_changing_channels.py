"""Channels change under a bot: archived, renamed, without it and with it again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace import RunningWorkspace, Seat, SeatRefused
from tests.bot.workspace.standin import BOT_TOKEN, StandIn, westshire

EVENTS = frozenset(
    {
        *("member_joined_channel", "member_left_channel", "channel_archive", "channel_unarchive", "channel_rename"),
        *("group_archive", "group_unarchive", "group_rename"),
    }
)


@pytest.fixture
def running(bot: StandIn) -> Iterator[RunningWorkspace]:
    """Westshire, whose bot hears of changes to channels."""
    with westshire(bot_url=bot.url, events=EVENTS) as running:
        yield running


def refusal(client: WebClient, channel: str) -> str:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel, text="x")
    error: str = refused.value.response["error"]
    return error


def told(bot: StandIn, count: int) -> list[dict[str, Any]]:
    """The events, without what is different each time."""
    bot.wait_for(count)
    events = [dict(payload["event"]) for payload in bot.taken]
    for event in events:
        assert event.pop("event_ts")
    return sorted(events, key=lambda event: str(event["type"]))


def test_an_archived_channel_takes_no_posts_until_it_is_back(bot: StandIn, asha: Seat, client: WebClient) -> None:
    asha.archive("general")
    assert refusal(client, "C0GENERAL") == "is_archived"
    with pytest.raises(SeatRefused, match="This person is not in general"):
        asha.sees("general")
    asha.unarchive("general")
    assert client.chat_postMessage(channel="C0GENERAL", text="x")["ok"]
    assert asha.last("general")["text"] == "x"
    assert told(bot, 2) == [
        {"type": "channel_archive", "channel": "C0GENERAL", "user": "U0ASHA"},
        {"type": "channel_unarchive", "channel": "C0GENERAL", "user": "U0ASHA"},
    ]


def test_a_bot_that_was_sent_away_cannot_post_until_it_is_invited(bot: StandIn, asha: Seat, client: WebClient) -> None:
    asha.remove_bot("general")
    assert refusal(client, "C0GENERAL") == "not_in_channel"
    asha.invite_bot("general")
    assert client.chat_postMessage(channel="C0GENERAL", text="x")["ok"]
    everyone = {"user": "U0BRIEFING", "channel": "C0GENERAL", "channel_type": "C", "team": "T0WESTSHIRE"}
    assert told(bot, 2) == [
        {"type": "member_joined_channel", **everyone, "inviter": "U0ASHA"},
        {"type": "member_left_channel", **everyone},
    ]


def test_a_closed_group_without_the_bot_does_not_exist_for_it(bot: StandIn, asha: Seat, client: WebClient) -> None:
    asha.remove_bot("case-review")
    assert refusal(client, "C0REVIEW") == "channel_not_found"
    bot.wait_for(1)
    asha.rename("case-review", "reviews")
    asha.invite_bot("reviews")
    assert [event["type"] for event in told(bot, 2)] == ["member_joined_channel", "member_left_channel"]


def test_a_renamed_channel_is_found_by_its_new_name_and_its_old_id(bot: StandIn, asha: Seat, client: WebClient) -> None:
    asha.rename("general", "all-staff")
    assert client.conversations_info(channel="C0GENERAL")["channel"]["name"] == "all-staff"
    client.chat_postMessage(channel="all-staff", text="x")
    assert refusal(client, "general") == "channel_not_found"
    assert asha.last("all-staff")["text"] == "x"
    assert told(bot, 1) == [{"type": "channel_rename", "channel": {"id": "C0GENERAL", "name": "all-staff", "created": 0}}]


def test_events_of_closed_groups_have_names_of_their_own(bot: StandIn, asha: Seat) -> None:
    asha.archive("case-review")
    asha.unarchive("case-review")
    asha.rename("case-review", "reviews")
    assert [event["type"] for event in told(bot, 3)] == ["group_archive", "group_rename", "group_unarchive"]


def test_the_bot_is_told_of_nothing_that_did_not_happen(bot: StandIn, asha: Seat, client: WebClient) -> None:
    asha.invite_bot("general")
    asha.unarchive("general")
    client.conversations_join(channel="C0OPS")
    assert told(bot, 1) == [
        {"type": "member_joined_channel", "user": "U0BRIEFING", "channel": "C0OPS", "channel_type": "C", "team": "T0WESTSHIRE"}
    ]


def test_the_bot_is_told_only_what_it_asked_for(bot: StandIn) -> None:
    with westshire(bot_url=bot.url, events=frozenset({"channel_unarchive"})) as running, running.seat("asha") as asha:
        asha.archive("general")
        asha.unarchive("general")
        assert [event["type"] for event in told(bot, 1)] == ["channel_unarchive"]


def test_a_page_that_asks_for_news_just_after_a_change_hears_of_it_at_once(running: RunningWorkspace, asha: Seat) -> None:
    def news(**asked: str) -> dict[str, Any]:
        query = {"person": asha.id, "channel": "C0GENERAL", **asked}
        told: dict[str, Any] = requests.get(f"{running.url}/local/feed", params=query, timeout=10).json()
        return told

    before = news()
    asha.rename("general", "all-staff")
    assert news(after=str(before["version"]), wait="1")["channels"] > before["channels"]


def test_people_let_the_bot_in_and_send_it_away_with_commands(bot: StandIn, asha: Seat, client: WebClient) -> None:
    def says(text: str) -> str:
        asha.say("ops", text)
        return str(asha.last("ops", "notice")["text"])

    assert refusal(client, "C0OPS") == "not_in_channel"
    assert says("/invite") == says("/invite @Tom") == "Say whom: /invite @Briefing. Nobody else comes or goes here."
    assert says("/invite @Briefing") == "Briefing has joined ops."
    assert says("/invite @briefing") == "Briefing is in ops already."
    assert client.chat_postMessage(channel="C0OPS", text="x")["ok"]
    assert says("/remove @Briefing") == "Briefing has left ops."
    assert refusal(client, "C0OPS") == "not_in_channel"
    assert [event["type"] for event in told(bot, 2)] == ["member_joined_channel", "member_left_channel"]


def test_what_cannot_be_done_to_a_channel_is_explained(asha: Seat) -> None:
    with pytest.raises(SeatRefused, match="There is a channel ops already"):
        asha.rename("general", "ops")
    with pytest.raises(SeatRefused, match="1 to 80 small letters"):
        asha.rename("general", "All Staff")
    with pytest.raises(SeatRefused, match="old-desk is archived; unarchive it first"):
        asha.invite_bot("old-desk")
    with pytest.raises(SeatRefused, match="You are not in that channel"):
        asha.archive("command-team")
    with pytest.raises(SeatRefused, match="There is no channel nowhere"):
        asha.archive("nowhere")


def test_many_channels_can_be_had_for_measuring() -> None:
    with westshire(extra_channels=2500) as running:
        client = WebClient(BOT_TOKEN, base_url=running.api_url)
        names = [channel["name"] for shown in client.conversations_list(limit=1000) for channel in shown["channels"]]
        assert (len(names), names[-1]) == (2504, "extra-02500")
        client.chat_postMessage(channel="extra-02500", text="x", metadata={"event_type": "posting", "event_payload": {"key": "k"}})
        [message] = running.messages(blocks=False)
        assert (message["channel"], message["metadata"]["event_payload"]) == ("C0EXTRA02500", {"key": "k"})
        assert "blocks" not in message
        with running.seat("asha") as asha:
            assert asha.sees("general") == []
