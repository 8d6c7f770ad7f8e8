"""How long a channel or a tenant is left alone, and what goes out all the same."""

from __future__ import annotations

import pytest

from briefings.desk import Desk
from briefings.outcomes import Postponed, Scope, TurnedDown, Unsure
from briefings.postings import Act
from briefings.store import Store
from tests.briefings.delivering import TENANT, Newsroom, subscription, told

RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")
RAID_AGAIN = told("w1", "Twelve arrested in raid", "Officers arrested 14 people in a modern slavery raid.")
SECOND = told("w2", "Car wash closed", "Officers found victims of modern slavery at a car wash in Westbury.")


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    """Two channels with instant alerts."""
    made = Newsroom(desk, store)
    made.subscribe(subscription("one", "C1"), subscription("two", "C2"))
    return made


def test_a_short_wait_does_not_end_a_longer_one_of_the_same_workspace(room: Newsroom) -> None:
    room.publish(RAID)
    room.carry()
    room.publish(RAID_AGAIN)
    first, second = room.claim()
    assert first.act is second.act is Act.EDIT
    room.settle([(first, Postponed(60, True, "ratelimited"))])
    room.settle([(second, Postponed(0.5, True, "NewConnectionError"))])
    room.later(seconds=59)
    assert Act.EDIT not in room.carry()
    room.later(seconds=1)
    assert room.carry().count(Act.EDIT) == 2


def test_a_workspace_that_turned_us_away_is_not_asked_again_because_a_call_did_not_get_through(room: Newsroom) -> None:
    room.publish(RAID)
    first, second = room.claim()
    room.settle([(first, TurnedDown(Scope.TENANT, "account_inactive")), (second, Postponed(1, True, "NewConnectionError"))])
    room.later(minutes=9)
    assert room.carry() == []
    room.later(minutes=1)
    assert room.carry() == [Act.POST, Act.POST]


def test_a_channel_that_was_stopped_while_an_act_was_under_way_stays_stopped_until_it_opens(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1"))
    room.publish(RAID)
    [handed] = room.claim()
    room.box.stop(*TENANT, "C1", "is_archived", now=room.now)
    room.settle([(handed, Postponed(1, reason="internal_error"))])
    room.later(minutes=59)
    assert room.carry() == []
    room.box.reopen(*TENANT, "C1", now=room.now)
    assert room.carry() == [Act.POST]


def test_a_workspace_whose_history_may_not_be_read_is_told_all_the_same(room: Newsroom) -> None:
    room.publish(RAID)
    unsure, posted = room.claim()
    room.settle([(unsure, Unsure("readtimeout")), (posted, room.wall.act(posted))])
    room.later(seconds=30)
    [look] = room.claim()
    room.settle([(look, TurnedDown(Scope.METHOD, "missing_scope:groups:history"))])
    room.publish(SECOND, RAID_AGAIN)
    acts = room.carry()
    assert (Act.POST in acts, Act.EDIT in acts, Act.LOOK in acts) == (True, True, False)
    room.later(minutes=10)
    assert Act.LOOK in room.carry()
