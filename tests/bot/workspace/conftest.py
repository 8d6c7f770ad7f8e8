"""A workspace that is being served, with a stand-in bot behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.workspace import RunningWorkspace, Seat
from tests.bot.workspace.standin import BOT_TOKEN, StandIn, standing_in, westshire
from tests.browser import browser, page, pytest_runtest_setup

__all__ = ["asha", "bot", "browser", "client", "page", "pytest_runtest_setup", "running", "standin"]


@pytest.fixture(scope="module")
def standin() -> Iterator[StandIn]:
    """The stand-in's server: one for all tests of a module."""
    with standing_in() as bot:
        yield bot


@pytest.fixture
def bot(standin: StandIn) -> StandIn:
    """A bot that answers as the test tells it to, and has heard nothing yet."""
    standin.forget()
    return standin


@pytest.fixture
def running(bot: StandIn) -> Iterator[RunningWorkspace]:
    """Westshire, served, with the stand-in for its bot."""
    with westshire(bot_url=bot.url) as running:
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
