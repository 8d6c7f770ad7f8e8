"""Themes: phrases in tiers, matched by one automaton, each match with its because. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from briefings import salience
from briefings.phrases import PhraseFinder
from briefings.salience import Evidence, Passage, Tier
from briefings.theme_names import Names
from briefings.theme_rules import Example, Theme, Use, check, compile_themes, name_themes

__all__ = ["Example", "Match", "Theme", "ThemeBook"]

_RULES_VERSION = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A theme a statement matches, how salient (higher ranks first), and because of which phrases, as they stand in the text."""

    slug: str
    score: float
    because: tuple[str, ...]


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
    _uses: tuple[Use, ...] = field(init=False, repr=False, compare=False)
    _sides: Mapping[int, tuple[int, int]] = field(init=False, repr=False, compare=False)
    _rules: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)
    _names: Names = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check and compile."""
        check(self.themes, self.groups, self.acronyms)
        compiled = compile_themes(self.themes)
        made = {
            "_by_slug": {theme.slug: theme for theme in self.themes},
            "_finder": compiled.finder,
            "_uses": compiled.uses,
            "_sides": {number: (use.rule, use.side) for number, use in enumerate(compiled.uses) if use.tier is Tier.TOGETHER},
            "_rules": compiled.rules,
            "_names": name_themes(self.themes),
        }
        for name, value in made.items():
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
        plain = {theme for theme, evidence in matched.items() if salience.told_plainly(passage, evidence)}
        return tuple(
            Match(self.themes[theme].slug, scores[theme], salience.because(passage, matched[theme]))
            for theme in salience.most_salient(scores, plain)
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
        found: defaultdict[int, list[Evidence]] = defaultdict(list)
        sides: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        masked: dict[int, set[int]] = {}
        for number, first, last in self._finder.find(passage.words):
            if number in self._sides:  # nearly all: common words stand on some side or other
                sides[self._sides[number]].append((first, last))
                continue
            theme, tier, _, _ = self._uses[number]
            if tier is Tier.MASK:
                masked.setdefault(theme, set()).update(range(first, last + 1))
            elif asked or tier is not Tier.ALIAS:
                found[theme].append(Evidence(tier, first, last))
        for theme, blank in masked.items():
            found[theme] = [e for e in found.get(theme, ()) if blank.isdisjoint(range(e.first, e.last + 1))]
        for rule, there in Counter(map(itemgetter(0), sides)).items():
            theme, wanted = self._rules[rule]
            if there == wanted:
                blank = masked.get(theme, set())
                unmasked = [
                    [Evidence(Tier.TOGETHER, first, last) for first, last in sides[rule, side] if blank.isdisjoint(range(first, last + 1))]
                    for side in range(wanted)
                ]
                found[theme].extend(salience.together(passage, unmasked))
        return {theme: salience.longest(evidence) for theme, evidence in found.items() if evidence}
