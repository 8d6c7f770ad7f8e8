"""What every test may ask for: a browser, a fresh database of each kind, a desk with the shipped themes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import load_themes
from briefings.desk import Desk
from briefings.store import Store, open_store
from briefings.themes import ThemeBook
from tests.databases import Databases, SqliteDatabases, postgres

pytest_plugins = ("tests.browser",)


@pytest.fixture(scope="session")
def book() -> ThemeBook:
    """The themes that are shipped."""
    return load_themes(Path("config/themes.yaml"))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """A place where databases can be made: each test that asks for one runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield SqliteDatabases(tmp_path_factory.mktemp("sqlite"))
    else:
        with postgres() as served:
            yield served


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """The address of a fresh database that has the schema and nothing else."""
    with databases.migrated() as url:
        yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An open, empty store."""
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store, book: ThemeBook) -> Desk:
    """A desk with the shipped themes that nothing has come to yet."""
    return Desk(store, book)
