"""Noun phrases without a parser: which words after a number say what it counts, and which before. Pure.

What a number above one counts is plural, so a phrase runs from its first word to its plural head: "172 drug-dealing phone lines |
used to". Words that no noun phrase holds (prepositions, auxiliaries, finite verbs …) end it early.
"""

from __future__ import annotations

from typing import NamedTuple

from briefings.figures.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FILLERS,
    FINITE_VERBS,
    IRREGULAR_PLURALS,
    NOT_PLURAL,
    NOUN_AFTER_NUMBER,
    PARTICIPLES,
    PREPOSITIONS,
    PRONOUNS,
    SINGULAR_VERBS,
    SUPERLATIVES,
    TIME_UNITS,
    TIME_WORDS,
    VERBS,
)
from briefings.numbers import UNITS
from briefings.tokens import NUMBER, WORD, Token, Tokens, at
from briefings.wordsets import word_set

_LONGEST = 7
_THEM = word_set("them those these which whom whose")
_NEVER_PLURAL = NOT_PLURAL | DETERMINERS | PRONOUNS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | ADVERBS
_ENDERS = DETERMINERS | PRONOUNS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | ADVERBS | FINITE_VERBS | TIME_WORDS | frozenset(UNITS)
NEVER_OPENS = word_set("face need receive suffer seek attend happen say believe expect die compare compares have had")
_EMERGENCY = frozenset(("101", "999"))
_LINKS = frozenset(("and", "&", "or"))


class Phrase(NamedTuple):
    """Tokens `first` up to (not including) `end`. `plural`: it has a plural head. `back`: it points back ("of them") and names nothing."""

    first: int
    end: int
    plural: bool
    back: bool = False


def wording(tokens: Tokens, phrase: Phrase) -> str:
    """The phrase as text, without what stands in brackets."""
    pieces: list[str] = []
    depth = 0
    for token in tokens[phrase.first : phrase.end]:
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth = max(0, depth - 1)
        elif not depth:
            pieces.append(token.text if token.glued or not pieces else " " + token.text)
    return "".join(pieces).strip()


def is_plural(token: Token) -> bool:
    """Whether the word has the form of a plural noun, or is one of the irregular ones."""
    low = token.low
    if token.kind != WORD or low in _NEVER_PLURAL:
        return False
    if low in IRREGULAR_PLURALS:
        return True
    if len(low) < 3 or low[-1] != "s" or low.endswith(("ss", "us", "is", "'s", "’s")) or token.text.isupper():
        return False
    return low not in VERBS or low in NOUN_AFTER_NUMBER


def is_participle(token: Token) -> bool:
    return token.low in PARTICIPLES or (token.kind == WORD and len(token.low) > 4 and token.low.endswith("ed"))


def ends_phrase(token: Token) -> bool:
    """Whether no noun phrase goes on through this token."""
    return token.kind != WORD or token.low in _ENDERS


def _is_head(tokens: Tokens, index: int) -> bool:
    """A plural, unless a determiner follows: then it is the verb ("one in ten fails the test")."""
    following = at(tokens, index + 1)
    each = following.low in {"a", "an", "each", "every"} and at(tokens, index + 2).low in TIME_UNITS  # "visits a month"
    verb = not each and (
        following.low in DETERMINERS
        and following.low not in {"this", "that", "all", "each", "both"}
        and at(tokens, index).low not in IRREGULAR_PLURALS
    )
    shared = at(tokens, index).low == "police" and following.low == "and"
    return is_plural(at(tokens, index)) and not verb and not shared


def phrase_after(tokens: Tokens, index: int) -> Phrase | None:
    """What is counted by a number that ends before `index`, if the words that follow say so."""
    place = index
    while place < index + _LONGEST and _fills(tokens, place):
        place += 1
    if at(tokens, place).low == "of":
        if at(tokens, place + 1).low in {"those", "these"} and at(tokens, place + 2).low == "who":
            return Phrase(place + 2, _relative_end(tokens, place + 3), plural=False, back=True)
        if at(tokens, place + 1).low in _THEM and (at(tokens, place + 1).low == "them" or not is_plural(at(tokens, place + 2))):
            named = at(tokens, place + 1).low in {"those", "these"} and is_participle(at(tokens, place + 2))
            return Phrase(place + 2 * named, place + 2 + named, plural=False, back=True)
        place = past_determiners(tokens, place + 1)
        place += at(tokens, place).low in FILLERS
    elif at(tokens, place).low in SUPERLATIVES:
        place += 1
    if at(tokens, place).low in NEVER_OPENS or (at(tokens, place).low.endswith("ing") and at(tokens, place + 1).low in PREPOSITIONS):
        return None
    return noun_phrase(tokens, place)


def _relative_end(tokens: Tokens, index: int) -> int:
    """Past the first words of what "those who" did: up to a sign, a conjunction, what is said of them all ("were"), or a fourth word."""
    place = index
    while place < index + 4 and at(tokens, place).kind == WORD and at(tokens, place).low not in CONJUNCTIONS | {"in", "at", "for"}:
        if place > index and at(tokens, place).low in AUXILIARIES and at(tokens, place - 1).low not in AUXILIARIES | {"not", "never"}:
            break
        place += 1
    return place


def _fills(tokens: Tokens, index: int) -> bool:
    """Whether the word says nothing of what is counted: "more", "further", "or so"."""
    low = at(tokens, index).low
    return low in FILLERS and not (low == "or" and at(tokens, index + 1).low not in FILLERS)


def past_determiners(tokens: Tokens, index: int) -> int:
    """Past "the", "all the", "the country's", "the 43" and superlatives."""
    place = index
    while place < index + _LONGEST and (
        at(tokens, place).low in DETERMINERS or at(tokens, place).low in SUPERLATIVES or at(tokens, place).kind == NUMBER
    ):
        place += 1
    if at(tokens, place).low.endswith(("'s", "’s")):
        if at(tokens, place + 1).kind == NUMBER:
            place += 2
        elif at(tokens, place).text[:1].isupper():
            place += 1
    return place


def noun_phrase(tokens: Tokens, index: int) -> Phrase | None:
    """The noun phrase that begins at `index`: up to its plural head, or as far as it runs without one."""
    place = index
    while place < index + _LONGEST:
        if _is_head(tokens, place):
            return Phrase(index, _with_of(tokens, _last_head(tokens, place)), plural=True)
        step = _step(tokens, place, index)
        if not step:
            break
        place += step
    while place > index and (at(tokens, place - 1).low in _LINKS or at(tokens, place - 1).kind != WORD):
        place -= 1
    told = next((step for step in range(index + 1, place) if is_participle(at(tokens, step))), place)
    return Phrase(index, told, plural=False) if place > index else None


def _step(tokens: Tokens, place: int, first: int) -> int:
    """How many tokens the phrase goes on over at `place`; 0 when it ends there."""
    token, following = at(tokens, place), at(tokens, place + 1)
    if token.text in _EMERGENCY and place == first:
        return 1
    if token.text == "(":
        return 3 if at(tokens, place + 2).text == ")" and place > first else 0
    if token.text in {"-", "–"}:
        return 2 if token.glued and following.glued and following.kind == WORD else 0
    if token.text in {"‘", "'", "“", '"'} and place == first:
        return 1
    if token.low in _LINKS:
        return int(place > first and following.kind == WORD and not ends_phrase(following))
    if token.text == ",":
        return int(
            place > first and not is_participle(at(tokens, place - 1)) and _is_head(tokens, place + 2) and not ends_phrase(following)
        )
    if place == first and token.low in FINITE_VERBS and is_participle(token):
        return int(_is_head(tokens, place + 1))
    return 0 if ends_phrase(token) else 1


def _last_head(tokens: Tokens, place: int) -> int:
    """Past the last plural of a row: "firearms officers", "drugs supply lines"."""
    end = place + 1
    while True:
        token = at(tokens, end)
        if token.text == "(" and at(tokens, end + 2).text == ")" and _is_head(tokens, end + 3):
            end += 4
        elif _is_head(tokens, end) and token.low not in VERBS and token.low not in SINGULAR_VERBS:
            end += 1
        elif _modifies(token) and _is_head(tokens, end + 1) and at(tokens, end + 1).low not in VERBS:
            end += 2
        else:
            return _with_companion(tokens, end)


def _with_companion(tokens: Tokens, end: int) -> int:
    """ "officers and staff": a second plural joined to the first, unless it begins a clause of its own."""
    following = at(tokens, end + 2)
    if at(tokens, end).low != "and" or not is_plural(at(tokens, end + 1)) or at(tokens, end + 1).low in VERBS:
        return end
    begins = following.low in AUXILIARIES or following.low in VERBS or is_participle(following) or is_plural(following)
    return end if begins else end + 2


def _modifies(token: Token) -> bool:
    """A singular that may stand between two plurals of one name; not a verb, participle or adverb."""
    return (
        token.text.islower()
        and not ends_phrase(token)
        and token.low not in VERBS
        and not token.low.endswith(("ed", "ing", "ly"))
        and not is_participle(token)
    )


def _with_of(tokens: Tokens, end: int) -> int:
    """ "kilos of cocaine", "victims of modern slavery": what stands after "of" says what the head is."""
    if at(tokens, end).low != "of":
        return end
    place = past_determiners(tokens, end + 1)
    first = place
    if at(tokens, first).text[:1].isupper():
        return end
    while place < first + 3 and not ends_phrase(at(tokens, place)) and not is_participle(at(tokens, place)):
        place += 1
        if _is_head(tokens, place - 1):
            break
        if at(tokens, place).text == "-" and at(tokens, place).glued and at(tokens, place + 1).glued:
            place += 1
    return place if place > first else end


def plural_before(tokens: Tokens, index: int, stop: int) -> Phrase | None:
    """The nearest plural between `stop` and `index`, with the words before it that belong to it."""
    for place in range(index - 1, stop - 1, -1):
        if is_plural(at(tokens, place)) and not at(tokens, place + 1).low.startswith(("'", "’")):
            first = place
            while first > stop and not ends_phrase(at(tokens, first - 1)) and at(tokens, first - 1).low not in VERBS and place - first < 3:
                first -= 1
            if at(tokens, first - 1).low == "and" and first - 2 >= stop and is_plural(at(tokens, first - 2)):
                first -= 2
            return Phrase(first, place + 1, plural=True)
    return None
