"""How long it takes from when a source is due to when what stands there is stored, with many sources due at once and one that hangs."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import feeds
from benchmarks.corpus import statements
from benchmarks.results import Result, result
from benchmarks.serving import HANG, configuration, host, served, source
from bot.settings import load_themes
from briefings.desk import Desk
from briefings.store import open_store

SOURCES, ENTRIES, HOSTS = 200, 20, 40
PATIENCE, LIMIT = 180.0, 60.0


def measure() -> list[Result]:
    """The row freshness.p95, in seconds: a worker starts, and all sources are due at that moment, which is the worst there can be."""
    with tempfile.TemporaryDirectory() as made, served(Path(made), HOSTS) as port:
        folder = Path(made)
        _write(folder)
        paths = [f"{HANG}feed.xml", *(f"/{number}.xml" for number in range(1, SOURCES))]
        config = configuration(folder, [source(f"press-{n}", host(n % HOSTS), port, path) for n, path in enumerate(paths)])
        waited = _watch(f"sqlite:///{folder / 'freshness.db'}", config)
    late = sorted(waited)[int(0.95 * SOURCES)]
    return [result("freshness.p95", late, "s", peer="limit", peer_value=LIMIT, limit="ratio at most 1")]


def _write(folder: Path) -> None:
    drafts = [*statements(load_themes(Path("config/themes.yaml")), SOURCES * ENTRIES, words=60)][::-1]
    for number in range(SOURCES):
        (folder / f"{number}.xml").write_bytes(feeds.feed(drafts[number * ENTRIES : (number + 1) * ENTRIES], full=False))


def _watch(database: str, config: Path) -> list[float]:
    """Seconds from the start of a worker until each source was stored; infinite for one that never was."""
    environ = {**os.environ, "DATABASE_URL": database, "BOT_CONFIG": str(config)}
    subprocess.run([sys.executable, "-m", "bot", "migrate"], env=environ, check=True, stdout=subprocess.DEVNULL)
    store = open_store(database)
    began = datetime.now(UTC)
    worker = subprocess.Popen([sys.executable, "-m", "bot", "worker"], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        desk = Desk(store, load_themes(Path("config/themes.yaml")))
        ends = time.monotonic() + PATIENCE
        stored: dict[str, datetime] = {}
        while len(stored) < SOURCES - 1 and time.monotonic() < ends:
            time.sleep(1)
            stored = {one.source: one.last_success for one in desk.sources() if one.last_success and one.source.startswith("press-")}
        return [(at - began).total_seconds() for at in stored.values()] + [float("inf")] * (SOURCES - len(stored))
    finally:
        worker.terminate()
        worker.wait(timeout=30)
        store.close()
