"""Which statements tell the same story, and which of them leads it. Pure.

Two statements of different publishers tell one story when most of the shorter one's runs of five words stand in the other too.
A sample of the runs, kept in a table, finds whom to compare; the texts decide. See docs/decisions/stories.md for what was measured.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate
from re import compile as pattern
from zlib import crc32

from rapidfuzz.fuzz import token_sort_ratio

from briefings.figures import Figure
from briefings.people import Person

RUN = 5
"""Words in a run."""
SAMPLED = 8
"""One run of so many is kept in the table."""
WORN = 64
"""What so many statements have in common is nobody's story. More than all the forces there are, which may all tell one."""
NEAR = timedelta(days=7)
CONTAINED = 0.5
SHORT, SHORT_CONTAINED = 40, 0.7
"""Of a text with fewer runs than this, more must stand in the other: a common sentence weighs much in it."""
FEWEST_RUNS = 14
ALIKE = 90.0
"""How alike, of 100, the titles of a teaser and of what it is a teaser for must be."""
LONG_TITLE = 6
"""Words of a title that may be a story's alone."""

_WORD = pattern(r"[^\W_]+")
_SENTENCE = pattern(r"[^.!?\n]+[.!?\n]*")
_TITLE = 4
_TELLING = 10
_COUNTED = frozenset(("count", "money", "percent"))

# What stands under many statements, whatever they tell; lower case.
_CONTACT_SIGNS = (
    "call 101",
    "on 101",
    "dial 101",
    "call 999",
    "dial 999",
    "crimestoppers",
    "0800 555 111",
    "anyone with information",
    "anyone who witnessed",
    "with any information",
    "crime reference",
    "reference number",
    "dashcam",
    "follow us on",
    "victim support",
)
_NOTES_SIGNS = ("\nnotes to editors", "\nnotes for editors", "\nnote to editors", "\nends\n", "\n-ends-", "\n- ends -", "\n–ends–")


@dataclass(frozen=True)
class Telling:
    """What a statement says, as far as it matters whether another tells the same. `when`: published, or else taken in."""

    publisher: int
    when: datetime
    title: str
    text: str
    figures: tuple[Figure, ...] = ()
    people: tuple[Person, ...] = ()

    @cached_property
    def runs(self) -> frozenset[int]:
        """Every run of words of the text."""
        return frozenset(map(crc32, _runs(_told(self.text), RUN)))

    @cached_property
    def numbers(self) -> frozenset[float]:
        """What it counts: the values of its figures. Dates are none, and "ten times as often" is everybody's."""
        counted = (figure.value for figure in self.figures if figure.kind in _COUNTED)
        return frozenset(float(value) for value in counted if not isinstance(value, str))

    @cached_property
    def names(self) -> frozenset[str]:
        """Whom it names."""
        return frozenset(person.name.casefold() for person in self.people)


def shingles(text: str) -> frozenset[int]:
    """A sample of the runs of words in a text, as signed numbers of 64 bits. What stands under many statements is left out."""
    return frozenset([_hash(run) for run in _runs(_told(text), RUN) if not crc32(run) % SAMPLED])


def traces(title: str, text: str) -> frozenset[int]:
    """What the table keeps of a statement: the shingles of its text, and one number for its title, by which teasers are found."""
    words = sorted(_WORD.findall(title.lower()))
    return shingles(text) if len(words) < _TITLE else shingles(text) | {_hash(" ".join(words).encode("utf-8", "replace"))}


def likeness(one: Telling, other: Telling) -> float:
    """How surely two statements tell the same story: 0 when they do not, otherwise more than 0, at most 1.

    Two of one publisher never do: weekly figures and follow-ups of one press office look alike, and what it mends keeps its id.
    """
    if not may_be_one((one.publisher, one.when), (other.publisher, other.when)) or _contradict(one, other):
        return 0.0
    fewest = min(len(one.runs), len(other.runs))
    contained = len(one.runs & other.runs) / fewest if fewest else 0.0
    if fewest >= FEWEST_RUNS and contained >= (SHORT_CONTAINED if fewest < SHORT else CONTAINED):
        return contained
    return CONTAINED if fewest < SHORT and _is_teaser(one, other) else 0.0


def may_be_one(one: tuple[int, datetime], other: tuple[int, datetime]) -> bool:
    """Whether two statements, by publisher and time, may tell the same story."""
    return one[0] != other[0] and abs(one[1] - other[1]) <= NEAR


def _contradict(one: Telling, other: Telling) -> bool:
    """Whether most figures of the one with fewer are not the other's: the same form filled in by two forces."""
    fewest = min(len(one.numbers), len(other.numbers))
    return 2 * len(one.numbers & other.numbers) < fewest


def _is_teaser(one: Telling, other: Telling) -> bool:
    """Whether they have the same title and the same figures or people; a title alone is never enough ("Appeal after collision")."""
    if token_sort_ratio(one.title.casefold(), other.title.casefold()) < ALIKE:
        return False
    numbers = {number for number in one.numbers & other.numbers if number >= _TELLING}
    agreed = len(numbers) + len(one.names & other.names)
    same = one.title.casefold().split() == other.title.casefold().split() and len(one.title.split()) >= LONG_TITLE
    return agreed >= (1 if same else 2)


def _told(text: str) -> str:
    """The text in lower case without notes to editors and without sentences that say whom to call."""
    low = text.lower()
    for sign in _NOTES_SIGNS:
        place = low.find(sign)
        if place > 0:
            low = low[:place]
    if any(sign in low for sign in _CONTACT_SIGNS):
        low = "".join(sentence for sentence in _SENTENCE.findall(low) if not any(sign in sentence for sign in _CONTACT_SIGNS))
    return low


def _runs(text: str, length: int) -> list[bytes]:
    """Every run of so many words, in their order; `text` in lower case."""
    words = _WORD.findall(text)
    # One row that the runs are cut out of: joining the words of each run would take twice as long.
    row = " ".join(words).encode("utf-8", "replace")
    lengths = map(len, words) if row.isascii() else (len(word.encode("utf-8", "replace")) for word in words)
    starts = [0, *accumulate(length + 1 for length in lengths)]
    return [row[start : end - 1] for start, end in zip(starts, starts[length:], strict=False)]


def _hash(run: bytes) -> int:
    return int.from_bytes(blake2b(run, digest_size=8).digest(), "big", signed=True)


Pair = tuple[int, int]
"""The keys of two statements, the lower first."""


def gathered(
    alike: Mapping[Pair, float], stories: Mapping[int, Collection[int]], publishers: Mapping[int, int], apart: Collection[Pair]
) -> tuple[frozenset[int], ...]:
    """The stories that come of pairs that are alike, the surest first; those that stay as they are, are left out.

    `stories` are the members, by key, of each story there is; `publishers` whose each statement is, members included. A story has
    one statement of a publisher at most, and none that was put apart from another of it.
    """
    group = {key: frozenset((key,)) for key in publishers} | {key: frozenset(members) for members in stories.values() for key in members}
    grown: set[frozenset[int]] = set()
    for one, other in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        mine, theirs = group[one], group[other]
        if mine == theirs or not _may_join(mine, theirs, publishers, apart):
            continue
        joined = mine | theirs
        grown = (grown - {mine, theirs}) | {joined}
        group |= dict.fromkeys(joined, joined)
    return tuple(grown)


def _may_join(mine: Collection[int], theirs: Collection[int], publishers: Mapping[int, int], apart: Collection[Pair]) -> bool:
    same_publisher = {publishers[key] for key in mine} & {publishers[key] for key in theirs}
    return not same_publisher and not any((min(one, other), max(one, other)) in apart for one in mine for other in theirs)


@dataclass(frozen=True, slots=True)
class Member:
    """A statement in its story. `when`: published, or else taken in."""

    key: int
    publisher: str
    when: datetime
    withdrawn: bool


def leader_of(members: Iterable[Member], precedence: Sequence[str]) -> Member | None:
    """Who leads: whose publisher is named first, then who was first; None when all are withdrawn."""
    live = [member for member in members if not member.withdrawn]
    return min(live, key=lambda member: (rank(member.publisher, precedence), member.when, member.key), default=None)


def rank(publisher: str, precedence: Sequence[str]) -> int:
    """The place of a publisher in the order of precedence; those not named share the last."""
    names = [name.casefold() for name in precedence]
    return names.index(publisher.casefold()) if publisher.casefold() in names else len(names)
