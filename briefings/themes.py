"""Themes: phrases in tiers, matched by one automaton, each match with its because. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Example:
    """A short text that must match its theme (or, as a counter-example, must not)."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A topic admins define. `parent` is the slug of a group or of another theme. Phrases: `*` ends a word; case and hyphens do not matter;
    phrases written in capitals match only in capitals. `strong` one hit anywhere; `medium` in the title or first sentence, or twice; `weak` in the title,
    or two different ones; `mask` is blanked out first."""

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


@dataclass(frozen=True, slots=True)
class Match:
    """A theme a statement matches, how salient (higher ranks first), and because of which phrases, as they stand in the text."""

    slug: str
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeBook:
    """Every theme, its groups (slug to name) and the acronyms (in capitals, to what they stand for), compiled.

    Building one compiles the automaton; build it once and share it between threads.
    """

    themes: tuple[Theme, ...]
    groups: Mapping[str, str] = field(default_factory=dict)
    acronyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, slug: str) -> Theme | None:
        """The theme with exactly this slug."""
        raise NotImplementedError

    def find(self, words: str) -> Theme | None:
        """The theme a person means by `words`: its slug, name, alias or acronym, whatever the case, spaces or hyphens; None if none."""
        raise NotImplementedError

    def nearest(self, words: str, limit: int = 3) -> tuple[Theme, ...]:
        """Themes whose slug, name, aliases or phrases sound most like `words`, best first; empty when nothing is near."""
        raise NotImplementedError

    def classify(self, title: str, text: str) -> tuple[Match, ...]:
        """The themes of a statement, most salient first, at most three."""
        raise NotImplementedError

    def fingerprint(self) -> str:
        """Changes whenever a change to the themes could change a classification; stored statements are read again then."""
        raise NotImplementedError
