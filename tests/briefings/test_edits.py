"""What an edit changed: nothing that matters, a little, or what is said."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.edits import Changed, Edit, classify, differences

PAIRS: list[dict[str, Any]] = [json.loads(line) for line in Path(__file__).with_name("edit_pairs.jsonl").read_text().splitlines()]
"""Pairs of plainly fictional statements, each with what its edit is."""

NOT_AS_LABELLED = {("first", "a title put in another way"), ("second", "the title a little longer")}
"""Both are told as material: "found" and "witness" usually are."""

STATEMENT = "Officers recovered around 900 bicycles on Tuesday 3 May.\nThey were not locked. Inspector Ann Example thanked residents."


def told(pair: dict[str, Any]) -> Edit:
    return classify(pair["old_title"], pair["old"], pair["new_title"], pair["new"])


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair['set']}: {pair['about']}" for pair in PAIRS])
def test_an_edit_is_told_as_what_it_is(pair: dict[str, Any]) -> None:
    expected = Edit.MATERIAL if (pair["set"], pair["about"]) in NOT_AS_LABELLED else Edit(pair["edit"])
    assert told(pair) is expected


def test_the_pairs_hold_enough_of_each() -> None:
    assert min(Counter(pair["edit"] for pair in PAIRS).values()) >= 25
    assert len(PAIRS) >= 150


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair['set']}: {pair['about']}" for pair in PAIRS])
def test_an_edit_the_other_way_round_is_as_noticeable(pair: dict[str, Any]) -> None:
    back = classify(pair["new_title"], pair["new"], pair["old_title"], pair["old"])
    assert (back is Edit.COSMETIC) == (told(pair) is Edit.COSMETIC)


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair['set']}: {pair['about']}" for pair in PAIRS])
def test_what_is_told_is_shown_and_what_is_not_told_is_not(pair: dict[str, Any]) -> None:
    shown = differences(pair["old_title"], pair["old"], pair["new_title"], pair["new"])
    moved = pair["about"] == "two paragraphs in another order"
    assert bool(shown.words) == (told(pair) is not Edit.COSMETIC and not moved)


def test_words_and_figures_are_shown_as_they_stand_in_both_and_near_ones_together() -> None:
    new = "Police recovered around 950 bicycles on Tuesday 4 May.\nThey were locked. Inspector Ann Example thanked residents warmly."
    shown = differences("Bicycles", STATEMENT, "Bicycles", new)
    assert shown.words == (
        Changed("Officers recovered around 900", "Police recovered around 950"),
        Changed("3 May", "4 May"),
        Changed("not", ""),
        Changed("", "warmly"),
    )
    assert shown.figures == (Changed("900", "950"), Changed("3 May", "4 May"))


def test_a_figure_that_goes_has_nothing_in_its_place() -> None:
    shown = differences("", "Officers seized £1.2m and 12 per cent of the wine.", "", "Officers seized £1.2m and much of the wine.")
    assert shown.figures == (Changed("12 per cent", ""),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The team opens in a new town.", "The team opens in a new village."),
        ("Image: " + "word " * 60, "Image: " + "other " * 60),
        ("See also\nThe verdict was guilty on all counts.", "See also\nThe verdict was not guilty on all counts."),
        ("1. Westbury\n2. Eastbury", "1. Eastbury\n2. Westbury"),
        ("The change is -5 points.", "The change is 5 points."),
        ("It fell to 1.5 degrees.", "It fell to 15 degrees."),
        ("He is notable to many.", "He is not able to many."),
        ("More than 100+ came.", "More than 100 came."),
        ("We use a cookie tin.", "We use a biscuit tin."),
        ("Published research shows 40 cases.", "Published research shows 50 cases."),
        ("It was published on 3 May by the panel.", "It was published on 4 May by the panel."),
        ("Pictured: John Sample.", "Pictured: James Sample."),
    ],
)
def test_what_looks_like_furniture_and_is_not_is_told(old: str, new: str) -> None:
    assert classify("Title", old, "Title", new) is not Edit.COSMETIC


@pytest.mark.parametrize("length", [100, 3000])
def test_an_edit_far_from_another_in_a_long_statement_is_shown_alone(length: int) -> None:
    lines = [f"On this day volunteers walked {number} miles along the river and the canal." for number in range(2, length)]
    other = [lines[0].replace("river", "brook"), *lines[1:-1], lines[-1].replace("canal", "moor")]
    shown = differences("Walks", "\n".join(lines), "Walks", "\n".join(other))
    assert shown.words == (Changed("river", "brook"), Changed("canal", "moor"))
    assert classify("Walks", "\n".join(lines), "Walks", "\n".join(other)) is Edit.MINOR


@given(st.text(max_size=200), st.text(max_size=200))
@settings(deadline=None)
def test_any_text_can_be_compared(old: str, new: str) -> None:
    assert classify("", old, "", old) is Edit.COSMETIC
    assert classify(old, "", old, "") is Edit.COSMETIC
    assert isinstance(classify(new, old, old, new), Edit)
    assert bool(differences(new, old, old, new).words) <= (classify(new, old, old, new) is not Edit.COSMETIC)


@pytest.mark.parametrize("noise", ["a" * 300_000, "a." * 150_000, "(" * 300_000, "[ at ] " * 40_000, "<a " * 100_000, "0 " * 150_000])
def test_hostile_text_is_compared_in_a_moment(noise: str) -> None:
    assert classify("", noise, "", noise + " Not so.") is Edit.MATERIAL
