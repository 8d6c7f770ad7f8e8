"""Work that is ended when it takes too long or too much."""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from bot.sources.source import SourceTrouble
from bot.sources.workers import LOCALE, PASSED_ON, Workers
from tests.bot.sources import doing

ORPHAN = """
import sys, threading
from bot.sources.workers import Workers
from tests.bot.sources import doing
workers = Workers(seconds=60)
print(workers.run(doing.process), flush=True)
if sys.argv[1] == "busy":
    threading.Thread(target=lambda: workers.run(doing.spinning, seconds=1), daemon=True).start()
sys.stdin.readline()
"""

MOST_MEMORY = 200_000_000
# In a process of its own: the peak is that of all children a process ever had, and the tests have had others.
HOARDERS = """
import resource, sys
from bot.sources.source import SourceTrouble
from bot.sources.workers import Workers
from tests.bot.sources import doing
told = []
with Workers() as workers:
    for job in (doing.hoarding, doing.hoarding_to_the_end):
        try:
            workers.run(job, seconds=60)
        except SourceTrouble as trouble:
            told.append(str(trouble))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024), *told, sep="\\n")
"""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """One worker, kept between the tests."""
    with Workers() as opened:
        yield opened


def gone(process: int) -> bool:
    """Whether a process has ended, or does so within a good while."""
    for _ in range(300):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        with contextlib.suppress(OSError), open(f"/proc/{process}/stat") as stat:  # noqa: PTH123
            if stat.read().rpartition(")")[2].split()[0] == "Z":
                return True
        time.sleep(0.1)
    return False


def test_what_a_function_returns_comes_back(workers: Workers) -> None:
    assert workers.run(sorted, [3, 1, 2]) == [1, 2, 3]


def test_what_took_long_to_come_has_less_time_to_be_read() -> None:
    with Workers(seconds=60) as workers:
        assert workers.run(sorted, [3, 1, 2], spent=1.0) == [1, 2, 3]
        with pytest.raises(SourceTrouble, match=r"^reading what stands there took longer than 0\.5 seconds$"):
            workers.run(doing.sleeping, 60, spent=12.5)


def test_a_large_body_goes_there_and_back(workers: Workers) -> None:
    assert workers.run(bytes.upper, b"a" * 10_000_000) == b"A" * 10_000_000


def test_a_worker_is_kept_from_job_to_job(workers: Workers) -> None:
    assert workers.run(doing.process) == workers.run(doing.process) != os.getpid()


@pytest.mark.parametrize("hanging", [doing.spinning, doing.deaf])
def test_work_that_does_not_end_is_ended(workers: Workers, hanging: object) -> None:
    before = workers.run(doing.process)
    with pytest.raises(SourceTrouble, match=r"reading what stands there took longer than 0\.3 seconds"):
        workers.run(hanging, seconds=0.3)  # type: ignore[arg-type]
    assert gone(before)
    assert workers.run(doing.process) != before


def test_work_that_takes_too_much_memory_is_ended(workers: Workers) -> None:
    before = workers.run(doing.process)
    for _ in range(2):
        with pytest.raises(SourceTrouble, match="reading what stands there took too much memory"):
            workers.run(doing.hoarding, seconds=60)
    with pytest.raises(SourceTrouble, match="reading what stands there took too much memory"):
        workers.run(doing.large, 1_000_000_000)
    with pytest.raises(SourceTrouble, match=r"took too much memory|could not be read"):
        workers.run(doing.hoarding_to_the_end, seconds=60)
    assert workers.run(doing.process) != before


def test_a_worker_never_has_more_memory_than_it_may() -> None:
    done = subprocess.run([sys.executable, "-c", HOARDERS], capture_output=True, text=True, check=True)
    peak, *told = done.stdout.splitlines()
    assert len(told) == 2
    assert int(peak) < MOST_MEMORY or sys.platform == "darwin"


def test_a_worker_that_holds_on_to_memory_is_replaced(workers: Workers) -> None:
    workers.run(doing.process)
    assert workers.run(len, b"a" * 9_000_000) == 9_000_000
    assert workers.run(sorted, [1]) == [1]


def test_a_result_that_is_too_large_is_refused(workers: Workers) -> None:
    with pytest.raises(SourceTrouble, match="what was read there is larger than 16 MB"):
        workers.run(doing.large, 17_000_000)
    assert workers.run(doing.large, 1000) == bytes(1000)


def test_work_that_brings_its_process_down_is_trouble_and_no_more(workers: Workers, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(SourceTrouble, match="reading what stands there brought its process down"):
        workers.run(doing.falling)
    assert "with status -11" in caplog.text
    assert workers.run(sorted, [1]) == [1]


def test_a_fault_is_logged_by_its_place_and_never_by_its_words(workers: Workers, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(SourceTrouble, match="could not be read; the log says where"):
        workers.run(doing.raising, "a name")
    assert "ValueError in doing.py:" in caplog.text
    assert "a name" not in caplog.text
    with pytest.raises(SourceTrouble, match="could not be read"):
        workers.run(doing.recursing)


def test_a_refusal_keeps_its_words(workers: Workers) -> None:
    with pytest.raises(SourceTrouble, match="this is a page to prove that you are no robot"):
        workers.run(doing.refusing, "this is a page to prove that you are no robot")


def test_a_worker_has_no_terminal_and_no_secrets(workers: Workers, capfd: pytest.CaptureFixture[str]) -> None:
    assert workers.run(doing.talking) == ""
    assert capfd.readouterr() == ("", "")
    assert set(workers.run(doing.surroundings)) <= {*PASSED_ON, *LOCALE, "PYTHONPATH"}


def test_a_hanging_job_keeps_the_others_waiting_no_longer_than_its_own_time() -> None:
    with Workers(count=2) as workers:
        failed: list[str] = []

        def hang() -> None:
            try:
                workers.run(doing.sleeping, 60, seconds=1)
            except SourceTrouble as trouble:
                failed.append(str(trouble))

        threads = [threading.Thread(target=hang) for _ in range(3)]
        for thread in threads:
            thread.start()
        assert workers.run(sorted, [2, 1]) == [1, 2]
        for thread in threads:
            thread.join()
    assert failed == ["reading what stands there took longer than 1 seconds"] * 3


def test_many_threads_share_a_few_workers() -> None:
    with Workers(count=2, jobs=5) as workers:
        got: list[int] = []
        threads = [threading.Thread(target=lambda n=n: got.append(workers.run(abs, -n))) for n in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(got) == list(range(30))


def test_closing_ends_the_processes_and_takes_no_more_work() -> None:
    workers = Workers()
    process = workers.run(doing.process)
    workers.close()
    workers.close()
    assert gone(process)
    with pytest.raises(SourceTrouble, match="the bot is being stopped"):
        workers.run(doing.process)


def test_closing_does_not_wait_for_work_that_is_under_way() -> None:
    workers = Workers(seconds=600)
    told: list[str] = []

    def hang() -> None:
        try:
            workers.run(doing.sleeping, 600)
        except SourceTrouble as trouble:
            told.append(str(trouble))

    hanging = threading.Thread(target=hang)
    hanging.start()
    time.sleep(0.3)
    workers.close()
    hanging.join(60)
    assert told == ["the bot is being stopped"]


def test_a_worker_that_somebody_killed_between_jobs_is_replaced(workers: Workers) -> None:
    process = workers.run(doing.process)
    os.kill(process, signal.SIGKILL)
    assert gone(process)
    assert workers.run(doing.process) != process


def test_what_only_the_started_script_knows_cannot_be_given_to_a_worker(workers: Workers) -> None:
    def local() -> None:
        """Not at the top of a module."""

    with pytest.raises((AttributeError, pickle.PicklingError)):
        workers.run(local)


def test_ctrl_c_during_work_ends_the_work_and_leaves_the_workers_usable(workers: Workers) -> None:
    before = workers.run(doing.process)
    main = threading.main_thread().ident
    assert main is not None
    pressing = threading.Timer(0.3, lambda: signal.pthread_kill(main, signal.SIGINT))
    pressing.start()
    with pytest.raises(KeyboardInterrupt):
        workers.run(doing.sleeping, 60, seconds=60)
    pressing.join()
    assert gone(before)
    assert workers.run(sorted, [1]) == [1]


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_worker_ends_when_whoever_started_it_is_killed(state: str) -> None:
    with subprocess.Popen([sys.executable, "-c", ORPHAN, state], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        if state == "busy":
            time.sleep(0.3)
        parent.kill()
    assert gone(worker)
