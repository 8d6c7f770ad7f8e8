"""Feeds from the wire to the store, beside feedparser alone on the same bytes."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median

import feedparser

from benchmarks import feeds
from benchmarks.corpus import statements
from benchmarks.results import Result, result
from benchmarks.serving import configuration, host, served, source
from bot import assembly
from bot.looks import AT_ONCE
from bot.polling import Poller
from bot.settings import load, load_themes
from briefings.answers import Intake

FEEDS, ENTRIES, HOSTS, ROUNDS = 40, 50, 8, 5
WORDS = {"full": 400, "summary": 60}
OTHER_DAY = "Wed, 25 Nov 2026 09:00:00 +0000"
LIMITS = {"full": 0.25, "summary": 0.4}
SAME = 10_000.0


@dataclass(frozen=True, slots=True)
class Press:
    """So many feeds of one sort, written to a folder that is served."""

    sort: str
    folder: Path

    def write(self, seed: int, **changed: str) -> list[bytes]:
        """Write the feeds of a round; returns them."""
        made = list(_documents(self.sort, seed, **changed))
        for number, document in enumerate(made):
            (self.folder / f"{self.sort}-{number}.xml").write_bytes(document)
        return made


def measure() -> list[Result]:
    """The rows ingest.full, ingest.summary, unchanged.same and unchanged.wrapper, in entries a second; medians of the rounds."""
    rows: list[Result] = []
    for sort, least in LIMITS.items():
        new, alone, same, wrapped = _rounds(sort)
        peer, limit = "feedparser alone", f"ratio at least {least:g}"
        rows.append(result(f"ingest.{sort}", new, "entries/s", peer=peer, peer_value=alone, limit=limit))
        if sort == "summary":
            rows.append(result("unchanged.same", same, "entries/s", peer="limit", peer_value=SAME, limit="ratio at least 1"))
            rows.append(result("unchanged.wrapper", wrapped, "entries/s", peer=peer, peer_value=alone, limit="ratio at least 0.8"))
    return rows


def _rounds(sort: str) -> tuple[float, float, float, float]:
    """Median rates: entries that are new, parsed by feedparser alone, the same as before, the same in another wrapper."""
    kept: tuple[list[float], ...] = ([], [], [], [])
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), HOSTS) as port:
        press = Press(sort, Path(folder))
        with _poller(Path(folder), sort, port) as poller:
            for seed in range(ROUNDS + 1):
                documents = press.write(seed)
                rates = [
                    _rate(partial(_poll, poller, FEEDS * ENTRIES)),
                    _rate(partial(_parse, documents)),
                    _rate(partial(_poll, poller, 0)),
                ]
                press.write(seed, built=OTHER_DAY)
                rates.append(_rate(partial(_poll, poller, 0)))
                if seed:  # the first round starts the processes and is not counted
                    for row, rate in zip(kept, rates, strict=True):
                        row.append(rate)
    new, alone, same, wrapped = map(median, kept)
    return new, alone, same, wrapped


def _rate(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return FEEDS * ENTRIES / (time.perf_counter() - began)


def _documents(sort: str, seed: int, **changed: str) -> Iterator[bytes]:
    drafts = [*statements(load_themes(Path("config/themes.yaml")), FEEDS * ENTRIES, words=WORDS[sort], seed=100 + seed)][::-1]
    for number in range(FEEDS):
        yield feeds.feed(drafts[number * ENTRIES : (number + 1) * ENTRIES], full=sort == "full", **changed)


def _parse(documents: Sequence[bytes]) -> None:
    for document in documents:
        assert len(feedparser.parse(BytesIO(document)).entries) == ENTRIES


def _poll(poller: Poller, expected: int) -> None:
    """Look at every source, as many at once as the worker does."""
    claims = poller.claim_now([one.source.name for one in poller.settings])
    assert len(claims) == FEEDS
    with ThreadPoolExecutor(AT_ONCE) as pool:
        polled = list(pool.map(poller.poll, claims))
    assert all(one is not None and one.trouble is None for one in polled), polled
    taken = [one.taken for one in polled if one is not None]
    assert sum(each.new for each in taken) == expected, sum(map(_changed, taken))


def _changed(taken: Intake) -> int:
    return taken.new + taken.corrected + taken.cosmetic


@contextlib.contextmanager
def _poller(folder: Path, sort: str, port: int) -> Iterator[Poller]:
    config = configuration(folder, [source(f"press-{n}", host(n % HOSTS), port, f"/{sort}-{n}.xml") for n in range(FEEDS)])
    settings = load({"DATABASE_URL": f"sqlite:///{folder / 'ingest.db'}"}, config)
    with assembly.open_core(settings, migrate=True) as core:
        poller = assembly.make_poller(core.desk, settings)
        poller.know()
        try:
            yield poller
        finally:
            poller.network.workers.close()
