"""Phrases as admins write them, the words of a text, and one automaton that finds every phrase in a text. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from operator import sub

import ahocorasick

from briefings.sentences import spans

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WORD = re.compile(rf"[^\W_]+(?:[{_INVISIBLE}]+[^\W_]+)*|&")
_DROP_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))
_PLAIN_PHRASE = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*\*?")
_PHRASE_PIECE = re.compile(r"[^\W_]+\*?|\*")


class BadPhrase(ValueError):
    """A phrase breaks a rule of the syntax; the message says which, and what would be right."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: `forms` in lower case, `starts` and `ends` as offsets in `text`, `sentences` the sentence of each (from 0)."""

    text: str
    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]

    def surface(self, first: int, last: int) -> str:
        """The words from `first` to `last` as they stand in the text, white space made single."""
        return " ".join(self.text[self.starts[first] : self.ends[last]].split())


def _form(word: str) -> str:
    if word == "&":
        return "and"
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", word.translate(_DROP_INVISIBLE)).lower()


def split_words(text: str) -> Words:
    """The words of `text`. Hyphens, slashes, quotes and other punctuation part words; an ampersand is the word "and"."""
    places = [part.span() for part in _WORD.finditer(text)]
    starts, ends = zip(*places, strict=True) if places else ((), ())
    return Words(text, _forms(text, places), starts, ends, _sentences_of(starts, [start for start, _ in spans(text)]))


def _forms(text: str, places: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The form of the word at each place."""
    low = text.lower()
    if len(low) != len(text):  # a letter became two: nothing stands where it stood
        return tuple([_form(text[start:end]) for start, end in places])
    forms = [low[start:end] for start, end in places]
    if low.isascii() and "&" not in low:
        return tuple(forms)
    found = zip(forms, places, strict=True)
    return tuple([form if form.isascii() and form != "&" else _form(text[start:end]) for form, (start, end) in found])


def _sentences_of(starts: Sequence[int], begins: Sequence[int]) -> tuple[int, ...]:
    """The sentence of each word, given where words start and where sentences begin; what stands before the first belongs to it."""
    ends = [bisect_left(starts, begin) for begin in begins[1:]]
    counts = map(sub, [*ends, len(starts)], [0, *ends])
    return tuple(chain.from_iterable(map(repeat, range(len(ends) + 1), counts)))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase ready for matching: each word in lower case, whether it may go on (`*`), and its spelling if only capitals match."""

    forms: tuple[str, ...]
    open: tuple[bool, ...]
    capitals: tuple[str | None, ...]

    @property
    def lead(self) -> int:
        """How many words the automaton itself can match: up to and including the first that may go on."""
        return self.open.index(True) + 1 if True in self.open else len(self.forms)

    @property
    def key(self) -> str:
        """What the automaton looks for: whole words in spaces, the last one without its closing space when it may go on."""
        lead = self.lead
        return " " + " ".join(self.forms[:lead]) + ("" if self.open[lead - 1] else " ")

    def stands_at(self, words: Words, first: int) -> bool:
        """Whether the pattern stands at word `first` of `words`, given that its lead does."""
        last = first + len(self.forms) - 1
        if last >= len(words.forms) or words.sentences[first] != words.sentences[last]:
            return False
        for at in range(self.lead, len(self.forms)):
            form = words.forms[first + at]
            if not (form.startswith(self.forms[at]) if self.open[at] else form == self.forms[at]):
                return False
        return all(capital is None or words.text.startswith(capital, words.starts[first + at]) for at, capital in enumerate(self.capitals))


def read_phrase(phrase: str) -> Pattern:
    """The pattern of a phrase. Raises BadPhrase for an empty one, or one with `*` anywhere but at the end of a word."""
    if _PLAIN_PHRASE.fullmatch(phrase):
        # Nearly all are written so: there are thousands, and every start reads them.
        forms = tuple(phrase.removesuffix("*").split(" "))
        return Pattern(forms, (*(False,) * (len(forms) - 1), phrase.endswith("*")), (None,) * len(forms))
    pieces = _PHRASE_PIECE.findall(phrase.replace("&", " and "))
    if not any(piece != "*" for piece in pieces):
        raise BadPhrase(f'"{phrase}" holds no word; write at least one')
    if "*" in pieces or re.search(r"\*\w", phrase):
        raise BadPhrase(f'in "{phrase}" the * stands where it cannot; it may only end a word, as in "slave*"')
    stems = [piece.rstrip("*") for piece in pieces]
    capitals = tuple(stem if len(stem) > 1 and stem.isupper() and stem.isascii() else None for stem in stems)
    return Pattern(tuple(_form(stem) for stem in stems), tuple(piece.endswith("*") for piece in pieces), capitals)


def plain(text: str) -> str:
    """`text` as its words in lower case with single spaces: equal for every way of typing case, hyphens and quotes."""
    return " ".join(map(_form, _WORD.findall(text)))


Hit = tuple[int, int, int]
"""A phrase's number, and the first and last of the words it stands at."""


class PhraseFinder:
    """One Aho-Corasick automaton over many phrases. Built once, then safe to share between threads."""

    def __init__(self, phrases: Sequence[Pattern]) -> None:
        """A hit's number is the place of its pattern in `phrases`."""
        by_key: dict[str, list[tuple[int, int, Pattern | None]]] = {}
        for number, pattern in enumerate(phrases):
            # Most phrases are found whole by the automaton; only the others need their pattern looked at again.
            again = pattern if pattern.lead < len(pattern.forms) or any(pattern.capitals) else None
            by_key.setdefault(pattern.key, []).append((number, pattern.lead - 1, again))
        self._automaton = ahocorasick.Automaton()
        for key, endings in by_key.items():
            self._automaton.add_word(key, tuple(endings))
        self._automaton.make_automaton()

    def find(self, words: Words) -> list[Hit]:
        """Every place where a phrase stands, overlapping ones too, in order of where each lead ends. Phrases never cross a sentence."""
        hits: list[Hit] = []
        if not self._automaton or not words.forms:
            return hits
        sentences, add = words.sentences, hits.append
        begins = list(accumulate((length + 1 for length in map(len, words.forms)), initial=1))
        for end, endings in self._automaton.iter(f" {' '.join(words.forms)} "):
            ending = bisect_right(begins, end) - 1
            for number, before, again in endings:
                first = ending - before
                if again is None:
                    if not before or sentences[first] == sentences[ending]:
                        add((number, first, ending))
                elif again.stands_at(words, first):
                    add((number, first, first + len(again.forms) - 1))
        return hits
