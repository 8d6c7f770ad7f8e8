"""What stays of a redacted statement, and what that keeps out. Pure.

A tombstone holds no word of the statement: its id, its address, and hashes keyed with a random key, by which the statement, an edit of
it or somebody's copy is known again. The key lies beside the hashes, so they hide the words from whoever reads them, not from whoever
guesses a whole text and tries it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from briefings.statements import Draft, Published, address_key, fingerprint, normalise
from briefings.stories import CONTAINED, FEWEST_RUNS, SAMPLED, SHORT, SHORT_CONTAINED, Telling
from briefings.terms import words_of

SAME_STORY = timedelta(days=7)
"""A short notice with the title of a redacted one is a copy of it unless it was published this much after the redaction."""
FEWEST_WORDS = 8
"""A text of fewer words may be anybody's ("No further details will be released.")."""
FEWEST_SHINGLES = 3
MOST_RUNS = 100
_LONG = 4
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class Reason(StrEnum):
    """Why a statement was redacted. A fixed list: free words could hold a name."""

    PERSON_FOUND = "person-found"
    REPORTING_RESTRICTION = "reporting-restriction"
    DATA_PROTECTION = "data-protection"
    OTHER = "other"


class Kind(StrEnum):
    """What a keyed hash was made of."""

    ID = "id"
    ADDRESS = "address"
    TEXT = "text"
    """The fingerprint of a revision: title and text."""
    BODY = "body"
    """The text alone: copies have titles of their own."""
    TITLE = "title"
    SHINGLE = "shingle"
    """One of the sample of its runs of words: see `stories`."""
    RUN = "run"
    """Any of its runs of words, of a text so short that a sample tells too little."""


class Verdict(StrEnum):
    """What a tombstone says of a draft."""

    IN = "in"
    OUT = "out"
    OUT_IF_NEAR = "out-if-near"


Hashes = Mapping[str, Kind]
"""Thirty-two hexadecimal digits each, and what they were made of."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands where a statement was redacted.

    `id` is the statement's, or a made-up one where that was an address which spelt words of it; likewise `address` (see
    `statements.address_key`) is None where it spelt them: such are kept as hashes only. `key`: sixty-four hexadecimal digits.
    """

    id: str
    address: str | None
    key: str
    reason: Reason
    at: datetime
    hashes: Hashes


@dataclass(frozen=True, slots=True)
class Doomed:
    """A statement that a redaction would remove, without its words. `revisions` counts the present one too."""

    id: str
    publisher: str
    published: Published | None
    revisions: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """What a redaction did: `ids` went, the one that was named first; `tombstones` stand where they were.

    `before` is when it had been redacted already: then nothing was done.
    """

    ids: tuple[str, ...]
    tombstones: tuple[Tombstone, ...] = ()
    before: datetime | None = None


def keyed(key: str, kind: Kind, value: str) -> str:
    """The hash of a value of one kind under a tombstone's key."""
    made = _begun(key, kind).copy()
    made.update(value.encode())
    return made.hexdigest()


@lru_cache
def _begun(key: str, kind: Kind) -> hashlib.blake2b:
    """The beginning that all hashes of a kind have: to begin each anew costs more than the rest of it."""
    return hashlib.blake2b(key=bytes.fromhex(key), person=kind.value.encode(), digest_size=16)


def hashes_of(key: str, draft: Draft) -> dict[str, Kind]:
    """Everything that a draft is known again by."""
    return named_by(key, draft.id, draft.url) | worded_by(key, draft.title, draft.text)


def named_by(key: str, id_: str | None, url: str | None) -> dict[str, Kind]:
    """What an id and an address are known again by."""
    found = {} if id_ is None else {keyed(key, Kind.ID, id_): Kind.ID}
    return found if url is None else found | {keyed(key, Kind.ADDRESS, address_key(url)): Kind.ADDRESS}


def worded_by(key: str, title: str, text: str) -> dict[str, Kind]:
    """What one revision is known again by, whoever tells it."""
    found = {keyed(key, Kind.TEXT, fingerprint(title, text)): Kind.TEXT}
    if title.strip():
        found[keyed(key, Kind.TITLE, normalise(title))] = Kind.TITLE
    if len(text.split()) >= FEWEST_WORDS:
        found[keyed(key, Kind.BODY, normalise(text))] = Kind.BODY
    runs = Telling(0, _ANY_TIME, "", text).runs
    if len(runs) <= MOST_RUNS:
        found |= {keyed(key, Kind.RUN, str(run)): Kind.RUN for run in runs}
    return found | {keyed(key, Kind.SHINGLE, str(run)): Kind.SHINGLE for run in runs if not run % SAMPLED}


def obeys(shared: Counter[Kind], of_draft: Counter[Kind], of_tombstone: Counter[Kind]) -> Verdict:
    """Whether a draft must stay out because of a tombstone, by how many hashes of each kind they have, and share.

    Its id, address or text alone decide; then how much of the shorter of the two stands in the other. Where one of them is too short
    to say, the title decides, of a draft of about that time.
    """
    if any(shared[kind] for kind in (Kind.ID, Kind.ADDRESS, Kind.TEXT, Kind.BODY)):
        return Verdict.OUT
    for kind, fewest, short in ((Kind.RUN, FEWEST_RUNS, SHORT), (Kind.SHINGLE, FEWEST_SHINGLES, 0)):
        fewer = min(of_draft[kind], of_tombstone[kind])
        if fewer >= fewest:
            return Verdict.OUT if shared[kind] >= fewer * (SHORT_CONTAINED if fewer < short else CONTAINED) else Verdict.IN
    return Verdict.OUT_IF_NEAR if shared[Kind.TITLE] else Verdict.IN


def is_near(published: Published | None, at: datetime) -> bool:
    """Whether what was published then may be a copy, going by its title, of what was redacted `at`."""
    return published is None or published.at <= at + SAME_STORY


def spells(address: str, title: str, people: Iterable[str]) -> bool:
    """Whether an address, or an id, holds words of the statement: "…/news/jane-example-found". The host in front of a slash is nobody's."""
    host, slash, behind = address.partition("/")
    path = behind if slash else host
    there, flat = set(words_of(path)), path.casefold()
    names = {word for person in people for word in words_of(person)}
    long = {word for word in names | set(words_of(title)) if len(word) >= _LONG and not word.isdigit()}
    return bool(there & names) or any(word in flat for word in long)
