"""How a figure is shown."""

from __future__ import annotations

from bot.cards.figure import figure_runs
from briefings.figures import read_figures


def shown(text: str) -> str:
    return "".join(run.text for run in figure_runs(read_figures("", text)[0]))


def test_a_figure_that_names_what_it_is_of_stands_as_it_is() -> None:
    assert shown("Police arrested around 900 offenders.") == "around 900 offenders"


def test_a_figure_that_does_not_say_what_it_is_of_is_told_with_it() -> None:
    assert shown("Referrals in Westshire went up by 40 per cent.") == "went up by 40 per cent (Referrals)"
