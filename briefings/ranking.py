"""Ranks the candidates of a search: BM25 over title and text together, for concepts instead of words. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Phrase = tuple[str, ...]
"""Terms that follow each other; one term is a phrase of one."""

TITLE_WEIGHT = 2.0
SATURATION = 1.2
LENGTH_TITLE = 0.3
LENGTH_BODY = 0.6


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: its terms with a blank before and after each, so that a whole term can be counted by looking for it."""

    position: int
    title: str
    body: str
    marks: str


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that is asked for, in whatever words: its phrases, about how many statements have it, and what it counts for."""

    phrases: tuple[Phrase, ...]
    documents: int
    weight: float = 1.0
    in_marks: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate and its score; higher is better."""

    score: float
    position: int


def rank(concepts: Sequence[Concept], hits: Iterable[Hit], statements: int) -> list[Ranked]:
    """The hits that have anything of the concepts, best first; equal ones newest first. `statements`: how many there are in all."""
    pool = list(hits)
    if not pool:
        return []
    titles = [hit.title.count(" ") for hit in pool]
    bodies = [hit.body.count(" ") for hit in pool]
    mean_title, mean_body = sum(titles) / len(pool), sum(bodies) / len(pool)
    needles = [(tuple(f" {' '.join(phrase)} " for phrase in concept.phrases), rarity(concept, statements), concept) for concept in concepts]
    ranked = []
    for hit, title, body in zip(pool, titles, bodies, strict=True):
        score = 0.0
        long_title = 1 - LENGTH_TITLE + LENGTH_TITLE * title / mean_title
        long_body = 1 - LENGTH_BODY + LENGTH_BODY * body / mean_body
        for phrases, rare, concept in needles:
            if concept.in_marks:
                score += rare * concept.weight * any(phrase in hit.marks for phrase in phrases)
                continue
            times = TITLE_WEIGHT * sum(map(hit.title.count, phrases)) / long_title + sum(map(hit.body.count, phrases)) / long_body
            score += rare * concept.weight * times * (SATURATION + 1) / (SATURATION + times)
        if score > 0:
            ranked.append(Ranked(score, hit.position))
    ranked.sort(key=lambda each: (-each.score, -each.position))
    return ranked


def rarity(concept: Concept, statements: int) -> float:
    """How much more a rare concept says than a common one; never zero."""
    documents = min(concept.documents, statements)
    return math.log(1 + (statements - documents + 0.5) / (documents + 0.5))
