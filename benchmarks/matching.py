"""A hundred thousand subscriptions: matching one statement against them, and a tick with nothing due."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.results import Result, result
from bot.settings import load_themes
from briefings.cadence import INSTANT, parse_cadence
from briefings.desk import Desk
from briefings.store import Store, open_store
from briefings.subscribers import Subscribers
from briefings.subscriptions import Channel, Subject, Subscription, Wants
from briefings.themes import ThemeBook

SUBSCRIPTIONS, WANTED = 100_000, 50_000
SLOWEST_MATCH, SLOWEST_TICK = 50.0, 20.0
TIMES = 20


def measure() -> list[Result]:
    """The rows match and tick, in milliseconds, medians of twenty."""
    book = load_themes(Path("config/themes.yaml"))
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/match.db")
        store.migrate()
        now = datetime.now(UTC)
        desk = Desk(store, book)
        desk.declare(_declared(book), origin="bench", by="bench", now=now)
        match = _match(store, book)
        tick = statistics.median(_milliseconds(lambda: desk.open_editions(now=now + timedelta(seconds=1))) for _ in range(TIMES))
        store.close()
    return [
        result("match", match, "ms", peer="limit", peer_value=SLOWEST_MATCH, limit="ratio at most 1"),
        result("tick", tick, "ms", peer="limit", peer_value=SLOWEST_TICK, limit="ratio at most 1"),
    ]


def _declared(book: ThemeBook) -> list[Subscription]:
    """Nine in ten instant; each wants themes, one in ten a query too, of fifty thousand different wants."""
    chance = random.Random(1)
    slugs = [theme.slug for theme in book.themes]
    words = ("arrested", "knife", "harbour", "inquiry", "appeal", "sentenced", "operation", "charged")
    wants = [Wants(any=tuple(chance.sample(slugs, 2)), query=chance.choice(words) if chance.random() < 0.1 else "") for _ in range(WANTED)]
    daily = parse_cadence("daily 07:30")
    return [
        Subscription(f"s{n}", Channel("slack", f"T{n % 50}", f"C{n // 2}", ""), chance.choice(wants), INSTANT if n % 10 else daily)
        for n in range(SUBSCRIPTIONS)
    ]


def _match(store: Store, book: ThemeBook) -> float:
    """Milliseconds to find who wants a statement of three themes; every time another one."""
    subscribers, chance = Subscribers(), random.Random(2)
    slugs = [theme.slug for theme in book.themes]
    text = "Officers arrested 14 people in an operation at the harbour. " * 20
    times = []
    with store.read() as connection:
        subscribers.any(connection)
        for number in range(TIMES):
            subject = Subject(tuple(chance.sample(slugs, 3)), "press", "Westshire Police", f"Operation {number}", text)
            times.append(_milliseconds(lambda subject=subject: subscribers.matching(connection, subject)))  # type: ignore[misc]
    return statistics.median(times)


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
