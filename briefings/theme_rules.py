"""What a theme is made of, checked and compiled for matching. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from briefings.errors import BadConfig
from briefings.phrases import BadPhrase, Pattern, PhraseFinder, plain, read_phrase
from briefings.salience import Tier
from briefings.theme_names import Names

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ACRONYM = re.compile(r"[A-Z0-9][A-Z0-9&-]*")


@dataclass(frozen=True, slots=True)
class Example:
    """A short text that must match its theme (or, as a counter-example, must not)."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A topic admins define. `parent` is the slug of a group or of another theme.

    Phrases: `*` ends a word; case and hyphens do not matter; a word written in capitals matches only in capitals. `strong`: one hit
    anywhere; `medium`: in the title or first sentence, or twice; `weak`: beside another, different one; `mask` is blanked out first.
    `together` holds rules such as `children, pupils + explicit, abuse*`: enough where one of each side stands in the same sentence
    (title and first sentence count as one).
    """

    slug: str
    name: str
    description: str
    parent: str
    aliases: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    medium: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    mask: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()
    together: tuple[str, ...] = ()


class Use(NamedTuple):
    """Where a phrase belongs: its theme's place, its tier, and for `together` which rule (of all themes) and side."""

    theme: int
    tier: Tier
    rule: int = 0
    side: int = 0


class Compiled(NamedTuple):
    """The automaton, what each of its phrases is used for, and each `together` rule's theme and number of sides."""

    finder: PhraseFinder
    uses: tuple[Use, ...]
    rules: tuple[tuple[int, int], ...]


def _refuse(theme: Theme, rule: str, why: str) -> BadConfig:
    return BadConfig(f'theme "{theme.slug}", {rule}: {why}')


def _tiers_of(theme: Theme) -> Iterator[tuple[str, str, Tier]]:
    """Each phrase that stands by itself, with the name of its list and its tier."""
    tiers = (("strong", Tier.STRONG), ("medium", Tier.MEDIUM), ("weak", Tier.WEAK), ("mask", Tier.MASK))
    for name, tier in tiers:
        for phrase in getattr(theme, name):
            yield name, phrase, tier
    for name, called in (("slug", theme.slug), ("name", theme.name), *(("aliases", alias) for alias in theme.aliases)):
        # In small letters: whoever asks may not type capitals.
        yield name, called.lower(), Tier.ALIAS


def _sides_of(theme: Theme) -> Iterator[list[list[str]]]:
    """The phrases of each side of each `together` rule."""
    for line in theme.together:
        sides = [[phrase.strip() for phrase in side.split(",")] for side in line.split("+")]
        if len(sides) < 2:
            raise _refuse(theme, "together", f'"{line}" has one side only; part the sides with +, as in "children, pupils + abuse*"')
        yield sides


def compile_themes(themes: Iterable[Theme]) -> Compiled:
    """One automaton for every phrase of every theme. BadConfig names the theme and list of a phrase that breaks the syntax."""
    patterns: list[Pattern] = []
    uses: list[Use] = []
    rules: list[tuple[int, int]] = []
    for number, theme in enumerate(themes):
        for name, phrase, tier in _tiers_of(theme):
            patterns.append(_pattern(theme, name, phrase))
            uses.append(Use(number, tier))
        for sides in _sides_of(theme):
            for side, phrases in enumerate(sides):
                patterns.extend(_pattern(theme, "together", phrase) for phrase in phrases)
                uses.extend(Use(number, Tier.TOGETHER, len(rules), side) for _ in phrases)
            rules.append((number, len(sides)))
    return Compiled(PhraseFinder(patterns), tuple(uses), tuple(rules))


def _pattern(theme: Theme, rule: str, phrase: str) -> Pattern:
    try:
        return read_phrase(phrase)
    except BadPhrase as error:
        raise _refuse(theme, rule, str(error)) from error


def name_themes(themes: tuple[Theme, ...]) -> Names:
    """What each theme is called. BadConfig when a name means two themes."""
    names = Names()
    for rule in ("slug", "name", "aliases"):
        for number, theme in enumerate(themes):
            for name in theme.aliases if rule == "aliases" else (getattr(theme, rule),):
                if not plain(name):
                    raise _refuse(theme, rule, f'"{name}" holds no word; write at least one')
                holder = names.add(name, number)
                if holder is not None:
                    raise _refuse(theme, rule, f'"{name}" already means the theme "{themes[holder].slug}"; a name can mean one theme only')
    for number, theme in enumerate(themes):
        for phrase in (*theme.strong, *theme.medium):
            names.add_near(phrase, number)
    return names


def _check_parents(themes: tuple[Theme, ...], groups: Mapping[str, str]) -> None:
    parents = {theme.slug: theme.parent for theme in themes}
    for theme in themes:
        seen = {theme.slug}
        above = theme.parent
        while above not in groups:
            if above not in parents:
                raise _refuse(theme, "parent", f'"{above}" is neither a group nor a theme; groups are: {", ".join(groups) or "none"}')
            if above in seen:
                raise _refuse(theme, "parent", f'"{above}" leads back to the theme itself; name a group or a theme above it')
            seen.add(above)
            above = parents[above]


def check(themes: tuple[Theme, ...], groups: Mapping[str, str], acronyms: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse, as BadConfig, themes whose slugs, parents or acronyms break a rule."""
    slugs: set[str] = set()
    for theme in themes:
        if not _SLUG.fullmatch(theme.slug):
            raise _refuse(theme, "slug", 'use lower-case letters, digits and single hyphens, as in "modern-slavery"')
        if theme.slug in slugs:
            raise _refuse(theme, "slug", "used twice; each theme needs its own")
        if theme.slug in groups:
            raise _refuse(theme, "slug", "a group has this slug already")
        slugs.add(theme.slug)
    _check_parents(themes, groups)
    for acronym, meanings in acronyms.items():
        if not _ACRONYM.fullmatch(acronym):
            raise BadConfig(f'acronyms: "{acronym}" is not in capitals; write it as it is written in a statement, as in VAWG')
        if not meanings or not all(plain(meaning) for meaning in meanings):
            raise BadConfig(f'acronyms: "{acronym}" needs the words it stands for')
