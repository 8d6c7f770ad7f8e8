"""Themes: phrases in tiers, matched by one automaton, each match with its because. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from briefings import salience
from briefings.errors import BadConfig
from briefings.phrases import BadPhrase, Pattern, PhraseFinder, plain, read_phrase
from briefings.salience import Evidence, Passage, Tier
from briefings.theme_names import Names

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ACRONYM = re.compile(r"[A-Z0-9][A-Z0-9&-]*")
_RULES_VERSION = 2


@dataclass(frozen=True, slots=True)
class Example:
    """A short text that must match its theme (or, as a counter-example, must not)."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A topic admins define. `parent` is the slug of a group or of another theme.

    Phrases: `*` ends a word; case and hyphens do not matter; a word written in capitals matches only in capitals. `strong`: one hit anywhere;
    `medium`: in the title or first sentence, or twice; `weak`: beside another, different one; `mask` is blanked out first.
    `together` holds rules such as `children, pupils + explicit, abuse*`: enough where one of each side stands in the
    same sentence (title and first sentence count as one).
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


@dataclass(frozen=True, slots=True)
class Match:
    """A theme a statement matches, how salient (higher ranks first), and because of which phrases, as they stand in the text."""

    slug: str
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Use:
    """Where a phrase belongs: its theme's place, its tier, and for `together` which rule and side."""

    theme: int
    tier: Tier
    rule: int = 0
    side: int = 0


def _refuse(theme: Theme, rule: str, why: str) -> BadConfig:
    return BadConfig(f'theme "{theme.slug}", {rule}: {why}')


def _phrases_of(theme: Theme) -> Iterator[tuple[str, str, Tier, int, int]]:
    """Each phrase with the name of its list, its tier, and for `together` its rule's number and side."""
    tiers = (("strong", Tier.STRONG), ("medium", Tier.MEDIUM), ("weak", Tier.WEAK), ("mask", Tier.MASK))
    for name, tier in tiers:
        for phrase in getattr(theme, name):
            yield name, phrase, tier, 0, 0
    for rule, line in enumerate(theme.together):
        sides = line.split("+")
        if len(sides) < 2:
            raise _refuse(theme, "together", f'"{line}" has one side only; part the sides with +, as in "children, pupils + abuse*"')
        for side, phrases in enumerate(sides):
            for phrase in phrases.split(","):
                yield "together", phrase.strip(), Tier.TOGETHER, rule, side
    for name in (theme.slug, theme.name, *theme.aliases):
        # In small letters: whoever asks may not type capitals.
        yield "aliases", name.lower(), Tier.ALIAS, 0, 0


def _compile(themes: Iterable[Theme]) -> tuple[PhraseFinder, tuple[_Use, ...]]:
    patterns: list[Pattern] = []
    uses: list[_Use] = []
    for number, theme in enumerate(themes):
        for name, phrase, tier, rule, side in _phrases_of(theme):
            try:
                patterns.append(read_phrase(phrase))
            except BadPhrase as error:
                raise _refuse(theme, name, str(error)) from error
            uses.append(_Use(number, tier, rule, side))
    return PhraseFinder(patterns), tuple(uses)


def _name(themes: tuple[Theme, ...]) -> Names:
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


def _check(themes: tuple[Theme, ...], groups: Mapping[str, str], acronyms: Mapping[str, tuple[str, ...]]) -> None:
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


@dataclass(frozen=True, slots=True)
class ThemeBook:
    """Every theme, its groups (slug to name) and the acronyms (in capitals, to what they stand for), compiled.

    Building one checks the themes (BadConfig names the theme and the rule it breaks) and compiles the automaton; build it once and
    share it between threads.
    """

    themes: tuple[Theme, ...]
    groups: Mapping[str, str] = field(default_factory=dict)
    acronyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _by_slug: Mapping[str, Theme] = field(init=False, repr=False, compare=False)
    _finder: PhraseFinder = field(init=False, repr=False, compare=False)
    _uses: tuple[_Use, ...] = field(init=False, repr=False, compare=False)
    _names: Names = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check and compile."""
        _check(self.themes, self.groups, self.acronyms)
        finder, uses = _compile(self.themes)
        compiled = {
            "_by_slug": {theme.slug: theme for theme in self.themes},
            "_finder": finder,
            "_uses": uses,
            "_names": _name(self.themes),
        }
        for name, value in compiled.items():
            object.__setattr__(self, name, value)

    def get(self, slug: str) -> Theme | None:
        """The theme with exactly this slug."""
        return self._by_slug.get(slug)

    def find(self, words: str) -> Theme | None:
        """The theme a person means by `words`: its slug, name, alias or acronym, whatever the case, spaces or hyphens; None if none."""
        found = self._names.find(words, self.acronyms)
        return None if found is None else self.themes[found]

    def nearest(self, words: str, limit: int = 3) -> tuple[Theme, ...]:
        """Themes whose slug, name, aliases or phrases sound most like `words`, best first; empty when nothing is near."""
        return tuple(self.themes[number] for number in self._names.nearest(words, limit))

    def classify(self, title: str, text: str) -> tuple[Match, ...]:
        """The themes of a statement, most salient first, at most three."""
        passage = Passage.of(title, text)
        found = salience.beside_roll_calls(passage, self._evidence(passage, asked=False))
        matched = {theme: evidence for theme, evidence in found.items() if evidence and salience.matches(passage, evidence)}
        scores = {theme: salience.score(passage, evidence) for theme, evidence in matched.items()}
        return tuple(
            Match(self.themes[theme].slug, scores[theme], salience.because(passage, matched[theme]))
            for theme in salience.most_salient(scores)
        )

    def themes_in(self, words: str) -> tuple[str, ...]:
        """The slugs of every theme that a short query names, by slug, name, alias or any phrase of any tier, most telling first."""
        passage = Passage.of(words, "")
        found = self._evidence(passage, asked=True)
        scores = {theme: salience.score(passage, evidence) for theme, evidence in found.items()}
        return tuple(self.themes[theme].slug for theme in sorted(scores, key=lambda theme: (-scores[theme], theme)))

    def fingerprint(self) -> str:
        """Changes whenever a change to the themes could change a classification; stored statements are read again then."""
        rules = [[t.slug, t.strong, t.medium, t.weak, t.mask, t.together] for t in self.themes]
        return hashlib.sha256(json.dumps([_RULES_VERSION, rules]).encode()).hexdigest()[:16]

    def _evidence(self, passage: Passage, *, asked: bool) -> dict[int, list[Evidence]]:
        """What was found for each theme, unmasked, in reading order; names and aliases count only when `asked`."""
        found: dict[int, list[tuple[_Use, Evidence]]] = {}
        masked: dict[int, set[int]] = {}
        for hit in self._finder.find(passage.words):
            use = self._uses[hit.phrase]
            if use.tier is Tier.MASK:
                masked.setdefault(use.theme, set()).update(range(hit.first, hit.last + 1))
            elif asked or use.tier is not Tier.ALIAS:
                found.setdefault(use.theme, []).append((use, Evidence(use.tier, hit.first, hit.last)))
        kept: dict[int, list[Evidence]] = {}
        for theme, uses in found.items():
            blank = masked.get(theme)
            if blank:
                uses = [(use, e) for use, e in uses if blank.isdisjoint(range(e.first, e.last + 1))]
            evidence = [e for use, e in uses if use.tier is not Tier.TOGETHER]
            evidence.extend(self._together(passage, theme, uses))
            if evidence:
                kept[theme] = salience.longest(evidence)
        return kept

    def _together(self, passage: Passage, theme: int, uses: Iterable[tuple[_Use, Evidence]]) -> Iterator[Evidence]:
        rules: dict[int, dict[int, list[Evidence]]] = {}
        for use, evidence in uses:
            if use.tier is Tier.TOGETHER:
                rules.setdefault(use.rule, {}).setdefault(use.side, []).append(evidence)
        for rule, sides in rules.items():
            wanted = self.themes[theme].together[rule].count("+") + 1
            if len(sides) == wanted:
                yield from salience.together(passage, [sides[side] for side in range(wanted)])
