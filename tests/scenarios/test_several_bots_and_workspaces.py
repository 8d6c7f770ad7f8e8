"""Two bots on one database, one bot for two workspaces, and a bot that is there before its workspace."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.workspace import Fault, FaultKind
from briefings.desk import Desk
from briefings.statements import Draft, Published
from tests.scenarios.bots import NORTH, WEST, clock_from, posting, shown, switchboard, told, workspace_of
from tests.scenarios.newsroom import DESK, GENERAL, MORNING, REVIEW, entry, wait_for

ALERTS = entry("alerts", "#general")
BOTH = (entry("west", "#general", workspace="Westshire"), entry("north", "#general", workspace="Northmoor"))
VILLAGES = ("Alderwick", "Cotterby", "Dunsop")


def draft(village: str) -> Draft:
    """A made-up statement on modern slavery."""
    text = f"Victims of modern slavery were brought to safety in {village}."
    return Draft(f"westshire-{village}", f"Slavery inquiry in {village}", text, "Westshire Police", published=Published(MORNING))


def stands(desk: Desk, count: int) -> None:
    """Wait until so many subscriptions stand."""
    wait_for(lambda: len(desk.subscriptions()) == count, desk.subscriptions)


def test_two_bots_on_one_database_say_everything_once(tmp_path: Path, database_url: str) -> None:
    clock = clock_from()
    entries = [ALERTS, entry("review", "C0REVIEW"), entry("desk", "#vulnerability-desk", cadence="daily 07:30")]
    with workspace_of(WEST, clock) as workspace:
        settings = told(tmp_path / "config", database_url, workspace.api_url, *entries)
        with posting(settings, clock) as one, posting(settings, clock) as other:
            stands(one.core.desk, 3)
            for desk, village in zip((one.core.desk, other.core.desk, one.core.desk), VILLAGES, strict=True):
                desk.take_in("westshire", [draft(village)], now=clock(), announce=True)
            # A call that is under way while a day passes counts as one whose end nobody knows.
            wait_for(lambda: not one.core.outbox.late(), one.core.outbox.late)
            clock.move(timedelta(days=1).total_seconds())
            wait_for(lambda: len(shown(workspace, DESK)) == 1 and not one.core.outbox.late(), one.core.outbox.late)
            for place in (GENERAL, REVIEW):
                assert [next(name for name in VILLAGES if name in text) for text in shown(workspace, place)] == [*VILLAGES]
            assert all(name in shown(workspace, DESK)[0] for name in VILLAGES)
            assert one.core.desk.next_edition() == MORNING.replace(day=15, hour=6, minute=30)


def test_a_workspace_that_hangs_does_not_keep_another_waiting(tmp_path: Path, database_url: str) -> None:
    clock = clock_from()
    with (
        workspace_of(WEST, clock) as west,
        workspace_of(NORTH, clock) as north,
        switchboard({WEST.bot_token: west.api_url, NORTH.bot_token: north.api_url}) as api_url,
        posting(told(tmp_path / "config", database_url, api_url, *BOTH, slack=(WEST, NORTH)), clock) as bot,
    ):
        stands(bot.core.desk, 2)
        west.workspace.script(Fault(kind=FaultKind.STALL_THEN_COMMIT, seconds=600))
        for village in VILLAGES:
            bot.core.desk.take_in("westshire", [draft(village)], now=clock(), announce=True)
        wait_for(lambda: len(shown(north, GENERAL)) == len(VILLAGES), lambda: shown(north, GENERAL))
        assert {late.tenant for late in bot.core.outbox.late()} >= {WEST.team_id}
        west.close()  # so that nobody waits for it any more


def test_a_workspace_that_is_not_there_at_the_start_keeps_only_its_own_subscriptions_waiting(tmp_path: Path, database_url: str) -> None:
    clock = clock_from()
    with workspace_of(NORTH, clock) as north, workspace_of(WEST, clock) as west:
        there = {NORTH.bot_token: north.api_url}
        with (
            switchboard(there) as api_url,
            posting(told(tmp_path / "config", database_url, api_url, *BOTH, slack=(WEST, NORTH)), clock) as bot,
        ):
            stands(bot.core.desk, 1)
            bot.core.desk.take_in("westshire", [draft(VILLAGES[0])], now=clock(), announce=True)
            wait_for(lambda: len(shown(north, GENERAL)) == 1, lambda: shown(north, GENERAL))
            there[WEST.bot_token] = west.api_url
            clock.move(31)
            stands(bot.core.desk, 2)
            bot.core.desk.take_in("westshire", [draft(VILLAGES[1])], now=clock(), announce=True)
            wait_for(lambda: len(shown(west, GENERAL)) == 1, lambda: shown(west, GENERAL))
            assert VILLAGES[1] in shown(west, GENERAL)[0]


def test_a_bot_that_does_not_know_yet_which_workspace_it_is_in_begins_when_it_does(
    tmp_path: Path, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    clock = clock_from()
    there: dict[str, str] = {}
    with workspace_of(WEST, clock) as workspace, switchboard(there) as api_url:
        settings = told(tmp_path / "config", database_url, api_url, ALERTS, slack=(replace(WEST, team_id=None),))
        with posting(settings, clock) as bot:
            said = "subscription alerts: the platform has not said yet which workspace the bot belongs to"
            wait_for(lambda: said in caplog.messages, lambda: caplog.messages)
            there[WEST.bot_token] = workspace.api_url
            clock.move(31)
            stands(bot.core.desk, 1)
            bot.core.desk.take_in("westshire", [draft(VILLAGES[0])], now=clock(), announce=True)
            wait_for(lambda: len(shown(workspace, GENERAL)) == 1, lambda: shown(workspace, GENERAL))
