"""The bot hears where it can post, and where not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.happenings import EVENTS, PROMPT, Happening, Renamed, Reopened, Stopped, happening
from bot.platforms.slack.platform import Slack
from bot.workspace import RunningWorkspace
from briefings.errors import StoreError
from tests.bot.platforms.slack.kit import SECRET, TEAM, WESTSHIRE, Notebook, Officer, now, send, served, sign
from tests.bot.workspace.standin import westshire

NOON = now()
BOT = "U0BRIEFING"


def told(event: dict[str, Any], *, age: timedelta = timedelta(0), **more: Any) -> Happening | None:
    at = int((NOON - age).timestamp())
    return happening({"event": event, "event_time": at, **more}, BOT, NOON)


@pytest.mark.parametrize(
    ("event", "found"),
    [
        ({"type": "member_joined_channel", "user": BOT, "channel": "C0OPS"}, Reopened("C0OPS")),
        ({"type": "member_joined_channel", "user": "U0ASHA", "channel": "C0OPS"}, None),
        ({"type": "member_left_channel", "user": BOT, "channel": "C0OPS"}, Stopped("C0OPS", "not_in_channel")),
        ({"type": "member_left_channel", "user": "U0ASHA", "channel": "C0OPS"}, None),
        ({"type": "channel_left", "channel": "C0OPS"}, Stopped("C0OPS", "not_in_channel")),
        ({"type": "group_left", "channel": "C0OPS"}, Stopped("C0OPS", "not_in_channel")),
        ({"type": "channel_archive", "channel": "C0OPS", "user": "U0ASHA"}, Stopped("C0OPS", "is_archived")),
        ({"type": "group_unarchive", "channel": "C0OPS", "user": "U0ASHA"}, Reopened("C0OPS")),
        ({"type": "channel_deleted", "channel": "C0OPS"}, Stopped("C0OPS", "channel_not_found")),
        ({"type": "channel_rename", "channel": {"id": "C0OPS", "name": "planned"}}, Renamed("C0OPS", "planned")),
        ({"type": "channel_rename", "channel": "C0OPS"}, None),
        ({"type": "app_uninstalled"}, Stopped(None, "account_inactive")),
        ({"type": "tokens_revoked", "tokens": {"bot": [BOT]}}, Stopped(None, "token_revoked")),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U0ASHA"]}}, None),
        ({"type": "message", "channel": "C0OPS", "text": "hello"}, None),
        ({"type": "channel_archive", "channel": "<!channel>"}, None),
        ({"type": "channel_archive"}, None),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_an_event_says_where_the_bot_can_post(event: dict[str, Any], found: Happening | None) -> None:
    assert told(event) == found


def test_who_the_bot_is_stands_in_the_event_itself() -> None:
    joined = {"type": "member_joined_channel", "user": "U0OTHER", "channel": "C0OPS"}
    assert told(joined) is None
    assert told(joined, authorizations=[{"user_id": "U0OTHER", "is_bot": True}]) == Reopened("C0OPS")


def test_late_word_that_a_channel_closed_is_not_believed_but_that_it_opened_is() -> None:
    closed, opened = {"type": "channel_archive", "channel": "C0OPS"}, {"type": "channel_unarchive", "channel": "C0OPS"}
    assert told(closed, age=PROMPT) is None
    assert told(opened, age=PROMPT) == Reopened("C0OPS")


plain = st.none() | st.text(max_size=8) | st.integers()
values = st.recursive(plain, lambda some: st.lists(some, max_size=2) | st.dictionaries(st.text(max_size=4), some, max_size=2))


@given(st.sampled_from(sorted(EVENTS)), st.dictionaries(st.sampled_from(["channel", "user", "tokens", "authorizations"]), values), values)
def test_any_event_at_all_is_read(kind: str, event: dict[str, Any], more: Any) -> None:
    found = told({"type": kind, **event}, authorizations=more)
    assert found is None or isinstance(found, Reopened | Stopped | Renamed)


@dataclass
class Diary:
    """Writes down what it is told, unless it cannot."""

    entries: list[tuple[Any, ...]] = field(default_factory=list)
    lost: int = 0

    def reopened(self, *told: Any) -> None:
        self._note("reopened", *told)

    def stopped(self, *told: Any) -> None:
        self._note("stopped", *told)

    def renamed(self, *told: Any) -> None:
        self._note("renamed", *told)

    def _note(self, *told: Any) -> None:
        if self.lost:
            self.lost -= 1
            raise StoreError("the database is away")
        self.entries.append(told)


def slack(diary: Diary) -> Slack:
    return Slack((WESTSHIRE,), api_url="https://slack.com/api/", answer=Officer(), marks=Notebook(), clock=now, whereabouts=diary)


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture
def workspace(diary: Diary) -> Iterator[RunningWorkspace]:
    """Westshire, whose events a bot keeps in its diary."""
    with served(slack(diary)) as url, westshire(signing_secret=SECRET, bot_url=f"{url}/slack/events", events=EVENTS) as running:
        yield running


def test_a_channel_that_is_archived_and_back_renamed_left_and_joined_is_told_of(workspace: RunningWorkspace, diary: Diary) -> None:
    with workspace.seat("asha") as asha:

        def told_last(*entry: str | None) -> None:
            asha.wait_for(lambda: diary.entries[-1:] == [(entry[0], "slack", TEAM, *entry[1:])])

        asha.archive("general")
        told_last("stopped", "C0GENERAL", "is_archived")
        asha.unarchive("general")
        told_last("reopened", "C0GENERAL")
        asha.rename("general", "everyone")
        told_last("renamed", "C0GENERAL", "everyone")
        asha.remove_bot("case-review")
        told_last("stopped", "C0REVIEW", "not_in_channel")
        asha.invite_bot("case-review")
        told_last("reopened", "C0REVIEW")


def test_what_could_not_be_kept_is_told_again(workspace: RunningWorkspace, diary: Diary) -> None:
    diary.lost = 2
    with workspace.seat("asha") as asha:
        asha.archive("general")
        asha.wait_for(lambda: bool(diary.entries))
    assert diary.entries == [("stopped", "slack", TEAM, "C0GENERAL", "is_archived")]
    assert diary.lost == 0


def test_the_same_event_twice_is_no_harm_and_one_line_in_the_log(diary: Diary, caplog: pytest.LogCaptureFixture) -> None:
    event = {"type": "app_uninstalled"}
    payload = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A0BRIEFING", "event_id": "Ev1", "event": event}
    with served(slack(diary)) as url:
        for pause in (0, 1):
            body = json.dumps({**payload, "pause": pause}).encode()
            assert send(url, body, sign(body) | {"Content-Type": "application/json"}).status_code == 200
    assert diary.entries == [("stopped", "slack", TEAM, None, "account_inactive")] * 2
    assert caplog.text.count("can no longer be served") == 1
