"""Ratios, parts and multiples: "one in ten", "half of the people", "tripled", "over three times". Pure."""

from __future__ import annotations

from briefings.figures.dates import looks_like_year
from briefings.figures.mention import Mention
from briefings.figures.nouns import is_plural
from briefings.figures.strangers import is_stranger
from briefings.figures.units import percent_end
from briefings.figures.vocabulary import AUXILIARIES, CHANGE_NOUNS, CHANGES_DOWN, CHANGES_UP, DISTANCES, PREPOSITIONS, TIME_UNITS, VERBS
from briefings.numbers import UNITS, Number, fraction_at, number_at, part
from briefings.tokens import SIGN, WORD, Tokens, at
from briefings.wordsets import word_set

MULTIPLYING = {
    "halved": 0.5, "halve": 0.5, "halves": 0.5, "halving": 0.5,
    "doubled": 2, "doubles": 2, "doubling": 2, "tripled": 3, "triples": 3, "tripling": 3, "trebled": 3, "trebles": 3, "trebling": 3,
    "quadrupled": 4, "quadruples": 4, "quadrupling": 4, "quintupled": 5,
}  # fmt: skip
DOUBLE = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4, "half": 0.5}
_COMPARED_WITH = word_set("the that what its their last")
_THAN = word_set("as the more higher greater larger bigger what that longer likelier its their faster worse fewer less lower")
_PART_FOLLOWS = word_set("of more fewer less higher lower greater larger smaller")
_PART_PRECEDES = word_set(
    "with from against by up down almost nearly about around over under than just roughly only to some rising falling increased rose "
    "fell grew"
)
_LONGEST_BETWEEN = 4
_NOT_BETWEEN = word_set("is was are were be been has had have of-which another thing way day and or but that who which one")
_ROUND_WHOLES = frozenset((12, 15, 20, 25, 50, 100, 1000, 10_000, 100_000))
_PLURAL_VERBS = word_set("were are have said say thought felt want believe believed")
_TELLING = word_set("was is has came come comes had wanted reported")
_TIMES_WORTH_TELLING = 20
_TELLING_PARTS = frozenset(("quarter", "quarters", "half"))
_NOT_A_PART = word_set("first second other last every one each latter this final")


def ratio_at(tokens: Tokens, number: Number) -> Mention | None:
    """ "one in ten", "1 in every 5", "nine out of ten", "one for every three"; not "12 in 2015" or "two in 24 hours"."""
    return _ratio_of_one(tokens, number) or _ratio_of_numbers(tokens, number)


def _ratio_of_one(tokens: Tokens, number: Number) -> Mention | None:
    """ "one woman in every 12", "one offence in five": what is counted stands between the numbers."""
    if number.value != 1 or number.end != number.first + 1:
        return None
    for place in range(number.end + 1, number.end + _LONGEST_BETWEEN + 1):
        if at(tokens, place - 1).kind != WORD or at(tokens, place - 1).low in _NOT_BETWEEN:
            return None
        if at(tokens, place).low in {"in", "out"}:
            whole = _whole_at(tokens, place)
            return Mention("ratio", "between", part(1, whole.value), number.first, whole.end, number) if whole else None
    return None


def _whole_at(tokens: Tokens, link: int) -> Number | None:
    """The five of "in five", "in every 5", "out of five"; None where it counts something else, as in "one officer in two forces"."""
    place = link + 1 + (at(tokens, link + 1).low == "of")
    every = at(tokens, place).low in {"every", "each"}
    whole = number_at(tokens, place + every)
    if whole is None or whole.value <= 1 or at(tokens, place).low in {"a", "an"} or looks_like_year(tokens[whole.first]):
        return None
    following = at(tokens, whole.end)
    counts_more = following.low in TIME_UNITS or bool(percent_end(tokens, whole.end)) or (is_plural(following) and not every)
    return None if counts_more else whole


def _ratio_of_numbers(tokens: Tokens, number: Number) -> Mention | None:
    place = number.end
    link = at(tokens, place).low
    if link not in {"in", "out", "for"} or not 0 < number.value < 1000 or number.scaled:
        return None
    place += 1 + (link == "out" and at(tokens, place + 1).low == "of")
    every = at(tokens, place).low in {"every", "each"}
    whole = number_at(tokens, place + every)
    if whole is None or (link == "for" and not every) or whole.value <= number.value or at(tokens, place).low in {"a", "an"}:
        return None
    if looks_like_year(tokens[whole.first]) or (not every and percent_end(tokens, whole.end)) or at(tokens, whole.end).low in TIME_UNITS:
        return None
    if link == "out" and whole.value > 10 and whole.value not in _ROUND_WHOLES:
        return None  # "86 out of 96" tells two counts
    plain = number.spelled == whole.spelled or every or number.value <= 10
    if not plain or (not every and is_stranger(tokens, whole)):
        return None
    return Mention("ratio", "ratio", part(number.value, whole.value), number.first, whole.end, number)


def times_at(tokens: Tokens, number: Number) -> Mention | None:
    """ "three times the", "12 times as big", "six-fold"; "539 million times" is a count."""
    place = number.end + (at(tokens, number.end).text == "-")
    if at(tokens, place).low == "fold":
        return Mention("multiple", "fold", number.value, number.first, place + 1, number)
    if at(tokens, number.end).low != "times":
        return None
    end = number.end + 1
    changed = {at(tokens, number.first - step).low for step in (1, 2, 3)} & (CHANGES_UP | CHANGES_DOWN) - {"more", "less", "fewer"}
    if at(tokens, end).low in _THAN or changed:
        return Mention("multiple", "times", number.value, number.first, end, number)
    if number.value < _TIMES_WORTH_TELLING and number.spelled:
        return None
    return Mention("count", "occasions", number.value, number.first, end, number)


def word_multiple_at(tokens: Tokens, index: int) -> Mention | None:
    """ "tripled", "twice the", "more than double the", "sixfold", "half as often"."""
    low, following = tokens[index].low, at(tokens, index + 1).low
    if low in MULTIPLYING:
        return Mention("multiple", "verb", MULTIPLYING[low], index, index + 1)
    if low.endswith("fold") and low[:-4] in UNITS:
        return Mention("multiple", "fold", UNITS[low[:-4]], index, index + 1)
    if low == "twice" and following in _THAN:
        return Mention("multiple", "times", 2, index, index + 1)
    if low in DOUBLE and (following in _COMPARED_WITH or (low == "half" and following == "as")):
        return Mention("multiple", "times", DOUBLE[low], index, index + 1)
    before = at(tokens, index - 1).low
    more = before in {"than", "nearly", "almost"} or (before == "to" and at(tokens, index + 1).kind == SIGN)
    if low in {"double", "triple", "treble"} and more:
        return Mention("multiple", "verb", DOUBLE[low], index, index + 1)
    return None


def part_at(tokens: Tokens, index: int) -> Mention | None:
    """ "half of the people", "up by a third", "two-thirds of", "a quarter more"; not "the first half" or "a third man"."""
    fraction = fraction_at(tokens, index)
    if fraction is None or _is_other_part(tokens, index, fraction):
        return None
    before, last, following = at(tokens, index - 1).low, tokens[fraction.end - 1].low, at(tokens, fraction.end)
    of = following.low == "of"
    bare = following.kind == SIGN or last.endswith("s") or last == "half"
    verb = following.low in VERBS | AUXILIARIES or following.low.endswith("ed")
    told = following.low in _PLURAL_VERBS or (last in _TELLING_PARTS and following.low in _TELLING) or (verb and last.endswith("s"))
    told = told or (verb and last in _TELLING_PARTS and before not in _PART_PRECEDES)
    grown = before == "of" and at(tokens, index - 2).low in CHANGE_NOUNS
    changed = (before in _PART_PRECEDES or grown) and (bare or following.low in PREPOSITIONS)
    if of or told or changed or following.low in _PART_FOLLOWS:
        return Mention("ratio" if of or told else "multiple", "part", fraction.value, index, fraction.end, fraction)
    return None


def _is_other_part(tokens: Tokens, index: int, fraction: Number) -> bool:
    """Whether the fraction is none: "half a million", "the first half", "half-term", "a quarter of an hour"."""
    number = number_at(tokens, index)
    if number is not None and number.end > fraction.end:
        return True
    following, second, third = (at(tokens, fraction.end + step) for step in range(3))
    if at(tokens, index - 1).low in _NOT_A_PART or (following.glued and following.text == "-"):
        return True
    return following.low == "of" and second.low in {"a", "an"} and (third.low in TIME_UNITS or third.low in DISTANCES)
