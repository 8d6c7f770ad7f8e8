"""What is wanted goes out once, whatever becomes of a courier or of what it asked for."""

from __future__ import annotations

import pytest

from briefings.desk import Desk
from briefings.outcomes import Absent, Claimed, Done, Found, Outcome, Postponed, Scope, Sent, TurnedDown, Unsent, Unsure
from briefings.postings import Act
from briefings.store import Store
from tests.briefings.delivering import LEASE, TENANT, Newsroom, subscription, told

RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")
RAID_AGAIN = told("w1", "Twelve arrested in raid", "Officers arrested 14 people in a modern slavery raid.")
SECOND = told("w2", "Car wash closed", "Officers found victims of modern slavery at a car wash in Westbury.")


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    """One channel with instant alerts."""
    made = Newsroom(desk, store)
    made.subscribe(subscription("alerts", "C1"))
    return made


def begin_and_die(room: Newsroom, *, heard: bool) -> Claimed:
    """A courier takes the next act, and dies before or after the platform heard of it."""
    [claimed] = room.claim("dead")
    if heard:
        room.wall.act(claimed)
    return claimed


def acts(claimed: list[Claimed]) -> list[tuple[Act, str]]:
    return [(one.act, one.place) for one in claimed]


@pytest.mark.parametrize("heard", [True, False])
def test_what_a_dead_courier_may_have_posted_is_looked_up_before_it_is_posted_again(room: Newsroom, heard: bool) -> None:
    room.publish(RAID)
    began = room.now
    key = begin_and_die(room, heard=heard).key
    room.later(seconds=59)
    assert room.claim() == []  # its lease has not run out
    room.later(seconds=1)
    assert room.claim() == []
    due = room.box.next_due(*TENANT)
    assert due is not None
    assert due >= began + LEASE + room.patience.http + room.patience.first_look
    room.now = due
    [look] = room.claim()
    assert (look.act, look.key, look.since, look.content) == (Act.LOOK, key, began, None)
    room.settle([(look, room.wall.act(look))])
    room.carry_on()
    assert room.reads("C1") == ["Twelve arrested in raid"]
    assert (room.wall.posted, room.gaps) == ([key], 0)


def test_an_edit_that_a_dead_courier_began_is_made_again_once_it_cannot_come_through_any_more(room: Newsroom) -> None:
    room.publish(RAID)
    room.carry_on()
    room.publish(RAID_AGAIN)
    dead = begin_and_die(room, heard=True)
    assert dead.act is Act.EDIT
    room.later(seconds=61)
    assert Act.EDIT not in room.carry()
    room.later(seconds=99)
    assert Act.EDIT not in room.carry()
    room.later(seconds=1)
    [again] = room.claim()
    assert (again.act, again.fingerprint, again.message) == (Act.EDIT, dead.fingerprint, dead.message)


def test_nobody_knows_whether_it_was_posted_and_it_is_found(room: Newsroom) -> None:
    room.publish(RAID)
    [claimed] = room.claim()
    room.wall.act(claimed)
    room.settle([(claimed, Unsure("dropped"))])
    assert room.claim() == []
    room.later(seconds=30)
    [look] = room.claim()
    assert look.act is Act.LOOK
    room.settle([(look, room.wall.act(look))])
    assert room.claim() == []
    assert (len(room.wall.posted), room.gaps) == (1, 0)


def test_it_is_sent_again_only_when_it_was_absent_twice(room: Newsroom) -> None:
    room.publish(RAID)
    [claimed] = room.claim()
    room.settle([(claimed, Unsure("dropped"))])
    for wait in (30, 60):
        room.later(seconds=wait - 1)
        assert room.claim() == []
        room.later(seconds=1)
        [look] = room.claim()
        room.settle([(look, Absent())])
    assert acts(room.claim()) == [(Act.POST, "C1")]


@pytest.mark.parametrize("failed", [Postponed(20), Unsure("dropped"), TurnedDown(Scope.MESSAGE, "odd")])
def test_a_look_that_fails_holds_the_message_back(room: Newsroom, failed: Outcome) -> None:
    room.publish(RAID)
    [claimed] = room.claim()
    room.settle([(claimed, Unsure())])
    room.later(seconds=30)
    [look] = room.claim()
    room.settle([(look, failed)])
    assert room.claim() == []
    room.later(seconds=60)
    [look] = room.claim()
    assert look.act is Act.LOOK
    room.settle([(look, Absent())])
    room.later(seconds=60)
    assert [one.act for one in room.claim()] == [Act.LOOK]  # a look that failed was none


def test_what_was_withdrawn_while_nobody_knew_is_not_posted_again_and_if_it_is_there_it_is_edited(room: Newsroom) -> None:
    for heard in (False, True):
        draft = told(f"w{heard}", f"Raid {heard}", f"Officers found victims of modern slavery, {heard}.")
        room.publish(draft)
        [claimed] = room.claim()
        if heard:
            room.wall.act(claimed)
        room.settle([(claimed, Unsure())])
        room.publish(told(draft.id, draft.title, draft.text, withdrawn=True))
        room.carry_on()
    assert room.reads("C1") == ["withdrawn: Raid True"]
    assert (len(room.wall.posted), room.gaps) == (1, 0)


def test_an_unknown_post_holds_back_what_comes_after_it_but_not_a_withdrawal(room: Newsroom) -> None:
    room.publish(RAID)
    room.carry_on()
    room.publish(SECOND)
    [claimed] = room.claim()
    room.settle([(claimed, Unsure())])
    room.publish(told("w3", "Third", "Officers found victims of modern slavery on a boat."))
    assert room.carry() == []
    room.publish(told("w1", RAID.title, RAID.text, withdrawn=True))
    assert room.carry() == [Act.EDIT]
    assert room.reads("C1") == ["withdrawn: Twelve arrested in raid"]
    room.carry_on()
    assert room.reads("C1") == ["withdrawn: Twelve arrested in raid", "Car wash closed", "Third"]


def test_replies_that_wait_for_an_unknown_message_do_not_keep_it_from_being_looked_up(room: Newsroom) -> None:
    room.publish(RAID)
    [claimed] = room.claim()
    room.wall.act(claimed)
    room.settle([(claimed, Unsure())])
    for number in range(15, 40):
        room.publish(told("w1", RAID.title, f"Officers arrested {number} people in a modern slavery raid."))
    room.carry_on()
    assert room.gaps == 0
    assert len(room.reads("C1")) == 26


def test_a_correction_waits_for_its_message_and_is_not_told_where_what_was_posted_said_it_already(room: Newsroom) -> None:
    room.publish(RAID)
    [claimed] = room.claim()
    room.settle([(claimed, Unsure())])
    room.publish(RAID_AGAIN)
    assert room.carry() == []
    room.carry_on()  # absent twice: posted as it is by now
    assert (room.reads("C1"), room.gaps) == (["corrected: Twelve arrested in raid"], 0)


def test_what_was_not_begun_goes_out_the_next_time(room: Newsroom) -> None:
    room.publish(RAID)
    [claimed] = room.claim()
    room.settle([(claimed, Unsent())])
    assert acts(room.claim()) == [(Act.POST, "C1")]


def test_word_of_a_post_that_comes_after_the_lease_was_lost_counts_and_lets_nobody_elses_lane_go(room: Newsroom) -> None:
    room.publish(RAID)
    [claimed] = room.claim("slow")
    message = room.wall.post(claimed)
    room.later(seconds=61)
    assert room.claim("other") == []
    room.later(seconds=40)
    [look] = room.claim("other")
    room.settle([(claimed, Sent(message))], "slow")
    assert room.claim("third") == []  # the lane is the other's
    room.settle([(look, Found(message))], "other")
    room.carry_on()
    assert (len(room.wall.posted), room.gaps) == (1, 0)


@pytest.mark.parametrize(
    "outcome", [Done(), Postponed(5), TurnedDown(Scope.MESSAGE, "odd"), TurnedDown(Scope.CHANNEL, "is_archived"), Unsent()]
)
def test_word_of_anything_else_that_comes_after_the_lease_was_lost_changes_nothing(room: Newsroom, outcome: Outcome) -> None:
    room.publish(RAID)
    room.carry_on()
    room.publish(RAID_AGAIN)
    [old] = room.claim("courier")
    room.later(seconds=61)
    [again] = room.claim("courier")  # the same process, another claim
    room.settle([(old, outcome)])
    assert room.claim("third") == []
    room.settle([(again, room.wall.act(again))])
    room.carry_on()
    assert room.reads("C1") == ["corrected: Twelve arrested in raid", "> 12 is now 14"]


def test_what_was_said_to_be_posted_while_it_was_looked_up_is_not_looked_for_any_more(room: Newsroom) -> None:
    room.publish(RAID)
    [posted] = room.claim("slow")
    sent = room.wall.act(posted)
    room.later(seconds=61)
    assert room.claim("other") == []
    room.later(seconds=41)
    [look] = room.claim("other")
    assert look.act is Act.LOOK
    room.settle([(posted, sent)], "slow")
    room.settle([(look, Postponed(1.0))], "other")
    room.later(seconds=5)
    assert room.carry() == []
    assert room.gaps == 0
