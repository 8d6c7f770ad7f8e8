"""The bot says something by itself in the practice workspace, and the workspace fails as Slack does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from slack_sdk import WebClient

from bot.cards import Card, Heading
from bot.platforms.slack import Tenant
from bot.platforms.slack.sender import SlackSender
from bot.ports import Place
from bot.sending import Refused, Scope, SendingError, TryAgain, Unknown
from bot.workspace import Fault, FaultKind, RunningWorkspace
from tests.bot.platforms.slack.kit import TEAM, now
from tests.bot.platforms.slack.sending import GENERAL, QUICK, card, sender_at
from tests.bot.workspace.standin import BOT_TOKEN, westshire

SCOPES = {"bot": "commands,chat:write,channels:read,groups:read,channels:history,groups:history"}
"""Those of the manifest."""


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningWorkspace]:
    with westshire(scopes=SCOPES) as running:
        yield running


@pytest.fixture
def workspace(shared: RunningWorkspace) -> Iterator[RunningWorkspace]:
    """Westshire, where nothing goes wrong any more when the test is over."""
    yield shared
    shared.workspace.faults.clear()


@pytest.fixture
def sender(workspace: RunningWorkspace) -> SlackSender:
    return sender_at(workspace.api_url)


@pytest.fixture
def key() -> str:
    return f"key-{uuid4()}"


def standing(workspace: RunningWorkspace, key: str) -> list[str]:
    """The ids of the messages that bear a key."""
    return [one["ts"] for one in workspace.messages() if ((one["metadata"] or {}).get("event_payload") or {}).get("key") == key]


def text(workspace: RunningWorkspace, ts: str) -> str:
    return next(str(one["text"]) for one in workspace.messages() if one["ts"] == ts)


def test_a_message_is_posted_edited_and_taken_away(workspace: RunningWorkspace, sender: SlackSender, key: str) -> None:
    message = sender.post(GENERAL, card(), key=key)
    assert standing(workspace, key) == [message]
    for _ in range(2):
        sender.edit(GENERAL, message, card("Ten people were brought to safety.", "Corrected"))
    assert text(workspace, message) == "Ten people were brought to safety."
    assert sender.look_up(GENERAL, key, since=now() - timedelta(minutes=1)) == message
    for _ in range(2):
        sender.retract(GENERAL, message)
    assert standing(workspace, key) == []
    assert sender.look_up(GENERAL, key, since=now() - timedelta(minutes=1)) is None
    with pytest.raises(Refused) as caught:
        sender.edit(GENERAL, message, card())
    assert (caught.value.scope, caught.value.gone) == (Scope.MESSAGE, True)


def test_a_reply_stands_in_its_thread_and_is_found_there(workspace: RunningWorkspace, sender: SlackSender, key: str) -> None:
    parent = sender.post(GENERAL, card(), key=f"{key}-parent")
    reply = sender.post(GENERAL, card(), key=key, thread=parent)
    assert next(one for one in workspace.messages() if one["ts"] == reply)["thread_ts"] == parent
    since = now() - timedelta(minutes=1)
    assert sender.look_up(GENERAL, key, since=since, thread=parent) == reply
    assert sender.look_up(GENERAL, key, since=since) is None
    sender.retract(GENERAL, reply)
    sender.retract(GENERAL, parent)
    assert sender.look_up(GENERAL, key, since=since, thread=parent) is None
    with pytest.raises(Refused) as caught:
        sender.post(GENERAL, card(), key=key, thread=parent)
    assert caught.value.gone


def test_a_message_with_no_more_than_a_heading_can_become_any_other(sender: SlackSender, key: str) -> None:
    message = sender.post(GENERAL, Card("", (Heading("Removed"),), "Removed"), key=key)
    sender.edit(GENERAL, message, card())
    sender.edit(GENERAL, message, Card("", (Heading("Removed"),), "Removed"))


def test_a_key_is_found_among_many_pages(workspace: RunningWorkspace, sender: SlackSender, key: str) -> None:
    quiet = Place(TEAM, "C0REVIEW")
    client = WebClient(BOT_TOKEN, base_url=workspace.api_url)
    began = now()
    message = sender.post(quiet, card(), key=key)
    for number in range(420):
        client.chat_postMessage(channel=quiet.place, text=f"{number}")
    assert sender.look_up(quiet, key, since=began) == message
    assert sender.look_up(quiet, f"{key}-other", since=began) is None


@pytest.mark.parametrize(
    ("fault", "there"),
    [
        (Fault(kind=FaultKind.DROP_BEFORE_COMMIT, method="chat.postMessage", times=1), False),
        (Fault(kind=FaultKind.COMMIT_THEN_DROP, method="chat.postMessage", times=1), True),
        (Fault(kind=FaultKind.COMMIT_THEN_STALL, method="chat.postMessage", times=1, seconds=1.0), True),
        (Fault(kind=FaultKind.COMMIT_THEN_SERVER_ERROR, method="chat.postMessage", times=1), True),
        (Fault(kind=FaultKind.SERVER_ERROR, method="chat.postMessage", times=1), False),
        (Fault(kind=FaultKind.ERROR, method="chat.postMessage", times=1, error="internal_error"), False),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else "",
)
def test_what_became_of_a_post_that_was_cut_short_is_found_out_by_its_key(
    workspace: RunningWorkspace, key: str, fault: Fault, there: bool
) -> None:
    sender = sender_at(workspace.api_url, QUICK)
    workspace.workspace.script(fault)
    with pytest.raises(Unknown):
        sender.post(GENERAL, card(), key=key)
    assert sender.look_up(GENERAL, key, since=now() - timedelta(seconds=5)) == next(iter(standing(workspace, key)), None)
    assert len(standing(workspace, key)) == there


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(kind=FaultKind.RATE_LIMIT, times=1, seconds=3), TryAgain),
        (Fault(kind=FaultKind.ERROR, times=1, error="channel_not_found"), Refused),
        (Fault(kind=FaultKind.ERROR, times=1, error="restricted_action"), Refused),
    ],
    ids=lambda value: value.error if isinstance(value, Fault) else "",
)
def test_what_certainly_did_not_happen_is_told_apart(
    workspace: RunningWorkspace, sender: SlackSender, key: str, fault: Fault, error: type[SendingError]
) -> None:
    workspace.workspace.script(fault)
    with pytest.raises(error):
        sender.post(GENERAL, card(), key=key)
    assert standing(workspace, key) == []
    assert sender.post(GENERAL, card(), key=key) in standing(workspace, key)


def test_an_edit_or_a_retraction_that_was_cut_short_is_done_again(workspace: RunningWorkspace, sender: SlackSender, key: str) -> None:
    message = sender.post(GENERAL, card(), key=key)
    for kind in (FaultKind.COMMIT_THEN_DROP, FaultKind.DROP_BEFORE_COMMIT):
        workspace.workspace.script(Fault(kind=kind, times=1))
        with pytest.raises(Unknown):
            sender.edit(GENERAL, message, card("Ten."))
        sender.edit(GENERAL, message, card("Ten."))
    assert text(workspace, message) == "Ten."
    workspace.workspace.script(Fault(kind=FaultKind.COMMIT_THEN_DROP, times=1))
    with pytest.raises(TryAgain):
        sender.retract(GENERAL, message)
    sender.retract(GENERAL, message)
    assert standing(workspace, key) == []


def test_a_look_that_fails_says_nothing_of_what_is_there(workspace: RunningWorkspace, sender: SlackSender, key: str) -> None:
    workspace.workspace.script(Fault(kind=FaultKind.SERVER_ERROR, method="conversations.history", times=1))
    with pytest.raises(TryAgain):
        sender.look_up(GENERAL, key, since=now())


@pytest.mark.parametrize("place", ["C0OPS", "C0OLDDESK", "C0COMMAND", "C0NOWHERE"])
def test_a_channel_that_cannot_be_posted_to_is_a_refusal_for_the_channel(sender: SlackSender, key: str, place: str) -> None:
    with pytest.raises(Refused) as caught:
        sender.post(Place(TEAM, place), card(), key=key)
    assert caught.value.scope is Scope.CHANNEL


def test_channels_are_found_by_name_or_id_where_the_bot_can_see_them(sender: SlackSender) -> None:
    assert sender.resolve(TEAM, "#General ") == sender.resolve(TEAM, "general") == sender.resolve(TEAM, "C0GENERAL") == GENERAL
    assert sender.resolve(TEAM, "#case-review").place == "C0REVIEW"
    for unseen in ("#command-team", "C0COMMAND", "#nothing", ""):
        with pytest.raises(Refused, match="channel_not_found"):
            sender.resolve(TEAM, unseen)


def test_the_list_of_channels_is_read_once_for_many_names(workspace: RunningWorkspace) -> None:
    sender = sender_at(workspace.api_url)
    assert sender.resolve(TEAM, "#general").place == "C0GENERAL"
    workspace.workspace.script(Fault(kind=FaultKind.SERVER_ERROR, method="conversations.list"))
    assert sender.resolve(TEAM, "#case-review").place == "C0REVIEW"


def test_a_workspace_of_many_pages_of_channels_is_read_to_the_end() -> None:
    with westshire(scopes=SCOPES, extra_channels=1200) as running:
        last = running.workspace.channels[list(running.workspace.channels)[-1]]
        assert sender_at(running.api_url).resolve(TEAM, f"#{last.name}").place == last.id


def test_whose_token_it_is_and_where_a_message_can_be_read_is_learnt_from_slack(workspace: RunningWorkspace, sender: SlackSender) -> None:
    unnamed = sender_at(workspace.api_url, tenants=(Tenant("Slack", BOT_TOKEN),))
    assert sender.link(GENERAL, "1500000000.000100") is None
    for one in (sender, unnamed):
        assert one.tenants() == (TEAM,)
        assert one.link(GENERAL, "1500000000.000100") == f"{workspace.url}/archives/C0GENERAL/p1500000000000100"
        assert one.bot_user(TEAM) == "U0BRIEFING"
    assert unnamed.post(GENERAL, card(), key="unnamed")


def test_a_token_that_is_no_good_or_of_another_workspace_is_not_posted_with(
    workspace: RunningWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    bad = Tenant("Westshire", "xoxb-another", team=TEAM)
    astray = Tenant("Northmoor", BOT_TOKEN, team="T0NORTHMOOR")
    sender = sender_at(workspace.api_url, tenants=(bad, astray))
    assert sender.tenants() == ()
    assert sender.tenants() == ()
    assert [record.getMessage() for record in caplog.records] == [
        "nothing can be posted to Westshire: its bot token is no good (invalid_auth)",
        f"nothing can be posted to Northmoor: its bot token is no good (it is for workspace {TEAM}, and the settings say T0NORTHMOOR)",
    ]
    assert "xoxb" not in caplog.text


def test_slack_being_away_does_not_make_a_token_bad(workspace: RunningWorkspace) -> None:
    assert sender_at("http://127.0.0.1:9/api/", QUICK).tenants() == (TEAM,)
    workspace.workspace.script(Fault(kind=FaultKind.SERVER_ERROR, times=1))
    assert sender_at(workspace.api_url).tenants() == (TEAM,)
