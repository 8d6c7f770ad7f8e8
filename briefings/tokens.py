"""Text as a row of tokens: words, numbers, signs and links, each with its place. Pure, and linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from briefings.sentences import spans

WORD = "word"
NUMBER = "number"
SIGN = "sign"
LINK = "link"

# "50, 000" and "50 000" are one number when what follows the gap is three noughts; elsewhere a comma and a space part two numbers.
_TOKEN = re.compile(
    r"(?P<link>https?://\S++|www\.\S++|[#@]\w++)"
    r"|(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]{1,3}(?:,?\s000)++(?![0-9,])|[0-9]++)(?:\.[0-9]++)?)"
    r"|(?P<word>[^\W\d_](?:\w|['’](?=\w))*+)"
    r"|(?P<sign>[^\w\s])"
)


class Token(NamedTuple):
    """A piece of text. `glued`: nothing stands between it and the token before. `sentence` counts from 0."""

    kind: str
    text: str
    low: str
    start: int
    end: int
    sentence: int
    glued: bool


Tokens = Sequence[Token]

NOTHING = Token(SIGN, "", "", 0, 0, -1, False)


# One statement is read for its figures and then for its people.
@lru_cache(maxsize=4)
def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of `text` in order, with an empty sign between sentences. White space and control characters are not tokens."""
    ends = [end for _, end in spans(text)]
    final = len(ends) - 1
    tokens: list[Token] = []
    sentence = last = 0
    make = tuple.__new__
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if sentence < final and start >= ends[sentence]:
            while sentence < final and start >= ends[sentence]:
                sentence += 1
            tokens.append(Token(SIGN, "", "", last, last, -1, False))
        piece = text[start:end]
        # As `Token(…)` does, without a call in between: most of the time that goes into reading goes in here.
        tokens.append(make(Token, (found.lastgroup, piece, piece.lower(), start, end, sentence, start == last)))
        last = end
    return tuple(tokens)


def at(tokens: Tokens, index: int) -> Token:
    """The token at `index`, or `NOTHING` outside the row."""
    return tokens[index] if 0 <= index < len(tokens) else NOTHING
