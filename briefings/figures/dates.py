"""Dates among tokens: what a number belongs to when it is a day or a year, and what "since" says. Pure."""

from __future__ import annotations

from briefings.tokens import NUMBER, Token, Tokens, at
from briefings.wordsets import word_set

_MONTH_NAMES = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_SHORT = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}
MONTHS = {name: place for place, name in enumerate(_MONTH_NAMES, start=1)} | _SHORT
ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
JOINERS = frozenset(("-", "–", "—", "to", "and", "or", "until", "&", "/"))
_BEFORE_A_MONTH = word_set("in during throughout since by until last this early late mid from of for")
_OPENINGS = word_set("the start end beginning of early late mid middle about around at least -")


def month(token: Token) -> int:
    """1 to 12 for the name of a month with a capital letter ("may" is a verb), else 0."""
    return MONTHS.get(token.low, 0) if token.text[:1].isupper() else 0


def whole(token: Token) -> int:
    """The value of a token of plain digits, else -1."""
    return int(token.text) if token.kind == NUMBER and len(token.text) <= 4 and token.text.isdigit() else -1


def is_day(token: Token) -> bool:
    return 1 <= whole(token) <= 31


def looks_like_year(token: Token) -> bool:
    return len(token.text) == 4 and 1900 <= whole(token) <= 2099


def _past_ordinal(tokens: Tokens, index: int) -> int:
    following = at(tokens, index)
    return index + 1 if following.glued and following.low in ORDINAL_ENDINGS else index


def _past_full_stop(tokens: Tokens, index: int) -> int:
    return index + 1 if at(tokens, index).text == "." else index


def is_day_of_month(tokens: Tokens, index: int) -> bool:
    """Whether the number at `index` is a day: "15 May", "15 and 21 May", "15–21 May", "May 15", "15th of May", "the 15th"."""
    if not is_day(at(tokens, index)):
        return False
    place = _past_ordinal(tokens, index + 1)
    if place > index + 1:
        return True
    if month(at(tokens, place)) and not (at(tokens, place + 1).text == "-" and at(tokens, place + 1).glued):
        return True
    if at(tokens, place).low in JOINERS and is_day(at(tokens, place + 1)):
        end = _past_ordinal(tokens, place + 2)
        return end > place + 2 or month(at(tokens, end)) > 0 or _follows_month(tokens, index)
    return _follows_month(tokens, index)


def _follows_month(tokens: Tokens, index: int) -> bool:
    """ "May 15", "on May 15 and 16"; not the twelve men of "in May 12 men"."""
    before = index - 1
    if at(tokens, before).low in JOINERS and is_day(at(tokens, before - 1)):
        before -= 2
    if at(tokens, before).text == ".":
        before -= 1
    if not month(at(tokens, before)) or at(tokens, before).end >= at(tokens, index).start:
        return False
    following = at(tokens, index + 1)
    counts = following.text[:1].islower() and following.low.endswith(("s", "n", "le"))
    return not (counts and at(tokens, before - 1).low in _BEFORE_A_MONTH)


def year_span_end(tokens: Tokens, index: int) -> int:
    """Past "2014/15", "2015-2016" or "2015–16" that begins at `index`; `index` if none does."""
    mark, second = at(tokens, index + 1), at(tokens, index + 2)
    if not looks_like_year(at(tokens, index)) or mark.text not in {"/", "-", "–"} or not mark.glued or not second.glued:
        return index
    return index + 3 if second.kind == NUMBER and second.text.isdigit() and len(second.text) in {2, 4} else index


def since_at(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """What "since" at `index` says as a date, and where it ends: "since May 2015" is "2015-05". None when it names no year."""
    place = index + 1
    while at(tokens, place).low in _OPENINGS and place < index + 8:
        place += 1
    if (end := year_span_end(tokens, place)) > place:
        return "".join(token.text for token in tokens[place:end]), end
    day = 0
    if is_day(at(tokens, place)):
        day = whole(at(tokens, place))
        place = _past_ordinal(tokens, place + 1)
        place += at(tokens, place).low == "of"
    number = month(at(tokens, place))
    if number:
        return _from_month(tokens, _past_full_stop(tokens, place + 1), number, day)
    if not day and looks_like_year(at(tokens, place)):
        return at(tokens, place).text, place + 1
    return None


def _from_month(tokens: Tokens, place: int, number: int, day: int) -> tuple[str, int] | None:
    if not day and is_day(at(tokens, place)) and is_day_of_month(tokens, place):
        day = whole(at(tokens, place))
        place = _past_ordinal(tokens, place + 1)
    year = place + (at(tokens, place).text == ",")
    pieces = [f"{number:02d}"] + ([f"{day:02d}"] if day else [])
    if looks_like_year(at(tokens, year)):
        return "-".join([at(tokens, year).text, *pieces]), year + 1
    return None
