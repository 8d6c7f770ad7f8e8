"""What the tests have workers do: functions that a worker can import."""

from __future__ import annotations

import os
import signal
import sys
import time

from briefings.errors import BriefingsError


def sleeping(seconds: float) -> str:
    """Waits."""
    time.sleep(seconds)
    return "slept"


def spinning() -> None:
    """Computes for ever."""
    while True:
        pass


def deaf() -> None:
    """Lets no signal disturb it that can be kept out."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    spinning()


def hoarding() -> list[str]:
    """Takes all the memory there is, in small pieces."""
    kept: list[str] = []
    while True:
        kept.append(str(len(kept)) * 10)


def falling() -> None:
    """Ends its process as a fault in C would."""
    os.kill(os.getpid(), signal.SIGSEGV)


def raising(words: str) -> None:
    """A fault of ours, with words of the source in it."""
    raise ValueError(words)


def refusing(words: str) -> None:
    """A refusal in words for people."""
    raise BriefingsError(words)


def recursing(depth: int = 0) -> int:
    """Deeper and deeper."""
    return recursing(depth + 1) + 1


def talking() -> str:
    """Prints what nobody wants to see, and reads what nobody says."""
    print("words", flush=True)  # noqa: T201
    print("words", file=sys.stderr, flush=True)  # noqa: T201
    return sys.stdin.read()


def surroundings() -> list[str]:
    """The names in its environment."""
    return sorted(os.environ)


def process() -> int:
    """Which process it is."""
    return os.getpid()


def large(size: int) -> bytes:
    """A result of some size."""
    return bytes(size)


def hoarding_to_the_end() -> None:
    """Takes all the memory there is, and then fails for another reason, with nothing left to say so."""
    kept = []
    try:
        while True:
            kept.append(bytes(1000))
    except MemoryError:
        raise ValueError(kept) from None
