"""The results: kept in results.json, shown as the table in docs/performance.md."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
PAGE = HERE.parent / "docs" / "performance.md"
BEGIN, END = "<!-- results: written by make bench -->", "<!-- end of results -->"
LIBRARIES = ("slack-bolt", "sqlalchemy", "starlette", "uvicorn", "psycopg", "pyahocorasick")


@dataclass(frozen=True, slots=True)
class Result:
    """One measured figure. `ratio` is value divided by peer_value; `limit` says what it must keep to ("ratio at least 0.5")."""

    name: str
    value: float
    unit: str
    peer: str
    peer_value: float
    ratio: float
    limit: str
    measured: str


def result(name: str, value: float, unit: str, *, peer: str, peer_value: float, limit: str) -> Result:
    """A result of today, with its ratio."""
    ratio = round(value / peer_value, 3)
    return Result(name, round(value, 3), unit, peer, round(peer_value, 3), ratio, limit, date.today().isoformat())  # noqa: DTZ011


def keep(new: Iterable[Result]) -> list[Result]:
    """Merge `new` over what results.json holds, write it and the page; return all."""
    rows = {row["name"]: Result(**row) for row in (json.loads(RESULTS.read_text()) if RESULTS.exists() else [])}
    rows.update({row.name: row for row in new})
    everything = [rows[name] for name in sorted(rows)]
    RESULTS.write_text(json.dumps([asdict(row) for row in everything], indent=1) + "\n")
    head, rest = PAGE.read_text().split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    PAGE.write_text(head + BEGIN + "\n" + table(everything) + END + tail)
    return everything


def table(rows: Iterable[Result]) -> str:
    """The rows as a Markdown table, with the machine and versions under it."""
    lines = ["", "| name | measured | beside | ratio | limit | day |", "|---|---:|---:|---:|---|---|"]
    lines += [
        f"| `{r.name}` | {r.value:,g} {r.unit} | {r.peer}: {r.peer_value:,g} {r.unit} | {r.ratio:g} | {r.limit} | {r.measured} |"
        for r in rows
    ]
    return "\n".join(lines) + f"\n\n{machine()}\n"


def machine() -> str:
    """The machine and the versions in one sentence."""
    cores = (
        len([line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("processor")])
        if Path("/proc/cpuinfo").exists()
        else 0
    )
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"Last run on {platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}, {libraries}."
