"""Large imports: killed, interrupted, and in bounded memory."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from benchmarks.corpus import statements
from bot.settings import load_themes
from briefings.store import Store, open_store
from briefings.store.schema import statements as table
from tests.bot.cli.typed import Desktop

MOST_MEMORY = 300_000_000


def generated(desktop: Desktop, count: int) -> str:
    """A file of that many generated statements, newest first; returns its path."""
    path = desktop.directory / f"{count}.jsonl"
    book = load_themes(desktop.directory / "config" / "themes.yaml")
    drafts = [*statements(book, count, words=25)][::-1]
    with path.open("w", encoding="utf-8") as file:
        for draft in drafts:
            day = None if draft.published is None else draft.published.day.isoformat()
            line = {"id": draft.id, "title": draft.title, "text": draft.text, "publisher": draft.publisher, "published": day}
            file.write(json.dumps(line) + "\n")
    return str(path)


def wait_for_some(store: Store) -> int:
    """Wait until an import has stored something; returns how many."""
    while True:
        with store.read() as connection:
            found = len(connection.execute(table.select().limit(500)).all())
        if found:
            return found


@pytest.fixture
def large(desktop: Desktop) -> Iterator[tuple[Desktop, str, Store]]:
    """A desktop, the path of a file of 20,000 statements, and an eye on the database."""
    path = generated(desktop, 20_000)
    desktop.type("migrate")
    store = open_store(desktop.database_url)
    yield desktop, path, store
    store.close()


def begin(desktop: Desktop, path: str) -> subprocess.Popen[str]:
    """As from a terminal: where the tests themselves run in the background, Ctrl+C is ignored, and a child would inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            desktop.command("import", path), cwd=desktop.directory, env=desktop.environ, stderr=subprocess.PIPE, text=True
        )
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_import_that_was_killed_half_way_is_completed_by_running_it_again(large: tuple[Desktop, str, Store]) -> None:
    desktop, path, store = large
    with begin(desktop, path) as importing:
        wait_for_some(store)
        importing.send_signal(signal.SIGKILL)
    half = desktop.stored()
    assert 0 < half < 20_000
    assert desktop.type("import", path).out == f"imported 20,000: {20_000 - half:,} new (filed without announcing), {half:,} already here\n"
    assert desktop.stored() == 20_000


def test_an_import_that_is_interrupted_says_how_far_it_got(large: tuple[Desktop, str, Store]) -> None:
    desktop, path, store = large
    with begin(desktop, path) as importing:
        wait_for_some(store)
        importing.send_signal(signal.SIGINT)
        assert importing.stderr is not None
        told = importing.stderr.read()
    assert importing.returncode == 2
    assert told.startswith("Stopped after ")
    assert told.endswith("run the same command again, and what is already here is passed over.\n")
    assert told.count("\n") == 1


MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
sys.exit(done.returncode)
"""


def test_a_large_import_needs_little_memory(desktop: Desktop) -> None:
    command = [sys.executable, "-c", MEASURED, *desktop.command("import", generated(desktop, 50_000))]
    done = subprocess.run(command, cwd=desktop.directory, env=desktop.environ, capture_output=True, text=True, check=True)
    said, memory = done.stdout.splitlines()
    assert said == "imported 50,000: 50,000 new (filed without announcing), 0 already here"
    assert int(memory) < MOST_MEMORY
