"""Phrases as admins write them, the words of a text, and one automaton that finds every phrase in a text. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WORD = re.compile(rf"[^\W_]+(?:[{_INVISIBLE}]+[^\W_]+)*")
_DROP_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))
_PHRASE_PIECE = re.compile(r"[^\W_]+\*?|\*")
_CLOSES = frozenset(".!?…\n")
_TITLES_AND_SHORT_FORMS = frozenset(
    {"dr", "mr", "mrs", "ms", "prof", "st", "no", "nos", "sgt", "insp", "supt", "det", "sir", "rev", "hon", "gen", "vs", "approx"}
)


class BadPhrase(ValueError):
    """A phrase breaks a rule of the syntax; the message says which, and what would be right."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: `forms` in lower case, `starts` and `ends` as offsets in `text`, `sentences` the sentence each stands in (from 0)."""

    text: str
    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]

    def surface(self, first: int, last: int) -> str:
        """The words from `first` to `last` as they stand in the text, white space made single."""
        return " ".join(self.text[self.starts[first] : self.ends[last]].split())


def _form(word: str) -> str:
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", word.translate(_DROP_INVISIBLE)).lower()


def _ends_sentence(gap: str, before: str, after: str) -> bool:
    if _CLOSES.isdisjoint(gap):
        return False
    if "\n" in gap or "!" in gap or "?" in gap:
        return True
    # "No. 10", "Dr. Jones" and "J. Smith" go on; so does "e.g. knives".
    if not any(c.isspace() for c in gap) or after[0].islower():
        return False
    return len(before) > 1 and before not in _TITLES_AND_SHORT_FORMS


def split_words(text: str) -> Words:
    """The words of `text`. Hyphens, slashes, quotes and other punctuation part words; an ampersand is the word "and"."""
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    sentence, end = 0, 0
    for found in _WORD.finditer(text):
        start = found.start()
        word = found.group()
        gap = text[end:start]
        if gap != " " and forms:
            if _ends_sentence(gap, forms[-1], word):
                sentence += 1
            elif "&" in gap:
                at = end + gap.index("&")
                forms.append("and")
                starts.append(at)
                ends.append(at + 1)
                sentences.append(sentence)
        end = found.end()
        forms.append(_form(word))
        starts.append(start)
        ends.append(end)
        sentences.append(sentence)
    return Words(text, tuple(forms), tuple(starts), tuple(ends), tuple(sentences))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase ready for matching: the lower-case form of each word, whether it may go on (`*`), and the spelling if only capitals match."""

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
    return " ".join(split_words(text).forms)


@dataclass(frozen=True, slots=True)
class Hit:
    """Phrase number `phrase` stands at the words `first` to `last`."""

    phrase: int
    first: int
    last: int


class PhraseFinder:
    """One Aho-Corasick automaton over many phrases. Built once, then safe to share between threads."""

    def __init__(self, phrases: Sequence[Pattern]) -> None:
        """A hit's number is the place of its pattern in `phrases`."""
        by_key: dict[str, list[int]] = {}
        for number, pattern in enumerate(phrases):
            by_key.setdefault(pattern.key, []).append(number)
        self._phrases = tuple(phrases)
        self._leads = tuple(pattern.lead for pattern in phrases)
        self._automaton = ahocorasick.Automaton()
        for key, numbers in by_key.items():
            self._automaton.add_word(key, tuple(numbers))
        self._automaton.make_automaton()

    def find(self, words: Words) -> Iterator[Hit]:
        """Every place where a phrase stands, overlapping ones too, in order of where each lead ends. Phrases never cross a sentence."""
        if not self._phrases or not words.forms:
            return
        line = " " + " ".join(words.forms) + " "
        begins: list[int] = []
        at = 1
        for form in words.forms:
            begins.append(at)
            at += len(form) + 1
        for end, numbers in self._automaton.iter(line):
            ending = bisect_right(begins, end) - 1
            for number in numbers:
                first = ending - self._leads[number] + 1
                pattern = self._phrases[number]
                if pattern.stands_at(words, first):
                    yield Hit(number, first, first + len(pattern.forms) - 1)
