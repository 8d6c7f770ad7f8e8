"""Couriers are killed two hundred times while everything goes wrong: nothing is lost, nothing is said twice, nothing is out of date."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

KILLS = 200


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_channel_shows_exactly_what_is_wanted_however_often_couriers_are_killed(database: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.crash", "--kills", str(KILLS), "--only", database]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    told = re.search(r"kills=(\d+) lost=(\d+) twice=(\d+) stale=(\d+) messages=(\d+)", ran.stdout)
    assert told, ran.stderr[-3000:]
    kills, lost, twice, stale, messages = map(int, told.groups())
    assert (kills >= KILLS, lost, twice, stale) == (True, 0, 0, 0), ran.stderr[-3000:]
    assert messages > KILLS
    assert ran.returncode == 0
