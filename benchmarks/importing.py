"""`python -m bot import` of a large file, as an operator runs it: how fast, and in how much memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import statements
from benchmarks.results import Result, result
from bot.settings import load_themes

COUNT, WORDS = 50_000, 50
SLOWEST, LARGEST = 500.0, 300.0
_KIB = 1024


def measure() -> list[Result]:
    """The rows import.rate, in statements a second with the start of the program in it, and import.peak, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "statements.jsonl"
        _write(file)
        began = time.perf_counter()
        peak = _import(file, Path(folder) / "import.db")
        rate = COUNT / (time.perf_counter() - began)
    return [
        result("import.rate", rate, "statements/s", peer="limit", peer_value=SLOWEST, limit="ratio at least 1"),
        result("import.peak", peak, "MB", peer="limit", peer_value=LARGEST, limit="ratio at most 1"),
    ]


def _write(file: Path) -> None:
    book = load_themes(Path("config/themes.yaml"))
    with file.open("w", encoding="utf-8") as stream:
        for draft in statements(book, COUNT, words=WORDS):
            assert draft.published is not None
            line = {"id": draft.id, "title": draft.title, "text": draft.text, "publisher": draft.publisher}
            stream.write(json.dumps(line | {"published": draft.published.day.isoformat()}) + "\n")


def _import(file: Path, database: Path) -> float:
    """Runs the import; returns the most memory that it and its processes held, in MB, each at its own peak."""
    environ = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    process = subprocess.Popen([sys.executable, "-m", "bot", "import", str(file)], env=environ, stdout=subprocess.DEVNULL)
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for pid in _family(process.pid):
            peaks[pid] = max(peaks.get(pid, 0), _peak(pid))
        time.sleep(0.2)
    if process.returncode:
        raise RuntimeError(f"the import ended with {process.returncode}")
    return sum(peaks.values()) * _KIB / 1e6


def _family(pid: int) -> list[int]:
    """A process and everything it started."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
    return found


def _peak(pid: int) -> int:
    """The most memory a process has held, in KiB; 0 once it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)
