"""Signed commands, beside a bare Bolt app on the same server, in alternating runs."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.corpus import FAMILY, ORDINARY, PLACES
from benchmarks.database import filled
from benchmarks.load import Load, run, signed
from benchmarks.results import Result, result
from bot.cards.sharing import PUBLIC
from bot.settings import load_themes

SECRET, TEAM = "bench-secret", "T0BENCH"
STATEMENTS, OFFICERS, RUNS, SECONDS = 100_000, 100, 5, 3.0


def measure() -> list[Result]:
    """The rows slash.1, slash.32, slash.p99 and slash.p99.1."""
    loads: dict[tuple[str, int], list[Load]] = {}
    with tempfile.TemporaryDirectory() as folder, _servers(Path(folder)) as ports:
        for port in ports.values():
            run(port, each_once(), clients=32, seconds=120)
        for clients in (1, 32):
            for number in range(RUNS + 1):
                for name in ("bare", "bot"):
                    load = run(ports[name], requests(seed=number), clients=clients, seconds=SECONDS)
                    if number:  # the first round warms both up and is not counted
                        loads.setdefault((name, clients), []).append(load)
    return [
        _rate(loads, "slash.1", 1),
        _rate(loads, "slash.32", 32),
        _p99(loads, "slash.p99", 32),
        _p99(loads, "slash.p99.1", 1),
    ]


def requests(seed: int) -> Iterator[bytes]:
    """Thirty-eight themes by a hundred officers; one command in five is a free search of two words, signed before the clock runs."""
    chance = random.Random(seed)
    themes, searches = _themes(), _searches()

    def text() -> str:
        return chance.choice(searches) if chance.random() < 0.2 else chance.choice(themes)

    return _ahead(_asked(f"U{chance.randrange(OFFICERS):03d}", text()) for _ in iter(int, 1))


def each_once() -> Iterator[bytes]:
    """Every question once, not counted: what is timed is the bot as it stands through the day. What a new search costs is `search.p95`."""
    return iter([_asked("U000", text) for text in (*_themes(), *_searches())])


def _themes() -> list[str]:
    return [theme.slug for theme in load_themes(Path("config/themes.yaml")).themes]


def _searches() -> list[str]:
    # Whoever ends a search with this word shares its answer, which is another thing than being answered.
    words = [word for word in ORDINARY if word != PUBLIC][:20]
    return [f"search {a} {b}" for a in (*PLACES[:20], *FAMILY) for b in words]


def _asked(officer: str, text: str) -> bytes:
    return signed(SECRET, TEAM, officer, text)


def _ahead(requests: Iterator[bytes], size: int = 20_000) -> Iterator[bytes]:
    """Sign before the clock runs, so that signing is not part of what is timed."""
    return iter(list(islice(requests, size)))


def _rate(loads: dict[tuple[str, int], list[Load]], name: str, clients: int) -> Result:
    bot, bare = (median(load.rate for load in loads[who, clients]) for who in ("bot", "bare"))
    return result(name, bot, "answers/s", peer="bare Bolt app", peer_value=bare, limit="ratio at least 0.5")


def _p99(loads: dict[tuple[str, int], list[Load]], name: str, clients: int) -> Result:
    bot, bare = (median(load.p99 for load in loads[who, clients]) for who in ("bot", "bare"))
    return result(name, bot, "ms", peer="bare Bolt app", peer_value=bare, limit="ratio at most 3")


@contextmanager
def _servers(folder: Path) -> Iterator[dict[str, int]]:
    config = _config(folder)
    database = filled(STATEMENTS)
    ports = {"bare": _free_port(), "bot": _free_port()}
    environ = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "BOT_CONFIG": str(config),
        "HOST": "127.0.0.1",
        "PORT": str(ports["bot"]),
        "BENCH_TOKEN": "xoxb-bench",
        "BENCH_SECRET": SECRET,
    }
    commands = {
        "bare": [sys.executable, "-m", "benchmarks.bare", str(ports["bare"]), SECRET],
        "bot": [sys.executable, "-m", "bot", "web"],
    }
    running = [subprocess.Popen(command, env=environ) for command in commands.values()]
    try:
        for port in ports.values():
            _wait_for(port)
        yield ports
    finally:
        for process in running:
            process.terminate()
            process.wait(timeout=20)


def _config(folder: Path) -> Path:
    """The shipped configuration, with one workspace of this benchmark's."""
    for file in Path("config").glob("*.yaml"):
        (folder / file.name).write_text(file.read_text())
    (folder / "sources.yaml").write_text("sources: []\n")
    (folder / "bot.yaml").write_text(
        f"workspaces:\n- name: bench\n  team_id: {TEAM}\n  bot_token_env: BENCH_TOKEN\n  signing_secret_env: BENCH_SECRET\n"
    )
    return folder


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_for(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing answers on port {port} after {seconds:g} seconds")
