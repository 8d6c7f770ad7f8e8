"""A desk on a real SQLite database with a few plainly fictional statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.settings import load_themes
from briefings.desk import Desk
from briefings.statements import Draft, Published
from briefings.store import Store, open_store
from tests.bot.config import write_config

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def draft(number: int, day: date | None, title: str, text: str, *, url: str | None = None, withdrawn: bool = False) -> Draft:
    """A statement of Westshire Police, which is made up."""
    published = None if day is None else Published.on(day)
    return Draft(f"w{number:02}", title, text, "Westshire Police", url, published, withdrawn=withdrawn)


STATEMENTS = (
    draft(
        1,
        date(2026, 3, 18),
        "Forty stolen bicycles recovered",
        "Officers recovered 40 stolen bicycles in Westbury. Inspector Ann Example said owners can collect them on Saturday.",
        url="https://westshire.example/bicycles",
    ),
    draft(2, None, "Bicycle theft falls", "Bicycle theft has fallen by 12 per cent since marking days began."),
    draft(3, date(2026, 2, 1), "New sergeant for the SNT", "The SNT in Eastbury has a new sergeant."),
    *(draft(10 + n, date(2025, 6, 20 - n), f"Bicycle theft, week {n}", f"A stolen bicycle was found in week {n}.") for n in range(8)),
    draft(30, date(2025, 1, 5), "Flood barriers", "Barriers were put up along the river before the storm."),
)


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that nothing has come to yet."""
    store = open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    store.migrate()
    yield Desk(store, load_themes(write_config(tmp_path / "config") / "themes.yaml"))
    store.close()


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    """A desk with twelve statements of Westshire Police."""
    empty_desk.take_in("press-office", STATEMENTS, now=NOW)
    empty_desk.rota.note_read("press-office", now=NOW, new=len(STATEMENTS))
    return empty_desk


@pytest.fixture
def stored(store: Store, tmp_path: Path) -> Desk:
    """The same desk on SQLite and on PostgreSQL, what is wanted in channels included."""
    desk = Desk(store, load_themes(write_config(tmp_path / "config") / "themes.yaml"))
    desk.take_in("press-office", STATEMENTS, now=NOW)
    return desk
