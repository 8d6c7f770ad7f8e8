"""Work with bytes of unknown origin, in processes that can be ended at any moment."""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Pipe
from types import TracebackType
from typing import Any, TypeVar

from bot.sources.source import SourceTrouble
from bot.sources.working import BEGUN, DONE, FAILED, MEMORY, READY, REFUSED

log = logging.getLogger(__name__)

Result = TypeVar("Result")

MEGABYTE = 1_000_000
KEPT = 0.5  # of its memory: a process that has more mapped after a job is replaced, for the next job would lack it
TOGETHER = 13.0  # seconds for fetching something and reading it; starting a worker comes on top
START = 60.0  # seconds for Python to start and to import what a job needs, on a busy machine
# What a worker needs of the environment; the bot's secrets stand there too.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ", "PYTHONTZPATH", "PYTHONHASHSEED", "TMPDIR")
# Other locales may map hundreds of megabytes, which a limit of address space counts.
LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "1", "PYTHONCOERCECLOCALE": "0"}
STOPPED = "the bot is being stopped"
NOT_STARTED = "the process that reads what sources send could not do its work: see whether the machine is short of memory"
CODE = "from bot.sources.working import serve, silence; serve(silence())"


class Workers:
    """A few processes that are started when first needed, kept, and replaced when one had to be ended or has done many jobs.

    Safe for many threads; a job waits for an idle worker, and so never longer than the jobs before it may take.
    """

    def __init__(
        self, count: int = 1, *, seconds: float = 10.0, memory: int = 180 * MEGABYTE, answer: int = 16 * MEGABYTE, jobs: int = 500
    ) -> None:
        """`seconds` for a job, `memory` bytes for a worker, `answer` bytes for a pickled result, `jobs` before a worker is replaced."""
        self._seconds = seconds
        self._memory = memory
        self._answer = answer
        self._jobs = jobs
        self._count = count
        self._closed = False
        self._lock = threading.Lock()
        self._started: set[Worker] = set()
        self._places: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(count):
            self._places.put(None)

    def __enter__(self) -> Workers:
        """Closed at the end of the block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends the processes."""
        self.close()

    def run(self, function: Callable[..., Result], *given: Any, seconds: float | None = None, spent: float = 0.0) -> Result:
        """What the function returns. `function` stands at the top of a module; it, what it is given and what it returns are pickled.

        `spent`: the seconds that fetching took; reading has what is left of the time for both.
        SourceTrouble if it raised, took more than its time or memory, or brought its process down; a BriefingsError's own words are kept.
        """
        if getattr(function, "__module__", None) == "__main__":
            raise ValueError(f"{function.__name__} stands in the script that was started, which a worker does not import")
        limit = self._seconds if seconds is None else seconds
        limit = min(limit, TOGETHER - spent) if spent else limit
        job = (function, given, limit, self._memory)
        with self._place() as worker:
            return worker.do(job, limit, self._memory, self._answer)  # type: ignore[no-any-return] # whatever the function returns

    def close(self) -> None:
        """End the processes, in the middle of their jobs too. Nothing can be run afterwards."""
        with self._lock:
            self._closed = True
            for worker in self._started:
                worker.stop()
        for _ in range(self._count):
            idle = self._places.get()
            if idle is not None:
                self._end(idle)
        for _ in range(self._count):
            self._places.put(None)

    @contextlib.contextmanager
    def _place(self) -> Iterator[Worker]:
        worker = self._places.get()
        try:
            if worker is not None and not worker.alive:
                self._end(worker)
                worker = None
            worker = worker or self._start()
            yield worker
        finally:
            # Whatever went wrong, Ctrl-C included: a process that is not idle may be in the middle of something.
            if worker is not None and (not worker.idle or worker.worn or worker.jobs >= self._jobs):
                self._end(worker)
                worker = None
            self._places.put(worker)

    def _start(self) -> Worker:
        with self._lock:
            if self._closed:
                raise SourceTrouble(STOPPED)
            worker = Worker()
            self._started.add(worker)
            return worker

    def _end(self, worker: Worker) -> None:
        with self._lock:
            self._started.discard(worker)
        worker.end()


class Worker:
    """One process and the link to it."""

    def __init__(self) -> None:
        """Starts it, without waiting for it to be ready."""
        self.jobs = 0
        self.idle = True
        self.worn = False
        self._greeted = False
        self._stopped = False
        self._link, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 # this Python, and code from here
                [sys.executable, "-B", "-P", "-c", CODE, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=environment(),
            )

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def do(self, job: tuple[Any, ...], seconds: float, memory: int, answer: int) -> Any:
        """One job. SourceTrouble if it did not end well; unless `idle`, the process is of no more use then."""
        self.idle = False
        self.jobs += 1
        with Killing(self._process, START):
            self._hand_over(job)
        with Killing(self._process, seconds) as killing:
            how, what = self._outcome(killing, seconds, answer)
        held = self._held()
        self.worn = held > KEPT * memory
        self.idle = held > 0 and not killing.done and how != MEMORY
        return judged(how, what)

    def stop(self) -> None:
        """Kill the process; whoever waits for its answer hears of it."""
        self._stopped = True
        self._process.kill()

    def end(self) -> None:
        """Kill the process, and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        self._link.close()

    def _hand_over(self, job: tuple[Any, ...]) -> None:
        try:
            if not self._greeted:
                self._expect(READY)
                self._greeted = True
            self._link.send_bytes(pickle.dumps(job, pickle.HIGHEST_PROTOCOL))
            self._expect(BEGUN)
        except (EOFError, OSError):
            raise SourceTrouble(STOPPED if self._stopped else NOT_STARTED) from None

    def _expect(self, message: bytes) -> None:
        if self._link.recv_bytes(len(message)) != message:
            raise EOFError

    def _outcome(self, killing: Killing, seconds: float, answer: int) -> tuple[str, Any]:
        try:
            how, what = pickle.loads(self._link.recv_bytes(answer))  # noqa: S301 # from a process of ours that ran a function of ours
        except (EOFError, OSError) as error:
            if self._stopped:
                raise SourceTrouble(STOPPED) from None
            if killing.done:
                raise SourceTrouble(f"reading what stands there took longer than {seconds:.2g} seconds") from None
            if isinstance(error, EOFError | ConnectionError):
                log.warning("a worker ended by itself, with status %s", self._status())
                raise SourceTrouble("reading what stands there brought its process down") from None
            raise SourceTrouble(f"what was read there is larger than {answer / MEGABYTE:g} MB") from None
        return how, what

    def _held(self) -> int:
        """Bytes that the process has mapped after a job; 0 if it is not there any more."""
        try:
            return int(self._link.recv_bytes(20))
        except (EOFError, OSError):
            return 0

    def _status(self) -> int | None:
        """How the process ended; negative for a signal."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(1)
        return None


class Killing:
    """A process is killed unless the block ends within so many seconds."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        """`done`: whether it was."""
        self.done = False
        self._process = process
        self._timer = threading.Timer(seconds, self._kill)
        self._timer.daemon = True

    def __enter__(self) -> Killing:
        """Starts the clock."""
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stops it."""
        self._timer.cancel()
        self._timer.join()

    def _kill(self) -> None:
        self.done = True
        self._process.kill()


def environment() -> dict[str, str]:
    """What a worker has of this process's environment."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | LOCALE | {"PYTHONPATH": os.pathsep.join(sys.path)}


def judged(how: str, what: Any) -> Any:
    """A job's result. SourceTrouble if it has none."""
    if how == DONE:
        return what
    if how == REFUSED:
        raise SourceTrouble(what)
    if how == MEMORY:
        raise SourceTrouble("reading what stands there took too much memory")
    assert how == FAILED
    log.warning("work in a worker failed: %s", what)
    raise SourceTrouble("what stands there could not be read; the log says where that went wrong")
