"""Visits to the sites of these tests: what was remembered at one is known at the next, if it went well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.settings.sources_file import read_sources
from bot.sources import Page, Source
from bot.sources.http import Fetcher, origin
from bot.sources.workers import Workers
from briefings.statements import Draft

Result = TypeVar("Result")
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


@dataclass(slots=True)
class Memory:
    """What is remembered of a source from visit to visit: the digests of its items, the tags of its pages."""

    digests: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Visiting:
    """One visit over real HTTP, with work done in a real worker."""

    source: Source
    fetcher: Fetcher
    workers: Workers
    memory: Memory
    now: datetime = NOON
    took_now: dict[str, str] = field(default_factory=dict)
    tags_now: dict[str, str | None] = field(default_factory=dict)

    @property
    def digests(self) -> Mapping[str, str]:
        """As they were left at the last visit."""
        return self.memory.digests

    def get(self, url: str, *, accept: str = "*/*") -> Page | None:
        """Over HTTP, conditionally."""
        own = frozenset(origin(address) for address in self.source.addresses)
        found = self.fetcher.get(url, accept=accept, etag=self.memory.tags.get(url), own=own, own_network=True)
        if found.status == 304:
            return None
        self.tags_now.setdefault(url, found.etag)
        return Page(found.url, found.body, found.content_type)

    def again(self, url: str) -> None:
        """Forget its tag."""
        self.tags_now[url] = None

    def took(self, item: str, digest: str) -> None:
        """Remembered at the end."""
        self.took_now[item] = digest

    def work(self, function: Callable[..., Result], *given: Any) -> Result:
        """In a worker."""
        return self.workers.run(function, *given)

    def end(self) -> None:
        """All was taken in: remember."""
        self.memory.digests |= self.took_now
        for url, tag in self.tags_now.items():
            self.memory.tags.pop(url, None)
            if tag:
                self.memory.tags[url] = tag


@dataclass(slots=True)
class Watched:
    """A source under watch."""

    source: Source
    fetcher: Fetcher
    workers: Workers
    memory: Memory = field(default_factory=Memory)

    def fetch(self) -> list[Draft]:
        """What a visit brings; it is remembered if the visit goes well."""
        visit = Visiting(self.source, self.fetcher, self.workers, self.memory)
        found = [*self.source.fetch(visit)]
        visit.end()
        return found

    def recheck(self, statement: str, url: str) -> Draft | None:
        """A look at one page."""
        visit = Visiting(self.source, self.fetcher, self.workers, self.memory)
        found = self.source.recheck(visit, statement, url)
        visit.end()
        return found


def source_of(directory: Any, entry: str) -> Source:
    """The source that an entry of `sources.yaml` makes; `entry` is YAML in braces."""
    file = directory / "sources.yaml"
    file.write_text(f"sources:\n  - {entry}\n", encoding="utf-8")
    (made,) = read_sources(file)
    return made.source
