"""Search terms: how text becomes what the search index holds. Pure.

Both databases index these terms as they are, so that a search finds and ranks the same on either.
"""

from __future__ import annotations

import re
import threading
import unicodedata

import snowballstemmer

INDEXED_WORDS = 20_000
"""Words of one statement beyond this many are not searched."""

_WORD = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|%|per\s+cent\b|[^\W\d_]+(?:'[^\W\d_]+)*")
_LONGEST = 40
_SPELT = {"bn": "billion", "m": "million", "tn": "trillion"}
_CACHED_STEMS = 200_000

_stemmer = snowballstemmer.stemmer("english")
_stemmer_lock = threading.Lock()  # a stemmer works in place
_stems: dict[str, str] = {}


def words_of(text: str) -> list[str]:
    """The words of a text in reading order, as they are searched.

    Case, accents and possessives are gone; "13,500" is 13500 and "£1.3bn" is 1.3 billion.
    """
    flat = text.casefold().replace("’", "'")
    if not flat.isascii():
        flat = "".join(char for char in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(char)).casefold()
    return [_spell(word) for word in _WORD.findall(flat)]


def stem(word: str) -> str:
    """The term a word is indexed under."""
    known = _stems.get(word)
    if known is None:
        with _stemmer_lock:
            known = str(_stemmer.stemWord(word))
        if len(_stems) >= _CACHED_STEMS:
            _stems.clear()
        _stems[word] = known
    return known


def terms_of(text: str) -> tuple[str, ...]:
    """The terms of a text in reading order."""
    return tuple(stem(word) for word in words_of(text))


def _spell(word: str) -> str:
    if word.isalpha():
        return _SPELT.get(word, word)[:_LONGEST]
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
