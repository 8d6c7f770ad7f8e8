"""The words that bend a number: "around", "at least", "up to", "another", increase and decrease. Pure."""

from __future__ import annotations

from collections import defaultdict

from briefings.figures.vocabulary import CHANGE_VERBS, CHANGES_DOWN, CHANGES_UP
from briefings.tokens import Tokens, at
from briefings.wordsets import word_set

_ONE_WORD = word_set(
    "around about approximately roughly nearly almost over under some only all another further additional extra between estimated "
    "below above nearing approaching exceeding barely circa record just"
)
# Longest first: each is looked for right before the number.
_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in [
        "every one of the",
        "as many as",
        "as few as",
        "as much as",
        "as little as",
        "no fewer than",
        "no less than",
        "no more than",
        "not less than",
        "in excess of",
        "a total of",
        "an average of",
        "a minimum of",
        "a maximum of",
        "a further",
        "an additional",
        "an extra",
        "an estimated",
        "a record",
        "a little over",
        "a little under",
        "a little more than",
        "a little less than",
        "slightly more than",
        "slightly over",
        "slightly under",
        "slightly fewer than",
        "just over",
        "just under",
        "just more than",
        "just less than",
        "just short of",
        "well over",
        "well under",
        "far more than",
        "many more than",
        "more than",
        "fewer than",
        "less than",
        "greater than",
        "higher than",
        "better than",
        "at least",
        "at most",
        "up to",
        "upwards of",
        "close to",
        "each of the",
        "all of the",
        "put at",
        "estimated at",
    ]
)
_BY_LAST_WORD: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
for _phrase in sorted(_PHRASES, key=len, reverse=True):
    _BY_LAST_WORD[_phrase[-1]].append(_phrase)
_ESTIMATES = frozenset(("put", "estimated"))
_STRIPPED = frozenset(("a", "an", "the"))
_SKIPPED = frozenset(("the", "a", "an", "its", "their", "our", "his", "her"))
_AFTER = {
    ("or", "more"): "or more",
    ("or", "so"): "or so",
    ("or", "fewer"): "or fewer",
    ("or", "less"): "or less",
    ("or", "over"): "or over",
}
_TRAILING = {"additional": "additional", "extra": "extra", "further": "further"}
_HOW_FAR = word_set(
    "by of to a an at from another further some over under nearly almost about around approximately than just more least well the"
)
_LINKS_TO_CHANGE = word_set(
    "by of a an the another further nearly almost about around approximately over under some just more less than well up to at least "
    "sharp steep"
)


def qualifier_before(tokens: Tokens, index: int) -> tuple[str, int]:
    """The qualifier that ends right before `index` and where it begins; ("", index) if there is none."""
    place = index
    if at(tokens, place - 1).low in _SKIPPED and _qualifies(tokens, place - 1):
        place -= 1
    length = _qualifies(tokens, place)
    if not length:
        return "", index
    words = [token.low for token in tokens[place - length : place]]
    if words[-1] == "at" and words[0] in _ESTIMATES:
        return "estimated", place - length
    if words[0] in _STRIPPED and len(words) > 1 and words[1] != "little":
        words = words[1:]
    if words[-1] == "the":
        words = words[:-1]
    return " ".join(words), place - length


def _qualifies(tokens: Tokens, index: int) -> int:
    """How many tokens before `index` make a qualifier; 0 if none do."""
    last = at(tokens, index - 1).low
    for phrase in _BY_LAST_WORD.get(last, ()):
        length = len(phrase)
        if index >= length and all(tokens[index - length + step].low == word for step, word in enumerate(phrase)):
            return length
    return int(last in _ONE_WORD)


def qualifier_after(tokens: Tokens, index: int) -> tuple[str, int]:
    """The qualifier that begins at `index` ("or more", "additional") and how many tokens it has; ("", 0) if there is none."""
    pair = _AFTER.get((at(tokens, index).low, at(tokens, index + 1).low))
    if pair:
        return pair, 2
    return _TRAILING.get(at(tokens, index).low, ""), int(at(tokens, index).low in _TRAILING)


def direction_before(tokens: Tokens, index: int) -> tuple[str, int]:
    """ "increase" or "decrease" when a word of change leads up to `index` ("a drop of", "went up by nearly"), and where that begins."""
    place = index - 1
    while index - place < 6 and at(tokens, place).low in _LINKS_TO_CHANGE and at(tokens, place).low not in {"up"}:
        place -= 1
    low = at(tokens, place).low
    if at(tokens, place).sentence != at(tokens, index).sentence or low not in CHANGE_VERBS | CHANGES_DOWN | CHANGES_UP:
        return "", index
    following = at(tokens, place + 1).low
    if following == "than" or (low == "up" and following == "to"):
        return "", index
    before = at(tokens, place - 1).low
    if before in {"a", "an", "went", "gone", "goes"} and at(tokens, place - 1).sentence == at(tokens, place).sentence:
        place -= 1
    return ("decrease" if low in CHANGES_DOWN else "increase"), place


def direction_after(tokens: Tokens, index: int) -> str:
    """ "increase" or "decrease" when a word of change begins at `index` or one word on ("65% rise", "20 per cent annual drop")."""
    for step in range(3):
        low = at(tokens, index + step).low
        if low in CHANGES_DOWN:
            return "decrease"
        if low in CHANGES_UP and low != "up":
            return "increase"
        if low not in {"year", "-", "on", "annual", "overall", "yearly", "further", "net"}:
            return ""
    return ""
