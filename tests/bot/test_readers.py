"""Reading many statements on more than one processor."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import closing

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


def test_when_a_process_is_killed_everything_is_read_all_the_same(book: ThemeBook) -> None:
    given = texts(STARTING)
    with closing(Readers(book, 1)) as readers:
        readers.wait()
        (process,) = multiprocessing.active_children()
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        assert readers.read(given) == read_texts(book, given)
        assert readers.read(given) == read_texts(book, given)
