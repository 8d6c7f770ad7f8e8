"""One statement to ten thousand channels: wanted in one transaction, and drained by a courier beside bare calls with as many threads.

`python -m benchmarks.fanout courier|bare …` are the two sides, each in a process of its own.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Event, local
from typing import Any

import requests

from benchmarks.results import Result, result
from bot.cards.postings import Drawing, card_of
from bot.courier import Courier
from bot.metrics import Metrics
from bot.platforms.slack import Tenant
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.letters import write
from bot.platforms.slack.sender import SlackSender
from bot.platforms.slack.tenants import Tenants
from bot.ports import Rates
from bot.settings import load_themes
from bot.workspace import Workspace, WorkspaceSettings, serve
from briefings.cadence import INSTANT
from briefings.contents import Alert
from briefings.desk import Desk
from briefings.outbox import Outbox
from briefings.query import Query
from briefings.statements import Draft, Published
from briefings.store import Store, open_store
from briefings.subscriptions import Channel, Subscription, Wants
from tests.databases import postgres

CHANNELS, THREADS, ROUNDS = 10_000, 8, 2
TEAM, TOKEN = "T0WESTSHIRE", "xoxb-bench"
UNLIMITED = Rates(between_posts=0.0, posts=10**9, edits=10**9, retracts=10**9, lookups=10**9)
SLOWEST_WANTED, LEAST_SHARE, MOST_MEMORY = 1.0, 0.7, 200.0
_numbers = count(1)


def measure() -> list[Result]:
    """The rows fanout.wanted (seconds; also on PostgreSQL), fanout.drain (messages a second) and fanout.peak (MB)."""
    with tempfile.TemporaryDirectory() as folder, _workspace() as api:
        url = f"sqlite:///{folder}/fanout.db"
        with _house(url) as desk:
            wanted = [_want(desk)]
            _side("courier", url, api)
            bare, drained, peaks = [], [], []
            for _ in range(ROUNDS):
                bare.append(_side("bare", url, api)["rate"])
                wanted.append(_want(desk))
                told = _side("courier", url, api)
                drained.append(told["rate"])
                peaks.append(told["peak"])
    with postgres() as databases, databases.empty() as address, _house(address) as other:
        on_postgresql = [_want(other) for _ in range(3)]
    limit = f"ratio at least {LEAST_SHARE}"
    return [
        result("fanout.wanted", statistics.median(wanted), "s", peer="limit", peer_value=SLOWEST_WANTED, limit="ratio at most 1"),
        result(
            "fanout.wanted.postgresql",
            statistics.median(on_postgresql),
            "s",
            peer="limit",
            peer_value=SLOWEST_WANTED,
            limit="ratio at most 1",
        ),
        result(
            "fanout.drain", statistics.median(drained), "messages/s", peer="bare requests", peer_value=statistics.median(bare), limit=limit
        ),
        result("fanout.peak", max(peaks), "MB", peer="limit", peer_value=MOST_MEMORY, limit="ratio at most 1"),
    ]


@contextmanager
def _workspace() -> Iterator[str]:
    """The practice workspace with that many channels, in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fanout", "workspace"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.stdin.close()
        server.wait()


@contextmanager
def _house(url: str) -> Iterator[Desk]:
    store = open_store(url)
    store.migrate()
    desk = Desk(store, load_themes(Path("config/themes.yaml")))
    wants = Wants(sources=("press",))
    declared = [Subscription(f"all-{n}", Channel("slack", TEAM, f"C0EXTRA{n:05d}", ""), wants, INSTANT) for n in range(1, CHANNELS + 1)]
    desk.declare(declared, origin="bench", by="bench", now=datetime.now(UTC))
    yield desk
    store.close()


def _want(desk: Desk) -> float:
    """Seconds until a new statement is wanted in every channel."""
    number, now = next(_numbers), datetime.now(UTC)
    text = f"Westshire Police arrested {number + 10} people in an operation against burglary. Officers visited {number + 20} addresses."
    draft = Draft(f"w{number}-{now:%H%M%S%f}", f"Burglary operation {number}", text, "Westshire Police", published=Published(now))
    began = time.perf_counter()
    desk.take_in("press", [draft], now=now, announce=True)
    return time.perf_counter() - began


def _side(what: str, url: str, api: str) -> dict[str, float]:
    """Run one side in a process of its own; what it measured."""
    command = [sys.executable, "-m", "benchmarks.fanout", what, url, api]
    told: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


def _drain(url: str, api: str) -> dict[str, float]:
    store = open_store(url)
    outbox = Outbox(store, load_themes(Path("config/themes.yaml")))
    tenants = Tenants([Tenant("Westshire", TOKEN, signing_secret="bench", team=TEAM)], lambda _tenant: TEAM)
    sender = SlackSender(tenants, Calls(f"{api}/api/"), _now, UNLIMITED)
    drawing = Drawing(_never)
    courier = Courier(outbox, sender, "slack", TEAM, lambda content: card_of(content, drawing), _now, Metrics(), threads=THREADS)
    began = time.perf_counter()
    courier.start()
    while outbox.late(limit=1):
        time.sleep(0.05)
    rate = CHANNELS / (time.perf_counter() - began)
    courier.stop()
    store.close()
    return {"rate": rate, "peak": _peak()}


def _post_bare(url: str, api: str) -> dict[str, float]:
    """The same message with bare requests, a session for each thread."""
    letter = write(card_of(Alert(_newest(url)), Drawing(_never)))
    threads = local()

    def post(number: int) -> None:
        session: requests.Session | None = getattr(threads, "session", None)
        if session is None:
            session = threads.session = requests.Session()
            session.trust_env = False
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json; charset=utf-8"}
        answer = session.post(
            f"{api}/api/chat.postMessage", letter.post(f"C0EXTRA{number:05d}", f"bare-{number}", None), headers=headers, timeout=30
        )
        assert answer.json()["ok"], answer.text

    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(post, range(1, CHANNELS + 1)))
    return {"rate": CHANNELS / (time.perf_counter() - began)}


def _newest(url: str) -> Any:
    store: Store = open_store(url)
    item = Desk(store, load_themes(Path("config/themes.yaml"))).latest(Query(), now=_now(), limit=1).items[0]
    store.close()
    return item


def _serve() -> None:
    settings = WorkspaceSettings(signing_secret="bench", bot_token=TOKEN, team_id=TEAM, extra_channels=CHANNELS)
    running = serve(Workspace(settings), port=0)
    print(running.url, flush=True)
    sys.stdin.read()
    running.close()


def _peak() -> float:
    """The most memory that this process has held, in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


def _never(_shared: object) -> Any:
    raise AssertionError("nothing is shared here")


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["workspace"]:
            _serve()
        case ["courier", address, where]:
            print(json.dumps(_drain(address, where)))
        case ["bare", address, where]:
            print(json.dumps(_post_bare(address, where)))
        case _:
            Event().wait(0)
            sys.exit("usage: python -m benchmarks.fanout workspace|courier URL API|bare URL API")
