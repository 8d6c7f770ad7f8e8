from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.sentences import spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Ann Example led it.",
        "He met officers at No. 10 today.",
        "It cost £8.5m in all.",
        "Tools such as drones, e.g. for searches, are shared.",
        "Forces, i.e. all of them, agree.",
        "J. Example spoke for Westshire Police.",
        "Det. Supt. Example agreed.",
        "The Stop it Now! helpline is open.",
        "It rose… and then fell.",
        "They saw 3.5 per cent more.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert split(text) == [text]


def test_sentences_end_at_full_stops_questions_and_exclamations() -> None:
    assert split("Who knows? We do! Forces agree. All of them.") == ["Who knows?", "We do!", "Forces agree.", "All of them."]


def test_a_quotation_keeps_its_closing_mark() -> None:
    assert split('She said: "We will act." Forces agreed.') == ['She said: "We will act."', "Forces agreed."]


def test_an_ellipsis_before_a_capital_ends_a_sentence() -> None:
    assert split("We waited... Then it came.") == ["We waited...", "Then it came."]


def test_a_line_break_ends_a_sentence() -> None:
    assert split("A title\nA text\n\n  Another  ") == ["A title", "A text", "Another"]


def test_no_with_a_number_goes_on_and_no_as_an_answer_ends() -> None:
    assert split("Will it work? No. Forces disagree.") == ["Will it work?", "No.", "Forces disagree."]


@given(st.text(max_size=400))
def test_every_visible_character_lies_in_one_sentence(text: str) -> None:
    covered = [place for start, end in spans(text) for place in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {place for place, character in enumerate(text) if not character.isspace()} <= set(covered)
