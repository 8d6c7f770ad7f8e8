"""A directory to type commands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.cli.typed import Desktop, statement
from tests.bot.config import write_config


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    """A configuration, and no database yet."""
    write_config(tmp_path / "config")
    return Desktop(tmp_path, f"sqlite:///{tmp_path / 'var' / 'briefings.db'}")


@pytest.fixture
def stocked(desktop: Desktop) -> Desktop:
    """The same with four statements in its database."""
    lines = [
        statement(3),
        statement(2),
        statement(1),
        {"id": "f1", "text": "Flood barriers were put up in Eastbury.", "publisher": "Eastbury Council"},
    ]
    assert desktop.type("import", desktop.file("start.jsonl", *lines)).code == 0
    return desktop
