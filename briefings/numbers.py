"""Numbers in figures and in words, with magnitudes: "1,138", "8.5m", "two hundred and fifty", "half a million". Pure."""

from __future__ import annotations

from typing import NamedTuple

from briefings.tokens import NUMBER, WORD, Token, Tokens, at

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_LARGE_SCALES = {word: value for word, value in SCALES.items() if value >= 1000}
SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
DENOMINATORS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_PLURAL_DENOMINATORS = {word + "s": value for word, value in DENOMINATORS.items() if word != "half"}
ARTICLES = frozenset(("a", "an"))
STARTERS = frozenset((*UNITS, *TENS, *ARTICLES, "half", "quarter"))

# Longer runs of digits are reference numbers; floats would also lose their last figures.
_LONGEST_DIGITS = 15


class Number(NamedTuple):
    """A number read from `first` up to (not including) token `end`. `spelled` when it is in words; `scaled` when short ("8.5m")."""

    value: float | int
    first: int
    end: int
    spelled: bool
    scaled: bool = False


def tidy(value: float) -> float | int:
    """A whole number as int, anything else without the noise of binary fractions."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def part(numerator: float, denominator: float) -> float:
    """A part of one: exact up to four places, otherwise three figures (one third is 0.333, one fourteenth 0.0714)."""
    exact = numerator / denominator
    short = round(exact, 4)
    return short if short == exact else float(f"{exact:.3g}")


def number_at(tokens: Tokens, index: int) -> Number | None:
    """The number that begins at `index`, if one does. "one" is a number here; whether it counts anything is for the caller."""
    token = at(tokens, index)
    if token.kind == NUMBER:
        return _in_digits(tokens, index, token)
    if token.kind != WORD or token.low not in STARTERS:
        return None
    return _part_of_a_scale(tokens, index) or _inword_set(tokens, index)


def fraction_at(tokens: Tokens, index: int) -> Number | None:
    """The fraction in words that begins at `index`: "half", "a third", "two-thirds", "three quarters"."""
    low = at(tokens, index).low
    if low == "half":
        return Number(0.5, index, index + 1, spelled=True)
    numerator = 1 if low in ARTICLES else UNITS.get(low, 0)
    place = _past_hyphen(tokens, index + 1)
    noun = at(tokens, place).low
    if numerator == 1 and noun in DENOMINATORS:
        return Number(part(1, DENOMINATORS[noun]), index, place + 1, spelled=True)
    if numerator > 1 and noun in _PLURAL_DENOMINATORS and numerator < _PLURAL_DENOMINATORS[noun]:
        return Number(part(numerator, _PLURAL_DENOMINATORS[noun]), index, place + 1, spelled=True)
    return None


def _past_hyphen(tokens: Tokens, index: int) -> int:
    return index + 1 if at(tokens, index).text == "-" else index


def _in_digits(tokens: Tokens, index: int, token: Token) -> Number | None:
    digits = "".join(character for character in token.text if character.isdigit() or character == ".")
    if len(digits) > _LONGEST_DIGITS:
        return None
    value = float(digits)
    following = at(tokens, index + 1)
    if following.glued and following.low in SHORT_SCALES:
        return Number(tidy(value * SHORT_SCALES[following.low]), index, index + 2, spelled=False, scaled=True)
    return _scaled(tokens, Number(tidy(value), index, index + 1, spelled=False))


def _scaled(tokens: Tokens, number: Number) -> Number:
    """`number` with the "million" or "and a half million" that follows it."""
    value, end = number.value, number.end
    if [at(tokens, end + step).low for step in range(3)] == ["and", "a", "half"]:
        value, end = value + 0.5, end + 3
    place = _past_hyphen(tokens, end)
    scale = at(tokens, place).low
    if scale in SCALES:
        return number._replace(value=tidy(value * SCALES[scale]), end=place + 1)
    return number._replace(value=value, end=end)


def _part_of_a_scale(tokens: Tokens, index: int) -> Number | None:
    """ "half a million", "a quarter of a million", "three-quarters of a million", "half-a-dozen"."""
    bare = at(tokens, index).low == "quarter"
    fraction = Number(0.25, index, index + 1, spelled=True) if bare else fraction_at(tokens, index)
    if fraction is None:
        return None
    place = _past_hyphen(tokens, fraction.end)
    if at(tokens, place).low == "of":
        place += 1
    if at(tokens, place).low not in ARTICLES:
        return None
    place = _past_hyphen(tokens, place + 1)
    scale = SCALES.get(at(tokens, place).low)
    if scale is None:
        return None
    return Number(tidy(fraction.value * scale), index, place + 1, spelled=True)


def _inword_set(tokens: Tokens, index: int) -> Number | None:
    """ "ninety-three", "two hundred and fifty", "a million": groups below a thousand, each with a smaller scale than the one before."""
    total: float = 0
    place = index
    smallest = 10**15
    while (group := _below_thousand(tokens, place)) is not None:
        value, end = group
        scale = _LARGE_SCALES.get(at(tokens, end).low, 1)
        if scale >= smallest:
            break
        total, smallest, place = total + value * scale, scale, end + (scale > 1)
        if scale == 1:
            break
        if at(tokens, place).low == "and" and _small_rest(tokens, place + 1):
            place += 1
    if place == index:
        return None
    return _scaled(tokens, Number(tidy(total), index, place, spelled=True))


def _below_thousand(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """A number below a thousand in words, and where it ends. "a" is one, before a scale only."""
    if at(tokens, index).low in ARTICLES:
        group = (1, index + 1) if at(tokens, index + 1).low in SCALES else None
    else:
        group = _below_hundred(tokens, index)
    if group is None:
        return None
    value, end = group
    scale = at(tokens, end).low
    if scale == "dozen":
        return value * 12, end + 1
    if scale != "hundred":
        return group
    value, end = value * 100, end + 1
    rest = end + (at(tokens, end).low == "and")
    if _small_rest(tokens, rest) and (more := _below_hundred(tokens, rest)) is not None:
        return value + more[0], more[1]
    return value, end


def _small_rest(tokens: Tokens, index: int) -> bool:
    """Whether what stands at `index` ends a number ("two hundred and fifty") and does not begin another ("one hundred and two hundred")."""
    group = _below_hundred(tokens, index)
    return group is not None and at(tokens, group[1]).low not in SCALES


def _below_hundred(tokens: Tokens, index: int) -> tuple[int, int] | None:
    low = at(tokens, index).low
    if low in UNITS:
        return UNITS[low], index + 1
    if low not in TENS:
        return None
    place = _past_hyphen(tokens, index + 1)
    unit = UNITS.get(at(tokens, place).low, 0)
    if 0 < unit < 10:
        return TENS[low] + unit, place + 1
    return TENS[low], index + 1
