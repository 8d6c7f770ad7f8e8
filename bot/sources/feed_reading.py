"""Reads a feed: which of its items are new or changed, and what they say. Runs where `Visit.work` runs it: it reaches nothing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence, Set
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
from briefings.statements import Draft, Published, check

_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,40}", re.ASCII)
MOST = 10_000
"""Items of a feed that are looked at, the newest."""
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

    def draft(self, publisher: str) -> Draft:
        """The statement."""
        published = Published(self.at, self.day_only) if self.at else None
        return Draft(self.id, self.title, self.text, publisher, self.url, published, self.place)


class Reading(NamedTuple):
    """What a feed holds, newest first: what is new or changed; how many are as they were; place and reason of those that are unusable."""

    found: list[Found]
    same: int
    unusable: list[tuple[int, str]]


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
        raise SourceTrouble(f"no item of the feed can be used, of {len(items):,}; the first: {reading.unusable[0][1]}")
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
    many = Counter({(item.id, item.link): item.id for item in items}.values())
    reading = Reading([], 0, [])
    taken: set[str] = set()
    same = 0
    for place, number in enumerate(_newest_first(dates)[: wanted.limit or MOST], start=1):
        id_ = statement_id(items[number], wanted, repeated=many[items[number].id] > 1)
        if id_ in taken:
            reading.unusable.append((place, "its id is that of an item before it"))
        elif digests[number] in known:
            same += 1
        else:
            try:
                reading.found.append(_found(id_, shown[number], wanted, dates[number], place, digests[number]))
            except BadStatement as bad:
                reading.unusable.append((place, str(bad)))
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
    found = Found(id_, one_line(item.title), text, web_address(item.link, wanted.url), at, day_only, place, digest)
    check(found.draft(wanted.source))
    return found


def statement_id(item: Item, wanted: Wanted, *, repeated: bool) -> str:
    """An id that stays: the item's own where it has one that no other has, otherwise its address, otherwise what its title makes."""
    own = "" if repeated else plain(item.id)
    if address := web_address(own):
        return _by_address(wanted.source, address)
    if own:
        return id_within(wanted.source, own)
    if address := web_address(item.link, wanted.url):
        return _by_address(wanted.source, address)
    words = (item.title or item.content or item.summary).encode("utf-8", "surrogatepass")
    return id_within(wanted.source, hashlib.blake2b(words, digest_size=6).hexdigest())


def _by_address(source: str, address: str) -> str:
    """An address within a page is a whole one where several statements stand on it."""
    return id_within(source, address) if "#" in address else id_of(address)
