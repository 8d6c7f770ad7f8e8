"""From what an officer types to the theme that is meant."""

from __future__ import annotations

import pytest

from briefings.themes import Theme, ThemeBook

SLAVERY = Theme(
    "modern-slavery",
    "Modern slavery",
    "About it.",
    "crime",
    aliases=("slavery", "trafficking"),
    strong=("forced labour", "nail bar*"),
    weak=("coerced",),
)
VAWG = Theme("vawg", "Violence against women and girls", "About it.", "crime", aliases=("women's safety",), strong=("stalking",))
KNIVES = Theme("knife-crime", "Knife crime", "About it.", "crime", aliases=("knives",), strong=("blade*",), mask=("paper knives",))
BOOK = ThemeBook(
    (SLAVERY, VAWG, KNIVES), {"crime": "Crime"}, {"MSHT": ("modern slavery",), "WS": ("women's safety",), "NCA": ("National Crime Agency",)}
)


@pytest.mark.parametrize(
    "words",
    [
        "modern-slavery",
        "Modern Slavery",
        "MODERN  SLAVERY",
        "modern_slavery",
        "modernslavery",
        "slavery",
        "Trafficking",
        "MSHT",
        "msht",
        " msht? ",
    ],
)
def test_a_theme_is_found_by_slug_name_alias_or_acronym_however_it_is_typed(words: str) -> None:
    assert BOOK.find(words) is SLAVERY


@pytest.mark.parametrize("words", ["women's safety", "womens safety", "Women\u2019s Safety", "WS"])
def test_quotes_do_not_matter(words: str) -> None:
    assert BOOK.find(words) is VAWG


@pytest.mark.parametrize("words", ["", " ", "?", "slaverys", "NCA", "coerced", "nail bars"])
def test_what_no_theme_is_called_finds_none(words: str) -> None:
    assert BOOK.find(words) is None


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("modern slavry", SLAVERY),
        ("traficking", SLAVERY),
        ("forced labor", SLAVERY),
        ("knife crim", KNIVES),
        ("knive crime", KNIVES),
        ("stalkng", VAWG),
        ("what is new about slavry", SLAVERY),
    ],
)
def test_a_typo_still_suggests_the_theme(words: str, first: Theme) -> None:
    assert BOOK.nearest(words)[0] is first


@pytest.mark.parametrize("words", ["", "x", "zzzzzz", "the of and"])
def test_nothing_near_suggests_nothing(words: str) -> None:
    assert BOOK.nearest(words) == ()


def test_no_more_are_suggested_than_asked_for() -> None:
    assert len(BOOK.nearest("slavery knives stalking", limit=2)) == 2


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("slavery", ("modern-slavery",)),
        ("nail bars in Westhaven", ("modern-slavery",)),
        ("coerced", ("modern-slavery",)),
        ("blades", ("knife-crime",)),
        ("paper knives", ()),
        ("tides", ()),
        ("", ()),
    ],
)
def test_a_query_names_themes_by_any_name_or_phrase(words: str, slugs: tuple[str, ...]) -> None:
    assert BOOK.themes_in(words) == slugs


def test_a_query_may_name_several_themes() -> None:
    assert set(BOOK.themes_in("knives and slavery")) == {"knife-crime", "modern-slavery"}


def test_a_slug_must_be_exact_for_get() -> None:
    assert BOOK.get("knife-crime") is KNIVES
    assert BOOK.get("Knife crime") is None
