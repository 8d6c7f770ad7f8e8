"""What the README lists is tested: every row of its table of commands is typed, and answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.settings import Settings
from briefings.statements import Published
from tests.scenarios.house import VILLAGES, House, on_database, open_house, slavery, statement, words

NPCC = "National Police Chiefs' Council"
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


TOLD = re.compile(r"([0-9,]+) statements?(?: \([^)]*\))?, best first")


def found(house: House, text: str) -> int:
    """How many statements a search says that it found."""
    shown = words(house.ask(f"search {text}"))
    told = TOLD.search(shown)
    return int(told[1].replace(",", "")) if told else 0


@pytest.fixture(scope="module")
def varied(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with statements old and new, of two publishers, one of them on roads."""
    with open_house(on_database(settings, f"sqlite:///{tmp_path_factory.mktemp('varied') / 'house.db'}")) as house:
        road = statement(3, "Patrol on the roads", "A patrol stopped speeding drivers: road safety matters, road deaths must fall.")
        npcc = replace(
            statement(4, "Patrol of chiefs", "A patrol of police chiefs."), publisher=NPCC, published=Published.on(date(2016, 10, 20))
        )
        house.publish(
            statement(1, "Patrol today", "A patrol was seen."), statement(2, "Patrol long ago", "A patrol was seen.", days_ago=90)
        )
        before = replace(statement(5, "Patrol before all of these", "A patrol was seen."), published=Published.on(date(2016, 9, 20)))
        house.publish(road, npcc, before)
        yield house


@pytest.mark.parametrize("filtered", [one for one in FILTERS if one != "since:last"])
def test_every_filter_that_the_readme_lists_narrows_a_question(varied: House, filtered: str) -> None:
    everything, narrowed = found(varied, "patrol"), found(varied, f"patrol {filtered}")
    assert everything == 5
    assert 0 < narrowed < everything


def test_since_last_narrows_a_briefing_to_what_came_since(house: House) -> None:
    house.publish(slavery(0))
    assert VILLAGES[0] in words(house.ask("modern-slavery"))
    again = words(house.ask("modern-slavery since:last"))
    assert "No statement since you last asked" in again
    assert "since:last" in FILTERS
