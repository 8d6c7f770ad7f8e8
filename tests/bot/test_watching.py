"""What makes a bot unfit to serve, and what only one workspace suffers from."""

from __future__ import annotations

import pytest

from bot.watching import gauges, lateness
from briefings.desk import Desk
from briefings.outcomes import Claimed, Postponed, Scope, TurnedDown
from briefings.store import Store
from briefings.subscriptions import Channel
from tests.briefings.delivering import TENANT, Newsroom, subscription, told

RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    """One channel with instant alerts."""
    made = Newsroom(desk, store)
    made.subscribe(subscription("alerts", "C1"))
    return made


def age(room: Newsroom) -> object:
    """What the metrics tell of the oldest gap."""
    return gauges(room.desk, room.box, room.now)["briefing_oldest_gap_seconds"][1]


@pytest.mark.parametrize("scope", [Scope.TENANT, Scope.METHOD])
def test_a_workspace_that_turns_the_bot_away_leaves_it_ready_for_all_others(room: Newsroom, scope: Scope) -> None:
    room.publish(RAID)
    room.wall.refuses = lambda _: TurnedDown(scope, "token_revoked")
    room.carry()
    for _ in range(3):
        room.later(minutes=10)
        assert lateness(room.box, room.now) is None  # before the next call tries, and after
        room.carry()
    assert (lateness(room.box, room.now), age(room)) == (None, 1800.0)


def test_a_workspace_that_could_be_told_again_and_is_not_makes_the_bot_unready(room: Newsroom) -> None:
    room.publish(RAID)
    room.wall.refuses = lambda _: TurnedDown(Scope.TENANT, "token_revoked")
    room.carry()
    room.later(minutes=21)
    assert "for 21 minutes" in (lateness(room.box, room.now) or "")


def test_a_workspace_that_asks_us_to_wait_and_wait_makes_the_bot_unready(room: Newsroom) -> None:
    def busy(_claimed: Claimed) -> Postponed:
        return Postponed(60, whole_tenant=True, reason="ratelimited")

    room.publish(RAID)
    room.wall.refuses = busy
    for _ in range(15):
        room.carry()
        room.later(minutes=1)
    assert "for 15 minutes" in (lateness(room.box, room.now) or "")


def test_a_workspace_that_was_taken_out_of_the_files_leaves_the_bot_ready(room: Newsroom) -> None:
    room.publish(RAID)
    room.subscribe()
    room.later(minutes=20)
    assert (lateness(room.box, room.now), age(room)) == (None, 1200.0)


def test_admins_who_are_not_told_make_the_bot_unready_although_nobody_subscribes(room: Newsroom) -> None:
    room.desk.name_admin_channel(Channel(*TENANT, "CA", "admins"))
    room.box.stop(*TENANT, "C1", "is_archived", now=room.now)
    room.subscribe()
    room.later(minutes=20)
    assert "for 20 minutes" in (lateness(room.box, room.now) or "")
