"""The house that the scenarios live in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.settings import Settings, load
from tests.bot.config import shipped_without_sources
from tests.scenarios.house import House, on_database, open_house
from tests.scenarios.newsroom import MORNING, Newsroom, OpenNews, opened_with


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The shipped configuration, without credentials, and with no source to watch."""
    return load({}, shipped_without_sources(tmp_path_factory.mktemp("shipped")))


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> Iterator[House]:
    """A house on a fresh SQLite database with the shipped archive and themes."""
    with open_house(on_database(settings, f"sqlite:///{tmp_path / 'house.db'}")) as opened:
        yield opened


@pytest.fixture
def news(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom whose house ticks and posts, on SQLite and on PostgreSQL.

    Alerts go to #general, a daily digest to #vulnerability-desk, and to the closed group case-review what quiet hours do not hold.
    """
    told = replace(on_database(settings, database_url), redactions_file=tmp_path / "redactions.jsonl")
    with open_house(told, busy=True, begins=MORNING) as house:
        yield Newsroom(house).opens()


@pytest.fixture
def open_news(tmp_path: Path, database_url: str) -> OpenNews:
    """Opens newsrooms on SQLite and on PostgreSQL, with other subscriptions than those of the practice workspace."""
    return partial(opened_with, tmp_path / "config", database_url)


@pytest.fixture
def small_open_news(tmp_path: Path) -> OpenNews:
    """The same on a fresh SQLite database, for what has nothing to do with databases."""
    return partial(opened_with, tmp_path / "config", f"sqlite:///{tmp_path / 'news.db'}")


@pytest.fixture
def small_news(settings: Settings, tmp_path: Path) -> Iterator[Newsroom]:
    """The same on a fresh SQLite database, for what has nothing to do with databases."""
    with open_house(on_database(settings, f"sqlite:///{tmp_path / 'news.db'}"), busy=True, begins=MORNING) as house:
        yield Newsroom(house).opens()
