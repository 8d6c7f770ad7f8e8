"""What counts as a word, and where a phrase stands."""

from __future__ import annotations

import pytest

from briefings.phrases import BadPhrase, PhraseFinder, plain, read_phrase, split_words


def found(phrase: str, text: str) -> list[str]:
    """Where one phrase stands in a text, as it stands there."""
    words = split_words(text)
    return [words.surface(first, last) for _, first, last in PhraseFinder([read_phrase(phrase)]).find(words)]


def test_a_phrase_is_found_whatever_the_case_hyphens_and_quotes() -> None:
    assert found("anti-social behaviour", "Anti social Behaviour rose") == ["Anti social Behaviour"]
    assert found("anti social behaviour", "ANTI-SOCIAL BEHAVIOUR rose") == ["ANTI-SOCIAL BEHAVIOUR"]
    assert found("victims' code", "the Victims’ Code") == ["Victims’ Code"]
    assert found("stop and search", "a stop & search, a stop/and/search") == ["stop & search", "stop/and/search"]


def test_a_phrase_stands_at_whole_words_only() -> None:
    assert found("arm", "an alarm, an army and a farm") == []
    assert found("rape", "grapes and drapery") == []


def test_a_star_lets_a_word_go_on() -> None:
    assert found("slave*", "slavery, slaves and a slave, not enslaved") == ["slavery", "slaves", "slave"]
    assert found("traffick* of people", "the trafficking of people, and trafficking of drugs") == ["trafficking of people"]
    assert found("rural crime*", "Rural crimes.") == ["Rural crimes"]


def test_a_word_in_capitals_is_found_only_in_capitals() -> None:
    assert found("AI", "Ai Weiwei said ai") == []
    assert found("AI", "AI helps") == ["AI"]
    assert found("PCSO*", "PCSOs and pcsos") == ["PCSOs"]
    assert found("XL bully", "an XL Bully, an xl bully") == ["XL Bully"]


def test_a_phrase_does_not_cross_a_sentence() -> None:
    assert found("drug gangs", "They found a drug. Gangs had left.") == []
    assert found("dr jones", "Thanks to Dr. Jones for that.") == ["Dr. Jones"]
    assert found("drug gangs", "They found a drug\nGangs had left") == []


def test_hidden_characters_and_wide_letters_do_not_hide_a_word() -> None:
    assert found("slavery", "sla\u00advery and sla\u200bvery") == ["sla\u00advery", "sla\u200bvery"]
    assert found("slavery", "ｓｌａｖｅｒｙ") == ["ｓｌａｖｅｒｙ"]


def test_overlapping_phrases_are_all_found() -> None:
    words = split_words("modern slavery offences")
    finder = PhraseFinder([read_phrase(phrase) for phrase in ("modern slavery", "slavery", "slavery offence*")])
    assert sorted(finder.find(words)) == [(0, 0, 1), (1, 1, 1), (2, 1, 2)]


def test_no_phrases_and_no_words_find_nothing() -> None:
    assert PhraseFinder([]).find(split_words("slavery")) == []
    assert PhraseFinder([read_phrase("slavery")]).find(split_words("  … ")) == []


@pytest.mark.parametrize("phrase", ["", "   ", "-", "*", "£"])
def test_a_phrase_without_a_word_is_refused(phrase: str) -> None:
    with pytest.raises(BadPhrase, match="holds no word"):
        read_phrase(phrase)


@pytest.mark.parametrize("phrase", ["sla*very", "*slave", "modern * slavery"])
def test_a_star_inside_a_word_or_alone_is_refused(phrase: str) -> None:
    with pytest.raises(BadPhrase, match="may only end a word"):
        read_phrase(phrase)


def test_plain_is_the_same_for_every_way_of_typing_a_name() -> None:
    assert plain("  Modern-Slavery ") == plain("modern slavery") == plain("MODERN/slavery") == "modern slavery"
