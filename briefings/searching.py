"""Finds statements by words: candidates by the rarest terms first, bounded, then ranked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import Connection

from briefings import asked
from briefings.asked import Acronyms, Asked
from briefings.positions import position_of
from briefings.query import Query
from briefings.ranking import Concept, Hit, Phrase, Ranked, rank
from briefings.store import search, stories, theme_index, vocabulary
from briefings.store.search import Filters
from briefings.terms import publisher_mark, stem, terms_of, theme_mark, words_of
from briefings.themes import ThemeBook

CANDIDATES = 300
"""Statements ranked for one search; a search that matches more says "at least"."""

_ROUNDS = 6
_ALONE = (0, False)


@dataclass(frozen=True, slots=True)
class Searched:
    """Ranked statements, whether there are more, and the repaired wording."""

    ranked: list[Ranked]
    more: bool
    did_you_mean: str | None


class Searcher:
    """Searches with the acronyms and themes of one theme book."""

    def __init__(self, book: ThemeBook) -> None:
        self._book = book
        self._acronyms = Acronyms(book.acronyms)

    @cached_property
    def _spelt_right(self) -> frozenset[str]:
        """Made when the first word needs it: whoever asks once from a terminal should not wait for it."""
        return _terms_in(self._book)

    def search(self, connection: Connection, text: str, filters: Filters, statements: int) -> Searched:
        """Rank what answers `text`. `statements`: how many there are in all."""
        told = Asked.of(text)
        if not told.words:
            return Searched([], False, None)
        documents = vocabulary.documents(connection, asked.terms_asked(told, self._acronyms, text))
        repaired = self._repair(connection, told, text, documents)
        if repaired is not None:
            told, text = Asked.of(repaired), repaired
            documents |= vocabulary.documents(connection, asked.terms_asked(told, self._acronyms, text))
        concepts = asked.main_concepts(told, self._acronyms, text, documents)
        slugs = self._book.themes_in(text)
        sizes = theme_index.sizes(connection, slugs)
        concepts += asked.theme_concepts(slugs, sizes)
        hits, more = _gather(connection, [concept for concept in concepts if concept.documents], told.quoted, filters)
        concepts += asked.main_theme_concepts(slugs, sizes)
        concepts += asked.adjacent_concepts(text, documents)
        concepts += asked.loose_concepts(told, self._acronyms, documents)
        return Searched(_each_story_once(connection, rank(concepts, hits, statements)), more, repaired)

    def _repair(self, connection: Connection, told: Asked, text: str, documents: dict[str, int]) -> str | None:
        """The query with mistyped words put right; None when nothing was."""
        fixed: dict[str, str] = {}
        for word in told.words:
            if documents.get(stem(word)) or stem(word) in self._spelt_right or self._acronyms.is_one(word) or not asked.repairable(word):
                continue
            margin = asked.slips(word)
            initials = tuple(dict.fromkeys(word[:2]))
            known = vocabulary.beginning_with(connection, initials, shortest=len(word) - margin, longest=len(word) + margin)
            meant = asked.repair(word, known)
            if meant is not None:
                fixed[word] = meant
        return " ".join(fixed.get(word, word) for word in words_of(text)) if fixed else None


def _terms_in(book: ThemeBook) -> frozenset[str]:
    """The terms of every phrase and name of the themes: whoever types one of these has not mistyped, even if no statement has it."""
    phrases = [phrase for theme in book.themes for phrase in (theme.name, *theme.aliases, *theme.strong, *theme.medium, *theme.weak)]
    phrases += [meaning for meanings in book.acronyms.values() for meaning in meanings]
    return frozenset(term for phrase in phrases for term in terms_of(phrase))


def filters_of(query: Query, slug: str | None, publishers: Sequence[int] | None) -> Filters:
    """A query's filters in the index's words. `slug`: the theme meant by `theme:`; `publishers`: the keys meant by `from:`."""
    marks: list[tuple[str, ...]] = [] if slug is None else [(theme_mark(slug),)]
    if publishers is not None:
        marks.append(tuple(map(publisher_mark, publishers)))
    dated_only = query.since is not None or query.until is not None
    bounds = Filters(dated_only=dated_only, marks=tuple(marks))
    lowest = bounds.lowest if query.since is None else position_of(query.since)
    highest = bounds.highest if query.until is None else position_of(query.until) - 1
    return replace(bounds, lowest=lowest, highest=highest)


def _each_story_once(connection: Connection, ranked: list[Ranked]) -> list[Ranked]:
    """Of each story the one that leads, where it was found, at the best place that any of its story has; otherwise the best of it."""
    told = stories.led_by(connection, [one.position for one in ranked])
    leading = {told[one.position][0]: one for one in ranked if told.get(one.position, _ALONE)[1]}
    shown: list[Ranked] = []
    once: set[int] = set()
    for one in ranked:
        story, _ = told.get(one.position, _ALONE)
        if story not in once:
            shown.append(leading.get(story, one))
        if story:
            once.add(story)
    return shown


def _gather(connection: Connection, concepts: Sequence[Concept], quoted: Sequence[Phrase], filters: Filters) -> tuple[list[Hit], bool]:
    """Candidates, and whether there are more than these."""
    found: dict[int, Hit] = {}
    must = [[phrase] for phrase in quoted]
    for number, (groups, everything) in enumerate(_rounds(concepts)):
        hits = search.candidates(connection, [*must, *groups], filters, CANDIDATES)
        found |= {hit.position: hit for hit in hits}
        if everything and len(hits) < CANDIDATES:
            return list(found.values()), False
        if len(found) >= CANDIDATES or number >= _ROUNDS:
            return list(found.values()), True
    return list(found.values()), bool(found)


def _rounds(concepts: Sequence[Concept]) -> Iterator[tuple[list[list[Phrase]], bool]]:
    """What to ask the index for, one question after another, each with whether it asks for everything there is."""
    by_rarity = sorted(concepts, key=lambda concept: concept.documents)
    each = [list(concept.phrases) for concept in by_rarity]
    if not each:
        return
    if sum(concept.documents for concept in by_rarity) <= CANDIDATES or len(each) == 1:
        yield [_together(each)], True
        return
    yield each, False
    rare = [list(concept.phrases) for concept in by_rarity if concept.documents <= CANDIDATES // 2]
    if rare:
        yield [_together(rare)], False
    for number in range(min(2, len(each) - 1)):
        yield [each[number], _together(each[:number] + each[number + 1 :])], False
    for phrases in each:
        yield [phrases], False


def _together(groups: Sequence[Sequence[Phrase]]) -> list[Phrase]:
    return [phrase for group in groups for phrase in group]
