"""Where sentences begin and end. Pure, and linear in the length of the text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from briefings.wordsets import word_set

# A run of closing marks, what may close around it, and the space after; or the end of a line. Possessive, and anchored to the
# start of the run, so that a text of nothing but full stops costs no more than any other.
_BREAK = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+\s++|(?<!\s)[^\S\n]*+\n\s*+")
_LAST_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*$")
_LONGEST_WORD = 24

_ABBREVIATIONS = word_set(
    "dr mr mrs ms mx st prof rev hon rt cllr capt col gen lt maj sgt insp supt det ch cdr cmdr const dep asst sec art para paras "
    "approx vs v cf e.g i.e eg ie incl fig op ltd inc co jan feb mar apr jun jul aug sep sept oct nov dec"
)
_NUMBERED = word_set("no nos p pp s ss vol")


def _continues(text: str, stop: int, after: int) -> bool:
    """Whether the marks at `stop` belong to the sentence that goes on at `after`."""
    following = text[after]
    if following.islower():
        return True
    if text[stop] != "." or text.startswith("..", stop):
        return False
    found = _LAST_WORD.search(text, max(0, stop - _LONGEST_WORD), stop)
    if found is None:
        return False
    word = found.group().lower()
    if word in _NUMBERED:
        return following.isdigit()
    initial = len(word) == 1 and found.group().isupper()
    return word in _ABBREVIATIONS or (initial and following.isupper())


# One statement is cut up for its themes, its figures and its people, one after the other.
@lru_cache(maxsize=8)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence of `text`, without the white space around it. A line break ends a sentence."""
    cuts = [0]
    for found in _BREAK.finditer(text):
        start, end = found.span()
        if end < len(text) and not (text[start] in ".!?…" and "\n" not in found.group() and _continues(text, start, end)):
            cuts.append(end)
    cuts.append(len(text))
    trimmed = []
    for start, end in pairwise(cuts):
        part = text[start:end]
        lead = len(part) - len(part.lstrip())
        if lead < len(part):
            trimmed.append((start + lead, start + len(part.rstrip())))
    return tuple(trimmed)
