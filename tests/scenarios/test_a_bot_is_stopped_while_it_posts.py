"""An operator stops the bot, or has it read its subscriptions again, while it is at work; or the machine kills it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import assembly
from bot.assembly import Core
from bot.press import MovableClock
from bot.workspace import Fault, FaultKind, RunningWorkspace
from briefings.statements import Draft, Published
from tests.bot.test_app import CREDENTIALS, address, environment, get
from tests.scenarios.bots import WEST, posting, shown, told, workspace_of
from tests.scenarios.newsroom import GENERAL, REVIEW, entry, subscribe, wait_for

POST = "chat.postMessage"
VILLAGES = ("Alderwick", "Brackley", "Cotterby", "Dunsop", "Eastbury", "Fennimore")
ENTRIES = (entry("alerts", "#general"), entry("review", "C0REVIEW"))


@dataclass(frozen=True, slots=True)
class Scene:
    """A workspace, a database that the test sees too, and the environment of a process that serves both."""

    workspace: RunningWorkspace
    core: Core
    config: Path
    environment: dict[str, str]

    @contextmanager
    def started(self, name: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
        """A process, and the first line it says; killed at the end if it still runs."""
        command = [sys.executable, "-m", "bot", name]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                yield process, process.stdout.readline()
            finally:
                process.kill()

    def publish(self) -> None:
        """A statement from each village, all at once, once the subscriptions stand."""
        wait_for(lambda: len(self.core.desk.subscriptions()) == len(ENTRIES), self.core.desk.subscriptions)
        self.core.desk.take_in("westshire", map(draft, VILLAGES), now=assembly.utc_now(), announce=True)

    def villages(self, channel: str) -> list[str]:
        """Of which villages a channel was told, in order."""
        return [next(name for name in VILLAGES if name in text) for text in shown(self.workspace, channel)]

    def tells(self, count: int) -> None:
        """Wait until a channel was told so much."""
        wait_for(lambda: len(self.villages(GENERAL)) >= count, lambda: self.villages(GENERAL))


def draft(village: str) -> Draft:
    """A made-up statement on modern slavery."""
    text = f"Victims of modern slavery were brought to safety in {village}."
    return Draft(f"westshire-{village}", f"Slavery inquiry in {village}", text, "Westshire Police", published=Published(assembly.utc_now()))


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with workspace_of(WEST, MovableClock(assembly.utc_now)) as workspace:
        slack = {**CREDENTIALS, "SLACK_BOT_TOKEN": WEST.bot_token, "SLACK_API_URL": workspace.api_url}
        known, config = environment(tmp_path, **slack), tmp_path / "config"
        with assembly.open_core(told(config, known["DATABASE_URL"], workspace.api_url, *ENTRIES), migrate=True) as core:
            assembly.prepare(core)
            yield Scene(workspace, core, config, known)


@pytest.mark.parametrize("name", ["run", "worker"])
def test_a_bot_that_is_stopped_while_it_posts_finishes_what_is_under_way_and_the_next_one_goes_on_at_once(scene: Scene, name: str) -> None:
    scene.workspace.workspace.script(Fault(kind=FaultKind.COMMIT_THEN_STALL, method=POST, seconds=0.5))
    with scene.started(name) as (process, _):
        scene.publish()
        scene.tells(2)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in errors) == (0, False)
    assert {late.unknown for late in scene.core.outbox.late()} == {None}
    assert len(scene.core.outbox.late()) == 2 * len(VILLAGES) - len(scene.villages(GENERAL)) - len(scene.villages(REVIEW)) > 0
    scene.workspace.workspace.faults.clear()
    with scene.started(name):
        wait_for(lambda: not scene.core.outbox.late(), scene.core.outbox.late)
    assert scene.villages(GENERAL) == scene.villages(REVIEW) == [*VILLAGES]


def test_a_bot_that_is_killed_while_it_posts_loses_and_doubles_nothing(scene: Scene) -> None:
    scene.workspace.workspace.script(Fault(kind=FaultKind.COMMIT_THEN_STALL, method=POST, seconds=0.5))
    with scene.started("worker") as (process, _):
        scene.publish()
        scene.tells(2)
        process.kill()
    scene.workspace.workspace.faults.clear()
    # What it held is given out when its lease is over, and looked up half a minute after the call can have ended: here that passes quickly.
    clock = MovableClock(assembly.utc_now)
    with posting(scene.core.settings, clock):

        def settled() -> bool:
            clock.move(5)
            return not scene.core.outbox.late()

        wait_for(settled, scene.core.outbox.late)
    assert scene.villages(GENERAL) == scene.villages(REVIEW) == [*VILLAGES]


def test_a_hangup_signal_has_the_subscriptions_read_again_all_or_nothing(scene: Scene) -> None:
    file = scene.config / "subscriptions.yaml"

    def edit(theme: str) -> None:
        """Write the file so that nobody can see that it changed."""
        before = file.stat()
        subscribe(scene.config, entry("alerts", "#general", themes=f"[{theme}]"), ENTRIES[1])
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        process.send_signal(signal.SIGHUP)

    def wanted() -> tuple[str, ...]:
        return next(one.wants.themes for one in scene.core.desk.subscriptions() if one.lineage == "alerts")

    with scene.started("run") as (process, line):
        wait_for(lambda: len(scene.core.desk.subscriptions()) == len(ENTRIES), scene.core.desk.subscriptions)
        edit("domestic-abuze")
        wait_for(lambda: "subscriptions.yaml is broken" in get(f"{address(line)}/readyz").text, lambda: "ready")
        assert wanted() == ("modern-slavery",)
        edit("domestic-abuse")
        wait_for(lambda: wanted() == ("domestic-abuse",), wanted)
        assert get(f"{address(line)}/readyz").text == "ready\n"
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert "the subscriptions stay as they were: " in errors
    assert "domestic-abuze" in errors
    assert process.returncode == 0
