"""A visit that shows what would be taken in: over the network, knowing nothing from earlier visits, and remembering nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sources.http import Fetcher, origin
from bot.sources.source import Page, Result
from bot.sources.workers import Workers


@dataclass(slots=True)
class Trial:
    """`addresses`: those that a person or the configuration named; with `own_network` they may lie on our own network."""

    now: datetime
    fetcher: Fetcher
    workers: Workers
    addresses: tuple[str, ...]
    own_network: bool = False
    digests: Mapping[str, str] = field(default_factory=dict)
    _spent: float = field(default=0.0, init=False)

    def get(self, url: str, *, accept: str = "*/*") -> Page | None:
        """See `Visit.get`; always the whole page."""
        own = frozenset(origin(address) for address in self.addresses)
        found = self.fetcher.get(url, accept=accept, own=own, own_network=self.own_network)
        self._spent = found.seconds
        return Page(found.url, found.body, found.content_type)

    def again(self, url: str) -> None:
        """Nothing is remembered anyway."""

    def took(self, item: str, digest: str) -> None:
        """Nothing is remembered."""

    def work(self, function: Callable[..., Result], *given: Any) -> Result:
        """See `Visit.work`."""
        return self.workers.run(function, *given, spent=self._spent)
