"""The processes as an operator starts and stops them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from briefings.statements import LONDON
from tests.bot.config import shipped_without_sources
from tests.scenarios.house import command, post, signed

CREDENTIALS = {"SLACK_BOT_TOKEN": "xoxb-westshire", "SLACK_SIGNING_SECRET": "westshire-secret"}


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DATABASE_URL", "HOST", "PORT", "BOT_"))}
    config = str(shipped_without_sources(folder / "config"))
    return {**kept, "BOT_CONFIG": config, "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}", "PORT": "0", **more}


def finished(folder: Path, name: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a subcommand that is expected to end by itself."""
    return subprocess.run([sys.executable, "-m", "bot", name], env=environment(folder, **more), capture_output=True, text=True, timeout=60)


@contextmanager
def started(folder: Path, name: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process and the first line it says; asked to stop at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", name], env=environment(folder, **more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline()
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def address(line: str) -> str:
    """The first address in a line."""
    found = re.search(r"http://[0-9.:]+", line)
    assert found, line
    return found.group()


def get(url: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, timeout=10)


def at_press_desk(url: str, deed: str, **body: object) -> dict[str, Any]:
    """Press a button of the press desk; how the desk stands then."""
    with requests.Session() as session:
        session.trust_env = False
        told: dict[str, Any] = session.post(f"{url}/local/press-desk/{deed}", json=body, timeout=10).json()
    assert "error" not in told, told
    return told


def time_at(url: str) -> datetime:
    """The time at the press desk, to the minute."""
    return datetime.strptime(get(f"{url}/local/press-desk").json()["now"], "%A %d %B %Y, %H:%M").replace(tzinfo=LONDON)


def comes_to_say(url: str, words: str) -> bool:
    """Whether what stands at an address holds these words within some seconds."""
    for _ in range(100):
        if words in get(url).text:
            return True
        time.sleep(0.1)
    return False


def general_is_told(url: str, title: str) -> bool:
    """Whether a statement that is published now is posted to #general, however short a time ago the bot was started."""
    at_press_desk(url, "publish", title=title, text="Westshire Police told of it.")
    return comes_to_say(f"{url}/local/feed?person=U0ASHA&channel=C0GENERAL&after=0&wait=0", title)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on, with a free one before it."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_without_credentials_opens_a_workspace_and_stops_when_asked(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path, "run") as (process, line):
        assert "type: /briefing modern-slavery" in line
        assert "<html" in get(address(line)).text
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in errors


def test_a_practice_clock_that_was_moved_stays_so_when_the_bot_is_started_again_and_channels_are_told(tmp_path: Path) -> None:
    with started(tmp_path, "run") as (_, line):
        at_press_desk(address(line), "clock", seconds=3 * 86400)
        assert general_is_told(address(line), "Slavery inquiry in Alderwick")
        before = time_at(address(line))
    with started(tmp_path, "run") as (_, line):
        assert time_at(address(line)) >= before
        assert general_is_told(address(line), "Lorry found in Cotterby")


def test_what_the_press_desk_published_is_listed_after_a_start_and_can_be_corrected_withdrawn_and_redacted(tmp_path: Path) -> None:
    with started(tmp_path, "run") as (_, line):
        for title in ("Lorry found in Alderwick", "Lorry found in Brackley", "Lorry found in Cotterby"):
            listed = at_press_desk(address(line), "publish", title=title, text="Westshire Police found 9 people in it.")["statements"]
        at_press_desk(
            address(line), "correct", id=listed[2]["id"], title="Lorry found in Alderwick", text="Westshire Police found 8 people in it."
        )
        before = at_press_desk(address(line), "withdraw", id=listed[1]["id"])["statements"]
    with started(tmp_path, "run") as (_, line):
        assert get(f"{address(line)}/local/press-desk").json()["statements"] == before
        assert [one["status"] for one in before] == ["live", "withdrawn", "corrected"]
        told = at_press_desk(
            address(line), "correct", id=before[0]["id"], title=before[0]["title"], text="Westshire Police found 7 people in it."
        )
        assert (told["statements"][0]["status"], told["statements"][0]["text"]) == ("corrected", "Westshire Police found 7 people in it.")
        assert at_press_desk(address(line), "withdraw", id=before[2]["id"])["statements"][2]["status"] == "withdrawn"
        left = at_press_desk(address(line), "redact", id=before[0]["id"])["statements"]
        assert [one["title"] for one in left] == ["Lorry found in Brackley", "Lorry found in Alderwick"]


def test_run_with_credentials_serves_slack_and_nothing_else(tmp_path: Path) -> None:
    with started(tmp_path, "run", SLACK_API_URL="http://127.0.0.1:9/api/", **CREDENTIALS) as (_, line):
        assert re.fullmatch(r"Serving Slack at http://127\.0\.0\.1:[0-9]+/slack/events\.\n", line)
        bot = address(line)
        assert (get(f"{bot}/healthz").status_code, get(f"{bot}/readyz").text) == (200, "ready\n")
        assert "briefing_statements 12\n" in get(f"{bot}/metrics").text
        body = command("modern-slavery")
        assert post(bot, body, signed(body, "another-secret")).status_code == 401
        # Slack cannot be asked here whose token this is.
        assert (
            "Slack has not told the bot yet which workspace it belongs to"
            in post(bot, body, signed(body, CREDENTIALS["SLACK_SIGNING_SECRET"])).json()["text"]
        )


def test_web_and_worker_run_beside_each_other_on_one_database(tmp_path: Path) -> None:
    assert finished(tmp_path, "migrate").returncode == 0
    with started(tmp_path, "worker") as (worker, ticking), started(tmp_path, "web", **CREDENTIALS) as (web, serving):
        assert ticking.startswith("Ticking")
        assert get(f"{address(serving)}/readyz").status_code == 200
        for process in (worker, web):
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
    assert (worker.returncode, web.returncode) == (0, 0)


@pytest.mark.parametrize("name", ["web", "worker"])
def test_web_and_worker_refuse_a_database_that_was_not_migrated(tmp_path: Path, name: str) -> None:
    ended = finished(tmp_path, name, **CREDENTIALS)
    assert ended.returncode != 0
    assert "run `python -m bot migrate`" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_web_without_credentials_names_what_is_missing(tmp_path: Path) -> None:
    ended = finished(tmp_path, "web")
    assert ended.returncode != 0
    assert "SLACK_BOT_TOKEN" in ended.stderr
    assert "SLACK_SIGNING_SECRET" in ended.stderr


@pytest.mark.parametrize("missing", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"])
def test_half_a_set_of_credentials_starts_nothing(tmp_path: Path, missing: str) -> None:
    ended = finished(tmp_path, "run", **{name: value for name, value in CREDENTIALS.items() if name != missing})
    assert ended.returncode != 0
    assert f"{missing}: is missing" in ended.stderr
    assert not any(value in ended.stderr + ended.stdout for value in CREDENTIALS.values())
    assert not (tmp_path / "bot.db").exists()


def test_a_taken_port_is_said_plainly_before_anything_is_made(tmp_path: Path, taken: int) -> None:
    ended = finished(tmp_path, "run", PORT=str(taken))
    assert ended.returncode != 0
    assert f"port {taken} on 127.0.0.1 is in use" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "bot.db").exists()


def test_a_taken_port_beside_it_is_said_plainly_too(tmp_path: Path, taken: int) -> None:
    ended = finished(tmp_path, "run", PORT=str(taken - 1))
    assert ended.returncode != 0
    assert "in use" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_practice_workspace_is_not_opened_to_other_machines(tmp_path: Path) -> None:
    ended = finished(tmp_path, "run", HOST="127.0.0.2")
    assert ended.returncode != 0
    assert "HOST must be 127.0.0.1" in ended.stderr
