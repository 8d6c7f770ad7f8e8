"""Figures whose noun or unit does not stand right beside the number."""

from __future__ import annotations

import pytest

from briefings.figures import read_figures


def read(title: str, text: str) -> list[tuple[float | int | str, str]]:
    return [(figure.value, figure.noun) for figure in read_figures(title, text)]


@pytest.mark.parametrize(
    ("text", "value", "noun"),
    [
        ("At least one driver in every 12 had no insurance.", 0.0833, "driver"),
        ("One shop in five in Westshire was robbed.", 0.2, "shop"),
        ("One call out of every three came at night.", 0.333, "call"),
        ("One household in seven told interviewers of a theft.", 0.143, "household"),
    ],
)
def test_one_in_so_many_is_a_ratio_with_the_noun_between(text: str, value: float, noun: str) -> None:
    assert read("", text) == [(value, noun)]


def test_one_thing_in_several_places_is_no_ratio() -> None:
    assert all(value != 0.5 for value, _ in read("", "One officer in two forces left last week."))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Of the burglaries, two thirds came after dark.", 0.667),
        ("A quarter concerned a vehicle.", 0.25),
        ("That is a rise of half on last year.", 0.5),
    ],
)
def test_a_part_needs_no_of(text: str, value: float) -> None:
    assert value in [found for found, _ in read("", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officers carried out 1,000-odd warrants.", [(1000, "warrants")]),
        ("Patrols draw nine thousand visits a month.", [(9000, "visits")]),
        ("Courts made 900 protection orders, of which only 36 were renewed.", [(900, "protection orders"), (36, "protection orders")]),
        ("Some 300 waiting for a hearing have withdrawn.", [(300, "people")]),
        ("Nine face charges.", [(9, "people")]),
        ("The hall seats 450.", [(450, "people")]),
        ("Seven per cent of those who rang gave up.", [(7, "people who rang gave up")]),
        ("Half of those who came forward were over 60.", [(0.5, "people who came forward")]),
        ("A third of those who were arrested were men.", [(0.333, "people who were arrested")]),
        ("A third of those who did not report it were men.", [(0.333, "people who did not report it")]),
    ],
)
def test_what_is_counted_is_found_from_what_is_said_of_it(text: str, expected: list[tuple[float, str]]) -> None:
    assert read("", text) == expected


def test_a_bare_number_is_of_what_the_title_is_about() -> None:
    assert read("Searches fall in Westshire", "There were 4,120 in 2015/16.") == [(4120, "Searches")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The kennel bill has risen from £4 million to £25 million.", [(4_000_000, "kennel bill"), (25_000_000, "kennel bill")]),
        ("Forces face a £420 million bill.", [(420_000_000, "bill")]),
        ("Savings would exceed £350 million.", [(350_000_000, "Savings")]),
        ("Officers pulled up 500 plants, worth up to £130,000.", [(500, "plants"), (130_000, "plants")]),
        ("Retail theft costing £2m a year is rising.", [(2_000_000, "cost of theft")]),
        ("A licence costs the force £200.", [(200, "cost")]),
        ("Fraud cost older people in Westshire £1.2m.", [(1_200_000, "losses")]),
        ("Repairs cost the force in Westshire £1.2m.", [(1_200_000, "cost")]),
    ],
)
def test_money_says_what_it_is_for(text: str, expected: list[tuple[float, str]]) -> None:
    assert read("", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Children of 12 are at risk.",
        "Boys of 14 to 17 were told.",
        "It is for anyone aged 17 or under.",
        "Some were not yet 18.",
        "It began at 11 p.m. on Friday.",
        "The 4G network is late.",
        "Advisers will sit in 999 rooms.",
        "It was held at the Three Counties ground.",
        "It was the most in eight seasons.",
    ],
)
def test_ages_times_networks_and_names_are_no_figures(text: str) -> None:
    assert read("", text) == []


def test_so_many_out_of_so_many_are_two_counts() -> None:
    assert [value for value, _ in read("", "Inspectors passed 86 out of 96 cells.")] == [86, 96]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("People lost £1.2m last year, 18 per cent more than before.", [(1_200_000, "losses"), (18, "losses")]),
        ("Police took £2m of cash, 18 per cent more than in 2014.", [(2_000_000, "cash"), (18, "cash")]),
        ("The bill reached £5m, a rise of 8 per cent.", [(5_000_000, "bill"), (8, "bill")]),
        ("Ministers pledged £20 million, up 8 per cent on last year.", [(20_000_000, ""), (8, "money")]),
        ("The damage cost £4m, and burglary rose 12%.", [(4_000_000, "cost of damage"), (12, "burglary")]),
        (
            "Fraud cost £4m. There were 96 reports, 12 per cent more than before.",
            [(4_000_000, "cost of fraud"), (96, "reports"), (12, "reports")],
        ),
    ],
)
def test_a_share_that_follows_a_sum_is_of_the_money(text: str, expected: list[tuple[float, str]]) -> None:
    assert read("Victims come forward in Westshire", text)[-len(expected) :] == expected


def test_the_name_of_a_campaign_is_not_what_a_ratio_is_of() -> None:
    assert read("Westshire drink-drive campaign: one in twelve over the limit", "") == [(0.0833, "")]
    assert read("", "The Westshire drink-drive campaign rose 12 per cent.") == [(12, "Westshire drink-drive campaign")]
