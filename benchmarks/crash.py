"""The crash harness: couriers are killed with SIGKILL, at random and at every named step, while the platform drops, stalls and refuses, and
statements are corrected, withdrawn and redacted. In the end every channel must show exactly what is wanted.

`python -m benchmarks.crash` prints `kills=… lost=… twice=… stale=…` for each database; it ends with 1 unless the last three are 0.
Every process is forked from one that has everything loaded: a courier is back within a moment.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import NoReturn

import requests

from benchmarks.crash_truth import Found, compare
from benchmarks.crash_world import ALERTED, CONNECT, DIGESTED, FAULTS, LEASE, PATIENCE, READ, TEAM, World, subscriptions
from bot.cards.postings import Drawing, card_of
from bot.courier import STEPS, Courier
from bot.metrics import Metrics
from bot.platforms.slack import Tenant
from bot.platforms.slack.calls import Calls, Limits
from bot.platforms.slack.sender import SlackSender
from bot.platforms.slack.tenants import Tenants
from bot.ports import Rates
from bot.settings import load_themes
from bot.workspace import Workspace, WorkspaceSettings, serve
from briefings.desk import Desk
from briefings.outbox import Outbox
from briefings.store import Store, open_store
from briefings.themes import ThemeBook
from tests.databases import postgres

TOKEN, SECRET = "xoxb-crash", "crash"
COURIERS, THREADS = 2, 6
RATES = Rates(between_posts=0.0, posts=1_000_000, edits=1_000_000, retracts=1_000_000, lookups=1_000_000)
SETTLES_WITHIN = 120.0
"""Seconds after the last kill until nothing may be left to do."""


def main() -> None:
    """Run it on both databases, or on the one that is named."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.crash", description="Kill couriers, and hold what channels show against what is wanted."
    )
    parser.add_argument("--kills", type=int, default=200, help="so many on each database")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # everything goes wrong here, all the time
    right = True
    for name in ("sqlite", "postgresql"):
        if options.only in (None, name):
            with _database(name) as url:
                kills, found = run(url, options.kills, options.seed)
            for what in (*found.lost, *found.twice, *found.stale)[:20]:
                sys.stderr.write(f"{name}: {what}\n")
            counted = f"lost={len(found.lost)} twice={len(found.twice)} stale={len(found.stale)}"
            print(f"database={name} kills={kills} {counted} messages={found.messages}", flush=True)
            right &= not (found.lost or found.twice or found.stale) and found.messages > 0
    sys.exit(0 if right else 1)


@contextmanager
def _database(name: str) -> Iterator[str]:
    if name == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/crash.db"
    else:
        with postgres() as databases, databases.empty() as url:
            yield url


def run(url: str, kills: int, seed: int) -> tuple[int, Found]:
    """Kill so many couriers on a database; what was wrong in the end."""
    book = load_themes(Path("config/themes.yaml"))
    with _opened(url) as store:
        store.migrate()
        Desk(store, book).declare(subscriptions(), origin="harness", by="harness", now=_now())
    api, server = _fork_workspace()
    _script(api, on=True)
    children = [server, _fork(lambda: _world(url, book, seed))]
    try:
        killed = _kill(url, book, api, kills, random.Random(seed), children)
        _script(api, on=False)
        with _opened(url) as store:
            _wait_until_settled(Outbox(store, book))
            shown = requests.get(f"{api}/local/messages", params={"blocks": "1"}, timeout=60).json()["messages"]
            found = compare(store, book, Drawing(_never), shown)
    finally:
        for child in children:
            _end(child)
    return killed, found


def _kill(url: str, book: ThemeBook, api: str, kills: int, chance: random.Random, children: list[int]) -> int:
    """Keep couriers running, and kill them: every second one at a step of its own, the others whenever it happens."""
    world, killed = children[1], 0
    running: dict[int, float] = {}
    while killed < kills:
        while len(running) < COURIERS:
            steps = (STEPS[(killed + len(running)) // 2 % len(STEPS)], chance.randint(1, 12)) if (killed + len(running)) % 2 else None
            child = _fork(partial(_courier, url, book, api, steps))
            running[child] = time.monotonic() + chance.uniform(0.05, 1.2) + (3.0 if steps else 0.0)
        time.sleep(0.01)
        for child, until in list(running.items()):
            if time.monotonic() > until:
                os.kill(child, signal.SIGKILL)
            if os.waitpid(child, os.WNOHANG)[0]:
                del running[child]
                killed += 1
    for child in (world, *running):
        _end(child)
    children.remove(world)
    children += [_fork(partial(_courier, url, book, api, None)) for _ in range(COURIERS)]
    return killed


def _courier(url: str, book: ThemeBook, api: str, dies: tuple[str, int] | None) -> NoReturn:
    """A courier. `dies`: at which step, the how many-eth time it comes there."""
    store = open_store(url)
    tenants = Tenants([Tenant("Westshire", TOKEN, signing_secret=SECRET, team=TEAM)], lambda _tenant: TEAM)
    sender = SlackSender(tenants, Calls(f"{api}/api/", Limits(CONNECT, READ)), _now, RATES)
    left = dies[1] if dies else 0

    def step(name: str) -> None:
        nonlocal left
        if dies and name == dies[0]:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    drawing = Drawing(_never)
    outbox = Outbox(store, book, PATIENCE)
    courier = Courier(
        outbox, sender, "slack", TEAM, lambda content: card_of(content, drawing), _now, Metrics(), threads=THREADS, lease=LEASE, step=step
    )
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    courier.start()
    stop.wait()
    courier.stop()
    os._exit(0)


def _world(url: str, book: ThemeBook, seed: int) -> NoReturn:
    """Statements come and change until the end."""
    store = open_store(url)
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    World(Desk(store, book), Outbox(store, book), random.Random(seed)).go_on(stop.is_set)
    store.close()
    os._exit(0)


def _fork_workspace() -> tuple[str, int]:
    read, write = os.pipe()

    def served() -> NoReturn:
        settings = WorkspaceSettings(
            signing_secret=SECRET, bot_token=TOKEN, team_id=TEAM, extra_channels=ALERTED + DIGESTED, kept_per_channel=100_000
        )
        running = serve(Workspace(settings), port=0)
        os.write(write, running.url.encode())
        os.close(write)
        Event().wait()
        os._exit(0)

    child = _fork(served)
    os.close(write)
    url = os.read(read, 1000).decode()
    os.close(read)
    return url, child


def _script(api: str, *, on: bool) -> None:
    """Have everything go wrong now and then, or nothing any more."""
    requests.delete(f"{api}/local/faults", timeout=10).raise_for_status()
    for fault in FAULTS if on else ():
        told = {name: getattr(fault, name) for name in ("kind", "method", "share", "seed", "seconds")}
        requests.post(f"{api}/local/faults", json=told, timeout=10).raise_for_status()


def _wait_until_settled(outbox: Outbox) -> None:
    ends = time.monotonic() + SETTLES_WITHIN
    while outbox.late(limit=1) and time.monotonic() < ends:
        time.sleep(0.1)


def _fork(work: Callable[[], NoReturn]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(70)


def _end(child: int) -> None:
    os.kill(child, signal.SIGTERM)
    ends = time.monotonic() + 15
    while not os.waitpid(child, os.WNOHANG)[0]:
        if time.monotonic() > ends:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.02)


@contextmanager
def _opened(url: str) -> Iterator[Store]:
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()


def _never(_shared: object) -> NoReturn:
    raise AssertionError("nothing is shared here")


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
