"""`make hostile`: every case of tests/hostile.py, from the wire to the drafts, under the limits that the bot runs with.

Prints a line a case, then `cases=… crashed=… hung=… over=…`: crashed is whatever is not answered with drafts or a SourceTrouble, or brings
a worker down; hung takes over 15 s; over is beyond 200 MB in this process or in a worker. Ends with status 1 unless the three are 0.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.sources import KINDS
from bot.sources.http import Fetcher, origin
from bot.sources.source import Page, SourceTrouble
from bot.sources.workers import Workers
from tests.hostile import TALK
from tests.hostile_feeds import FEEDS, PAGES

Result = TypeVar("Result")

HUNG = 15.0
WATCH = 25.0  # after which a case is not waited for any longer
OVER = 200_000_000
TALKERS = 3


@dataclass(slots=True)
class Calling:
    """A visit that fetches and works as a poll does, and remembers nothing."""

    fetcher: Fetcher
    workers: Workers
    own: frozenset[tuple[str, int]]
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    digests: Mapping[str, str] = field(default_factory=dict)
    spent: float = 0.0

    def get(self, url: str, *, accept: str = "*/*") -> Page | None:
        """From the hostile server, which is on this machine."""
        fetched = self.fetcher.get(url, accept=accept, own=self.own, own_network=True)
        self.spent = fetched.seconds
        return Page(fetched.url, fetched.body, fetched.content_type)

    def again(self, url: str) -> None:
        """Nothing is remembered."""

    def took(self, item: str, digest: str) -> None:
        """Nothing is remembered."""

    def work(self, function: Callable[..., Result], *given: Any) -> Result:
        """In a worker."""
        return self.workers.run(function, *given, spent=self.spent)


@dataclass(slots=True)
class Outcome:
    """What came of a case; `own` and `worker` are the most memory that this process and any worker had by then, in bytes.

    Linux counts what a process had when it was started, as a copy of this one, for the worker: `worker` may be too large, never too small.
    """

    name: str
    seconds: float = 0.0
    said: str = "still running"
    crashed: bool = False
    own: int = 0
    worker: int = 0

    @property
    def hung(self) -> bool:
        """Whether it took too long."""
        return self.seconds > HUNG


class Run:
    """All cases, talk in a few lanes, feeds in one and pages in one, so that waiting for the one does not hold up the other."""

    def __init__(self, port: int) -> None:
        """`port` of the hostile server."""
        self.url = f"http://127.0.0.1:{port}/"
        self.outcomes: list[Outcome] = []
        self.lock = threading.Lock()

    def lane(self, names: Sequence[str], workers: Workers) -> None:
        """One case after the other. Each lane has a fetcher, for all of them are one host."""
        fetcher = Fetcher(contact=None)
        for name in names:
            outcome = Outcome(name)
            watched = threading.Thread(target=self.attempt, args=(outcome, fetcher, workers), daemon=True)
            began = time.monotonic()
            watched.start()
            watched.join(WATCH)
            outcome.seconds = time.monotonic() - began
            outcome.own, outcome.worker = peak(), max(peak(resource.RUSAGE_CHILDREN), workers_peak(workers))
            with self.lock:
                self.outcomes.append(outcome)
                print(
                    f"{name:26}{outcome.seconds:6.1f} s {outcome.own / 1e6:5.0f} {outcome.worker / 1e6:4.0f} MB  {outcome.said}", flush=True
                )

    def attempt(self, outcome: Outcome, fetcher: Fetcher, workers: Workers) -> None:
        """Poll a source that is the case: a feed, or a news index."""
        url = self.url + outcome.name
        kind, more = (KINDS["listing"], {"link": "a"}) if outcome.name in PAGES else (KINDS["feed"], {})
        try:
            source = kind.build("hostile", "Westshire Police", kind.options.model_validate({"url": url, **more}))
            drafts = sum(1 for _ in source.fetch(Calling(fetcher, workers, frozenset({origin(url)}))))
            outcome.said = f"{drafts} drafts"
        except SourceTrouble as trouble:
            outcome.said = str(trouble)
            outcome.crashed = "brought its process down" in outcome.said
        except BaseException as error:
            outcome.said = f"{type(error).__name__}: {error}"[:200]
            outcome.crashed = True


def peak(who: int = resource.RUSAGE_SELF) -> int:
    """The most memory that somebody had, in bytes."""
    return in_bytes(resource.getrusage(who))


def workers_peak(workers: Workers) -> int:
    """That of the worker which is there now; those that were ended are children of this process."""
    return in_bytes(workers.run(resource.getrusage, resource.RUSAGE_SELF))


def in_bytes(used: resource.struct_rusage) -> int:
    """Systems count it differently."""
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(port: int) -> list[Outcome]:
    """Every case once."""
    run = Run(port)
    names = list(TALK)
    with Workers() as talking, Workers() as reading, Workers() as browsing:
        lanes = [threading.Thread(target=run.lane, args=(names[number::TALKERS], talking)) for number in range(TALKERS)]
        lanes.append(threading.Thread(target=run.lane, args=(list(FEEDS), reading)))
        lanes.append(threading.Thread(target=run.lane, args=(list(PAGES), browsing)))
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()
    return run.outcomes


def main() -> int:
    """Serve, measure, judge."""
    command = [sys.executable, "-m", "tests.hostile"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            outcomes = measure(int(server.stdout.readline()))
        finally:
            server.terminate()
    crashed, hung = sum(one.crashed for one in outcomes), sum(one.hung for one in outcomes)
    over = sum(max(one.own, one.worker) > OVER for one in outcomes)
    print(f"cases={len(outcomes)} crashed={crashed} hung={hung} over={over}")
    return 1 if crashed or hung or over else 0


if __name__ == "__main__":
    sys.exit(main())
