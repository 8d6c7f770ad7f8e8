"""The shipped themes, against the examples that stand beside them, the founding statements, and what officers type."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import load_themes
from briefings import archive
from briefings.themes import Example, Theme, ThemeBook

BOOK = load_themes(Path(__file__).parents[2] / "config" / "themes.yaml")
STATEMENTS = {draft.id: draft for draft in archive.statements()}
EXAMPLES = [(theme, example) for theme in BOOK.themes for example in theme.examples]
COUNTER_EXAMPLES = [(theme, example) for theme in BOOK.themes for example in theme.counter_examples]


def slugs(example: Example) -> list[str]:
    return [match.slug for match in BOOK.classify(example.title, example.text)]


def label(value: object) -> str | None:
    return value.slug if isinstance(value, Theme) else value.text[:40] if isinstance(value, Example) else None


@pytest.mark.parametrize(("theme", "example"), EXAMPLES, ids=label)
def test_an_example_matches_its_theme(theme: Theme, example: Example) -> None:
    assert theme.slug in slugs(example)


@pytest.mark.parametrize(("theme", "example"), COUNTER_EXAMPLES, ids=label)
def test_a_counter_example_does_not_match_its_theme(theme: Theme, example: Example) -> None:
    assert theme.slug not in slugs(example)


def test_every_theme_has_two_examples_and_a_counter_example() -> None:
    assert len(BOOK.themes) >= 38
    for theme in BOOK.themes:
        assert len(theme.examples) >= 2, theme.slug
        assert theme.counter_examples, theme.slug


@pytest.mark.parametrize(
    ("statement", "themes"),
    [
        ("s01", {"modern-slavery"}),
        ("s02", {"child-protection"}),
        ("s03", {"police-reform", "digital-policing"}),
        ("s04", {"firearms", "counter-terrorism"}),
        ("s05", {"missing-persons"}),
        ("s06", {"child-protection"}),
        ("s07", {"modern-slavery"}),
        ("s08", {"leadership-appointments", "counter-terrorism"}),
        ("s09", {"immigration-foreign-nationals"}),
        ("s10", {"child-protection"}),
        ("s11", {"hate-crime"}),
        ("s12", {"modern-slavery"}),
    ],
)
def test_a_founding_statement_has_its_themes(statement: str, themes: set[str]) -> None:
    draft = STATEMENTS[statement]
    assert themes <= {match.slug for match in BOOK.classify(draft.title, draft.text)}


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("slavery", "modern-slavery"),
        ("Modern Slavery", "modern-slavery"),
        ("trafficking", "modern-slavery"),
        ("csa", "child-protection"),
        ("CSE", "child-protection"),
        ("VAWG", "vawg"),
        ("violence against women", "vawg"),
        ("guns", "firearms"),
        ("drink driving", "roads"),
        ("county lines", "drugs-county-lines"),
        ("ai", "data-ai-biometrics"),
        ("stop & search", "stop-search"),
        ("stopsearch", "stop-search"),
        ("terrorism", "counter-terrorism"),
        ("covid-19", "emergencies-covid"),
        ("ASB", "neighbourhood-asb"),
    ],
)
def test_officers_find_a_theme_by_what_they_call_it(typed: str, slug: str) -> None:
    found = BOOK.find(typed)
    assert found is not None
    assert found.slug == slug


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("slavry", "modern-slavery"),
        ("terorrism", "counter-terrorism"),
        ("knifes", "knife-crime"),
        ("domestic abus", "domestic-abuse"),
        ("burglery", "theft-burglary-retail"),
    ],
)
def test_a_typo_still_finds_the_theme(typed: str, slug: str) -> None:
    assert slug in [theme.slug for theme in BOOK.nearest(typed)]


def test_every_theme_is_found_by_its_own_name_and_slug() -> None:
    for theme in BOOK.themes:
        assert BOOK.find(theme.slug) == theme
        assert BOOK.find(theme.name.upper()) == theme
        assert theme.slug in BOOK.themes_in(theme.name)


WORDS = sorted(
    {word.strip("*") for theme in BOOK.themes for phrase in (*theme.strong, *theme.medium, *theme.weak) for word in phrase.split()}
)


def reasons_hold(book: ThemeBook, title: str, text: str) -> None:
    said = " ".join(f"{title}\n{text}".split())
    matches = book.classify(title, text)
    assert len(matches) <= 3
    for match in matches:
        assert match.because
        assert all(phrase in said for phrase in match.because)


@given(words=st.lists(st.sampled_from([*WORDS, ".", ",", "\n"]), max_size=80), title=st.lists(st.sampled_from(WORDS), max_size=8))
def test_every_theme_shown_is_explained_by_words_of_the_text(words: list[str], title: list[str]) -> None:
    reasons_hold(BOOK, " ".join(title), " ".join(words))
