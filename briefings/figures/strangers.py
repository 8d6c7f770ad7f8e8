"""Numbers that are not figures: dates and years, ages, durations, times of day, telephone numbers, sections, ranks in a list. Pure."""

from __future__ import annotations

from briefings.figures.dates import ORDINAL_ENDINGS, is_day_of_month, looks_like_year, whole, year_span_end
from briefings.figures.nouns import ends_phrase, is_participle, is_plural
from briefings.figures.vocabulary import DISTANCES, NOTABLE_TIME, PREPOSITIONS, TIME_ADJECTIVES, TIME_UNITS, VERBS
from briefings.numbers import Number
from briefings.tokens import NUMBER, SIGN, WORD, Tokens, at
from briefings.wordsets import word_set

_LABELS = word_set(
    "section sections schedule article chapter part phase tier level class category cat band tranche figure table year page paragraph "
    "para recommendation operation op form agenda vision channel room number no nos grade stage step unit terminal zone wave volume "
    "vol version junction route radio type round formula protocol appendix annex annexe item principle pillar strand covid top euro s "
    "sect"
)
_SMALL_LETTER_LABELS = word_set(
    "section sections schedule article chapter phase tier paragraph page top version level stage step grade category junction"
)
_HIGHEST_LABEL = 400
_EMERGENCY = frozenset(("101", "999"))
_EMERGENCY_THINGS = word_set("calls services operators rooms lines handlers staff systems teams centres call callers demand")
_DIALLING = word_set(
    "call calls calling called dial dialling ring ringing rang phone phoning phoned text texting telephone tel helpline hotline "
    "number contact"
)
_AGE_WORDS = frozenset(("aged", "age", "ages"))
_AGED = word_set("young old man woman boy girl teenager child grandmother grandfather")
_YOUNG_PEOPLE = word_set("children boys girls teenagers pupils youngsters youths kids people purchasers volunteers cadets students")
_YOUNGER_OLDER = word_set("under over younger older below above")
_TURNING = word_set("yet turned turning turns")
_OLDEST = 100
_UNDER_OVER = frozenset(("under", "over", "above", "below"))
_AGE_ENDINGS = frozenset(("or", "and", "to", "years", "year"))
_CLOCK = frozenset(("am", "pm", "o'clock", "o’clock", "hrs", "noon", "midnight"))
_YEAR_WORDS = word_set("figures statistics results games elections election report review act olympics world data survey")
_TOTALS = word_set("total tally figure number record")
_QUANTIFIERS = word_set("than least most over around about nearly almost approximately roughly some")
_NETWORKS = frozenset((2, 3, 4, 5, 6))
_UNFIGURED_UNITS = word_set("mph mm cm m ft mb gb tb hz x c f d st nd rd th s p")


def is_stranger(tokens: Tokens, number: Number) -> bool:
    """Whether the number read from `tokens` names a day, an age, a section and so on, and is not a key figure."""
    return (
        _is_part_of_a_word(tokens, number)
        or _is_duration(tokens, number)
        or _is_age(tokens, number)
        or _is_in_a_name(tokens, number)
        or _is_label(tokens, number)
        or (not number.spelled and _is_written_code(tokens, number))
    )


def stranger_end(tokens: Tokens, number: Number) -> int:
    """Where reading goes on after a number that is not a figure: past the rest of a telephone number or a span of years."""
    end = max(number.end, year_span_end(tokens, number.first))
    if at(tokens, number.first).text.startswith(("0", "1")) and _is_phone(tokens, number):
        while at(tokens, end).kind == NUMBER or (at(tokens, end).text in {"-", ")"} and at(tokens, end + 1).kind == NUMBER):
            end += 1
    return end


def _is_written_code(tokens: Tokens, number: Number) -> bool:
    return (
        is_day_of_month(tokens, number.first)
        or _is_year(tokens, number)
        or _is_phone(tokens, number)
        or _is_clock(tokens, number)
        or _is_slashed(tokens, number)
        or _is_list_marker(tokens, number)
    )


def _is_part_of_a_word(tokens: Tokens, number: Number) -> bool:
    """ "COVID-19", "pre-2010", "21st", "30mph", "two-tier", "24-hour", "10-point"; not "500-strong" or "10-20"."""
    before, mark = at(tokens, number.first - 2), at(tokens, number.first - 1)
    first, following, word = at(tokens, number.first), at(tokens, number.end), at(tokens, number.end + 1)
    if first.glued and mark.text == "-" and mark.glued and before.kind == WORD and before.low not in {"to"}:
        return True
    if not number.spelled and following.text == "G" and following.glued and number.value in _NETWORKS:
        return True
    if not number.spelled and following.glued and following.kind == WORD and not number.scaled:
        return (
            following.low in _UNFIGURED_UNITS
            or following.low in ORDINAL_ENDINGS
            or following.low not in {"kg", "kgs", "g", "km", "pc", "lb", "lbs"}
        )
    hyphened = following.text in {"-", "–"} and following.glued and word.glued and word.kind == WORD
    return hyphened and word.low not in {"strong", "fold", "per", "percent", "plus", "odd"}


def _is_in_a_name(tokens: Tokens, number: Number) -> bool:
    """ "the Three Counties ground": a number in words with a capital, in a sentence under way, before a word with one."""
    token, before, after = at(tokens, number.first), at(tokens, number.first - 1), at(tokens, number.end)
    under_way = before.kind == WORD and before.text.islower() and before.sentence == token.sentence
    return number.spelled and under_way and token.text[:1].isupper() and after.text[:1].isupper()


def _is_duration(tokens: Tokens, number: Number) -> bool:
    """ "two years", "12 months", "18 to 24 months", "two and a half years", "ten consecutive days"; not 13,000 hours saved."""
    place = number.end
    for _ in range(3):
        word = at(tokens, place)
        if word.low in TIME_UNITS or word.low in DISTANCES:
            return number.value < NOTABLE_TIME.get(word.low, 1000)
        joins = word.low in {"to", "or", "-", "–", "and"}
        if not joins and word.low not in TIME_ADJECTIVES and not _is_small(tokens, place):
            return False
        place += 1
    return at(tokens, place).low in TIME_UNITS and number.value < NOTABLE_TIME.get(at(tokens, place).low, 1000)


def _is_small(tokens: Tokens, index: int) -> bool:
    token = at(tokens, index)
    return 0 <= whole(token) < 100 or token.low in {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"}


def _is_age(tokens: Tokens, number: Number) -> bool:
    """ "aged 15", "aged between 10 and 17", "under 18s", "the age of 10", "children under ten", "Jo Bloggs, 34, of Leeds"."""
    if not 0 < number.value < 120 or number.scaled:
        return False
    before = [at(tokens, number.first - step) for step in range(1, 5)]
    after = at(tokens, number.end)
    if before[0].low in {"as", "of"} and before[1].low in _AGED:
        return True
    if _is_childs_age(tokens, number):
        return True
    if any(token.low in _AGE_WORDS for token in before[:3]) and before[0].kind != SIGN:
        return True
    if before[0].low in {"and", "to", "-", "–"} and any(token.low in _AGE_WORDS for token in before[2:]):
        return True
    if after.low in {"year", "years"} and at(tokens, number.end + 1).low in {"old", "olds", "-", "of"}:
        return True
    if before[0].text == "," and after.text == "," and at(tokens, number.first - 2).text[:1].isupper() and number.value < 100:
        return not number.spelled and at(tokens, number.first - 3).text[:1].isupper()
    under = before[0].low in _UNDER_OVER or (before[0].text == "-" and before[1].low in _UNDER_OVER)
    return (
        under
        and (after.low in _AGE_ENDINGS or after.kind == SIGN or not after.text or after.low in PREPOSITIONS)
        and _about_people(tokens, number)
    )


def _is_childs_age(tokens: Tokens, number: Number) -> bool:
    """ "boys of 14 to 17", "children of 12", "17 or under", "not yet 18"; not "children of 12 families"."""
    before, after, second = at(tokens, number.first - 1), at(tokens, number.end), at(tokens, number.end + 1)
    if after.low in {"or", "and"} and second.low in _YOUNGER_OLDER and number.value < _OLDEST:
        return True
    if is_plural(after) or is_plural(second):
        return False
    if before.low in _TURNING and number.value < _OLDEST:
        return True
    place = number.first - 1
    if before.low in {"and", "to", "or", "-", "–"} and at(tokens, place - 1).kind == NUMBER:
        place -= 2
    return at(tokens, place).low == "of" and at(tokens, place - 1).low in _YOUNG_PEOPLE and number.value < _OLDEST


def _about_people(tokens: Tokens, number: Number) -> bool:
    return at(tokens, number.first - 2).low in {
        "are",
        "were",
        "is",
        "was",
        "anyone",
        "people",
        "children",
        "those",
        "adults",
        "girls",
        "boys",
        "men",
        "women",
        "someone",
        "young",
        "person",
        "child",
        "victims",
    }


def _is_label(tokens: Tokens, number: Number) -> bool:
    """ "Section 60", "Phase 2", "No. 10", "Year 5", "top ten", "Vision 2025"."""
    before = at(tokens, number.first - 1)
    if before.text == "." and at(tokens, number.first - 2).low in {"no", "nos", "s", "sect", "para", "vol", "fig"}:
        return True
    if before.low not in _LABELS or before.sentence != at(tokens, number.first).sentence:
        return False
    if before.low in _SMALL_LETTER_LABELS:
        return number.value < _HIGHEST_LABEL
    return before.text[:1].isupper() and not (before.low in {"part", "form", "no", "top", "figure"} and _counts(tokens, number.end))


def _counts(tokens: Tokens, index: int) -> bool:
    """Whether one of the next few words is a plural that a number could be counting."""
    for step in range(3):
        token = at(tokens, index + step)
        if token.low in _YEAR_WORDS:
            return False
        if is_plural(token):
            return True
        if ends_phrase(token):
            return False
    return False


def _is_year(tokens: Tokens, number: Number) -> bool:
    """ "in 2016", "2014/15", "Euro 2016"; not the 1947 people or the more than 2000 officers of a text without commas."""
    if year_span_end(tokens, number.first) > number.first:
        return True
    token = at(tokens, number.first)
    if number.end != number.first + 1 or not (looks_like_year(token) or (len(token.text) == 4 and 1000 < whole(token) < 1900)):
        return False
    before = at(tokens, number.first - 1)
    if not _counts(tokens, number.end):
        return looks_like_year(token) or before.low in {"in", "since", "from", "of", "until", "by", "to"}
    if before.low == "of":
        return at(tokens, number.first - 2).low not in _TOTALS
    if not looks_like_year(token) or not before.text or before.low in _QUANTIFIERS or before.low == "and":
        return False
    return not (before.low in VERBS or is_participle(before))


def _is_phone(tokens: Tokens, number: Number) -> bool:
    """101 and 999, what follows "ring" or "text", and groups of digits that begin with a nought."""
    token = at(tokens, number.first)
    following = at(tokens, number.end)
    if token.text in _EMERGENCY:
        return following.low not in {"of", "were"} and (
            following.low in _EMERGENCY_THINGS or following.low in VERBS or not _counts(tokens, number.end)
        )
    if token.text.startswith("0") and len(token.text) > 1 and "." not in token.text:
        return True
    grouped = following.kind == NUMBER and not following.glued and token.text.isdigit() and number.end == number.first + 1
    dialled = any(at(tokens, number.first - step).low in _DIALLING for step in range(1, 4))
    if dialled and not _counts(tokens, number.end):
        return (
            "," not in token.text
            and len(token.text) in range(3, 12)
            and (grouped or at(tokens, number.first - 1).low in _DIALLING | {"on", "to"})
        )
    return grouped and following.text.isdigit() and len(following.text) > 2


def _is_clock(tokens: Tokens, number: Number) -> bool:
    following = at(tokens, number.end)
    colon = following.text == ":" and following.glued and at(tokens, number.end + 1).kind == NUMBER and at(tokens, number.end + 1).glued
    before = at(tokens, number.first - 1)
    dotted = [at(tokens, number.end + step).low for step in range(3)] in (["a", ".", "m"], ["p", ".", "m"])
    return dotted or following.low in _CLOCK or colon or (before.text == ":" and before.glued and at(tokens, number.first).glued)


def _is_slashed(tokens: Tokens, number: Number) -> bool:
    """ "24/7", "9/11", "1/3/2016", "3-1" as a score, "1.2.3"."""
    before, following = at(tokens, number.first - 1), at(tokens, number.end)
    if before.text in {"/", "\\"} and before.glued and at(tokens, number.first).glued:
        return True
    return following.text in {"/", "\\"} and following.glued and at(tokens, number.end + 1).glued


def _is_list_marker(tokens: Tokens, number: Number) -> bool:
    """ "1. Ask for help" and "2) Wait": a small number alone at the head of a line."""
    token, following = at(tokens, number.first), at(tokens, number.end)
    opens = number.first == 0 or at(tokens, number.first - 1).sentence != token.sentence
    return opens and number.value <= 20 and following.text in {".", ")", ":"} and following.glued and number.end == number.first + 1
