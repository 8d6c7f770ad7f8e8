"""From hits of phrases to whether a theme matches, how salient it is, and because of what. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from briefings.phrases import Words, split_words

AT_MOST = 3
"""How many themes a statement shows."""

_SHARE_OF_BEST = 0.5
_TITLE, _LEAD, _BODY = 3.0, 2.0, 1.0
_FURTHER = 0.6
_ROLL_CALL_THEMES = 4
_ROLL_CALL_COMMAS = 2


class Tier(IntEnum):
    """How much a phrase says about its theme, the most telling first.

    `TOGETHER` needs its other side in the same sentence and is then `PAIRED`, `ALIAS` counts only where somebody asks, `MASK` blanks out.
    """

    STRONG = 0
    PAIRED = 1
    MEDIUM = 2
    WEAK = 3
    TOGETHER = 4
    ALIAS = 5
    MASK = 6


# Each side of a pair weighs half, so that two common words do not outrank one telling phrase.
_WEIGHTS = {Tier.STRONG: 1.0, Tier.PAIRED: 0.5, Tier.MEDIUM: 0.7, Tier.WEAK: 0.4, Tier.ALIAS: 1.0}


class Evidence(NamedTuple):
    """A phrase of one theme at the words `first` to `last`."""

    tier: Tier
    first: int
    last: int

    def overlaps(self, other: Evidence) -> bool:
        """Whether the two share a word."""
        return self.first <= other.last and other.first <= self.last

    def within(self, other: Evidence) -> bool:
        """Whether this is a part of a longer phrase that says at least as much."""
        return (
            other.first <= self.first
            and self.last <= other.last
            and self.last - self.first < other.last - other.first
            and other.tier <= self.tier
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement's words. Sentences before `title_until` are the title, those before `lead_until` the title or the first sentence.

    Without a title the first sentence serves as one, save that a weak phrase needs company there.
    """

    words: Words
    title_until: int
    lead_until: int
    titled: bool

    @classmethod
    def of(cls, title: str, text: str) -> Passage:
        """The passage of a title and a text; either may be empty."""
        words = split_words(f"{title}\n{text}")
        in_title = bisect_left(words.starts, len(title))
        if not in_title:
            first = words.sentences[0] + 1 if words.sentences else 1
            return cls(words, first, first, titled=False)
        last = words.sentences[in_title - 1]
        return cls(words, last + 1, last + 2, titled=True)

    def weight(self, evidence: Evidence) -> float:
        """How prominent the place is."""
        sentence = self.words.sentences[evidence.first]
        if sentence < self.title_until:
            return _TITLE
        return _LEAD if sentence < self.lead_until else _BODY

    def window(self, evidence: Evidence) -> int:
        """The sentence; title and first sentence count as one, as they tell the same thing."""
        return max(self.words.sentences[evidence.first], self.lead_until - 1)

    def phrase(self, evidence: Evidence) -> str:
        """The words of a phrase in lower case."""
        return " ".join(self.words.forms[evidence.first : evidence.last + 1])

    def commas(self) -> Counter[int]:
        """How many commas and semicolons stand in each sentence."""
        words = self.words
        count: Counter[int] = Counter()
        for at in range(len(words.forms) - 1):
            gap = words.text[words.ends[at] : words.starts[at + 1]]
            if gap != " " and ("," in gap or ";" in gap):
                count[words.sentences[at]] += 1
        return count


def longest(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence that is not a part of a longer phrase, each place once, in reading order."""
    by_place: dict[tuple[int, int], Evidence] = {}
    for e in sorted(evidence, key=lambda e: (e.first, -e.last, e.tier)):
        by_place.setdefault((e.first, e.last), e)
    kept: list[Evidence] = []
    around: list[Evidence] = []
    for e in by_place.values():
        around = [other for other in around if other.last >= e.first]
        if not any(e.within(other) for other in around):
            kept.append(e)
            around.append(e)
    return kept


def _separate(sides: Sequence[Sequence[Evidence]], chosen: tuple[Evidence, ...] = ()) -> tuple[Evidence, ...] | None:
    if len(chosen) == len(sides):
        return chosen
    for evidence in sides[len(chosen)]:
        if not any(evidence.overlaps(other) for other in chosen):
            found = _separate(sides, (*chosen, evidence))
            if found is not None:
                return found
    return None


def together(passage: Passage, sides: Sequence[Sequence[Evidence]]) -> Iterator[Evidence]:
    """Paired evidence wherever one phrase of every side stands in one sentence (title and first sentence count as one)."""
    windows: dict[int, list[list[Evidence]]] = {}
    for number, side in enumerate(sides):
        for evidence in side:
            windows.setdefault(passage.window(evidence), [[] for _ in sides])[number].append(evidence)
    for _, in_window in sorted(windows.items()):
        for evidence in _separate(in_window) or ():
            yield Evidence(Tier.PAIRED, evidence.first, evidence.last)


def matches(passage: Passage, evidence: Sequence[Evidence]) -> bool:
    """Whether this is enough: a strong phrase or a pair; a medium one in the title or first sentence, or twice; or two different ones."""
    if any(e.tier <= Tier.PAIRED for e in evidence):
        return True
    medium = [e for e in evidence if e.tier is Tier.MEDIUM]
    if len(medium) > 1 or any(passage.weight(e) >= _LEAD for e in medium):
        return True
    return len({passage.phrase(e) for e in evidence}) > 1


def score(passage: Passage, evidence: Iterable[Evidence]) -> float:
    """How salient: the best place of each different phrase by its tier, every further phrase counting less than the one before."""
    best: dict[str, float] = {}
    for e in evidence:
        phrase = passage.phrase(e)
        best[phrase] = max(best.get(phrase, 0.0), _WEIGHTS[e.tier] * passage.weight(e))
    ranked = sorted(best.values(), reverse=True)
    return round(sum(weight * _FURTHER**place for place, weight in enumerate(ranked)), 2)


def because(passage: Passage, evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The phrases as they stand in the text, each once whatever its case."""
    found: dict[str, str] = {}
    for e in evidence:
        found.setdefault(passage.phrase(e), passage.words.surface(e.first, e.last))
    return tuple(found.values())


def beside_roll_calls(passage: Passage, by_theme: dict[int, list[Evidence]]) -> dict[int, list[Evidence]]:
    """The evidence outside lists of many subjects, if any theme matches by that alone; else all of it."""
    lists = roll_calls(passage, by_theme.values())
    if not lists:
        return by_theme
    beside = {theme: [e for e in evidence if passage.words.sentences[e.first] not in lists] for theme, evidence in by_theme.items()}
    return beside if any(evidence and matches(passage, evidence) for evidence in beside.values()) else by_theme


def roll_calls(passage: Passage, by_theme: Iterable[Sequence[Evidence]]) -> frozenset[int]:
    """The sentences that are lists of many subjects: at least four themes, not counting weak phrases, and two commas."""
    themes: Counter[int] = Counter()
    for evidence in by_theme:
        themes.update({passage.words.sentences[e.first] for e in evidence if e.tier <= Tier.MEDIUM})
    crowded = {sentence for sentence, count in themes.items() if count >= _ROLL_CALL_THEMES}
    if not crowded:
        return frozenset()
    commas = passage.commas()
    return frozenset(sentence for sentence in crowded if commas[sentence] >= _ROLL_CALL_COMMAS)


def told_plainly(passage: Passage, evidence: Iterable[Evidence]) -> bool:
    """Whether at least two different strong phrases tell the theme, so that it is no aside however far down they stand."""
    return len({passage.phrase(e) for e in evidence if e.tier is Tier.STRONG}) > 1


def most_salient(scores: dict[int, float], plain: Collection[int] = ()) -> list[int]:
    """The themes to show, best first: at most three, and none that is a mere aside beside the best, unless it is in `plain`."""
    ranked = sorted(scores, key=lambda theme: (-scores[theme], theme))
    return [theme for theme in ranked[:AT_MOST] if theme in plain or scores[theme] >= _SHARE_OF_BEST * scores[ranked[0]]]
