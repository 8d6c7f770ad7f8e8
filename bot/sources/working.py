"""The process that does the work of `bot.sources.workers`: started by it, ended by it, and with no way to do anything else."""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from briefings.errors import BriefingsError

READY, BEGUN = b"ready", b"begun"
DONE, REFUSED, FAILED, MEMORY = "done", "refused", "failed", "memory"
OUT_OF_MEMORY = pickle.dumps((MEMORY, None))  # made while there is some
SPARE = 5.0  # seconds after which a worker ends itself, should its parent have died meanwhile


def serve(descriptor: int) -> None:
    """Do one job after the other until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with Connection(descriptor) as link, contextlib.suppress(EOFError, OSError):
        link.send_bytes(READY)
        while True:
            one_job(link)


def one_job(link: Connection) -> None:
    """A job comes as (function, what it is given, seconds, bytes), and goes as (how it went, what came of it); then what is mapped."""
    function, given, seconds, memory = pickle.loads(link.recv_bytes())  # noqa: S301 # from the process that started this one
    link.send_bytes(BEGUN)
    signal.setitimer(signal.ITIMER_REAL, seconds + SPARE)
    try:
        with confined(memory):
            answer = result_of(function, given)
    except MemoryError:  # while something else that went wrong was being told
        answer = OUT_OF_MEMORY
    signal.setitimer(signal.ITIMER_REAL, 0)
    link.send_bytes(answer)
    link.send_bytes(str(sizes()[0]).encode())


def result_of(function: Callable[..., Any], given: tuple[Any, ...]) -> bytes:
    """Pickled under the same limit of memory."""
    try:
        return pickle.dumps((DONE, function(*given)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return OUT_OF_MEMORY
    except BriefingsError as error:
        return pickle.dumps((REFUSED, str(error)[:1000]))
    except Exception as error:
        return pickle.dumps((FAILED, f"{type(error).__name__} {place(error)}"))


def place(error: BaseException) -> str:
    """Where in the code it went wrong. Never the message, which may hold the words of what was being read."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else ""


@contextlib.contextmanager
def confined(memory: int) -> Iterator[None]:
    """No more than so many bytes of address space, which what is in memory cannot outgrow; a quarter of it beyond what is mapped now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    room = max(memory, sizes()[0] + memory // 4)
    with contextlib.suppress(OSError, ValueError):  # where the system knows no such limit, time is the only one
        resource.setrlimit(resource.RLIMIT_AS, (room if hard == resource.RLIM_INFINITY else min(room, hard), hard))
    try:
        yield
    finally:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def sizes() -> tuple[int, int]:
    """Bytes that this process has mapped, and that it has in memory. Where the system does not say, its own peak stands for both."""
    with contextlib.suppress(OSError):
        mapped, resident = Path("/proc/self/statm").read_text("ascii").split()[:2]
        return int(mapped) * resource.getpagesize(), int(resident) * resource.getpagesize()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return peak, peak


def silence() -> int:
    """Keep what libraries print out of the parent's terminal; the descriptor of the link is left."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    os.close(nothing)
    return int(sys.argv[1])
