"""A made-up kind of source whose list is lines of JSON at a web address, and whoever looks at it with a clock set by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.polling import Polled, Poller
from bot.settings import SourceSetting
from bot.sources import Source, SourceTrouble, Visit
from bot.sources.http import Fetcher
from bot.sources.limits import Limits
from bot.sources.visiting import Network
from bot.sources.workers import Workers
from briefings.desk import Desk
from briefings.statements import Draft, Published
from tests.bot.sources.site import Site

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


@dataclass(slots=True)
class Watch:
    """A clock that is set by hand."""

    time: datetime = NOON

    def __call__(self) -> datetime:
        return self.time


@dataclass(frozen=True, slots=True)
class Bulletins:
    """A list of statements at an address, one JSON object a line: `id`, `text`, and perhaps the `url` of its own page."""

    name: str
    url: str
    publisher: str = "Westshire Police"
    watches_pages: bool = True

    @property
    def addresses(self) -> tuple[str, ...]:
        return (self.url,)

    def fetch(self, visit: Visit) -> Iterator[Draft]:
        page = visit.get(self.url)
        for line in [] if page is None else page.body.decode().splitlines():
            if line.startswith("!"):
                raise SourceTrouble(line[1:])
            if line == "?":
                raise RuntimeError("the whole of a statement")
            told = json.loads(line)
            digest = hashlib.sha256(line.encode()).hexdigest()
            if visit.digests.get(told["id"]) != digest:
                visit.took(told["id"], digest)
                on = Published(datetime.fromisoformat(told["on"])) if "on" in told else None
                yield Draft(told["id"], told.get("title", "Notice"), told["text"], self.publisher, told.get("url"), on)

    def recheck(self, visit: Visit, statement: str, url: str) -> Draft | None:
        page = visit.get(url)
        if page is None or not page.body.startswith(b"Now: "):
            return None
        return Draft(statement, "Notice", page.body.decode().removeprefix("Now: "), self.publisher, url)


def line(number: int | str, text: str = "", **more: str) -> str:
    """A line of the list."""
    return json.dumps({"id": f"w{number}", "text": text or f"Patrol {number} was seen in Alderwick.", **more})


def put(site: Site, *lines: str, path: str = "/list") -> str:
    """Put a list at a path; returns its address."""
    return site.page(path, "\n".join(lines))


@dataclass(slots=True)
class Round:
    """One source, and somebody who looks at it."""

    poller: Poller
    watch: Watch
    name: str = "westshire"
    every: timedelta = QUARTER
    seen: list[Polled] = field(default_factory=list)

    def look(self, later: timedelta = timedelta()) -> Polled:
        """Look, due or not, some time later."""
        self.watch.time += later
        (claim,) = self.poller.claim_now([self.name])
        polled = self.poller.poll(claim)
        assert polled is not None
        return polled


def setting(source: Source, *, every: timedelta = QUARTER, enabled: bool = True) -> SourceSetting:
    """A source of our own network."""
    return SourceSetting(source, every, enabled, own_network=True)


@contextmanager
def poller(desk: Desk, *settings: SourceSetting, watch: Watch, seconds: float = 5.0) -> Iterator[Poller]:
    """Somebody who looks at these; a request takes `seconds` at most."""
    with Workers() as workers:
        made = Poller(desk, settings, Network(Fetcher(contact=None, limits=Limits(seconds=seconds)), workers), watch, chance=lambda: 0.5)
        made.know()
        yield made
        made.stop()
