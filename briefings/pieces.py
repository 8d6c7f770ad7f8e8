"""Text as what is compared between two versions of it: words, figures, dates, times and contacts, each in one way of writing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from briefings.names import GIVEN
from briefings.numbers import UNITS, number_at
from briefings.tokens import LINK, NUMBER, SIGN, WORD, Token, Tokens, at, tokenise
from briefings.wordsets import word_set

FIGURE = "figure"
DATE = "date"
TIME = "time"
CONTACT = "contact"

_CONTACT = re.compile(
    r"(?<![\w.+-])(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+|(?<![\w.,])(?:\+44|0)(?:[ ()-]{0,2}\d){8,10}(?![\w,])"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september",
         "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ORDINALS = dict(
    zip(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"],
        range(1, 13),
        strict=True,
    )
)
_ENDINGS = word_set("st nd rd th")
_CURRENCIES = frozenset("£$€")
_OPENING = frozenset("“‘\"':([")
_HALVES = word_set("am pm")
_SHORTENED = {"ca": "can", "wo": "will", "sha": "shall"}


_LONGEST = 100_000
"""Characters of a text that is read with care: books are not statements."""
_WORDS = re.compile(r"\w+")


class Piece(NamedTuple):
    """A piece of a text from `start` to `end`. `key` is the same for every way of writing it; `sentence` counts from 0.

    `named`: it is a word with a capital letter where no sentence begins, or somebody's given name.
    """

    key: str
    kind: str
    start: int
    end: int
    sentence: int
    named: bool = False


def pieces(text: str) -> list[Piece]:
    """The pieces of `text` in order. Punctuation, quotes and white space are none. Of a very long text, words and digits as they stand."""
    return _read(text) if len(text) <= _LONGEST else list(_glanced_over(text))


def _glanced_over(text: str) -> Iterator[Piece]:
    place = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        for found in _WORDS.finditer(line):
            word = found.group().casefold()
            yield Piece(word, FIGURE if word.isdigit() else WORD, place + found.start(), place + found.end(), number)
        place += len(line)


def _read(text: str) -> list[Piece]:
    tokens = tokenise(text)
    contacts = [found.span() for found in _CONTACT.finditer(text)]
    found: list[Piece] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        while contacts and contacts[0][1] <= token.start:
            contacts.pop(0)
        if contacts and contacts[0][0] <= token.start:
            start, end = contacts[0]
            found.append(Piece(_contact_key(text[start:end]), CONTACT, start, end, token.sentence))
            while at(tokens, place).start < end and place < len(tokens):
                place += 1
        else:
            made, place = _piece_at(tokens, place)
            found += made
    return found


def _contact_key(text: str) -> str:
    return text.lower().removeprefix("mailto:") if "@" in text else "".join(filter(str.isdigit, text)).replace("44", "0", text[0] == "+")


def _piece_at(tokens: Tokens, place: int) -> tuple[list[Piece], int]:
    token = tokens[place]
    if token.kind == SIGN and token.text not in _CURRENCIES and token.text != "-":
        return ([Piece("and", WORD, token.start, token.end, token.sentence)] if token.text == "&" else []), place + 1
    if token.kind == LINK and not token.text.startswith("#"):
        address = token.low.rstrip(".,;:)]”’\"'/").partition("://")
        return [Piece((address[2] or address[0]).removeprefix("www."), CONTACT, token.start, token.end, token.sentence)], place + 1
    for reader in (_date_at, _time_at, _figure_at):
        if (read := reader(tokens, place)) is not None:
            key, kind, end = read
            return [Piece(key, kind, token.start, tokens[end - 1].end, token.sentence)], end
    return ([] if token.kind == SIGN else list(_words(tokens, place))), place + 1


def _words(tokens: Tokens, place: int) -> Iterator[Piece]:
    token = tokens[place]
    low = token.low.replace("’", "'")
    named = token.kind == WORD and token.text[0].isupper() and (low in GIVEN or not _begins(tokens, place))
    base = low[:-3] if low.endswith("n't") else low.removesuffix("not") if low == "cannot" else None
    if base is not None:
        yield Piece(_SHORTENED.get(base, base), WORD, token.start, token.end, token.sentence)
        yield Piece("not", WORD, token.start, token.end, token.sentence)
    else:
        yield Piece(low.removeprefix("#").replace("'", ""), WORD, token.start, token.end, token.sentence, named)


def _begins(tokens: Tokens, place: int) -> bool:
    before = at(tokens, place - 1)
    return before.sentence != tokens[place].sentence or before.text in _OPENING


def _date_at(tokens: Tokens, place: int) -> tuple[str, str, int] | None:
    """12 October 2016, 12th of October, October 12, 2016, 12/10/2016, 2016-10-12."""
    token = tokens[place]
    if token.kind == NUMBER:
        return _in_numbers(tokens, place) if at(tokens, place + 1).text in {"/", "-"} else _day_first(tokens, place)
    month = _month(token)
    if not month:
        return None
    day, end = _day(tokens, place + 1)
    if not day:
        return None
    year = _year(at(tokens, end + (at(tokens, end).text == ",")))
    return _date(year, month, day), DATE, end + (1 + (at(tokens, end).text == ",") if year else 0)


def _day_first(tokens: Tokens, place: int) -> tuple[str, str, int] | None:
    day, end = _day(tokens, place)
    end += at(tokens, end).low == "of"
    month = _month(at(tokens, end))
    if not day or not month:
        return None
    year = _year(at(tokens, end + 1))
    return _date(year, month, day), DATE, end + 1 + bool(year)


def _in_numbers(tokens: Tokens, place: int) -> tuple[str, str, int] | None:
    parts = [at(tokens, place + step) for step in range(5)]
    if any(part.kind != NUMBER or not part.text.isdecimal() for part in parts[::2]) or parts[1].text != parts[3].text:
        return None
    if not all(part.glued for part in parts[1:]):
        return None
    day, month, year = (int(part.text) for part in (parts[::2] if parts[1].text == "/" else parts[::-2]))
    return (_date(year, month, day), DATE, place + 5) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _date(year: int, month: int, day: int) -> str:
    return f"{month}-{day}-{year or ''}"


def _month(token: Token) -> int:
    return _MONTHS.get(token.low, 0) if token.kind == WORD and token.text[0].isupper() else 0


def _day(tokens: Tokens, place: int) -> tuple[int, int]:
    """A day of the month, and where it ends; 0 if there is none."""
    token = at(tokens, place)
    day = int(token.text) if token.kind == NUMBER and token.text.isdecimal() and len(token.text) <= 2 else 0
    after = at(tokens, place + 1)
    return (day if day <= 31 else 0), place + 1 + (after.glued and after.low in _ENDINGS)


def _year(token: Token) -> int:
    year = int(token.text) if token.kind == NUMBER and token.text.isdecimal() and len(token.text) == 4 else 0
    return year if 1800 <= year <= 2200 else 0


def _time_at(tokens: Tokens, place: int) -> tuple[str, str, int] | None:
    """10:30, 10.30am, 2 pm, 14:00."""
    token = tokens[place]
    if token.kind != NUMBER:
        return None
    hour, _, minute = token.text.partition(".")
    end = place + 1
    colon, after = at(tokens, place + 1), at(tokens, place + 2)
    if colon.text == ":" and colon.glued and after.glued and after.kind == NUMBER and len(after.text) == 2:
        minute, end = after.text, place + 3
    half = at(tokens, end).low
    if not hour.isdecimal() or int(hour) > 24 or (minute and len(minute) != 2) or (half not in _HALVES and end == place + 1):
        return None
    hours = int(hour) % 12 + 12 * (half == "pm") if half in _HALVES else int(hour)
    return f"{hours}:{minute or '00'}", TIME, end + (half in _HALVES)


def _figure_at(tokens: Tokens, place: int) -> tuple[str, str, int] | None:
    """A number in digits or words, with its currency, "%" or "th"; below nought only where nothing stands before the sign."""
    token = tokens[place]
    sign = ""
    if token.kind == SIGN:
        if not at(tokens, place + 1).glued or at(tokens, place + 1).kind != NUMBER or (token.text == "-" and (token.glued or not place)):
            return None
        sign, place = token.text, place + 1
    elif token.low in _ORDINALS:
        return f"{_ORDINALS[token.low]}th", FIGURE, place + 1
    number = number_at(tokens, place)
    if number is None:
        bare = tokens[place]
        return (f"{sign}{bare.text}", FIGURE, place + 1) if bare.kind == NUMBER else None
    end = number.end
    after = at(tokens, end)
    if after.glued and after.low in _ENDINGS:
        return f"{number.value}th", FIGURE, end + 1
    if after.text == "%" or after.low == "percent":
        return f"{number.value}%", FIGURE, end + 1
    if after.low == "per" and at(tokens, end + 1).low == "cent":
        return f"{number.value}%", FIGURE, end + 2
    more = "+" if after.glued and after.text == "+" else ""
    return f"{sign}{number.value}{more}", FIGURE, end


ONE = str(UNITS["one"])
"""The key of the number that is often no more than a word."""
