"""The role stated beside a name: the rank or office before it, the phrase after it. Pure."""

from __future__ import annotations

from briefings.names import COMMON_WORDS, ROLE_WORDS
from briefings.tokens import LINK, WORD, Token, Tokens, at
from briefings.wordsets import word_set

_LONGEST_ROLE = 16
_LONGEST_OFFICE = 5
_OPENERS = frozenset(
    ("the", "a", "an", "its", "who", "our", "national", "head", "chair", "chief", "lead", "leader", "director", "president", "npcc")
)
_ENDS = word_set("said says told added explained commented wrote writes warned welcomed which and but has have had will was were")
_HOLDS = frozenset(("leads", "holds", "heads", "chairs", "whose"))


def spelled(tokens: Tokens) -> str:
    """The tokens as text again."""
    pieces: list[str] = []
    for token in tokens:
        pieces.append(token.text if token.glued or not pieces else " " + token.text)
    return "".join(pieces).strip()


def office_before(tokens: Tokens, first: int, end: int) -> str:
    """The rank from `first` to `end` as written, with the body named right before it ("NPCC chair")."""
    start = first
    while first - start < _LONGEST_OFFICE and _names_body(tokens, start - 1):
        start -= 1
    if start < first and at(tokens, start - 1).text[:1].isupper() and at(tokens, start - 1).low not in COMMON_WORDS:
        start -= 1
    office = spelled([_plain(token, leading=place == 0) for place, token in enumerate(tokens[start:end])])
    return office.removesuffix("s") if office.lower().endswith(("constables", "commissioners")) else office


def _plain(token: Token, *, leading: bool) -> Token:
    """At the head of the role nothing is glued to what came before."""
    return token._replace(glued=False) if leading else token


def _names_body(tokens: Tokens, index: int) -> bool:
    token = at(tokens, index)
    if token.text in {"’", "'"}:
        return token.glued and at(tokens, index + 1).kind == WORD and _names_body(tokens, index - 1)
    opens = at(tokens, index - 1).sentence != token.sentence or at(tokens, index - 1).text == ""
    acronym = token.text.isupper() and len(token.text) > 1
    return token.kind == WORD and token.text[:1].isupper() and (acronym or (not opens and token.low not in COMMON_WORDS))


def role_after(tokens: Tokens, index: int) -> str:
    """The phrase in commas or brackets after a name that says what the person does; "" when none does."""
    mark = at(tokens, index)
    if mark.text != ",":
        return ""
    opening = at(tokens, index + 1)
    place = index + 1
    limit = place + _LONGEST_ROLE
    while place < limit and _goes_on(tokens, place, index + 1):
        place += 1
    row = tokens[index + 1 : place]
    leads = [step for step, token in enumerate(row) if token.low in ROLE_WORDS or token.low in _HOLDS]
    if not leads or leads[0] > 7 or place == limit:
        return ""
    if opening.low not in _OPENERS and not opening.text[:1].isupper() and opening.low not in ROLE_WORDS and leads[0] > 3:
        return ""
    if opening.low == "who" and row[1].low not in _HOLDS and row[1].low != "is":
        return ""
    dropped = 1 if opening.low in {"who", "the", "a", "an"} else 0
    return spelled([_plain(token, leading=step == 0) for step, token in enumerate(row[dropped:])])


def _goes_on(tokens: Tokens, place: int, first: int) -> bool:
    token = at(tokens, place)
    if token.kind == LINK or token.text in {"", ",", ".", ";", ":", "(", "–", "—", "?", "!", "“", '"'}:
        return False
    return not (
        token.low in _ENDS
        and place > first
        and (token.low != "and" or at(tokens, place + 1).low in {"chief", "deputy", "assistant", "dr", "sir", "home"})
    )
