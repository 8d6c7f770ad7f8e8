"""The key figures of a briefing: those of the press desk's own examples as they are told there, and nothing twice."""

from __future__ import annotations

import pytest

from bot.press import EXAMPLES
from briefings.answers import Item
from briefings.briefing import key_figures
from tests.bot.cards.made import item

ARRESTS, FRAUD, DRIVING = EXAMPLES


def told(title: str, text: str, id_: str = "one") -> Item:
    return item(title=title, text=text, id_=id_)


def shown(*items: Item) -> list[tuple[str, str]]:
    return sorted((key.figure.surface, key.figure.noun) for key in key_figures(items))


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (ARRESTS.title, ARRESTS.text, [("14 people", "people"), ("22 people", "people"), ("30 addresses", "addresses")]),
        (FRAUD.title, FRAUD.text, [("18 per cent more", "losses"), ("96 reports", "reports"), ("£1.2m", "losses")]),
        (DRIVING.title, DRIVING.text, [("2,400 drivers", "drivers"), ("200 of them", "drivers"), ("one driver in twelve", "driver")]),
    ],
)
def test_an_example_of_the_press_desk_has_the_figures_that_it_tells(title: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(told(title, text)) == expected


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Westshire is given £5m", "The £5m scheme begins in May."),
        ("A £5m scheme for Westshire", "Ministers pledged £5m."),
        ("A £5m scheme for Westshire", f"{'Nothing more is known of it. ' * 20}A court ordered a £5m fine."),
    ],
)
def test_a_value_of_a_statement_is_shown_once_where_it_is_told_best(title: str, text: str) -> None:
    assert shown(told(title, text)) == [("£5m scheme", "scheme")]


def test_the_same_number_is_shown_of_another_kind_and_of_another_statement() -> None:
    one = told("Arrests in Westshire", "Officers made 12 arrests. Burglary fell by 12 per cent.")
    other = told("Raids in Westshire", "Officers searched 12 houses.", "other")
    assert [noun for _, noun in shown(one, other)] == ["arrests", "houses", "Burglary"]
