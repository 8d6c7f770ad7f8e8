"""How phrases in tiers become themes with their reasons, and how a theme is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.errors import BadConfig
from briefings.themes import Match, Theme, ThemeBook

GROUPS = {"crime": "Crime", "people": "People"}
SLAVERY = Theme(
    slug="modern-slavery",
    name="Modern slavery",
    description="Slavery and trafficking.",
    parent="people",
    aliases=("slavery", "people trafficking"),
    strong=("slavery", "forced labour", "NRM"),
    medium=("brothel*",),
    weak=("trafficking", "exploit*"),
    mask=("drug trafficking", "slavery museum"),
    together=("work, jobs + unpaid, no wages",),
)
DRUGS = Theme(
    slug="drugs", name="Drugs", description="Drugs.", parent="crime", aliases=("county lines",), strong=("cocaine",), medium=("drug*",)
)
KNIVES = Theme(
    slug="knife-crime", name="Knife crime", description="Blades.", parent="crime", strong=("knife crime*",), medium=("knife", "knives")
)
FRAUD = Theme(slug="fraud", name="Fraud", description="Fraud.", parent="crime", strong=("fraud*", "scam*"))
RURAL = Theme(slug="rural", name="Rural crime", description="Farms.", parent="crime", strong=("rural", "farm*"))
BOOK = ThemeBook((SLAVERY, DRUGS, KNIVES, FRAUD, RURAL), GROUPS, {"NRM": ("National Referral Mechanism",), "MS": ("modern slavery",)})


def slugs(title: str, text: str, book: ThemeBook = BOOK) -> list[str]:
    return [match.slug for match in book.classify(title, text)]


def only(title: str, text: str) -> Match:
    (match,) = BOOK.classify(title, text)
    return match


def test_one_strong_phrase_anywhere_is_enough() -> None:
    assert slugs("A quiet day", "Nothing happened. Then slavery was found.") == ["modern-slavery"]


def test_a_medium_phrase_counts_in_the_title_or_the_first_sentence_or_twice() -> None:
    assert slugs("Two brothels closed", "Officers called.") == ["modern-slavery"]
    assert slugs("Officers called", "A brothel was closed. It was late.") == ["modern-slavery"]
    assert slugs("Officers called", "It was late. A brothel was closed.") == []
    assert slugs("Officers called", "It was late. A brothel was closed. The brothel was big.") == ["modern-slavery"]


def test_a_weak_phrase_needs_another_beside_it() -> None:
    assert slugs("Officers called", "It was late. They exploit people.") == []
    assert slugs("Officers called", "It was late. They exploit people through trafficking.") == ["modern-slavery"]
    assert slugs("", "They exploit the weather.") == []


def test_a_pair_counts_only_in_one_sentence() -> None:
    assert slugs("Officers called", "Men had to work and were unpaid.") == ["modern-slavery"]
    assert slugs("Officers called", "It was late. Men had to work. The bill was unpaid.") == []


def test_title_and_first_sentence_tell_the_same_thing_for_a_pair() -> None:
    assert slugs("Made to work", "The men were unpaid, officers said.") == ["modern-slavery"]


def test_a_masked_phrase_is_not_read() -> None:
    assert slugs("Visit to the slavery museum", "Officers called.") == []
    assert slugs("Visit to the slavery museum", "Officers called. They spoke of slavery.") == ["modern-slavery"]


def test_a_mask_hides_words_from_its_own_theme_only() -> None:
    book = ThemeBook((SLAVERY, replace(DRUGS, strong=("drug trafficking",))), GROUPS)
    assert slugs("Drug trafficking falls", "Officers called.", book) == ["drugs"]


def test_an_untitled_sentence_is_read_as_a_title() -> None:
    assert slugs("", "A brothel was closed.") == ["modern-slavery"]
    assert slugs("", "A brothel was closed.") == slugs("A brothel was closed", "")


def test_the_reasons_stand_as_they_do_in_the_text() -> None:
    assert only("Forced Labour on the moor", "Victims of forced labour and SLAVERY.").because == ("Forced Labour", "SLAVERY")


def test_a_part_of_a_longer_phrase_is_not_a_second_reason() -> None:
    book = ThemeBook((replace(SLAVERY, strong=("modern slavery", "slavery")),), GROUPS)
    assert book.classify("Modern slavery", "")[0].because == ("Modern slavery",)


def test_what_the_title_tells_ranks_before_what_the_body_tells() -> None:
    assert slugs("Fraud rises", "Scams grow. Rural forces differ.")[0] == "fraud"
    assert slugs("Rural forces differ", "Farms suffer. Frauds grow.")[0] == "rural"


def test_an_aside_is_not_a_theme() -> None:
    assert slugs("Fraud and scams", "Scams and fraud grow. The rural station has a new door.") == ["fraud"]


def test_at_most_three_themes_are_shown() -> None:
    assert len(slugs("Fraud, slavery, cocaine, knife crime and farms", "")) == 3


def test_a_roll_call_of_crimes_says_little_about_any_of_them() -> None:
    text = "Much changed. Cocaine, frauds, knife crimes, slavery and farm crimes were all counted."
    assert slugs("Rural survey begins", text) == ["rural"]


def test_words_in_capitals_do_not_match_small_letters() -> None:
    assert slugs("The NRM grows", "") == ["modern-slavery"]
    assert slugs("The nrm grows", "") == []


def test_nothing_to_read_has_no_theme() -> None:
    assert BOOK.classify("", "") == ()
    assert BOOK.classify("—", "\n…\n") == ()


def test_a_theme_is_found_by_slug_name_alias_or_acronym_however_typed() -> None:
    for words in ("modern-slavery", "Modern Slavery", "MODERNSLAVERY", "slavery", "People-Trafficking", "ms", " modern  slavery "):
        assert BOOK.find(words) == SLAVERY, words
    assert BOOK.find("county lines") == DRUGS
    assert BOOK.find("gardening") is None
    assert BOOK.find("") is None
    assert BOOK.get("drugs") == DRUGS
    assert BOOK.get("Drugs") is None


def test_a_typo_is_near_its_theme() -> None:
    assert BOOK.nearest("slavry")[0] == SLAVERY
    assert BOOK.nearest("cocane")[0] == DRUGS
    assert BOOK.nearest("knief crime")[0] == KNIVES
    assert BOOK.nearest("qqqqqqqq") == ()
    assert BOOK.nearest("") == ()
    assert len(BOOK.nearest("crime", limit=1)) <= 1


def test_a_question_names_its_themes_by_any_phrase_or_alias() -> None:
    assert BOOK.themes_in("what about trafficking") == ("modern-slavery",)
    assert BOOK.themes_in("county lines and knives") == ("drugs", "knife-crime")
    assert BOOK.themes_in("nothing here") == ()


def test_the_fingerprint_changes_with_the_phrases_and_not_with_the_wording_around_them() -> None:
    other = ThemeBook((replace(SLAVERY, description="Other words."), *BOOK.themes[1:]), GROUPS)
    changed = ThemeBook((replace(SLAVERY, weak=()), *BOOK.themes[1:]), GROUPS)
    assert other.fingerprint() == BOOK.fingerprint()
    assert changed.fingerprint() != BOOK.fingerprint()


@pytest.mark.parametrize(
    ("themes", "words"),
    [
        ((SLAVERY, SLAVERY), ('theme "modern-slavery", slug', "used twice")),
        ((replace(SLAVERY, slug="Modern Slavery"),), ("slug", "lower-case")),
        ((replace(SLAVERY, slug="crime"),), ("slug", "a group has this slug")),
        ((replace(SLAVERY, parent="nowhere"),), ('theme "modern-slavery", parent', "neither a group nor a theme")),
        ((replace(SLAVERY, parent="modern-slavery"),), ("parent", "leads back")),
        ((SLAVERY, replace(DRUGS, aliases=("slavery",))), ('theme "drugs", aliases', 'already means the theme "modern-slavery"')),
        ((replace(SLAVERY, aliases=("-",)),), ("aliases", "holds no word")),
        ((replace(SLAVERY, strong=("",)),), ('theme "modern-slavery", strong', "holds no word")),
        ((replace(SLAVERY, mask=("sla*very",)),), ('theme "modern-slavery", mask', "may only end a word")),
        ((replace(SLAVERY, together=("work, jobs",)),), ('theme "modern-slavery", together', "one side only")),
        ((replace(SLAVERY, together=("work + ",)),), ("together", "holds no word")),
    ],
)
def test_a_broken_rule_is_refused_with_the_theme_and_the_rule(themes: tuple[Theme, ...], words: tuple[str, ...]) -> None:
    with pytest.raises(BadConfig) as refused:
        ThemeBook(themes, GROUPS)
    assert all(part in str(refused.value) for part in words)


@pytest.mark.parametrize("acronyms", [{"vawg": ("violence",)}, {"VAWG": ()}, {"VAWG": ("-",)}])
def test_a_broken_acronym_is_refused(acronyms: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(BadConfig, match=r"(?i)vawg"):
        ThemeBook((SLAVERY,), GROUPS, acronyms)


ANY_TEXT = st.text(max_size=400) | st.lists(
    st.sampled_from(
        ["Fraud", "slavery", "drug", "trafficking", "exploits", "unpaid", "work", "NRM", "knives", "farm", ",", ".\n", "in", "May"]
    ),
    max_size=60,
).map(" ".join)


@given(title=ANY_TEXT, text=ANY_TEXT)
def test_any_text_has_at_most_three_themes_each_with_reasons_that_stand_in_it(title: str, text: str) -> None:
    said = " ".join(f"{title}\n{text}".split())
    matches = BOOK.classify(title, text)
    assert len({match.slug for match in matches}) == len(matches) <= 3
    for match in matches:
        assert match.because
        assert match.score > 0
        assert all(phrase in said for phrase in match.because)
        assert len({phrase.casefold() for phrase in match.because}) == len(match.because)


@given(words=st.text(max_size=80))
def test_anything_can_be_asked_for(words: str) -> None:
    BOOK.find(words)
    assert len(BOOK.nearest(words)) <= 3
    BOOK.themes_in(words)
