"""What a count counts, and whether it counts at all: "172 county lines", "104 were closed", "829 of them", "Ninety-three held". Pure."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

from briefings.figures.mention import Mention
from briefings.figures.nouns import NEVER_OPENS, Phrase, is_participle, phrase_after, wording
from briefings.figures.qualifiers import qualifier_before
from briefings.figures.topics import Ground
from briefings.figures.vocabulary import (
    AUXILIARIES,
    CHANGE_VERBS,
    EMPTY_HEADS,
    FINITE_VERBS,
    IDIOMATIC,
    MEASURE_UNITS,
    PEOPLE_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    SUPERLATIVES,
    TIME_UNITS,
    TIME_WORDS,
    VERBS,
)
from briefings.tokens import WORD, at
from briefings.wordsets import word_set

_SMALL = 20
_TINY = 10
_FEW = 3
_HOLDING = word_set("hold holds holding seat seats seating")
_REACHING = word_set("reached hit totalled numbered exceeded exceeds topped passed was were is are stood stands reaching hitting totalling")


class Topic(NamedTuple):
    """What a figure is of, and where its text ends (a token)."""

    noun: str
    end: int


def count_topic(ground: Ground, mention: Mention) -> Topic | None:
    """What the count is of; None when the number counts nothing worth telling."""
    tokens = ground.tokens
    place = mention.other or mention.end
    if mention.form == "occasions":
        return Topic("times", mention.end)
    unit = MEASURE_UNITS.get(at(tokens, place).low)
    if unit:
        return _measured(ground, place, unit)
    if at(tokens, place).text == "-" and at(tokens, place + 1).low in {"strong", "odd"}:
        place += 2
    phrase = phrase_after(tokens, place)
    if _is_small_talk(ground, mention, phrase):
        return None
    if phrase and phrase.plural and not _stands_in(ground, phrase):
        return Topic(wording(tokens, phrase), phrase.end)
    return _looked_up(ground, mention, place, phrase)


def _measured(ground: Ground, place: int, unit: str) -> Topic:
    """ "200kg of cocaine"."""
    if at(ground.tokens, place + 1).low == "of":
        phrase = phrase_after(ground.tokens, place + 1)
        if phrase and not phrase.back:
            return Topic(f"{unit} of {wording(ground.tokens, phrase)}", phrase.end)
    return Topic(unit, place + 1)


def _stands_in(ground: Ground, phrase: Phrase) -> bool:
    return at(ground.tokens, phrase.end - 1).low in EMPTY_HEADS


def _is_small_talk(ground: Ground, mention: Mention, phrase: Phrase | None) -> bool:
    """ "one", "in two ways", "two of the most …": numbers in words that a reader would not call figures."""
    number = mention.number
    if number is None or number.value in {0, 1}:
        return True
    if not number.spelled:
        return number.scaled and (phrase is None or not phrase.plural) and at(ground.tokens, mention.end - 1).low == "m"
    if number.value >= _SMALL:
        return False
    if number.value <= _FEW and at(ground.tokens, mention.end + 2).low in SUPERLATIVES:
        return True
    if phrase and phrase.plural:
        named = (at(ground.tokens, place).low for place in range(phrase.first, phrase.end))
        head = list(takewhile(lambda low: low != "of", named))[-1:]
        return number.value <= _TINY and not IDIOMATIC.isdisjoint(head)
    if phrase and phrase.back:
        return False
    following = at(ground.tokens, mention.end)
    opens = at(ground.tokens, mention.first - 1).sentence != at(ground.tokens, mention.first).sentence
    told = following.low in PEOPLE_VERBS - {"in"} or following.low in AUXILIARIES or is_participle(following)
    told = told or (opens and following.low in VERBS) or (following.low == "of" and number.value > _FEW)
    return not (told and following.kind == WORD)


def _looked_up(ground: Ground, mention: Mention, place: int, phrase: Phrase | None) -> Topic | None:
    """What was counted before, the clause's subject, or people, for a number without a noun of its own."""
    tokens = ground.tokens
    if phrase and phrase.back:
        topic = back_topic(ground, mention, phrase)
        return None if topic.noun.rsplit(" ", 1)[-1].lower() in TIME_UNITS else topic
    following = at(tokens, place)
    end = _told_end(ground, place)
    noun = ground.subject_or_earlier(mention.first) if _is_reached(ground, mention) else ""
    loose = phrase is not None and not phrase.back and not is_participle(following) and following.low not in PEOPLE_VERBS
    noun = noun or ground.earlier(mention.first, counts=True) or ground.earlier(mention.first, here=True)
    noun = ground.of_which(mention.first) or noun
    if not noun and _is_done_by_people(ground, mention, place):
        noun = "people"
    if not noun and phrase and loose:
        return Topic(wording(tokens, phrase), phrase.end)
    return Topic(noun or ground.subject(mention.first) or "", end)


def _is_done_by_people(ground: Ground, mention: Mention, place: int) -> bool:
    """ "15 found", "80,000 waiting for a date", "900 pulled on trainers", "a hall that holds 200"; not "8,778 in the year"."""
    tokens = ground.tokens
    following, second = at(tokens, place), at(tokens, place + 1)
    if following.low == "in":
        return second.kind == WORD and second.low not in TIME_WORDS | TIME_UNITS and at(tokens, place + 2).low not in TIME_WORDS
    held = at(tokens, qualifier_before(tokens, mention.first)[1] - 1).low in _HOLDING
    waiting = following.low.endswith("ing") and second.low in PREPOSITIONS
    return held or waiting or following.low in PEOPLE_VERBS | FINITE_VERBS | NEVER_OPENS or following.low == "found"


def back_topic(ground: Ground, mention: Mention, phrase: Phrase) -> Topic:
    """What "of them" points to; "of those held" are people held, unless they were counted before."""
    opener = at(ground.tokens, phrase.first).low
    if opener == "who":
        return Topic("people " + wording(ground.tokens, phrase), phrase.end)
    return Topic(ground.them(mention.first) if opener == "of" else "people " + opener, phrase.end)


def _told_end(ground: Ground, place: int) -> int:
    """Past "were closed", "arrested": what is said of the things counted, for the figure's text."""
    tokens = ground.tokens
    end = place
    while at(tokens, end).low in AUXILIARIES and end < place + 3:
        end += 1
    if is_participle(at(tokens, end)) or at(tokens, end).low in PEOPLE_VERBS - {"in"}:
        return end + 1
    return place


def _is_reached(ground: Ground, mention: Mention) -> bool:
    """Whether a verb of reaching leads up to the number ("stood at", "rose to nearly", "totalled"): its subject is what is counted."""
    tokens = ground.tokens
    place = qualifier_before(tokens, mention.first)[1] - 1
    if at(tokens, place).low in {"to", "at", "from", "by", "the", "a"}:
        place -= 1
    low = at(tokens, place).low
    return (
        low in _REACHING
        or low in CHANGE_VERBS
        or (at(tokens, place + 1).low in {"to", "from"} and low not in PRONOUNS and at(tokens, place).kind == WORD)
    )
