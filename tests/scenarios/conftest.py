"""The house that the scenarios live in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings, load
from tests.bot.config import shipped_without_sources
from tests.scenarios.house import House, on_database, open_house


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The shipped configuration, without credentials, and with no source to watch."""
    return load({}, shipped_without_sources(tmp_path_factory.mktemp("shipped")))


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> Iterator[House]:
    """A house on a fresh SQLite database with the shipped archive and themes."""
    with open_house(on_database(settings, f"sqlite:///{tmp_path / 'house.db'}")) as opened:
        yield opened
