"""What the bot does with messages that stand: changing, deleting, reading back, threads."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace import RunningWorkspace, Seat
from tests.bot.workspace.standin import BOT_TOKEN, westshire

KEY = {"event_type": "posting", "event_payload": {"key": "abc"}}
SECTION = {"type": "section", "text": {"type": "plain_text", "text": "Three statements came in."}}
RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Said so"}]}]}


def refusal(client: WebClient, method: str, **arguments: Any) -> str:
    """The error name that a call is refused with."""
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, json=arguments)
    error: str = refused.value.response["error"]
    return error


def post(client: WebClient, text: str = "First", **more: Any) -> str:
    """The ts of a new message in general."""
    ts: str = client.chat_postMessage(channel="C0GENERAL", text=text, **more)["ts"]
    return ts


def texts(told: Any) -> list[str]:
    return [message["text"] for message in told["messages"]]


def test_an_update_stands_where_the_message_stood(client: WebClient, asha: Seat) -> None:
    ts = post(client, blocks=[SECTION], metadata=KEY)
    told = client.chat_update(channel="C0GENERAL", ts=ts, text="Second", blocks=[SECTION, SECTION])
    assert (told["ts"], told["text"]) == (ts, "Second")
    [seen] = asha.sees("general")
    assert (seen["ts"], seen["text"], seen["edited"], len(seen["blocks"])) == (ts, "Second", True, 2)
    [kept] = client.conversations_history(channel="C0GENERAL", include_all_metadata=True)["messages"]
    assert kept["metadata"] == KEY
    assert kept["edited"]["user"] == "U0BRIEFING"


def test_text_alone_takes_the_blocks_away(client: WebClient, asha: Seat) -> None:
    ts = post(client, blocks=[SECTION])
    client.chat_update(channel="C0GENERAL", ts=ts, text="Withdrawn")
    assert asha.last("general")["blocks"] == []


def test_metadata_alone_can_be_changed_and_taken_away(client: WebClient, running: RunningWorkspace) -> None:
    ts = post(client, blocks=[SECTION])
    client.api_call("chat.update", json={"channel": "C0GENERAL", "ts": ts, "metadata": KEY})
    [message] = running.messages()
    assert (message["metadata"], message["text"], len(message["blocks"])) == (KEY, "First", 1)
    client.api_call("chat.update", json={"channel": "C0GENERAL", "ts": ts, "text": "Second", "metadata": {}})
    assert running.messages()[0]["metadata"] is None


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"text": "x", "ts": "1.000001"}, "message_not_found"),
        ({"text": "x", "ts": None}, "message_not_found"),
        ({"text": "x", "channel": "general"}, "channel_not_found"),
        ({"text": "x", "channel": "C0OPS"}, "not_in_channel"),
        ({"text": "x", "channel": "C0OLDDESK"}, "is_inactive"),
        ({"text": "x" * 4001}, "msg_too_long"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "poster"}]}, "invalid_blocks"),
    ],
)
def test_an_update_that_slack_would_refuse_is_refused_by_the_same_name(client: WebClient, arguments: dict[str, Any], error: str) -> None:
    assert refusal(client, "chat.update", **{"channel": "C0GENERAL", "ts": post(client), **arguments}) == error


def test_rich_text_can_only_become_rich_text(client: WebClient) -> None:
    where: dict[str, Any] = {"channel": "C0GENERAL", "ts": post(client, blocks=[RICH])}
    assert refusal(client, "chat.update", **where, text="Withdrawn") == "block_mismatch"
    assert refusal(client, "chat.update", **where, text="Withdrawn", blocks=[SECTION]) == "block_mismatch"
    assert client.chat_update(**where, text="Withdrawn", blocks=[RICH, RICH])["ok"]


def test_only_the_bots_own_messages_can_be_changed_or_deleted(client: WebClient, asha: Seat) -> None:
    asha.say("general", "Good morning")
    where = {"channel": "C0GENERAL", "ts": asha.last("general", "said")["ts"]}
    assert refusal(client, "chat.update", **where, text="x") == "cant_update_message"
    assert refusal(client, "chat.delete", **where) == "cant_delete_message"


def test_an_ephemeral_message_is_not_there_for_the_bot(client: WebClient) -> None:
    ts = client.chat_postEphemeral(channel="C0GENERAL", user="U0ASHA", text="For you")["message_ts"]
    assert refusal(client, "chat.update", channel="C0GENERAL", ts=ts, text="x") == "message_not_found"
    assert refusal(client, "chat.postMessage", channel="C0GENERAL", thread_ts=ts, text="x") == "thread_not_found"
    assert client.conversations_history(channel="C0GENERAL")["messages"] == []


def test_a_deleted_message_is_gone_everywhere(client: WebClient, asha: Seat, running: RunningWorkspace) -> None:
    ts = post(client, metadata=KEY)
    assert client.chat_delete(channel="C0GENERAL", ts=ts)["ts"] == ts
    assert (asha.sees("general"), running.messages(), client.conversations_history(channel="C0GENERAL")["messages"]) == ([], [], [])
    assert refusal(client, "chat.delete", channel="C0GENERAL", ts=ts) == "message_not_found"
    assert refusal(client, "conversations.replies", channel="C0GENERAL", ts=ts) == "thread_not_found"


def test_history_is_newest_first_and_between_the_times_asked_for(client: WebClient) -> None:
    one, two, three = post(client, "one"), post(client, "two"), post(client, "three")

    def read(**more: Any) -> list[str]:
        return texts(client.conversations_history(channel="C0GENERAL", **more))

    assert read() == ["three", "two", "one"]
    assert read(oldest=one) == ["three", "two"]
    assert read(oldest=one, latest=three) == ["two"]
    assert read(oldest=one, latest=three, inclusive=True) == ["three", "two", "one"]
    assert read(oldest="0", latest=two) == ["one"]
    assert "metadata" not in client.conversations_history(channel="C0GENERAL")["messages"][0]


def test_pages_of_history_stay_in_place_while_messages_come(client: WebClient) -> None:
    for number in range(5):
        post(client, str(number))
    first = client.conversations_history(channel="C0GENERAL", limit=2)
    assert (texts(first), first["has_more"]) == (["4", "3"], True)
    post(client, "new")
    second = client.conversations_history(channel="C0GENERAL", limit=2, cursor=first["response_metadata"]["next_cursor"])
    third = client.conversations_history(channel="C0GENERAL", limit=2, cursor=second["response_metadata"]["next_cursor"])
    assert (texts(second), texts(third), third["has_more"]) == (["2", "1"], ["0"], False)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"latest": "-1"}, "invalid_ts_latest"),
        ({"cursor": "nonsense"}, "invalid_cursor"),
        ({"cursor": "YXQ6MQ=="}, "invalid_cursor"),
        ({"limit": 1000}, "invalid_arguments"),
        ({"channel": "C0OPS"}, "not_in_channel"),
        ({"channel": "C0COMMAND"}, "channel_not_found"),
    ],
)
def test_history_that_slack_would_not_give_is_refused_by_the_same_name(client: WebClient, arguments: dict[str, Any], error: str) -> None:
    assert refusal(client, "conversations.history", **{"channel": "C0GENERAL", **arguments}) == error


def test_replies_stand_under_their_message_and_not_in_the_history(client: WebClient, asha: Seat) -> None:
    ts = post(client, "parent")
    replies = [post(client, text, thread_ts=ts, metadata=KEY) for text in ("one", "two", "three")]
    [parent] = client.conversations_history(channel="C0GENERAL")["messages"]
    assert (parent["text"], parent["reply_count"], parent["latest_reply"], parent["thread_ts"]) == ("parent", 3, replies[-1], ts)
    told = client.conversations_replies(channel="C0GENERAL", ts=ts, include_all_metadata=True)
    assert texts(told) == ["parent", "one", "two", "three"]
    assert told["messages"][1]["metadata"] == KEY
    assert texts(client.conversations_replies(channel="C0GENERAL", ts=replies[1])) == ["parent", "one", "two", "three"]
    assert texts(client.conversations_replies(channel="C0GENERAL", ts=ts, oldest=replies[0])) == ["parent", "two", "three"]
    assert [one["text"] for one in asha.replies("general", ts)] == ["one", "two", "three"]
    assert [one["text"] for one in asha.top_level("general")] == ["parent"]
    assert [one["text"] for one in asha.thread("general", asha.top_level("general")[0])] == ["parent", "one", "two", "three"]
    assert asha.edited("general") == []
    client.chat_update(channel="C0GENERAL", ts=replies[1], text="two, edited")
    assert [one["text"] for one in asha.edited("general")] == ["two, edited"]


def test_threads_come_in_pages(client: WebClient) -> None:
    ts = post(client, "parent")
    for number in range(3):
        post(client, str(number), thread_ts=ts)
    first = client.conversations_replies(channel="C0GENERAL", ts=ts, limit=2)
    rest = client.conversations_replies(channel="C0GENERAL", ts=ts, limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert (texts(first), first["has_more"], texts(rest), rest["has_more"]) == (["parent", "0"], True, ["1", "2"], False)


def test_replies_outlive_their_deleted_message(client: WebClient) -> None:
    ts = post(client, "parent")
    post(client, "what changed", thread_ts=ts)
    client.chat_delete(channel="C0GENERAL", ts=ts)
    [tombstone] = client.conversations_history(channel="C0GENERAL")["messages"]
    assert (tombstone["subtype"], tombstone["ts"], tombstone["reply_count"]) == ("tombstone", ts, 1)
    assert texts(client.conversations_replies(channel="C0GENERAL", ts=ts)) == ["This message was deleted.", "what changed"]


def test_there_is_no_thread_under_nothing_and_none_under_a_reply(client: WebClient) -> None:
    assert refusal(client, "chat.postMessage", channel="C0GENERAL", text="x", thread_ts="1.000001") == "thread_not_found"
    reply = post(client, "reply", thread_ts=post(client))
    assert refusal(client, "chat.postMessage", channel="C0GENERAL", text="x", thread_ts=reply) == "thread_not_found"


def test_a_message_has_an_address(client: WebClient, running: RunningWorkspace) -> None:
    ts = post(client)
    reply = post(client, thread_ts=ts)
    address = f"{running.url}/archives/C0GENERAL/p{ts.replace('.', '')}"
    assert client.chat_getPermalink(channel="C0GENERAL", message_ts=ts)["permalink"] == address
    told = client.chat_getPermalink(channel="C0GENERAL", message_ts=reply)["permalink"]
    assert told.endswith(f"p{reply.replace('.', '')}?thread_ts={ts}&cid=C0GENERAL")
    assert refusal(client, "chat.getPermalink", channel="C0GENERAL", message_ts="1.000001") == "message_not_found"


def test_the_bot_goes_into_a_public_channel_by_itself(client: WebClient) -> None:
    assert client.conversations_join(channel="C0OPS")["channel"]["is_member"]
    assert client.conversations_join(channel="C0OPS")["warning"] == "already_in_channel"
    assert client.chat_postMessage(channel="C0OPS", text="Here")["ok"]
    assert refusal(client, "conversations.join", channel="C0REVIEW") == "method_not_supported_for_channel_type"
    assert refusal(client, "conversations.join", channel="C0OLDDESK") == "is_archived"


def test_a_missing_scope_is_named() -> None:
    with westshire(scopes={"bot": "chat:write"}) as running:
        client = WebClient(BOT_TOKEN, base_url=running.api_url)
        for channel, scope in (("C0GENERAL", "channels:history"), ("C0REVIEW", "groups:history")):
            with pytest.raises(SlackApiError) as refused:
                client.conversations_history(channel=channel)
            assert (refused.value.response["error"], refused.value.response["needed"]) == ("missing_scope", scope)


def test_a_channel_forgets_its_oldest_messages() -> None:
    with westshire(kept_per_channel=3) as running:
        client = WebClient(BOT_TOKEN, base_url=running.api_url)
        for number in range(5):
            post(client, str(number))
        assert [message["text"] for message in running.messages("general")] == ["2", "3", "4"]
