"""A visit to a source over the network: conditional requests, what was remembered, and a lease that is kept up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from bot.sources.http import Fetched, Fetcher, origin
from bot.sources.source import Page, Result, SourceTrouble
from bot.sources.workers import Workers
from briefings.rota import Mark, Remembered, Rota
from briefings.statements import Draft

LONGEST = timedelta(minutes=2)
"""After this long no further address is asked for at one visit: what is left comes with the next."""


@dataclass(frozen=True, slots=True)
class Network:
    """The ways out of this process that all visits share."""

    fetcher: Fetcher
    workers: Workers


@dataclass(frozen=True, slots=True)
class Visited:
    """Which source is visited, the web addresses the configuration gives it, and whether these may lie on our own network."""

    source: str
    addresses: Iterable[str] = ()
    own_network: bool = False


@dataclass
class Visiting:
    """One poll of one source. `going_on` is called before each request, and raises where the visit must be broken off.

    What is to be remembered of it is `remembered`, for whoever has taken everything in.
    """

    about: Visited
    network: Network
    rota: Rota
    clock: Callable[[], datetime]
    going_on: Callable[[], None]
    now: datetime = field(init=False)
    left_over: bool = field(default=False, init=False)
    """Whether something that stood there could not be read, and is left for the next visit."""
    asked_to_wait: SourceTrouble | None = field(default=None, init=False)
    """The last answer that asked us to leave the source alone for a while, if one did."""
    _spent: float = field(default=0.0, init=False)
    _pages: dict[str, Mark | None] = field(default_factory=dict, init=False)
    _items: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.now = self.clock()

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """See `Visit.digests`."""
        return self.rota.digests(self.about.source)

    def get(self, url: str, *, accept: str = "*/*") -> Page | None:
        """See `Visit.get`. Two minutes after the visit began nothing further is asked for: SourceTrouble."""
        self.going_on()
        if self.clock() - self.now > LONGEST:
            raise SourceTrouble(f"{url} was not looked at any more: this visit has taken {LONGEST.total_seconds() / 60:g} minutes")
        known = self.rota.mark(self.about.source, url)
        found = self._fetch(url, accept, known)
        self._spent = found.seconds
        if found.status == 304:
            return None
        digest = hashlib.blake2b(found.body, digest_size=16).hexdigest()
        if (mark := Mark(found.etag, found.last_modified, digest)) != known:
            self._pages[url] = mark
        return None if digest == known.digest else Page(found.url, found.body, found.content_type)

    def _fetch(self, url: str, accept: str, known: Mark) -> Fetched:
        try:
            return self.network.fetcher.get(
                url,
                accept=accept,
                etag=known.etag,
                last_modified=known.last_modified,
                own=self._own,
                own_network=self.about.own_network,
            )
        except SourceTrouble as trouble:
            if trouble.after is not None:
                self.asked_to_wait = trouble
            raise

    def forget(self, draft: Draft) -> None:
        """Remember nothing of a statement that was redacted here: what its page or item is called may spell its words."""
        self._items.pop(draft.id, None)
        path = urlsplit(draft.url or "").path
        if path.strip("/"):
            self._pages = {url: mark for url, mark in self._pages.items() if path not in url}

    def again(self, url: str) -> None:
        """See `Visit.again`."""
        self._pages[url] = None
        self.left_over = True

    def took(self, item: str, digest: str) -> None:
        """See `Visit.took`."""
        self._items[item] = digest

    def work(self, function: Callable[..., Result], *given: Any) -> Result:
        """See `Visit.work`."""
        return self.network.workers.run(function, *given, spent=self._spent)

    @property
    def remembered(self) -> Remembered:
        """What the visit leaves behind."""
        return Remembered(self._pages, self._items)

    @cached_property
    def _own(self) -> frozenset[tuple[str, int]]:
        return frozenset(origin(address) for address in self.about.addresses)
