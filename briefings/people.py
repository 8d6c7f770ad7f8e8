"""Who spoke or is named: rank or title plus name, with the role when it is stated. Pure.

A name is a row of capitals that something vouches for: a rank or title before it, a role or a verb of speech after it, a given
name at its head. Words that name bodies, places and schemes speak against it ("Lucy Faithfull Foundation").
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from briefings.names import ALONE_WITH, BODY_WORDS, GIVEN_OR_VERB, HARM, HONORIFICS, NOT_BEFORE_A_NAME, PARTICLES, PEERAGE, RANKS, SPEECH
from briefings.naming import ALL_GIVEN, SURE_GIVEN, Name, is_body, is_headline, name_at, without_verb
from briefings.roles import office_before, role_after
from briefings.tokens import WORD, Tokens, at, tokenise
from briefings.wordsets import word_set

_LONGEST_TEXT = 100_000
_LONGEST_TITLE = 6
_RANKS_BY_FIRST: dict[str, list[tuple[str, ...]]] = defaultdict(list)
for _rank in sorted(RANKS, key=len, reverse=True):
    _RANKS_BY_FIRST[_rank[0]].append(_rank)
_LEADING_UP = frozenset((*_RANKS_BY_FIRST, *HONORIFICS, *PEERAGE))


@dataclass(frozen=True, slots=True)
class Person:
    """A named person. `name` carries no rank; `role` is rank and office as stated, "" if none.

    `role` reads like "Chief Constable, NPCC lead for child protection". "Sir", "Dame" and the titles of peers stay with the name.
    """

    name: str
    role: str


def read_people(title: str, text: str) -> tuple[Person, ...]:
    """The people a statement names, in order of first mention, each once."""
    tokens = tokenise(f"{title}\n{text}"[:_LONGEST_TEXT])
    found: list[Person] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind != WORD or not (token.text[0].isupper() or token.low in _RANKS_BY_FIRST):
            index += 1
            continue
        person, index = _person_at(tokens, index)
        if person is not None:
            found.append(person)
    return _merged(found)


def _person_at(tokens: Tokens, index: int) -> tuple[Person | None, int]:
    """The person named at the word `index`, if one is, and where to go on."""
    rank_end = titled = index
    if tokens[index].low in _LEADING_UP:
        rank_end = _rank_end(tokens, index)
        titled = _past_titles(tokens, rank_end)
    if titled > index:
        name = _titled_name(tokens, index, rank_end, titled)
        if name is not None:
            return _described(tokens, name, index, rank_end, titled), name.end
        return None, max(index + 1, rank_end)
    name = _bare_name(tokens, index) if tokens[index].text[0].isupper() else None
    if name is not None:
        return _described(tokens, name, index, index, index), name.end
    return None, index + 1


def _rank_end(tokens: Tokens, index: int) -> int:
    """Past the longest rank or office that begins at `index`; `index` if none does."""
    for rank in _RANKS_BY_FIRST.get(tokens[index].low, ()):
        if all(at(tokens, index + step).low == word for step, word in enumerate(rank)):
            return index + len(rank)
    return index


def _past_titles(tokens: Tokens, index: int) -> int:
    """Past "Sir", "Dr." and the like."""
    place = index
    while place < index + _LONGEST_TITLE and (at(tokens, place).low in HONORIFICS or at(tokens, place).low in PEERAGE):
        if not at(tokens, place).text[:1].isupper():
            break
        place += 1
        if at(tokens, place).text == "." and at(tokens, place).glued:
            place += 1
    return place


def _titled_name(tokens: Tokens, index: int, rank_end: int, titled: int) -> Name | None:
    """The name after a rank or title; a surname alone will do after a rank with a capital and after some titles."""
    name = name_at(tokens, titled)
    if name is None or is_body(tokens, name):
        return None
    name = without_verb(tokens, name)
    if len(name.words) > 1:
        known = name.words[0].lower().split("-")[0] in ALL_GIVEN or titled > rank_end or name.words[0].endswith(".")
        ranked = (tokens[index].text[:1].isupper() or tokens[index].low not in _RANKS_OR_VERBS) and not is_headline(tokens, index, name.end)
        return name if known or ranked else None
    alone = titled > rank_end and _last_title(tokens, titled) in ALONE_WITH
    by_rank = rank_end > index and titled == rank_end and tokens[index].text[:1].isupper() and tokens[index].low in _SURNAME_RANKS
    plain = name.words[0].lower() not in SURE_GIVEN or alone
    headline = is_headline(tokens, index, name.end)
    return name if (alone or (by_rank and not headline)) and plain and len(name.words[0]) > 2 else None


_HARMED_OR_HONOURED = frozenset(("killed", "murdered", "abducted", "honours", "honour"))
_LED = word_set("led chaired headed overseen written run presented launched opened fronted")
_RANKS_OR_VERBS = word_set("lead head chair officer major general private founder author director")
_SURNAME_RANKS = word_set(
    "chief deputy assistant commander superintendent detective inspector sergeant constable pc dc ds di dci dac dcc acc cc commissioner"
)


def _last_title(tokens: Tokens, titled: int) -> str:
    place = titled - 1
    return at(tokens, place - 1).low if at(tokens, place).text == "." else at(tokens, place).low


def _bare_name(tokens: Tokens, index: int) -> Name | None:
    """A name that no rank leads up to: a given name at its head, or a role, speech or harm beside it."""
    following = at(tokens, index + 1)
    if following.kind == WORD and not following.text[0].isupper() and following.low not in PARTICLES:
        return None  # as at the beginning of nearly every sentence: a name alone is none
    before = at(tokens, index - 1)
    if before.low in NOT_BEFORE_A_NAME or (before.text in {"-", "'", "’", "&", "#"} and tokens[index].glued):
        return None
    name = name_at(tokens, index)
    if name is None or len(name.words) < 2 or is_body(tokens, name):
        return None
    name = without_verb(tokens, name)
    if len(name.words) < 2 or len(name.words[-1]) < 2:
        return None
    return name if _is_vouched_for(tokens, name) else None


def _is_vouched_for(tokens: Tokens, name: Name) -> bool:
    """Whether the given name, a role or speech after it, or harm before it shows a person."""
    before, following = at(tokens, name.first - 1), at(tokens, name.end)
    first = name.words[0].lower().split("-")[0]
    inside = bool(before.text) and before.text not in {":", "“", '"', "‘"}
    place_like = name.words[-1].lower() in BODY_WORDS
    if not place_like and (first in SURE_GIVEN or (first in GIVEN_OR_VERB and inside)):
        return True
    if role_after(tokens, name.end) or (first in ALL_GIVEN and (following.low in SPEECH or before.low in {"by", "said", "says"})):
        return True
    led = before.low == "by" and at(tokens, name.first - 2).low in _LED and len(name.words) == 2 and not place_like
    if led and not is_headline(tokens, name.first, name.end):
        return True
    harmed = before.low in _HARMED_OR_HONOURED or (before.low == "of" and at(tokens, name.first - 2).low in HARM)
    known = first in ALL_GIVEN and (following.text == ":" or (name.possessive and not place_like))
    return known or (harmed and len(name.words) == 2 and not place_like and not is_headline(tokens, name.first, name.end))


def _described(tokens: Tokens, name: Name, index: int, rank_end: int, titled: int) -> Person:
    """The person with the rank before and the role after the name."""
    words = list(name.words)
    kept = [token.text for token in tokens[rank_end:titled] if token.low in PEERAGE]
    rank = office_before(tokens, index, rank_end) if rank_end > index else ""
    role = role_after(tokens, name.end)
    return Person(" ".join(kept + words), ", ".join(piece for piece in (rank, role) if piece))


def _merged(found: list[Person]) -> tuple[Person, ...]:
    """Each person once, under the fullest name, with the first role stated; "Sir Michael" is the Michael named in full."""
    people: list[Person] = []
    for person in found:
        place = next((at_ for at_, known in enumerate(people) if _same(known.name, person.name)), None)
        if place is None:
            people.append(person)
            continue
        known = people[place]
        fuller = max(known.name, person.name, key=lambda name: len(name.split()))
        people[place] = Person(fuller, max((known.role, person.role), key=len) if not known.role or not person.role else known.role)
    return tuple(people)


def _same(one: str, other: str) -> bool:
    """Whether two names are one person's: the same surname, and no two different given names."""
    ours, theirs = _plain(one), _plain(other)
    if ours[-1] != theirs[-1]:
        return False
    return len(ours) == 1 or len(theirs) == 1 or ours[0][0] == theirs[0][0]


def _plain(name: str) -> list[str]:
    words = [word.lower() for word in name.split()]
    kept = [word for word in words if word not in PEERAGE]
    return kept or words
