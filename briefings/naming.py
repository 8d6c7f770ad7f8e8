"""Rows of capitals that may be a person's name, and what speaks against it. Pure."""

from __future__ import annotations

from typing import NamedTuple

from briefings.names import BODY_WORDS, COMMON_WORDS, GIVEN, GIVEN_OR_THING, GIVEN_OR_VERB, KNOWN_BODIES, PARTICLES
from briefings.tokens import WORD, Token, Tokens, at
from briefings.wordsets import word_set

_LONGEST_NAME = 3
ALL_GIVEN = GIVEN | GIVEN_OR_THING | GIVEN_OR_VERB
SURE_GIVEN = GIVEN - GIVEN_OR_THING - GIVEN_OR_VERB
_POSSESSIVES = ("'s", "’s")


class Name(NamedTuple):
    """Name words `words`, from token `first` up to `end`. `possessive`: the last carries 's."""

    words: tuple[str, ...]
    first: int
    end: int
    possessive: bool


def name_at(tokens: Tokens, index: int) -> Name | None:
    """The row of name words at `index`: capitals, initials, particles and hyphens, three words at most."""
    words: list[str] = []
    place = index
    possessive = False
    count = 0
    while count < _LONGEST_NAME and not possessive:
        token = at(tokens, place)
        if token.low in PARTICLES and words and at(tokens, place + 1).text[:1].isupper():
            words.append(token.text)
            place += 1
            continue
        if not _is_name_word(token, first=not words, given=bool(words) and words[0].lower() in ALL_GIVEN):
            break
        word, place, possessive = _whole_word(tokens, place)
        words.append(word)
        count += 1
    return Name(tuple(words), index, place, possessive) if words else None


def _is_name_word(token: Token, *, first: bool, given: bool) -> bool:
    low = token.low.removesuffix("'s").removesuffix("’s")
    if token.kind != WORD or not token.text[0].isupper():
        return False
    if low in COMMON_WORDS:
        return (low in ALL_GIVEN and first) or (low in {"may", "king", "prince"} and given)
    if token.text.isupper() and len(token.text) > 1 + first:
        return False
    if low in BODY_WORDS:
        return given and not first and low not in _NEVER_SURNAMES
    return True


# Body words that are surnames often enough after a given name: "Theresa May", "Sara London", "Peter Street".
_SURNAMES = word_set(
    "london kent essex england wales ireland scotland french english german durham cleveland bristol devon somerset norfolk suffolk "
    "derbyshire west north east street park house church hill wood green field fields hall lane castle day march law bill bank banks "
    "head old new royal abbey gate heath common low bridge fraser leeds sheffield rivers surrey lancashire city"
)
_NEVER_SURNAMES = BODY_WORDS - _SURNAMES


def _whole_word(tokens: Tokens, index: int) -> tuple[str, int, bool]:
    """The word with what is glued to it: "Hogan-Howe", "J."; without a possessive ending."""
    text, place = tokens[index].text, index + 1
    while (
        at(tokens, place).text == "-"
        and at(tokens, place).glued
        and at(tokens, place + 1).glued
        and at(tokens, place + 1).text[:1].isupper()
    ):
        text += "-" + tokens[place + 1].text
        place += 2
    if len(text) == 1 and at(tokens, place).text == "." and at(tokens, place).glued:
        return text + ".", place + 1, False
    for ending in _POSSESSIVES:
        if text.endswith(ending):
            return text.removesuffix(ending), place, True
    return text, place, at(tokens, place).text in {"'", "’"} and at(tokens, place).glued and text.endswith("s")


def is_headline(tokens: Tokens, first: int, end: int) -> bool:
    """Whether the sentence around tokens `first` to `end` is set with a capital on most words, so that a capital says little."""
    sentence = tokens[first].sentence
    around = (*tokens[max(0, first - 20) : first], *tokens[end : end + 20])
    row = [token for token in around if token.sentence == sentence and token.kind == WORD and len(token.text) > 3]
    return bool(row) and sum(token.text[0].isupper() for token in row) > 0.7 * len(row)


def without_verb(tokens: Tokens, name: Name) -> Name:
    """Without a third word that is no name: a verb of a headline, or the next person's rank."""
    if len(name.words) == _LONGEST_NAME and name.words[0].lower() in GIVEN and is_headline(tokens, name.first, name.end):
        place = name.first + 2
        return Name(name.words[:2], name.first, place, possessive=False)
    return name


def is_body(tokens: Tokens, name: Name) -> bool:
    """Whether the row names a body or a place: it goes on with "Foundation", or is known as one."""
    following = at(tokens, name.end)
    goes_on = following.low in BODY_WORDS and following.text[:1].isupper() and not name.possessive
    law = name.possessive and following.low in {"law", "act", "foundation", "trust", "hospital", "cathedral"}
    joined = following.text == "&" or (following.low == "and" and len(name.words) == 1 and at(tokens, name.end + 1).low in BODY_WORDS)
    return goes_on or law or joined or tuple(word.lower() for word in name.words[:2]) in KNOWN_BODIES
