"""The Web API, through Slack's own client and by hand."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace import RunningWorkspace, Seat
from tests.bot.workspace.standin import APP_TOKEN, BOT_TOKEN, westshire

SECTION = {"type": "section", "text": {"type": "plain_text", "text": "Three statements came in."}}


def refusal(client: WebClient, method: str, **arguments: Any) -> str:
    """The error name that a call is refused with."""
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, json=arguments)
    error: str = refused.value.response["error"]
    return error


def test_the_bot_learns_who_it_is(client: WebClient, running: RunningWorkspace) -> None:
    told = client.auth_test()
    assert (told["team"], told["team_id"], told["user"], told["bot_id"]) == ("Westshire", "T0WESTSHIRE", "briefing", "B0BRIEFING")
    assert told["url"] == f"{running.url}/"
    assert "chat:write" in told.headers["x-oauth-scopes"]


def test_a_post_is_seen_by_everyone_in_the_channel_and_nobody_else(client: WebClient, running: RunningWorkspace) -> None:
    posted = client.chat_postMessage(channel="C0GENERAL", text="Three statements", blocks=[SECTION])
    with running.seat("asha") as asha, running.seat("dana") as dana:
        [seen] = asha.sees("general")
        assert (seen["ts"], seen["text"], seen["kind"], seen["ephemeral"]) == (posted["ts"], "Three statements", "bot", False)
        assert seen["blocks"][0]["block_id"]
        assert dana.sees("vulnerability-desk") == []


def test_an_ephemeral_post_is_seen_by_one_person_only(client: WebClient, running: RunningWorkspace) -> None:
    client.chat_postEphemeral(channel="C0GENERAL", user="U0ASHA", text="For you")
    with running.seat("asha") as asha, running.seat("tom") as tom:
        assert asha.last("general")["ephemeral"]
        assert tom.sees("general") == []


def test_stamps_are_unique_and_rise(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel="general", text=f"Number {number}")["ts"] for number in range(20)]
    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0COMMAND", "text": "x"}, "channel_not_found"),
        ({"text": "x"}, "channel_not_found"),
        ({"channel": "C0OPS", "text": "x"}, "not_in_channel"),
        ({"channel": "C0OLDDESK", "text": "x"}, "is_archived"),
        ({"channel": "C0GENERAL"}, "no_text"),
        ({"channel": "C0GENERAL", "text": "  "}, "no_text"),
        ({"channel": "C0GENERAL", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0GENERAL", "text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": "C0GENERAL", "text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"channel": "C0GENERAL", "text": "x", "blocks": [{"type": "poster"}]}, "invalid_blocks"),
        ({"channel": "C0GENERAL", "text": "x", "attachments": [{}]}, "invalid_attachments"),
        ({"channel": "C0GENERAL", "text": "x", "metadata": {"event_type": 1}}, "invalid_metadata_schema"),
    ],
)
def test_a_post_that_slack_would_refuse_is_refused_by_the_same_name(client: WebClient, arguments: dict[str, Any], error: str) -> None:
    assert refusal(client, "chat.postMessage", **arguments) == error


def test_a_refused_block_is_explained(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(
            channel="C0GENERAL", text="x", blocks=[{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
        )
    [line] = refused.value.response["response_metadata"]["messages"]
    assert line == "[ERROR] This has 151 characters; at most 150 are allowed. [json-pointer:/blocks/0/text/text]"


def test_ephemeral_posts_need_somebody_who_is_there(client: WebClient) -> None:
    assert refusal(client, "chat.postEphemeral", channel="C0GENERAL", user="U0DANA", text="x") == "user_not_in_channel"
    assert refusal(client, "chat.postEphemeral", channel="C0GENERAL", user="U0NOBODY", text="x") == "user_not_found"
    assert refusal(client, "chat.postEphemeral", channel="C0OPS", user="U0ASHA", text="x") == "not_in_channel"


def test_blocks_without_words_are_posted_with_a_warning(running: RunningWorkspace) -> None:
    told = requests.post(
        f"{running.api_url}chat.postMessage",
        json={"channel": "C0GENERAL", "blocks": [SECTION]},
        headers={"Authorization": f"Bearer {BOT_TOKEN}"},
        timeout=10,
    ).json()
    assert told["ok"]
    assert told["warning"] == "missing_text_in_message"


def test_metadata_is_kept_and_given_back(client: WebClient) -> None:
    metadata = {"event_type": "posting", "event_payload": {"key": "abc"}}
    assert client.chat_postMessage(channel="C0GENERAL", text="x", metadata=metadata)["message"]["metadata"] == metadata


def test_the_bot_sees_the_channels_it_may_know_of(client: WebClient) -> None:
    public = {channel["name"]: channel["is_member"] for channel in client.conversations_list()["channels"]}
    assert public == {"general": True, "vulnerability-desk": True, "ops": False, "old-desk": True}
    every = client.conversations_list(types="public_channel,private_channel", exclude_archived=True)["channels"]
    assert [channel["name"] for channel in every] == ["general", "vulnerability-desk", "ops", "case-review"]
    assert refusal(client, "conversations.list", types="pigeons") == "invalid_types"


def test_lists_come_in_pages(client: WebClient) -> None:
    names: list[str] = []
    for shown in client.conversations_list(limit=3):
        assert len(shown["channels"]) <= 3
        names += [channel["name"] for channel in shown["channels"]]
    assert names == ["general", "vulnerability-desk", "ops", "old-desk"]
    assert refusal(client, "conversations.list", cursor="nonsense") == "invalid_cursor"
    assert refusal(client, "users.list", limit="many") == "invalid_arguments"


def test_channels_and_their_members_can_be_looked_up(client: WebClient) -> None:
    assert client.conversations_info(channel="C0VULNERABILITY")["channel"]["is_ext_shared"]
    assert client.conversations_members(channel="C0VULNERABILITY")["members"] == ["U0ASHA", "U0BRIEFING", "U0DANA", "U0TOM"]
    assert refusal(client, "conversations.info", channel="C0COMMAND") == "channel_not_found"


def test_people_can_be_looked_up(client: WebClient) -> None:
    people = {person["name"]: person for person in client.users_list()["members"]}
    assert people["tom"]["is_admin"]
    assert not people["asha"]["is_admin"]
    assert people["dana"]["is_stranger"]
    assert people["dana"]["team_id"] != "T0WESTSHIRE"
    assert client.users_info(user="U0ASHA")["user"]["real_name"] == "PC Asha Rowan"
    assert refusal(client, "users.info", user="U0NOBODY") == "user_not_found"


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        (None, "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        (APP_TOKEN, "auth.test", "not_allowed_token_type"),
        (BOT_TOKEN, "apps.connections.open", "not_allowed_token_type"),
        (BOT_TOKEN, "pigeons.send", "unknown_method"),
    ],
)
def test_tokens_and_methods_are_checked(running: RunningWorkspace, token: str | None, method: str, error: str) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    told = requests.post(f"{running.api_url}{method}", headers=headers, timeout=10).json()
    assert (told["ok"], told["error"]) == (False, error)


def test_forms_and_json_say_the_same(running: RunningWorkspace) -> None:
    form = {"token": BOT_TOKEN, "channel": "C0GENERAL", "text": "x", "blocks": '[{"type": "divider"}]'}
    assert requests.post(f"{running.api_url}chat.postMessage", data=form, timeout=10).json()["message"]["blocks"][0]["type"] == "divider"
    assert requests.post(f"{running.api_url}api.test", json={"foo": "bar"}, timeout=10).json() == {"ok": True, "args": {"foo": "bar"}}
    assert requests.post(f"{running.api_url}api.test", data={"error": "oh"}, timeout=10).json() == {"ok": False, "error": "oh"}


@pytest.mark.parametrize(("body", "error"), [(b"{", "invalid_json"), (b"[]", "json_not_object"), (b"[" * 100_000, "invalid_json")])
def test_what_is_no_json_object_is_refused(running: RunningWorkspace, body: bytes, error: str) -> None:
    told = requests.post(f"{running.api_url}api.test", data=body, headers={"Content-Type": "application/json"}, timeout=10)
    assert told.json()["error"] == error


def test_a_giant_body_is_not_read(running: RunningWorkspace) -> None:
    assert requests.post(f"{running.api_url}api.test", data=b"x" * 1_000_001, timeout=10).status_code == 413


def test_two_workspaces_do_not_know_of_each_other() -> None:
    with westshire(team_id="T0ONE") as one, westshire(team_id="T0TWO", bot_token="xoxb-two") as two:
        WebClient(BOT_TOKEN, base_url=one.api_url).chat_postMessage(channel="general", text="Only here")
        assert WebClient("xoxb-two", base_url=two.api_url).auth_test()["team_id"] == "T0TWO"
        with two.seat("asha") as asha:
            assert asha.sees("general") == []


def test_a_closed_workspace_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    with westshire() as running, Seat(running.url, "asha") as asha:
        asha.say("general", "/briefing")
    running.close()
    assert set(threading.enumerate()) <= before
