"""One line that says what a statement is about: its own best sentence. Pure.

Mostly that is the lead. A later sentence takes its place only when it says clearly more of the title's words and figures, or
the lead is a question, a greeting or a fragment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefings.sentences import spans
from briefings.wordsets import word_set

_WORD = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"[£€$]|\d")
_SHORT_WORDS = 3
_CONSIDERED = 8
_FEW_WORDS = 6
_MANY_WORDS = 50
_LEAD = 1.5
_DANGLING = word_set("he she it they this that these those but and so however also meanwhile we i his her their such")
_NOT_SAYING = ("click here", "for more information", "notes to editors", "contact us", "read more", "follow us", "ends", "hello", "dear ")


def sentences(text: str) -> list[str]:
    """Split text into sentences, white space made single; survives "Dr.", "No. 10", "£8.5m", "e.g.", initials and ellipses."""
    return [" ".join(text[start:end].split()) for start, end in spans(text)]


def summarise(title: str, text: str) -> str:
    """The statement's own best sentence; the title if there is no text. One line, "" when both are empty."""
    parts = sentences(text)
    if not parts:
        return " ".join(title.split())
    topic = _content(_words(title))
    candidates = parts[:_CONSIDERED]
    scores = [_score(sentence, place, topic) for place, sentence in enumerate(candidates)]
    return candidates[scores.index(max(scores))]


def _words(text: str) -> list[str]:
    low = text.lower()
    return _WORD.findall(low) if low.isascii() else [word.lower() for word in _WORD.findall(text)]


def _content(words: Iterable[str]) -> frozenset[str]:
    """The longer of these words, without a plural's s."""
    return frozenset([word.rstrip("s") for word in words if len(word) > _SHORT_WORDS])


def _score(sentence: str, place: int, topic: frozenset[str]) -> float:
    """How well a sentence speaks for the statement: the lead's advantage, shared words with the title, a figure; less for poor form."""
    words = _words(sentence)
    score = _LEAD if place == 0 else -0.1 * place
    score += len(topic & _content(words)) / (len(topic) or 1)
    score += 0.3 * (_FIGURE.search(sentence) is not None)
    if sentence.endswith(("?", ":")) or sentence.lower().startswith(_NOT_SAYING):
        score -= 2
    if place and words and words[0] in _DANGLING:
        score -= 0.6
    if sentence.startswith(('"', "“", "‘")):
        score -= 0.8
    if len(words) < _FEW_WORDS:
        score -= 1.5
    return score - (len(words) > _MANY_WORDS)
