"""Whose request it is, while Slack takes its time to say whose token a tenant has."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from bot.platforms.slack import Tenant
from bot.platforms.slack.tenants import PAUSE, Tenants, Unsure

NOON = datetime(2016, 11, 1, 12, tzinfo=UTC)
WEST = Tenant("Westshire", "xoxb-west", team="T0WEST")
NORTH = Tenant("Northmoor", "xoxb-north")


@dataclass
class SlowSlack:
    """Says whose token it is when it is let go."""

    team: str | None
    let_go: Event = field(default_factory=Event)
    asked: Event = field(default_factory=Event)
    times: int = 0

    def __call__(self, _tenant: Tenant) -> str | None:
        self.times += 1
        self.asked.set()
        self.let_go.wait(timeout=30)
        return self.team


def test_a_known_workspace_does_not_wait_for_an_unknown_one() -> None:
    slack = SlowSlack("T0NORTH")
    tenants = Tenants((WEST, NORTH), slack)
    with ThreadPoolExecutor(2) as threads:
        asking = [threads.submit(tenants.of, "T0NORTH", (NORTH,), now=NOON) for _ in range(2)]
        try:
            assert slack.asked.wait(timeout=30)
            assert tenants.of("T0WEST", (WEST, NORTH), now=NOON) is WEST
            assert tenants.learn(WEST, now=NOON) == "T0WEST"
        finally:
            slack.let_go.set()
        assert [one.result() for one in asking] == [NORTH, NORTH]
    assert slack.times == 1


def test_a_stranger_is_told_from_somebody_of_whom_nothing_is_known_yet() -> None:
    slack = SlowSlack(None)
    slack.let_go.set()
    tenants = Tenants((WEST, NORTH), slack)
    assert tenants.of("T0ELSEWHERE", (WEST,), now=NOON) is None
    for moment in (NOON, NOON + timedelta(seconds=1)):
        with pytest.raises(Unsure):
            tenants.of("T0ELSEWHERE", (WEST, NORTH), now=moment)
    assert slack.times == 1
    slack.team = "T0NORTH"
    assert tenants.of("T0ELSEWHERE", (WEST, NORTH), now=NOON + PAUSE) is None
    assert tenants.of("T0NORTH", (NORTH,), now=NOON + PAUSE) is NORTH
