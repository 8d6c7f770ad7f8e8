"""Reading many statements on more than one processor."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.readers import STARTING, Readers
from briefings.filing import Text, read_texts
from briefings.themes import ThemeBook


def texts(many: int) -> list[Text]:
    return [(f"Notice {number}", f"Officers in Ashford arrested {number} people over knife crime.") for number in range(many)]


def test_many_statements_read_the_same_and_in_order_whoever_reads_them(book: ThemeBook) -> None:
    given = texts(STARTING + 1)
    with closing(Readers(book, 2)) as readers:
        readers.wait()
        assert readers.read(given) == read_texts(book, given)


def test_nobody_waits_for_the_processes_to_start(book: ThemeBook) -> None:
    given = texts(STARTING)
    with closing(Readers(book, 1)) as readers:
        assert readers.read(given) == read_texts(book, given)


def test_a_few_statements_start_no_process(book: ThemeBook) -> None:
    with closing(Readers(book, 1)) as readers:
        assert readers.read(texts(STARTING - 1))
        assert not multiprocessing.active_children()


def test_many_threads_that_ask_at_once_start_the_processes_once(book: ThemeBook) -> None:
    given = texts(STARTING)
    with closing(Readers(book, 1)) as readers:
        with ThreadPoolExecutor(8) as pool:
            assert all(read == read_texts(book, given) for read in pool.map(readers.read, [given] * 8))
        readers.wait()
        assert len(multiprocessing.active_children()) == 1


def test_when_a_process_is_killed_everything_is_read_all_the_same(book: ThemeBook) -> None:
    given = texts(STARTING)
    with closing(Readers(book, 1)) as readers:
        readers.wait()
        (process,) = multiprocessing.active_children()
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        assert readers.read(given) == read_texts(book, given)
        assert readers.read(given) == read_texts(book, given)


PARENT = """
import sys
from multiprocessing import active_children
from pathlib import Path
from bot.readers import Readers
from bot.settings import load_themes

if __name__ == "__main__":
    readers = Readers(load_themes(Path("config/themes.yaml")), 1)
    readers.wait()
    print(active_children()[0].pid, flush=True)
    sys.stdin.read()
"""


def test_when_the_bot_is_killed_no_process_of_it_stays(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environ = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    for _ in range(300):
        if not is_running(child):
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the process that reads outlived the bot by half a minute")


def is_running(pid: int) -> bool:
    """Whether a process is there and more than what waits to be collected."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
