"""A feed: RSS 0.9 to 2.0, RDF, Atom, JSON Feed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bot.entries import Entry, Expected
from bot.sources.feed_reading import Wanted, read_feed
from bot.sources.one_by_one import worked
from bot.sources.option_types import Address
from bot.sources.source import Visit
from briefings.statements import Draft

log = logging.getLogger(__name__)

FEEDS = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
MOST = 1_000


class FeedOptions(Entry):
    """The options of this kind."""

    url: Annotated[Address, Field(description="The feed.")]
    limit: Annotated[
        int | None,
        Field(default=None, ge=1, le=MOST, description="At most so many of the newest items are looked at; without it all of them."),
        Expected(f"a whole number from 1 to {MOST:,}"),
    ]
    text: Annotated[
        Literal["content", "summary"],
        Field(default="content", description="Which of an item's texts is taken: all that the feed has of it, or its summary."),
        Expected("content or summary"),
    ]


@dataclass(frozen=True, slots=True)
class Feed:
    """A source that is a feed."""

    name: str
    publisher: str
    options: FeedOptions

    watches_pages: ClassVar[bool] = True

    @property
    def addresses(self) -> tuple[str, ...]:
        """The feed's own."""
        return (self.options.url,)

    def fetch(self, visit: Visit) -> Iterator[Draft]:
        """The items that are new or changed, newest first. Those that cannot be used are passed over, with one log line."""
        address = self.options.url
        page = visit.get(address, accept=FEEDS)
        if page is None:
            return
        wanted = Wanted(self.name, page.url, self.options.text == "summary", self.options.limit)
        reading = worked(visit, address, read_feed, page.body, page.content_type, wanted, frozenset(visit.digests.values()))
        if reading.unusable:
            first, many = reading.unusable[0], len(reading.unusable)
            passed_over = "1 item was" if many == 1 else f"{many:,} items were"
            log.warning("source %s: %s passed over; the first is number %d: %s", self.name, passed_over, first.place, first.why)
        for item in reading.unusable:  # so that it is not told again until it changes; no statement's id has a blank in it
            visit.took(f"unusable {item.place}", item.digest)
        for found in reading.found:
            visit.took(found.id, found.digest)
            yield found.draft(self.publisher)

    def recheck(self, visit: Visit, statement: str, url: str) -> Draft | None:
        """Only whether the page is there: its words come from the feed."""
        visit.get(url)
        return None
