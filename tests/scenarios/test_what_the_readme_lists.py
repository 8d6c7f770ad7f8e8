"""What the README lists is tested: every row of its table of commands is typed, and answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.scenarios.house import House, words

README = Path(__file__).parents[2] / "README.md"
TYPED = re.compile(r"`/briefing ?([^`]*)`")
FILTER = re.compile(r"`((?:since|until|from|theme):[^`]+)`")


def _section() -> str:
    return README.read_text(encoding="utf-8").split("## What an officer can type", 1)[1].split("\n## ", 1)[0]


COMMANDS = TYPED.findall(_section())
FILTERS = FILTER.findall(_section())


def test_the_readme_lists_commands_and_filters() -> None:
    assert len(COMMANDS) >= 8
    assert len(FILTERS) >= 5


@pytest.mark.parametrize("typed", COMMANDS)
def test_every_command_that_the_readme_lists_is_answered(house: House, typed: str) -> None:
    shown = words(house.ask(typed))
    assert "No theme is called" not in shown
    assert "no statement here" not in shown.casefold()
    assert len(shown) > 100


@pytest.mark.parametrize("filtered", FILTERS)
def test_every_filter_that_the_readme_lists_narrows_a_question(house: House, filtered: str) -> None:
    shown = words(house.ask(f"modern-slavery {filtered}"))
    assert "No theme is called" not in shown
    assert "Modern slavery" in shown or "Roads" in shown or "search" in shown.casefold()
