"""What a search asks for: typed words become concepts, with acronyms, phrases and themes. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from briefings.ranking import Concept, Phrase
from briefings.terms import main_theme_mark, stem, terms_of, theme_mark, words_of
from briefings.themes import ThemeBook

WORDS_ASKED = 24
"""Words of a query beyond this many are not looked for."""

_QUOTED = re.compile(r'"([^"]+)"')
_ADJACENT_WEIGHT = 0.4
_THEME_WEIGHT = 1.2
_MAIN_THEME_WEIGHT = 0.3
_LOOSE_WEIGHT = 0.3
_SHORTEST_REPAIRED = 4
_LONG = 8
_EMPTY_WORDS = frozenset(
    """
    a about after all also an and any are as at be been being but by can did do does for from had has have he her his how i
    if in into is it its me my of on or our out she so some than that the their them there these they this to up us was we
    were what when where which who why will with would you your
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query taken apart: its words, and the groups of phrases that must be there because they were put in quotes."""

    words: tuple[str, ...]
    quoted: tuple[Phrase, ...]

    @classmethod
    def of(cls, text: str) -> Asked:
        """Take a query apart; empty words count only when there is nothing else."""
        quoted = tuple(phrase for phrase in map(terms_of, _QUOTED.findall(text)) if phrase)
        every = words_of(text.replace('"', " "))
        telling = [word for word in every if word not in _EMPTY_WORDS] or every
        return cls(tuple(dict.fromkeys(telling))[:WORDS_ASKED], quoted[:WORDS_ASKED])


class Acronyms:
    """What acronyms stand for, both ways, as terms."""

    def __init__(self, acronyms: Mapping[str, tuple[str, ...]]) -> None:
        self._meanings: dict[str, list[Phrase]] = {}
        self._short: dict[Phrase, Phrase] = {}
        for acronym, meanings in acronyms.items():
            short = terms_of(acronym)
            for meaning in filter(None, map(terms_of, meanings)):
                self._meanings.setdefault(" ".join(short), []).append(meaning)
                self._short.setdefault(meaning, short)

    def phrases(self, word: str) -> tuple[Phrase, ...]:
        """The word, and what it stands for if it is an acronym (or several: "ROCUs")."""
        for form in (word, word.removesuffix("s")):
            if stem(form) in self._meanings:
                return ((stem(word),), (stem(form),), *self._meanings[stem(form)])
        return ((stem(word),),)

    def is_one(self, word: str) -> bool:
        """Whether a word is an acronym, or several of one."""
        return len(self.phrases(word)) > 1

    def spelt_out(self, terms: Sequence[str]) -> list[tuple[Phrase, Phrase]]:
        """The meanings that stand in a query, each with its acronym."""
        whole = f" {' '.join(terms)} "
        return [(meaning, short) for meaning, short in self._short.items() if f" {' '.join(meaning)} " in whole]


def main_concepts(asked: Asked, acronyms: Acronyms, text: str, documents: Mapping[str, int]) -> list[Concept]:
    """What is asked for in words: one concept for each word, quoted phrase and spelt-out acronym. `documents`: statements by term."""
    concepts = [_concept(acronyms.phrases(word), documents) for word in asked.words]
    concepts += [_concept((phrase,), documents) for phrase in asked.quoted if len(phrase) > 1]
    concepts += [_concept(both, documents) for both in acronyms.spelt_out(terms_of(text))]
    return list({concept.phrases: concept for concept in concepts}.values())


def theme_concepts(slugs: Sequence[str], documents: Mapping[str, int]) -> list[Concept]:
    """The themes a query names, most telling first."""
    return [
        Concept(((theme_mark(slug),),), documents.get(slug, 0), _THEME_WEIGHT / (1 + number), in_marks=True)
        for number, slug in enumerate(slugs)
        if slug in documents
    ]


def main_theme_concepts(slugs: Sequence[str], documents: Mapping[str, int]) -> list[Concept]:
    """The same themes, where a statement is mostly about one of them: for ranking only."""
    return [
        Concept(((main_theme_mark(slug),),), documents.get(slug, 0), _MAIN_THEME_WEIGHT / (1 + number), in_marks=True)
        for number, slug in enumerate(slugs)
        if slug in documents
    ]


def loose_concepts(asked: Asked, acronyms: Acronyms, documents: Mapping[str, int]) -> list[Concept]:
    """The single words that an acronym stands for, "exploitation" for CSE: for ranking only, and for little."""
    meanings = {phrase for word in asked.words for phrase in acronyms.phrases(word) if len(phrase) > 1}
    terms = dict.fromkeys(term for phrase in sorted(meanings) for term in phrase if term not in _EMPTY_WORDS)
    return [Concept(((term,),), documents.get(term, 0), _LOOSE_WEIGHT) for term in terms]


def adjacent_concepts(text: str, documents: Mapping[str, int]) -> list[Concept]:
    """Words that stand side by side in the query, "Operation Sceptre" or "strip search": worth more where they do so in a statement."""
    terms = [(stem(word), word not in _EMPTY_WORDS) for word in words_of(text)[:WORDS_ASKED]]
    pairs = [(first, second) for (first, tells), (second, too) in pairwise(terms) if tells and too]
    return [Concept((pair,), min(documents.get(term, 0) for term in pair), _ADJACENT_WEIGHT) for pair in dict.fromkeys(pairs)]


def terms_asked(asked: Asked, acronyms: Acronyms, text: str) -> set[str]:
    """Every term whose frequency matters to a query."""
    phrases = [phrase for word in asked.words for phrase in acronyms.phrases(word)] + list(asked.quoted)
    phrases += [phrase for both in acronyms.spelt_out(terms_of(text)) for phrase in both]
    return {term for phrase in phrases for term in phrase} | set(terms_of(text)[:WORDS_ASKED])


def repairable(word: str) -> bool:
    """Whether a word that no statement has is worth repairing."""
    return len(word) >= _SHORTEST_REPAIRED and word.isalpha() and word not in _EMPTY_WORDS


def slips(word: str) -> int:
    """How many slips of the finger a word of this length may have."""
    return 1 if len(word) < _LONG else 2


def repair(word: str, known: Sequence[tuple[str, int]]) -> str | None:
    """The known word that was most likely meant: the fewest slips away, then the most common; None if none is near."""
    near = [(OSA.distance(word, other, score_cutoff=slips(word)), -documents, other) for other, documents in known]
    # Two slips make another word of many: then at least the beginning has to be right.
    near = [each for each in near if each[0] <= 1 or (each[0] <= slips(word) and each[2][:2] == word[:2])]
    return min(near)[2] if near else None


def nearest_themes(book: ThemeBook, text: str) -> tuple[str, ...]:
    """The slugs of the themes a query names or sounds like, named ones first."""
    return tuple(dict.fromkeys((*book.themes_in(text), *(theme.slug for theme in book.nearest(text)))))


def _concept(phrases: Sequence[Phrase], documents: Mapping[str, int]) -> Concept:
    each = tuple(dict.fromkeys(phrases))
    return Concept(each, sum(min(documents.get(term, 0) for term in phrase) for phrase in each))
