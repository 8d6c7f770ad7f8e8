"""Which words of a statement count as a phrase, and what holds for any statement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings import archive
from briefings.themes import Theme, ThemeBook


def book_of(*themes: Theme) -> ThemeBook:
    return ThemeBook(themes, {"crime": "Crime"})


def theme(slug: str, strong: tuple[str, ...] = (), weak: tuple[str, ...] = (), **rest: tuple[str, ...]) -> Theme:
    return Theme(
        slug, slug.title(), "About it.", "crime", strong=strong, weak=weak, together=rest.get("together", ()), mask=rest.get("mask", ())
    )


def found(phrase: str, text: str) -> tuple[str, ...]:
    matches = book_of(theme("subject", (phrase,))).classify("News from Westshire", text)
    return matches[0].because if matches else ()


@pytest.mark.parametrize(
    ("phrase", "text", "because"),
    [
        ("fraud", "Fraud fell.", "Fraud"),
        ("fraud", "Losses to FRAUD fell.", "FRAUD"),
        ("fraud", "An anti-fraud unit opened.", "fraud"),
        ("fraud*", "Fraudsters were busy.", "Fraudsters"),
        ("card fraud*", "Two card-fraudsters left.", "card-fraudsters"),
        ("hand* over", "She handed over the keys.", "handed over"),
        ("card details", "They ask for card  details.", "card details"),
        ("victims code", "The victims' code.", "victims' code"),
        ("victim s code", "A victim\u2019s code.", "victim\u2019s code"),
        ("caf\u00e9", "A CAF\u00c9 shut.", "CAF\u00c9"),
        ("stop & search", "Stop and search rose.", "Stop and search"),
        ("stop and search", "Stop & search rose.", "Stop & search"),
        ("ransomware", "Ran\u00adsom\u200bware struck.", "Ran\u00adsom\u200bware"),
        ("ISIS", "Money went to ISIS.", "ISIS"),
        ("EU tools", "The EU tools went.", "EU tools"),
        ("ARV*", "ARVs came.", "ARVs"),
    ],
)
def test_a_phrase_is_found_whatever_its_case_hyphens_and_quotes(phrase: str, text: str, because: str) -> None:
    assert found(phrase, text) == (because,)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("fraud", "Fraudsters were busy."),
        ("scam*", "A miscam broke."),
        ("card details", "It was a card. Details follow."),
        ("card details", "They ask for card\ndetails."),
        ("card details", "They ask for card or other details."),
        ("ISIS", "The river Isis rose."),
        ("PIN", "They pin it up."),
        ("EU tools", "Use eu tools."),
    ],
)
def test_a_part_of_a_word_a_gap_or_small_letters_for_capitals_do_not_count(phrase: str, text: str) -> None:
    assert found(phrase, text) == ()


def test_common_words_do_not_make_a_roll_call() -> None:
    subjects = book_of(
        theme("news", ("today",)),
        theme("hate", ("bigotry", "hatred", "prejudice")),
        *[theme(w, weak=(w,)) for w in ("web", "law", "force")],
    )
    matches = subjects.classify("", "Today they spoke. Bigotry on the web, hatred of the law, prejudice in each force.")
    assert [match.slug for match in matches] == ["news", "hate"]


def test_one_word_cannot_be_two_sides_of_a_rule() -> None:
    subjects = book_of(theme("shops", together=("shop* + shops",)))
    assert subjects.classify("", "The shops shut.") == ()
    assert subjects.classify("", "The shops near the shop shut.")[0].because == ("shops", "shop")


def test_a_rule_may_have_three_sides() -> None:
    subjects = book_of(theme("lorries", together=("lorry, van + people + border, hidden",)))
    assert subjects.classify("", "People were hidden in a van.")
    assert not subjects.classify("", "People sat in a van.")


def test_the_fingerprint_changes_with_the_rules_and_with_nothing_else() -> None:
    before = book_of(Theme("fraud", "Fraud", "About it.", "crime", strong=("fraud",))).fingerprint()
    assert book_of(Theme("fraud", "Frauds", "Other.", "crime", aliases=("cons",), strong=("fraud",))).fingerprint() == before
    assert book_of(Theme("fraud", "Fraud", "About it.", "crime", strong=("fraud", "scam"))).fingerprint() != before
    assert book_of(Theme("fraud", "Fraud", "About it.", "crime", medium=("fraud",))).fingerprint() != before


PIECES = ["fraud", "Scams", "bank", "savings", "knife", "drugs", "road", "officer", "the", "a,", "in.", "On!", "Dr.", "&", "caf\u00e9", "-"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=200)
MIXED = book_of(
    theme("fraud", ("fraud*", "scam*"), ("bank", "savings"), mask=("bank in",)),
    theme("knives", ("kniv*",), ("knife",), together=("knife + drugs, road", "officer, the + savings")),
    theme("drugs", (), ("the", "a", "drugs")),
    theme("roads", ("road",), ("in", "on")),
    theme("cafes", ("caf\u00e9", "and")),
)


@given(title=TEXTS, text=TEXTS)
def test_whatever_is_read_at_most_three_themes_match_and_each_says_because_of_what(title: str, text: str) -> None:
    matches = MIXED.classify(title, text)
    assert len(matches) <= 3
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    told = " ".join(f"{title}\n{text}".split())
    assert all(match.because for match in matches)
    assert all(phrase in told for match in matches for phrase in match.because)


def test_every_tag_of_a_founding_statement_stands_in_its_words(book: ThemeBook) -> None:
    for draft in archive.statements():
        told = f"{draft.title}\n{draft.text}"
        assert all(match.because and all(phrase in told for phrase in match.because) for match in book.classify(draft.title, draft.text))


def test_no_shipped_phrase_stands_in_two_tiers(book: ThemeBook) -> None:
    for subject in book.themes:
        phrases = (*subject.strong, *subject.medium, *subject.weak)
        assert sorted(phrases) == sorted(set(phrases)), subject.slug
