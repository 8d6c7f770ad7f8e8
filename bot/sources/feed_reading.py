"""Reads a feed: which of its items are new or changed, and what they say. Runs where `Visit.work` runs it: it reaches nothing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Sequence, Set
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from bot.sources.addresses import web_address
from bot.sources.dates import read_date
from bot.sources.feed_items import Item, NoFeed, items_of
from bot.sources.ids import id_of, id_within
from bot.sources.prose import one_line, plain, prose
from bot.sources.source import SourceTrouble
from briefings.errors import BadStatement
from briefings.statements import Draft, Published, address_key, check

_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,40}", re.ASCII)
MOST = 10_000
"""Items of a feed that are looked at, the newest."""
WORDINGS = 2
"""So many titles may stand under one id: of an item and of what it said before."""
_BEGINNING = 100_000
"""Bytes in which a page says what it is."""


class Wanted(NamedTuple):
    """Of which source, seen from which address; whether summaries are enough; at most so many of the newest (None: MOST)."""

    source: str
    url: str
    summaries: bool = False
    limit: int | None = None


class Found(NamedTuple):
    """An item that is new or changed, as its statement: `place` in the feed from 1, newest first, and what it looks like."""

    id: str
    title: str
    text: str
    url: str | None
    at: datetime | None
    day_only: bool
    place: int
    digest: str
    touched: bool
    """Whether `at` is only when it was last touched."""

    def draft(self, publisher: str) -> Draft:
        """The statement."""
        published = Published(self.at, self.day_only) if self.at else None
        return Draft(self.id, self.title, self.text, publisher, self.url, published, self.place, touched=self.touched)


class Unusable(NamedTuple):
    """An item that is passed over: its `place` as above, why, and what it looks like."""

    place: int
    why: str
    digest: str


class Reading(NamedTuple):
    """What a feed holds, newest first: what is new or changed; how many are as they were; those newly found unusable."""

    found: list[Found]
    same: int
    unusable: list[Unusable]


def read_feed(body: bytes, content_type: str, wanted: Wanted, known: Set[str]) -> Reading:
    """The items of a feed whose digests are not `known`. SourceTrouble if it is no feed, or there is nothing in it that can be used."""
    try:
        items = items_of(body, content_type)
    except NoFeed:
        raise SourceTrouble(f"expected a feed; {came_instead(body, content_type)}") from None
    if not items:
        raise SourceTrouble("a feed came without a single item in it, which is not “no news”")
    reading = _read(items, wanted, known)
    if not reading.found and not reading.same:
        raise SourceTrouble(f"no item of the feed can be used, of {len(items):,}; the first: {reading.unusable[0].why}")
    return reading


def came_instead(body: bytes, content_type: str) -> str:
    """What bytes that are no feed seem to be, in words."""
    beginning = body[:_BEGINNING]
    told = content_type.partition(";")[0].strip().lower()
    if not beginning.strip():
        return "an empty answer came"
    if _HTML.search(beginning[:4_000]) or told == "text/html":
        title = LexborHTMLParser(beginning, encoding=True).css_first("title")
        heading = one_line(title.text())[:80] if title is not None else ""
        return f"an HTML page titled “{heading}” came" if heading else "an HTML page without a title came"
    if beginning.lstrip()[:1] in (b"{", b"["):
        return "JSON came that is no feed"
    return f"what came is none (it calls itself {told})" if _MEDIA_TYPE.fullmatch(told) else "what came is none"


def _read(items: Sequence[Item], wanted: Wanted, known: Set[str]) -> Reading:
    shown = [item._replace(content="") if wanted.summaries and item.summary else item for item in items]
    digests = [item.digest() for item in shown]
    if all(digest in known for digest in digests):
        return Reading([], len(items), [])
    dates = [read_date(item.published) or read_date(item.updated) for item in items]
    shared = Shared.by(items)
    reading = Reading([], 0, [])
    taken: set[str] = set()
    same = 0
    for place, number in enumerate(_newest_first(dates)[: wanted.limit or MOST], start=1):
        id_ = statement_id(items[number], wanted, shared)
        if digests[number] in known:
            same += 1
        elif id_ in taken:
            reading.unusable.append(Unusable(place, "its id is that of an item before it", digests[number]))
        else:
            try:
                reading.found.append(_found(id_, shown[number], wanted, dates[number], place, digests[number]))
            except BadStatement as bad:
                reading.unusable.append(Unusable(place, str(bad), digests[number]))
        taken.add(id_)
    return reading._replace(same=same)


def _newest_first(dates: Sequence[Published | None]) -> list[int]:
    """The numbers of the items, the other way round where the feed has its oldest first."""
    known = [date.at for date in dates if date is not None]
    rising = sum((one < next_) - (one > next_) for one, next_ in pairwise(known))
    numbers = list(range(len(dates)))
    return numbers[::-1] if rising > 0 else numbers


def _found(id_: str, item: Item, wanted: Wanted, published: Published | None, place: int, digest: str) -> Found:
    words = item.content or item.summary
    text = plain(words) if item.is_plain else prose(words)
    at, day_only = (published.at, published.day_only) if published else (None, False)
    found = Found(
        id_,
        one_line(item.title),
        text,
        web_address(item.link, wanted.url),
        at,
        day_only,
        place,
        digest,
        touched=published is not None and not read_date(item.published),
    )
    check(found.draft(wanted.source))
    return found


class Shared(NamedTuple):
    """What several items of a feed give as their id, or as their address: it stands for none of them."""

    ids: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()

    @classmethod
    def by(cls, items: Collection[Item]) -> Shared:
        """Of one id and address there may be an older wording too, as Atom has it; under one address alone every title is another item."""
        pages = Counter(id_ for id_, _ in {(item.id, item.link) for item in items})
        wordings = Counter(id_ for id_, _ in {(item.id, item.title) for item in items})
        titles = Counter(link for link, _ in {(item.link, item.title) for item in items})
        return cls(
            frozenset(id_ for id_ in pages if pages[id_] > 1 or wordings[id_] > WORDINGS),
            frozenset(link for link in titles if titles[link] > 1),
        )


def statement_id(item: Item, wanted: Wanted, shared: Shared) -> str:
    """An id that stays: the item's own where no other has it, otherwise its address likewise, otherwise what its title makes."""
    own = "" if item.id in shared.ids else plain(item.id)
    if address := web_address(own):
        return _by_address(wanted.source, address)
    if own:
        return id_within(wanted.source, own)
    if item.link not in shared.links and (address := web_address(item.link, wanted.url)):
        return _by_address(wanted.source, address)
    words = (item.title or item.content or item.summary).encode("utf-8", "surrogatepass")
    return id_within(wanted.source, hashlib.blake2b(words, digest_size=6).hexdigest())


def _by_address(source: str, address: str) -> str:
    """An address within a page is a whole one where several statements stand on it."""
    page, mark, within = address.partition("#")
    return id_within(source, f"{address_key(page)}#{within}") if mark else id_of(page)
