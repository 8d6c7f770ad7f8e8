"""Run the benchmarks: all, or one group with --only NAME."""

from __future__ import annotations

import argparse

from benchmarks import fanout, freshness, importing, ingest, matching, reading, search, slash
from benchmarks.results import keep, table

GROUPS = {
    "fanout": fanout.measure,
    "freshness": freshness.measure,
    "import": importing.measure,
    "ingest": ingest.measure,
    "match": matching.measure,
    "read": reading.measure,
    "search": search.measure,
    "slash": slash.measure,
}
"""To add a group: write a module with a `measure()` that returns results, and give it a line here."""


def main() -> None:
    """Measure, keep, print."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure the bot beside its peers.")
    parser.add_argument("--only", choices=sorted(GROUPS), help="measure one group")
    chosen = parser.parse_args().only
    new = [row for name, measure in GROUPS.items() if chosen in (None, name) for row in measure()]
    keep(new)
    print(table(new))


if __name__ == "__main__":
    main()
