"""Numbers that are not key figures, and texts that are no texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.figures import read_figures
from briefings.people import read_people
from briefings.wordsets import word_set


@pytest.mark.parametrize(
    "text",
    [
        "It began on 15 May 2023 and on May 16.",
        "Between 15 and 21 May officers will act.",
        "The 2016 report draws on the years 2014/15 and 2015-16.",
        "In 2016 forces agreed on Vision 2025.",
        "Trouble at Euro 2016 was rare.",
        "PEEL 2016 is out.",
        "Call 101 or 999.",
        "Ring Crimestoppers on 0800 555 111.",
        "Text 61016 at any time.",
        "A 15-year-old was found.",
        "It is for under 18s and for people aged between 10 and 17.",
        "A man of 61 was held.",
        "It took two years, 12 months, over three years and 18 to 24 months.",
        "They met for a one-day conference.",
        "Section 60 was used in Phase 2 of the plan.",
        "He spoke at No. 10 today.",
        "It is open 24/7.",
        "COVID-19 began.",
        "Police seek one another's help, and no one minds.",
        "One man was seen.",
        "There are two sides and three ways of seeing it.",
        "It opens at 10.30am and shuts at 12:20pm.",
        "It was the 21st century and a third man spoke.",
        "1. Ask for help",
        "The first half of the year went well, and a quarter of an hour is enough.",
        "He lives 1.3 miles away at 30mph.",
    ],
)
def test_a_number_that_counts_nothing_is_no_figure(text: str) -> None:
    assert read_figures("", text) == ()


_PIECES = st.sampled_from(
    sorted(
        word_set(
            "10 1,000 £5m £ % per cent one two half a third of them the since May 2015 up to by rose fell 101 - – / . , ; : ( ) 50, 000 "
            "Chief Constable Sir Ann Example arrests were officers in twice times fold hundred million and 😀 \u202e \x00 ٣"
        )
    )
)
_ROWS = st.lists(_PIECES, max_size=80).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=60) | st.lists(_PIECES, max_size=12).map(" ".join),
    st.text(max_size=400) | st.lists(_PIECES, max_size=80).map(" ".join),
)
def test_any_text_is_read_and_every_figure_stands_in_it(title: str, text: str) -> None:
    page = f"{title}\n{text}"
    for figure in read_figures(title, text):
        assert figure.surface
        assert page[figure.start : figure.start + len(figure.surface)] == figure.surface
        assert figure.kind in {"count", "percent", "money", "ratio", "multiple", "since"}
    for person in read_people(title, text):
        assert person.name.strip() == person.name != ""


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "1 ",
        "one ",
        "£1 ",
        "10% ",
        "rose 10% ",
        "half of them ",
        ". ",
        "(",
        "a-",
        "5 to ",
        "two hundred and ",
        "Sir ",
        "Mark Example, ",
        "\x00",
        " ",
    ],
)
def test_ten_thousand_characters_of_anything_are_read(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    assert isinstance(read_figures(text, text), tuple)
    assert isinstance(read_people(text, text), tuple)
