"""Themes that break a rule are refused, and the message says which theme, which rule, and what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from briefings.errors import BadConfig
from briefings.themes import Theme, ThemeBook


def refused(*themes: Theme, acronyms: Mapping[str, tuple[str, ...]] | None = None) -> str:
    with pytest.raises(BadConfig) as caught:
        ThemeBook(themes, {"crime": "Crime", "justice": "Justice"}, acronyms or {})
    return str(caught.value)


FRAUD = Theme("fraud", "Fraud", "About it.", "crime")


@pytest.mark.parametrize("slug", ["", "Fraud", "card fraud", "-fraud", "card--fraud", "fraude\u0301"])
def test_a_slug_in_another_shape(slug: str) -> None:
    message = refused(Theme(slug, "Fraud", "About it.", "crime"))
    assert message == f'theme "{slug}", slug: use lower-case letters, digits and single hyphens, as in "modern-slavery"'


def test_a_slug_used_twice() -> None:
    assert refused(FRAUD, FRAUD) == 'theme "fraud", slug: used twice; each theme needs its own'


def test_a_slug_that_a_group_has() -> None:
    assert refused(Theme("crime", "Crimes", "About it.", "justice")) == 'theme "crime", slug: a group has this slug already'


def test_a_parent_that_is_not_there() -> None:
    message = refused(Theme("fraud", "Fraud", "About it.", "crimes"))
    assert message == 'theme "fraud", parent: "crimes" is neither a group nor a theme; groups are: crime, justice'


def test_parents_that_go_round_in_a_circle() -> None:
    message = refused(Theme("fraud", "Fraud", "About it.", "scams"), Theme("scams", "Scams", "About it.", "fraud"))
    assert message == 'theme "fraud", parent: "fraud" leads back to the theme itself; name a group or a theme above it'


def test_a_parent_may_be_another_theme() -> None:
    book = ThemeBook((FRAUD, Theme("scams", "Scams", "About it.", "fraud")), {"crime": "Crime"})
    assert [theme.parent for theme in book.themes] == ["crime", "fraud"]


@pytest.mark.parametrize(
    ("rule", "theme"),
    [
        ("strong", replace(FRAUD, strong=("scam", "-"))),
        ("medium", replace(FRAUD, medium=("-",))),
        ("weak", replace(FRAUD, weak=("-",))),
        ("mask", replace(FRAUD, mask=("-",))),
    ],
)
def test_a_phrase_without_a_word(rule: str, theme: Theme) -> None:
    assert refused(theme) == f'theme "fraud", {rule}: "-" holds no word; write at least one'


def test_a_star_in_the_wrong_place() -> None:
    message = refused(replace(FRAUD, strong=("sc*m",)))
    assert message == 'theme "fraud", strong: in "sc*m" the * stands where it cannot; it may only end a word, as in "slave*"'


def test_a_rule_with_one_side() -> None:
    message = refused(replace(FRAUD, together=("bank, savings",)))
    assert message == 'theme "fraud", together: "bank, savings" has one side only; part the sides with +, as in "children, pupils + abuse*"'


def test_a_rule_with_an_empty_side() -> None:
    assert refused(replace(FRAUD, together=("bank + ",))) == 'theme "fraud", together: "" holds no word; write at least one'


def test_a_name_that_means_two_themes() -> None:
    message = refused(replace(FRAUD, aliases=("cons",)), Theme("scams", "Scams", "About it.", "crime", aliases=("Cons",)))
    assert message == 'theme "scams", aliases: "Cons" already means the theme "fraud"; a name can mean one theme only'


def test_an_alias_that_is_another_themes_name() -> None:
    message = refused(replace(FRAUD, aliases=("scams",)), Theme("scams", "Scams", "About it.", "crime"))
    assert message == 'theme "fraud", aliases: "scams" already means the theme "scams"; a name can mean one theme only'


def test_a_name_without_a_word() -> None:
    assert refused(Theme("fraud", "?", "About it.", "crime")) == 'theme "fraud", name: "?" holds no word; write at least one'


def test_an_acronym_in_small_letters() -> None:
    message = refused(FRAUD, acronyms={"vawg": ("violence against women and girls",)})
    assert message == 'acronyms: "vawg" is not in capitals; write it as it is written in a statement, as in VAWG'


@pytest.mark.parametrize("meanings", [(), ("",), ("violence", "?")])
def test_an_acronym_without_words(meanings: tuple[str, ...]) -> None:
    assert refused(FRAUD, acronyms={"VAWG": meanings}) == 'acronyms: "VAWG" needs the words it stands for'
