"""What the documents promise is there: links, commands, subcommands, make targets, variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import SUBCOMMANDS
from bot.commands import COMMANDS, answer
from bot.ports import Request
from briefings import archive
from briefings.answers import Asker
from briefings.desk import Desk
from briefings.store import open_store
from briefings.themes import ThemeBook

ROOT = Path(__file__).parents[1]
NOW = datetime(2016, 11, 25, 12, 0, tzinfo=UTC)
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
TOLD = [*PAGES, ROOT / "Makefile", ROOT / "Procfile", *sorted((ROOT / "config").glob("*.yaml"))]

LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
ASKED = re.compile(r"`/briefing(?: ([^`…]*))?`")
SUBCOMMAND = re.compile(r"python -m bot ([a-z]+)")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)\b(?=[`;\s]*(?:[`#;]|ONLY))")
VARIABLE = re.compile(r"\| `([A-Z_]+)` \|")


def page(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shipped(book: ThemeBook, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with what is shipped."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('shipped') / 'desk.db'}")
    store.migrate()
    desk = Desk(store, book)
    archive.load(desk, now=NOW)
    yield desk
    store.close()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    assert [link for link in LINK.findall(page(path)) if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("typed", sorted({typed for path in PAGES for typed in ASKED.findall(page(path))}))
def test_what_the_documents_say_to_type_is_answered(shipped: Desk, typed: str) -> None:
    card = answer(shipped, Request(typed, Asker("slack", "T0WEST", "U0OFFICER"), "C0OPS", NOW)).card
    assert card.title not in {"Sorry", "That did not work"}
    assert "Nothing found" not in card.fallback


def test_the_readme_lists_every_command_and_no_other() -> None:
    table = [
        line.split("`")[1].removeprefix("/briefing").split()
        for line in page(ROOT / "README.md").splitlines()
        if line.startswith("| `/briefing")
    ]
    listed = {words[0] for words in table if words}
    assert listed - {"modern-slavery"} == {command.name for command in COMMANDS}


@pytest.mark.parametrize("path", TOLD, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_subcommand_that_is_named_exists(path: Path) -> None:
    assert set(SUBCOMMAND.findall(page(path))) <= {command.name for command in SUBCOMMANDS}


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", page(ROOT / "Makefile"), re.MULTILINE))
    assert {target for path in PAGES for target in MAKE.findall(page(path))} <= targets


def test_operators_find_every_variable() -> None:
    read = set(
        re.findall(r'environ\.get\("([A-Z_]+)"', page(ROOT / "bot/settings/environment.py") + page(ROOT / "bot/settings/__init__.py"))
    )
    listed = set(VARIABLE.findall(page(ROOT / "docs/operators.md")))
    assert read
    assert read <= listed
    assert {"SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"} <= listed
