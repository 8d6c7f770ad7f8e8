"""A workspace that is being served, with a stand-in bot behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.workspace import Completion, RunningWorkspace, Seat, Workspace, WorkspaceSettings, serve
from tests.bot.workspace.standin import SECRET, StandIn, standing_in
from tests.browser import browser, page

__all__ = ["asha", "bot", "browser", "client", "page", "running"]

BOT_TOKEN = "xoxb-practice"
APP_TOKEN = "xapp-practice"

COMPLETIONS = (
    Completion("/briefing", "", "What can I ask?"),
    Completion("/briefing", "modern-slavery", "Slavery, servitude and trafficking of people"),
    Completion("/briefing", "search <words>", "Look in every statement"),
    Completion("/briefing", "themes", "All themes"),
)


@pytest.fixture
def bot() -> Iterator[StandIn]:
    """A bot that answers as the test tells it to."""
    with standing_in() as bot:
        yield bot


@pytest.fixture
def running(bot: StandIn) -> Iterator[RunningWorkspace]:
    """Westshire, served, with the stand-in for its bot."""
    settings = WorkspaceSettings(
        signing_secret=SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        bot_url=bot.url,
        commands=COMPLETIONS,
        hints=("/briefing modern-slavery", "/briefing themes"),
        events=frozenset({"message", "app_mention"}),
        event_retries=(0.0, 0.0, 0.0),
    )
    with serve(Workspace(settings)) as running:
        yield running


@pytest.fixture
def client(running: RunningWorkspace) -> WebClient:
    """The bot's own client of the Web API."""
    return WebClient(BOT_TOKEN, base_url=running.api_url)


@pytest.fixture
def asha(running: RunningWorkspace) -> Iterator[Seat]:
    """The officer's seat."""
    with running.seat("asha") as seat:
        yield seat
