"""How long a channel or a tenant is left alone, and what goes out all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from briefings.desk import Desk
from briefings.outcomes import Outcome, Postponed, Scope, TurnedDown, Unsure
from briefings.postings import Act
from briefings.store import Store
from briefings.subscriptions import Channel
from tests.briefings.delivering import TENANT, Newsroom, subscription, told

RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")
RAID_AGAIN = told("w1", "Twelve arrested in raid", "Officers arrested 14 people in a modern slavery raid.")
SECOND = told("w2", "Car wash closed", "Officers found victims of modern slavery at a car wash in Westbury.")
THIRD = told("w3", "Farm searched", "Officers found signs of modern slavery at a farm.")


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


@pytest.mark.parametrize(
    "outcome", [TurnedDown(Scope.CHANNEL, "restricted_action"), Postponed(600, reason="ratelimited")], ids=["not allowed", "too often"]
)
def test_what_is_shown_is_put_right_where_nothing_more_may_be_posted(room: Newsroom, outcome: Outcome) -> None:
    room.publish(RAID, THIRD)
    room.carry_on()
    room.publish(SECOND)
    room.wall.refuses = lambda claimed: outcome if claimed.act is Act.POST else None
    room.carry()
    room.redact("w1")
    room.publish(told("w3", THIRD.title, THIRD.text, withdrawn=True))
    assert set(room.carry()) == {Act.EDIT}
    assert sorted(room.reads("C1")) == ["removed", f"withdrawn: {THIRD.title}"]
    room.wall.refuses = lambda _: None
    assert room.carry() == []  # a message that was put right says nothing about posts
    room.carry_on()
    assert SECOND.title in room.reads("C1")


def test_a_channel_that_takes_no_posts_is_told_to_the_admins_once_whatever_is_edited_there(room: Newsroom) -> None:
    room.desk.name_admin_channel(Channel(*TENANT, "CA", "admins"))
    room.publish(RAID)
    room.carry_on()
    room.wall.refuses = lambda claimed: (
        TurnedDown(Scope.CHANNEL, "restricted_action") if claimed.place == "C1" and claimed.message is None else None
    )
    room.publish(SECOND)
    room.carry()
    room.publish(RAID_AGAIN)
    for _ in range(3):
        room.carry()
        room.later(hours=1)
    assert {late.stopped for late in room.box.late()} == {"restricted_action"}
    assert room.reads("CA") == ["notice: channel stopped, C1"]


def test_an_edit_that_goes_through_after_an_edit_was_refused_ends_the_stop(room: Newsroom) -> None:
    room.publish(RAID)
    room.carry_on()
    room.wall.refuses = lambda _: TurnedDown(Scope.CHANNEL, "is_archived")
    room.redact("w1")
    room.carry()
    assert {late.stopped for late in room.box.late()} == {"is_archived"}
    assert room.carry() == []
    room.wall.refuses = lambda _: None
    room.later(hours=1)
    room.carry()
    room.wall.refuses = lambda _: Postponed(1)
    room.publish(SECOND)
    room.carry()
    assert {late.stopped for late in room.box.late()} == {None}


def test_a_channel_with_nothing_but_posts_to_wait_for_is_left_in_peace(room: Newsroom) -> None:
    room.publish(RAID, SECOND)
    room.box.settle(*TENANT, "courier", [(one, room.wall.act(one)) for one in room.claim()], now=room.now, pace=1.0)
    assert room.box.next_due(*TENANT) == room.now + timedelta(seconds=1)
    assert room.claim() == []
    room.later(seconds=1)
    assert room.carry() == [Act.POST, Act.POST]


def test_a_channel_that_invites_the_bot_while_a_post_is_turned_down_is_told_at_once(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1"))
    room.desk.name_admin_channel(Channel(*TENANT, "CA", "admins"))
    room.publish(RAID)
    [handed] = room.claim()
    room.later(seconds=1)
    room.box.reopen(*TENANT, "C1", now=room.now)
    room.later(seconds=1)
    room.settle([(handed, TurnedDown(Scope.CHANNEL, "not_in_channel"))])
    assert room.carry() == [Act.POST]
    assert (room.reads("C1"), room.reads("CA")) == ([RAID.title], [])


def test_a_channel_that_turns_a_post_down_after_it_invited_the_bot_is_left_alone(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1"))
    room.box.reopen(*TENANT, "C1", now=room.now)
    room.publish(RAID)
    room.wall.refuses = lambda _: TurnedDown(Scope.CHANNEL, "not_in_channel")
    assert room.carry() == [Act.POST]
    room.later(minutes=59)
    assert room.carry() == []


def test_operators_are_told_how_full_the_fullest_channel_is_and_what_may_not_be_asked(room: Newsroom) -> None:
    room.publish(RAID, SECOND)
    room.subscribe(subscription("one", "C1"))
    room.publish(THIRD)
    assert (room.box.fullest(), room.box.blocked(now=room.now)) == ({TENANT: 3}, {})
    [handed, _] = room.claim()
    room.settle([(handed, Postponed(60, True, "ratelimited"))])
    assert room.box.blocked(now=room.now) == {(*TENANT, Act.POST): room.now + timedelta(seconds=60)}
    assert room.box.blocked(now=room.now + timedelta(seconds=60)) == {}
