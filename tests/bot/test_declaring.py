"""The configuration's subscriptions: when the file is read, and which channels they are found to mean."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cards import Card
from bot.declaring import Declaring, watched
from bot.ports import Place, Rates
from bot.sending import Refused, Scope, SendingError, TryAgain
from bot.settings import load
from briefings.desk import Desk
from tests.bot.bulletins import Watch
from tests.bot.config import write_config

THEME = "bicycle-theft"
WORKSPACES = """\
workspaces:
  - {name: Westshire, team_id: T0WEST, bot_token_env: WEST_TOKEN, signing_secret_env: SECRET}
  - {name: Northmoor, team_id: T0NORTH, bot_token_env: NORTH_TOKEN, signing_secret_env: SECRET}
"""


@dataclass(slots=True)
class Directory:
    """A platform that knows where channels are, and notes what it was asked."""

    places: dict[tuple[str, str], str]
    silent: set[str] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)
    rates: Rates = field(default_factory=lambda: Rates(0, 1, 1, 1, 1))
    patience: float = 1.0

    def tenants(self) -> Sequence[str]:
        return sorted({tenant for tenant, _ in self.places} - self.silent)

    def resolve(self, tenant: str, address: str) -> Place:
        self.asked.append((tenant, address))
        if tenant in self.silent:
            raise TryAgain("timeout", scope=Scope.TENANT)
        if (tenant, address) not in self.places:
            raise Refused("channel_not_found", Scope.CHANNEL)
        return Place(tenant, self.places[tenant, address], address.removeprefix("#"))

    def post(self, place: Place, card: Card, *, key: str, thread: str | None = None) -> str:
        raise SendingError("nothing is posted here")

    def edit(self, place: Place, message: str, card: Card) -> None:
        raise SendingError("nothing is edited here")

    def retract(self, place: Place, message: str) -> None:
        raise SendingError("nothing is retracted here")

    def look_up(self, place: Place, key: str, *, since: datetime, thread: str | None = None) -> str | None:
        raise SendingError("nothing is looked up here")

    def link(self, place: Place, message: str) -> str | None:
        return None


@dataclass(slots=True)
class Config:
    """A folder of configuration, and what has the desk know it."""

    folder: Path
    desk: Desk
    directory: Directory
    clock: Watch = field(default_factory=Watch)

    def write(self, *entries: tuple[str, str, str]) -> None:
        """The file: a name, a channel and a workspace for each entry."""
        told = (f'  - {{name: {name}, channel: "{channel}", workspace: {there}, themes: [{THEME}]}}\n' for name, channel, there in entries)
        (self.folder / "subscriptions.yaml").write_text("subscriptions:\n" + "".join(told), encoding="utf-8")

    def declaring(self) -> Declaring:
        """As at a start: the settings are read now."""
        known = {"WEST_TOKEN": "xoxb-west", "NORTH_TOKEN": "xoxb-north", "SECRET": "secret"}
        settings = load(known, self.folder)
        return Declaring(self.desk, settings, {"slack": self.directory}, watched(settings), self.clock)

    def standing(self) -> dict[str, tuple[str, str]]:
        """Where each subscription posts to."""
        return {one.lineage: (one.channel.tenant, one.channel.place) for one in self.desk.subscriptions()}


@pytest.fixture
def config(tmp_path: Path, desk: Desk) -> Config:
    places = {("T0WEST", "#ops"): "C0OPS", ("T0NORTH", "#ops"): "C0NORTHOPS", ("T0WEST", "#desk"): "C0DESK"}
    return Config(write_config(tmp_path / "config", bot=WORKSPACES), desk, Directory(places))


def test_a_file_that_is_being_written_is_read_once_it_is_the_same_at_two_looks(config: Config) -> None:
    declaring = config.declaring()
    declaring.tick()
    config.write(("west", "#ops", "Westshire"))
    declaring.tick()
    assert config.standing() == {}
    config.write(("west", "#ops", "Westshire"), ("desk", "#desk", "Westshire"))
    declaring.tick()
    assert config.standing() == {}
    declaring.tick()
    assert config.standing() == {"west": ("T0WEST", "C0OPS"), "desk": ("T0WEST", "C0DESK")}


def test_whoever_asks_for_it_has_the_file_read_at_the_next_look(config: Config) -> None:
    declaring = config.declaring()
    declaring.tick()
    config.write(("west", "#ops", "Westshire"))
    declaring.reload()
    declaring.tick()
    assert config.standing() == {"west": ("T0WEST", "C0OPS")}


def test_an_edit_that_came_after_the_settings_were_read_is_seen_at_the_first_look(config: Config) -> None:
    config.write(("west", "#ops", "Westshire"))
    declaring = config.declaring()
    config.write(("west", "#desk", "Westshire"))
    declaring.tick()
    assert config.standing() == {"west": ("T0WEST", "C0DESK")}


def test_a_workspace_that_is_silent_is_asked_once_a_round_and_keeps_no_other_waiting(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    config.directory.silent.add("T0WEST")
    config.write(*((f"west-{number}", f"#ops-{number}", "Westshire") for number in range(20)), ("north", "#ops", "Northmoor"))
    declaring = config.declaring()
    declaring.tick()
    assert config.standing() == {"north": ("T0NORTH", "C0NORTHOPS")}
    assert config.directory.asked == [("T0WEST", "#ops-0"), ("T0NORTH", "#ops")]
    assert sum("cannot be found just now: timeout" in message for message in caplog.messages) == 20
    caplog.clear()
    declaring.tick()
    config.clock.time += timedelta(seconds=31)
    declaring.tick()
    assert config.directory.asked[2:] == [("T0WEST", "#ops-0")]
    assert caplog.messages == []


def test_a_channel_that_is_not_there_keeps_no_other_of_its_workspace_waiting(config: Config) -> None:
    config.write(("gone", "#gone", "Westshire"), ("west", "#ops", "Westshire"))
    config.declaring().tick()
    assert config.standing() == {"west": ("T0WEST", "C0OPS")}


def test_a_subscription_moved_to_another_workspace_goes_there_though_the_channels_have_one_name(config: Config) -> None:
    config.write(("ops", "#ops", "Westshire"))
    declaring = config.declaring()
    declaring.tick()
    config.write(("ops", "#ops", "Northmoor"))
    declaring.reload()
    declaring.tick()
    assert config.standing() == {"ops": ("T0NORTH", "C0NORTHOPS")}


def test_a_restart_asks_for_no_channel_that_is_known(config: Config) -> None:
    config.write(("ops", "#ops", "Westshire"))
    config.declaring().tick()
    config.directory.silent.add("T0WEST")
    config.declaring().tick()
    assert config.standing() == {"ops": ("T0WEST", "C0OPS")}
    assert config.directory.asked == [("T0WEST", "#ops")]


def test_a_bot_that_is_being_stopped_asks_for_no_channel(config: Config) -> None:
    config.write(("ops", "#ops", "Westshire"))
    declaring = config.declaring()
    declaring.stop()
    declaring.tick()
    assert (config.standing(), config.directory.asked) == ({}, [])


def test_a_broken_file_is_said_once_and_leaves_everything_as_it_was(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    config.write(("ops", "#ops", "Westshire"))
    declaring = config.declaring()
    declaring.tick()
    config.write(("ops", "#desk", "Westshire"), ("ops", "#ops", "Westshire"))
    for _ in range(4):
        declaring.tick()
    assert config.standing() == {"ops": ("T0WEST", "C0OPS")}
    assert declaring.trouble() == "config/subscriptions.yaml is broken; the subscriptions are still those it held before"
    assert sum("the subscriptions stay as they were" in message for message in caplog.messages) == 1
    config.write(("ops", "#desk", "Westshire"))
    for _ in range(2):
        declaring.tick()
    assert (config.standing(), declaring.trouble()) == ({"ops": ("T0WEST", "C0DESK")}, None)


def test_whoever_asks_for_the_file_to_be_read_again_hears_that_it_was(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    config.write(("ops", "#ops", "Westshire"))
    declaring = config.declaring()
    declaring.tick()
    assert "the subscriptions were read again, and nothing in them has changed" not in caplog.messages
    declaring.reload()
    declaring.tick()
    assert "the subscriptions were read again, and nothing in them has changed" in caplog.messages


def test_a_file_that_is_broken_when_it_is_first_read_is_taken_not_even_in_half(config: Config) -> None:
    config.write(("ops", "#ops", "Westshire"))
    declaring = config.declaring()
    config.write(("ops", "#desk", "Westshire"), ("ops", "#ops", "Westshire"))
    for _ in range(3):
        declaring.tick()
    assert config.standing() == {}
    config.write(("ops", "#desk", "Westshire"))
    for _ in range(3):
        declaring.tick()
    assert config.standing() == {"ops": ("T0WEST", "C0DESK")}
