"""Trouble on order: what a test scripts from outside so that the Web API fails the way Slack does.

Everything here decides and does nothing. `trouble` acts on the decision, at the door.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field, replace
from enum import StrEnum

_LONGEST = 600.0


class FaultKind(StrEnum):
    """What goes wrong. "Commit" is the moment the call takes effect: the message is stored, changed or gone."""

    RATE_LIMIT = "rate_limit"  # 429 with Retry-After; nothing is done
    PACE = "pace"  # 429 for whatever goes beyond `per_second` calls in a channel
    ERROR = "error"  # 200 with "ok": false and the name in `error`; nothing is done
    SERVER_ERROR = "server_error"  # the HTTP status in `status`; nothing is done
    DROP_BEFORE_COMMIT = "drop_before_commit"  # the connection ends without an answer; nothing is done
    COMMIT_THEN_DROP = "commit_then_drop"  # done, and then the connection ends without an answer
    COMMIT_THEN_STALL = "commit_then_stall"  # done at once, answered after `seconds`
    COMMIT_THEN_SERVER_ERROR = "commit_then_server_error"  # done, and answered with the HTTP status in `status`
    STALL_THEN_COMMIT = "stall_then_commit"  # done and answered after `seconds`, also when nobody waits any more


class BadFault(ValueError):
    """A fault that cannot be; the message says what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is to go wrong with calls of `method` (None: any) in `channel` (id or name; None: any, and calls that name none).

    It strikes `times` times (None: until it is cleared), and of the calls it fits only the given `share`: the same ones for the same
    `seed`. `seconds` is the Retry-After of a rate limit, or how long a stall lasts.
    """

    kind: FaultKind
    method: str | None = None
    channel: str | None = None
    times: int | None = None
    share: float = 1.0
    seed: int = 0
    seconds: float = 1.0
    per_second: int = 1
    status: int = 503
    error: str = "internal_error"

    def __post_init__(self) -> None:
        problem = next((told for wrong, told in _problems(self) if wrong), None)
        if problem is not None:
            raise BadFault(problem)


def _problems(fault: Fault) -> tuple[tuple[bool, str], ...]:
    return (
        (fault.times is not None and fault.times < 1, "times must be 1 or more, or left out: until the fault is cleared."),
        (not 0.0 < fault.share <= 1.0, "share must be more than 0 and at most 1."),
        (not 0.0 <= fault.seconds <= _LONGEST, f"seconds must be from 0 to {_LONGEST:g}."),
        (fault.per_second < 1, "per_second must be 1 or more."),
        (not 500 <= fault.status <= 599, "status must be from 500 to 599."),
        (not fault.error, "error must be Slack's name for what went wrong, such as is_archived."),
    )


@dataclass(frozen=True, slots=True)
class Scripted:
    """A fault and what became of it: how many calls it fitted, and how many of them it struck."""

    fault: Fault
    fitted: int = 0
    struck: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """The calls let through since `began` (seconds)."""

    began: float
    count: int


def fits(fault: Fault, method: str, channel: str | None) -> bool:
    """Whether this is a call that the fault is meant for. `channel` is an id."""
    return fault.method in (None, method) and fault.channel in (None, channel)


def turn(scripted: Scripted) -> tuple[Scripted, bool]:
    """One more call that the fault fits: what is known of it now, and whether it strikes."""
    fault = scripted.fault
    spent = fault.times is not None and scripted.struck >= fault.times
    strikes = not spent and (fault.share >= 1.0 or _chance(fault.seed, scripted.fitted) < fault.share)
    return replace(scripted, fitted=scripted.fitted + 1, struck=scripted.struck + strikes), strikes


def paced(window: Window | None, per_second: int, now: float) -> tuple[Window, float]:
    """One more call in a channel: its window now, and the seconds until the next one; 0 when the call may pass."""
    if window is None or now - window.began >= 1.0:
        return Window(now, 1), 0.0
    if window.count < per_second:
        return Window(window.began, window.count + 1), 0.0
    return window, window.began + 1.0 - now


def _chance(seed: int, number: int) -> float:
    """Between 0 and 1, the same for the same seed and number."""
    digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2.0**64


@dataclass(slots=True)
class _Row:
    scripted: Scripted
    windows: dict[str | None, Window] = field(default_factory=dict)


class Faults:
    """The script of one workspace: the first fault that strikes decides. May be used from any thread."""

    def __init__(self) -> None:
        self._rows: list[_Row] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """From now on, after the faults that are there already."""
        with self._lock:
            self._rows.append(_Row(Scripted(fault)))

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._rows.clear()

    def script(self) -> tuple[Scripted, ...]:
        """All faults, and how often each struck."""
        with self._lock:
            return tuple(row.scripted for row in self._rows)

    def strike(self, method: str, channel: str | None, now: float) -> Fault | None:
        """The fault that this call meets, if any; a pace that is kept too fast comes out as a rate limit. `now` is in seconds."""
        if not self._rows:
            return None
        with self._lock:
            for row in self._rows:
                if fits(row.scripted.fault, method, channel):
                    struck = self._struck(row, channel, now)
                    if struck is not None:
                        return struck
        return None

    def _struck(self, row: _Row, channel: str | None, now: float) -> Fault | None:
        fault, wait = row.scripted.fault, 0.0
        if fault.kind is FaultKind.PACE:
            row.windows[channel], wait = paced(row.windows.get(channel), fault.per_second, now)
            if wait == 0.0:
                return None
        row.scripted, strikes = turn(row.scripted)
        if not strikes:
            return None
        return replace(fault, kind=FaultKind.RATE_LIMIT, seconds=wait) if wait else fault
