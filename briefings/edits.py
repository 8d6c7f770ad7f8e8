"""How two versions of a statement differ: in nothing that matters, a little, or in what it says. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, zip_longest
from operator import eq
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from briefings.furniture import HIDDEN, contents, headline
from briefings.pieces import CONTACT, DATE, FIGURE, ONE, TIME, Piece, pieces
from briefings.substance import NEGATIONS, deciding, qualifies, reaches
from briefings.tokens import WORD


class Edit(StrEnum):
    """How much of a statement an edit changed."""

    COSMETIC = "cosmetic"
    """How it is written or what stands around it: spacing, punctuation, labels of images, the page's furniture."""
    MINOR = "minor"
    """A few words put in another way, a slip put right, a contact."""
    MATERIAL = "material"
    """A figure, a name, a date, a place, a "not", what somebody is charged with; a sentence; or much of it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A run of words in one version and what stands in its place in the other; "" where nothing does."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What an edit changed, in reading order, the title's first; what is cosmetic is left out.

    `figures` are the figures, dates and times among it, each with the one that took its place where there is one.
    """

    words: tuple[Changed, ...]
    figures: tuple[Changed, ...]


_ORDER = list(Edit)
_SHARE, _MUCH = 0.2, 8
"""So large a part of all words, and so many of them, changed at once is no matter of a few words."""
_NEW_SENTENCE, _REWRITTEN = 3, 6
"""Words that make a sentence of substance: one that came or went whole; one that was put quite differently."""
_MOVED = 5
"""Words of a sentence that is no more than moved; shorter ones are cells of a table."""
_UNLIKE = 0.6
"""So large a part of a sentence makes it another."""
_READABLE = 2
"""Equal words that part two runs no further when they are shown to people."""
_COUNTED = frozenset((FIGURE, DATE, TIME))
_NEAR = 2
"""A word no further before a figure qualifies it."""
_NUMBERS_TO_RING = frozenset(("101", "999", "111", "112", "crimestoppers"))
_NAMES = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’]+")
_LARGEST = 200_000_000
"""Pieces of one side times the other's, compared at once."""

Sentence = tuple[Piece, ...]


class _Run(NamedTuple):
    """Pieces that differ: the old ones, those in their place, and the few of the new version that follow."""

    removed: Sequence[Piece]
    added: Sequence[Piece]
    after: Sequence[Piece]


class _Side(NamedTuple):
    """One version of one part of a statement."""

    text: str
    sentences: list[Sentence]
    size: int
    """Words of the whole part."""

    @classmethod
    def of(cls, text: str, size: int) -> _Side:
        return cls(text, [tuple(group) for _, group in groupby(pieces(text), key=lambda piece: piece.sentence)] if text else [], size)

    def between(self, run: Sequence[Piece]) -> str:
        """The words of a run as they are written."""
        return " ".join(self.text[run[0].start : run[-1].end].split()) if run else ""


def classify(old_title: str, old_text: str, new_title: str, new_text: str) -> Edit:
    """How much the new version changes."""
    proper = frozenset(name.lower() for text in (old_text, new_text) for name in _NAMES.findall(text))
    return max((_weigh(old, new, proper) for old, new in _parts(old_title, old_text, new_title, new_text)), key=_ORDER.index)


def differences(old_title: str, old_text: str, new_title: str, new_text: str) -> Differences:
    """What the new version changes, in words and figures."""
    words: list[Changed] = []
    figures: list[Changed] = []
    for old, new in _parts(old_title, old_text, new_title, new_text):
        for block in _blocks(old, new):
            for run in _runs(block, joining=_READABLE):
                if not _is_cosmetic(run):
                    words.append(Changed(old.between(run.removed), new.between(run.added)))
                    figures += _figures(old, new, run)
    return Differences(tuple(words), tuple(figures))


def _parts(old_title: str, old_text: str, new_title: str, new_text: str) -> Iterator[tuple[_Side, _Side]]:
    """Title and text, then each picture's caption that was edited rather than taken for another's."""
    title, anew = _sides(headline(old_title), headline(new_title))
    old, new = contents(old_text, old_title), contents(new_text, new_title)
    yield _without_capitals(title), _without_capitals(anew)
    yield _sides(old.said, new.said)
    gone = [caption for caption in old.captions if caption not in new.captions]
    came = [caption for caption in new.captions if caption not in old.captions]
    for before, after in zip(gone, came, strict=False):
        sides = _sides(before, after)
        differing = sum(len(run.removed) + len(run.added) for block in _blocks(*sides) for run in _runs(block))
        if differing <= sides[0].size:
            yield sides


def _sides(old: str, new: str) -> tuple[_Side, _Side]:
    """Both versions of a part, from the first line that differs to the last; an address that one of them hides may be any."""
    before, after = old.splitlines(), new.splitlines()
    size = max(len(old.split()), len(new.split()))
    same = list(map(eq, before, after))
    first = same.index(False) if False in same else len(same)
    before, after = before[first:], after[first:]
    ends = list(map(eq, reversed(before), reversed(after)))
    last = ends.index(False) if False in ends else len(ends)
    one, other = (_Side.of("\n".join(lines[: len(lines) - last]), size) for lines in (before, after))
    return (_hiding(one), _hiding(other)) if HIDDEN in one.text + other.text else (one, other)


def _without_capitals(title: _Side) -> _Side:
    """A title in which most words have a capital letter says nothing by them."""
    named = sum(piece.named for sentence in title.sentences for piece in sentence)
    if named * 2 < title.size - 1:
        return title
    return title._replace(sentences=[tuple(piece._replace(named=False) for piece in sentence) for sentence in title.sentences])


def _hiding(side: _Side) -> _Side:
    return side._replace(
        sentences=[
            tuple(piece._replace(key=HIDDEN) if piece.kind == CONTACT and "@" in piece.key else piece for piece in sentence)
            for sentence in side.sentences
        ]
    )


class _Block(NamedTuple):
    """Sentences in a row that differ, without those that only `moved`."""

    old: list[Sentence]
    new: list[Sentence]
    moved: bool


def _blocks(old: _Side, new: _Side) -> Iterator[_Block]:
    """Where the versions differ, sentence by sentence."""
    before, after = (_keys(side.sentences) for side in (old, new))
    gone, came = set(before) - set(after), set(after) - set(before)
    for gap in _gaps(before, after):
        ours, theirs = range(gap.old, gap.old_end), range(gap.new, gap.new_end)
        removed = [old.sentences[at] for at in ours if before[at] in gone or len(before[at]) < _MOVED]
        added = [new.sentences[at] for at in theirs if after[at] in came or len(after[at]) < _MOVED]
        yield _Block(removed, added, len(removed) < len(ours) or len(added) < len(theirs))


def _keys(sentences: Iterable[Sentence]) -> list[tuple[str, ...]]:
    return [tuple(piece.key for piece in sentence) for sentence in sentences]


def _runs(block: _Block, joining: int = 0) -> list[_Run]:
    """Where the pieces of a block differ. `joining`: no more than so many equal ones part two runs of a sentence no further."""
    old = [piece for sentence in block.old for piece in sentence]
    new = [piece for sentence in block.new for piece in sentence]
    gaps = _gaps([piece.key for piece in old], [piece.key for piece in new])
    joined: list[_Gap] = []
    for gap in gaps:
        between = old[max(joined[-1].old_end - 1, 0) : gap.old + 1] if joined else []
        if joined and gap.old - joined[-1].old_end <= joining and len({piece.sentence for piece in between}) == 1:
            first = joined.pop()
            joined.append(_Gap(first.old, gap.old_end, first.new, gap.new_end))
        else:
            joined.append(gap)
    return [_Run(old[gap.old : gap.old_end], new[gap.new : gap.new_end], new[gap.new_end : gap.new_end + _NEAR]) for gap in joined]


class _Gap(NamedTuple):
    """From where to where two rows differ."""

    old: int
    old_end: int
    new: int
    new_end: int


def _gaps(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[_Gap]:
    if old == new:
        return []
    if len(old) * len(new) > _LARGEST:
        return [_Gap(0, len(old), 0, len(new))]
    gaps: list[_Gap] = []
    at_old = at_new = 0
    for code in LCSseq.opcodes(old, new):
        if code.tag == "equal":
            if (at_old, at_new) != (code.src_start, code.dest_start):
                gaps.append(_Gap(at_old, code.src_start, at_new, code.dest_start))
            at_old, at_new = code.src_end, code.dest_end
    if (at_old, at_new) != (len(old), len(new)):
        gaps.append(_Gap(at_old, len(old), at_new, len(new)))
    return gaps


def _weigh(old: _Side, new: _Side, proper: frozenset[str]) -> Edit:
    edit, changed = Edit.COSMETIC, 0
    for block in _blocks(old, new):
        told = [run for run in _runs(block) if not _is_cosmetic(run)]
        if told or block.moved:
            edit = Edit.MINOR
        if any(_decides(run, proper) for run in told) or _has_another_sentence(block, told):
            return Edit.MATERIAL
        changed += sum(max(len(run.removed), len(run.added)) for run in told)
    much = changed >= _MUCH and changed > _SHARE * max(old.size, new.size)
    return Edit.MATERIAL if much else edit


def _is_cosmetic(run: _Run) -> bool:
    """Whether a run differs in spaces and hyphens only, or is no more than the mark of a hidden address."""
    removed, added = ([piece for piece in side if piece.key != HIDDEN] for side in (run.removed, run.added))
    if _negations(removed) != _negations(added) or any(piece.kind != WORD for piece in (*removed, *added)):
        return False
    return "".join(piece.key for piece in removed) == "".join(piece.key for piece in added)


def _negations(side: Iterable[Piece]) -> int:
    return sum(piece.key in NEGATIONS for piece in side)


def _decides(run: _Run, proper: frozenset[str]) -> bool:
    """Whether a run changes what is said."""
    if all(piece.kind == CONTACT or reaches(piece) for piece in (*run.removed, *run.added)):
        return False
    removed, added = (Counter(filter(None, (deciding(piece, proper) for piece in side))) for side in (run.removed, run.added))
    if not (run.removed and run.added) and _leads_to_a_contact((*run.removed, *run.added)):
        return any(not piece.named and not reaches(piece) and deciding(piece, frozenset()) for piece in (*run.removed, *run.added))
    if ONE in removed.keys() ^ added.keys() and not any(piece.kind == FIGURE and piece.key != ONE for piece in (*run.removed, *run.added)):
        del removed[ONE], added[ONE]  # "one of the men", "a man"
    qualified = any(piece.kind in _COUNTED for piece in run.after) and _qualifiers(run.removed) != _qualifiers(run.added)
    return qualified or removed != added


def _qualifiers(side: Iterable[Piece]) -> Counter[str]:
    return Counter(piece.key for piece in side if qualifies(piece))


def _leads_to_a_contact(side: Sequence[Piece]) -> bool:
    return any(piece.kind == CONTACT or piece.key in _NUMBERS_TO_RING for piece in side) and any(reaches(piece) for piece in side)


def _has_another_sentence(block: _Block, runs: Sequence[_Run]) -> bool:
    """Whether a sentence came or went, or says something quite different."""
    least = _REWRITTEN if len(block.old) == len(block.new) else _NEW_SENTENCE
    for sentences, differing in (block.old, [run.removed for run in runs]), (block.new, [run.added for run in runs]):
        starts = {piece.start for side in differing for piece in side}
        for sentence in sentences:
            unlike = sum(piece.start in starts for piece in sentence)
            if unlike >= max(least, _UNLIKE * len(sentence)) and not _leads_to_a_contact(sentence):
                return True
    return False


def _figures(old: _Side, new: _Side, run: _Run) -> Iterator[Changed]:
    """The figures that took each other's place, in order; those that are the same in both are left out."""
    removed, added = ([piece for piece in side if piece.kind in _COUNTED] for side in (run.removed, run.added))
    same = Counter(piece.key for piece in removed) & Counter(piece.key for piece in added)
    before, after = ([side.between([piece]) for piece in row if not same[piece.key]] for side, row in ((old, removed), (new, added)))
    yield from (Changed(one, other) for one, other in zip_longest(before, after, fillvalue=""))
