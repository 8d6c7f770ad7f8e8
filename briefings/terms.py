"""Search terms: how text becomes what the search index holds. Pure.

Both databases index these terms as they are, so that a search finds and ranks the same on either.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable

import snowballstemmer

INDEXED_WORDS = 20_000
"""Words of one statement beyond this many are not searched."""

_WORD = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|%|per\s+cent\b|[^\W\d_]+(?:'[^\W\d_]+)*")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LONGEST = 40
_SPELT = {"bn": "billion", "m": "million", "tn": "trillion"}
_CACHED_STEMS = 200_000

_stemmer = snowballstemmer.stemmer("english")
_stemmer_lock = threading.Lock()  # a stemmer works in place


class _Stems(dict[str, str]):
    """The terms of the words that came lately; asked for any other word, it finds the term out."""

    def __missing__(self, word: str) -> str:
        with _stemmer_lock:
            found = str(_stemmer.stemWord(word))
        if len(self) >= _CACHED_STEMS:
            self.clear()
        self[word] = found
        return found


_stems = _Stems()


def words_of(text: str) -> list[str]:
    """The words of a text in reading order, as they are searched.

    Case, accents and possessives are gone; "13,500" is 13500 and "£1.3bn" is 1.3 billion.
    """
    flat = text.casefold().replace("’", "'")
    if not flat.isascii():
        flat = _NOT_ASCII.sub(_unless_combining, unicodedata.normalize("NFKD", flat)).casefold()
    return [_SPELT.get(word, word)[:_LONGEST] if word.isalpha() else _spell(word) for word in _WORD.findall(flat)]


def stem(word: str) -> str:
    """The term a word is indexed under."""
    return _stems[word]


def stems(words: Iterable[str]) -> tuple[str, ...]:
    """The terms words are indexed under, in their order."""
    return tuple(map(_stems.__getitem__, words))


def terms_of(text: str) -> tuple[str, ...]:
    """The terms of a text in reading order."""
    return stems(words_of(text))


def _unless_combining(found: re.Match[str]) -> str:
    return "" if unicodedata.combining(found[0]) else found[0]


def _spell(word: str) -> str:
    """What is not letters only."""
    if word[0].isdigit():
        return word.replace(",", "")[:_LONGEST]
    if word == "%" or word.startswith("per"):
        return "percent"
    return word.removesuffix("'s").replace("'", "")[:_LONGEST]


def theme_mark(slug: str) -> str:
    """The term that stands for a theme in the index. No word contains an underscore."""
    return "t_" + slug.replace("-", "_")


def main_theme_mark(slug: str) -> str:
    """The term that stands for the theme a statement is mostly about."""
    return "m_" + slug.replace("-", "_")


def publisher_mark(number: int) -> str:
    """The term that stands for a publisher in the index."""
    return f"p_{number}"


UNDATED_MARK = "u_"
