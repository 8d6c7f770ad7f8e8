from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefings.summary import sentences, summarise


def test_the_lead_is_the_summary_of_a_teaser() -> None:
    text = "Westshire Police closed 12 lines. More is to come."
    assert summarise("Lines closed", text) == "Westshire Police closed 12 lines."


def test_the_title_stands_in_for_a_missing_text() -> None:
    assert summarise("  Lines\n closed ", " \n") == "Lines closed"


def test_nothing_is_summed_up_as_nothing() -> None:
    assert summarise("", "") == ""


def test_a_question_gives_way_to_its_answer() -> None:
    text = "How many were hurt? Figures published by Westshire Police today give an answer."
    assert summarise("How many were hurt", text) == "Figures published by Westshire Police today give an answer."


def test_a_greeting_or_fragment_gives_way_to_the_news() -> None:
    text = "Hello all. Westshire Police recovered 300 knives during a week of action. Thank you."
    assert summarise("Knives recovered", text) == "Westshire Police recovered 300 knives during a week of action."


def test_a_good_lead_is_kept_though_later_sentences_hold_figures() -> None:
    text = (
        "Westshire Police took part in a national week against knife crime. Officers visited 12 schools. "
        "They made 40 arrests. A further week is planned for the autumn."
    )
    assert summarise("Week against knife crime", text).startswith("Westshire Police took part")


def test_the_summary_is_one_line() -> None:
    assert "\n" not in summarise("Title", "One long\tline of text about\r\nWestshire Police and its plans.")


def test_sentences_come_without_surplus_space() -> None:
    assert sentences("First  sentence here. \n Second\tone.") == ["First sentence here.", "Second one."]


@given(st.text(max_size=200), st.text(max_size=600))
def test_any_text_is_summed_up_in_its_own_words(title: str, text: str) -> None:
    summary = summarise(title, text)
    assert summary in " ".join(text.split()) or summary == " ".join(title.split())
