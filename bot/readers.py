"""Reads many statements at once on more than one processor: themes, figures and people take most of the time of an intake."""

from __future__ import annotations

import copyreg
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from briefings.figures import Figure
from briefings.filing import Read, Text, read_texts
from briefings.people import Person
from briefings.reading import Reading
from briefings.themes import Match, ThemeBook

log = logging.getLogger(__name__)

WORTH_IT = 50
"""Fewer texts than this at once are read sooner here than handed over."""
STARTING = 600
"""So many texts are read here in the time that the processes take to start: before that many came, none is started."""


def _reduced(record: Any) -> tuple[type, tuple[Any, ...]]:
    """How a record is pickled: made anew from its fields. Python's own way for frozen ones with slots takes several times as long."""
    return type(record), tuple(getattr(record, name) for name in record.__slots__)


for _kind in (Read, Reading, Match, Figure, Person):
    copyreg.pickle(_kind, _reduced)

_books: list[ThemeBook] = []
"""In a reader's own process: the book that it was started with."""


class Readers:
    """Processes that read beside this one; started once there is much to read, and nobody waits for them."""

    def __init__(self, book: ThemeBook, processes: int) -> None:
        """`processes` beside this one; 0: everything is read here."""
        self._book = book
        self._processes = processes
        self._came = 0
        self._pool: ProcessPoolExecutor | None = None
        self._greeting: Future[None] | None = None
        self._starting = threading.Lock()
        self._reading = threading.Lock()
        self._callers = 0

    def read(self, texts: Sequence[Text]) -> list[Read]:
        """What each text says, in order. Safe for many threads."""
        self._came += len(texts)
        if len(texts) < WORTH_IT or self._came < STARTING or not self._ready():
            return read_texts(self._book, texts)
        with self._reading:
            here = self._share(len(texts))
        try:
            assert self._pool is not None
            size = -(-(len(texts) - here) // self._processes)
            theirs = [self._pool.submit(_read, texts[start : start + size]) for start in range(here, len(texts), size)]
            return [*read_texts(self._book, texts[:here]), *(read for future in theirs for read in future.result())]
        except BrokenProcessPool:
            log.warning("a process that reads statements ended unasked; they are read without it from now on")
            self._processes = 0
            return read_texts(self._book, texts)
        finally:
            with self._reading:
                self._callers -= 1

    def _share(self, many: int) -> int:
        """How many of so many texts are read here: as many as a process reads, or none while others have other things to do here."""
        self._callers += 1
        return 0 if self._callers > 1 else many // (self._processes + 1)

    def wait(self) -> None:
        """Start the processes, if there shall be any, and wait until one can read."""
        self._ready()
        if self._greeting is not None:
            self._greeting.result()

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _ready(self) -> bool:
        """Whether the processes run; starts them the first time it is asked, while whoever else asks reads on."""
        if self._greeting is None and self._processes and self._starting.acquire(blocking=False):
            spawn = multiprocessing.get_context("spawn")  # a fork would copy the threads' locks as they stand
            self._pool = ProcessPoolExecutor(self._processes, spawn, _begin, (self._book,))
            self._greeting = self._pool.submit(_greet)
        return bool(self._processes) and self._greeting is not None and self._greeting.done()


@contextmanager
def readers(book: ThemeBook) -> Iterator[Readers]:
    """Readers for the processors that this process may use, ended with the block."""
    made = Readers(book, min(3, len(os.sched_getaffinity(0)) - 1) if hasattr(os, "sched_getaffinity") else 1)
    try:
        yield made
    finally:
        made.close()


def _begin(book: ThemeBook) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that started this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _books.append(book)


def _end_with_parent() -> None:
    """A pool ends its processes when it is closed; one that is killed cannot."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _greet() -> None:
    """Done as soon as a process runs."""


def _read(texts: Sequence[Text]) -> list[Read]:
    return read_texts(_books[0], texts)
