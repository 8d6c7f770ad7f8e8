"""What an operator can watch, in the text form that Prometheus reads. Counted in this process only."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from threading import Lock

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Upper bounds of the latency buckets, in seconds. Slack gives up after 3."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


Gauges = Mapping[str, tuple[str, float | Mapping[str, float]]]
"""Further numbers of the moment: a name to its description and its value, or its value for each source by name."""


class Metrics:
    """Requests by door and outcome, how long they took, and what channels were sent. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._outcomes: Counter[tuple[str, str]] = Counter()
        self._acts: Counter[tuple[str, str, str]] = Counter()
        self._buckets = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0

    def note(self, door: str, outcome: str, seconds: float) -> None:
        """Count one request. `outcome` is one of a few words."""
        with self._lock:
            self._outcomes[door, outcome] += 1
            self._buckets[bisect_left(BOUNDS, seconds)] += 1
            self._seconds += seconds

    def note_act(self, platform: str, act: str, outcome: str) -> None:
        """Count one thing that a platform was asked to do unasked: which kind of act, and what became of it, a word each."""
        with self._lock:
            self._acts[platform, act, outcome] += 1

    def text(self, gauges: Gauges) -> str:
        """The whole page."""
        with self._lock:
            outcomes, acts, buckets, seconds = dict(self._outcomes), dict(self._acts), list(self._buckets), self._seconds
        lines = _head("briefing_requests_total", "counter", "Requests by door and outcome.")
        lines += [
            f'briefing_requests_total{{door="{door}",outcome="{outcome}"}} {number}' for (door, outcome), number in sorted(outcomes.items())
        ]
        lines += _head("briefing_request_seconds", "histogram", "Time from the last byte of a request to its answer, in seconds.")
        for bound, number in zip((*map(str, BOUNDS), "+Inf"), accumulate(buckets), strict=True):
            lines.append(f'briefing_request_seconds_bucket{{le="{bound}"}} {number}')
        lines += [f"briefing_request_seconds_sum {seconds:.6f}", f"briefing_request_seconds_count {sum(buckets)}"]
        lines += _head("briefing_acts_total", "counter", "What channels were sent, by platform, act and outcome.")
        lines += [
            f'briefing_acts_total{{platform="{platform}",act="{act}",outcome="{outcome}"}} {number}'
            for (platform, act, outcome), number in sorted(acts.items())
        ]
        for name, (about, value) in gauges.items():
            lines += [*_head(name, "gauge", about), *_values(name, value)]
        return "\n".join(lines) + "\n"


def _values(name: str, value: float | Mapping[str, float]) -> list[str]:
    if isinstance(value, Mapping):
        return [f'{name}{{source="{source}"}} {number!r}' for source, number in sorted(value.items())]
    return [f"{name} {value:g}"]


def _head(name: str, kind: str, about: str) -> list[str]:
    return [f"# HELP {name} {about}", f"# TYPE {name} {kind}"]
