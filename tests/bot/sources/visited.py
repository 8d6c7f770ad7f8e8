"""A visit to pages that stand in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.sources import Gone, Page
from bot.sources.source import Result
from bot.sources.workers import Workers


@dataclass
class Visited:
    """Remembers what it is told at once; work is done by `workers` where there are any. `forgotten`: what is to be read whole next time."""

    pages: Mapping[str, Page | None] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    workers: Workers | None = None
    forgotten: list[str] = field(default_factory=list)
    now: datetime = datetime(2016, 10, 13, tzinfo=UTC)

    def get(self, url: str, *, accept: str = "*/*") -> Page | None:
        if url not in self.pages:
            raise Gone(f"{url}: nothing is there")
        return self.pages[url]

    def again(self, url: str) -> None:
        self.forgotten.append(url)

    def took(self, item: str, digest: str) -> None:
        self.digests[item] = digest

    def work(self, function: Callable[..., Result], *given: Any) -> Result:
        return self.workers.run(function, *given) if self.workers else function(*given)
