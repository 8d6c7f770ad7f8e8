"""Which numbers of a text are figures, and of what kind. Pure: one pass over the tokens, each looked at from a bounded window."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.figures.dates import looks_like_year, since_at
from briefings.figures.mention import Mention
from briefings.figures.multiples import DOUBLE, MULTIPLYING, part_at, ratio_at, times_at, word_multiple_at
from briefings.figures.strangers import is_stranger, stranger_end
from briefings.figures.units import percent_end
from briefings.numbers import STARTERS, Number, number_at
from briefings.tokens import NUMBER, Tokens, at

CURRENCIES = frozenset("£€$")


def mentions(tokens: Tokens) -> Iterator[Mention]:
    """The figures of a text, in order."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind != NUMBER and token.low not in _OPENERS and not token.low.endswith("fold"):
            index += 1
            continue
        found, index = _mention_at(tokens, index)
        yield from found


def _mention_at(tokens: Tokens, index: int) -> tuple[tuple[Mention, ...], int]:
    """The figures that begin at `index` (two for a range, often none) and where to go on."""
    for recognise in _RECOGNISERS:
        mention = recognise(tokens, index)
        if mention is not None:
            return (mention,), mention.end
    number = number_at(tokens, index)
    if number is None:
        return (), index + 1
    return _numbered(tokens, number)


def _numbered(tokens: Tokens, number: Number) -> tuple[tuple[Mention, ...], int]:
    span = _range(tokens, number)
    if span:
        return span, span[-1].end
    end = percent_end(tokens, number.end)
    if end:
        return (Mention("percent", "percent", number.value, number.first, end, number, _second_percent(tokens, end)),), end
    multiple = ratio_at(tokens, number) or times_at(tokens, number)
    if multiple:
        return (multiple,), multiple.end
    if is_stranger(tokens, number):
        return (), max(number.end, stranger_end(tokens, number))
    if at(tokens, number.end).low == "pounds":
        return (Mention("money", "money", number.value, number.first, number.end + 1, number),), number.end + 1
    return (Mention("count", "count", number.value, number.first, number.end, number),), number.end


def _since(tokens: Tokens, index: int) -> Mention | None:
    found = since_at(tokens, index) if tokens[index].low == "since" else None
    return Mention("since", "since", found[0], index, found[1]) if found else None


def _money(tokens: Tokens, index: int) -> Mention | None:
    if tokens[index].text not in CURRENCIES:
        return None
    number = number_at(tokens, index + 1) if at(tokens, index + 1).kind == NUMBER else None
    if number is None:
        return None
    value = _borrowed_scale(tokens, number) or number.value
    return Mention("money", "money", value, index, number.end, number)


def _borrowed_scale(tokens: Tokens, number: Number) -> float | int | None:
    """The first number of "£5-10 million" is in millions too."""
    second = number_at(tokens, number.end + 1) if at(tokens, number.end).low in {"-", "–", "to"} else None
    if second is None or number.end > number.first + 1 or second.value < 1000 * number.value:
        return None
    plain = number_at(tokens[second.first : second.first + 1], 0)
    return number.value * second.value // plain.value if plain and plain.value else None


def _second_percent(tokens: Tokens, index: int) -> int:
    """Past the second of "15% to 40%", when one begins at `index`; else 0."""
    second = number_at(tokens, index + 1) if at(tokens, index).low in {"to", "-", "–"} else None
    return percent_end(tokens, second.end) if second else 0


def _range(tokens: Tokens, low: Number) -> tuple[Mention, ...]:
    """ "between 10 and 20 arrests", "10–15%", "from 188 to 568": both ends, each with the noun and unit of the second."""
    joiner = at(tokens, low.end).low
    if joiner not in {"to", "-", "–"} and not (joiner == "and" and at(tokens, low.first - 1).low == "between"):
        return ()
    high = number_at(tokens, low.end + 1)
    if (
        high is None
        or high.value <= low.value
        or looks_like_year(tokens[low.first])
        or is_stranger(tokens, low)
        or is_stranger(tokens, high)
    ):
        return ()
    end = percent_end(tokens, high.end)
    kind = "percent" if end else "count"
    end = end or high.end
    return (Mention(kind, kind, low.value, low.first, low.end, low, end), Mention(kind, kind, high.value, high.first, end, high))


_OPENERS = STARTERS | CURRENCIES | frozenset(MULTIPLYING) | frozenset(DOUBLE) | {"since", "twice"}
_RECOGNISERS = (_since, _money, word_multiple_at, part_at)
