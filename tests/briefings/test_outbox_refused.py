"""What a platform refuses is kept with its reason, and goes out when the reason ends; what cannot be edited is replied to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefings.contents import Alert
from briefings.desk import Desk
from briefings.outcomes import Claimed, Outcome, Postponed, Scope, TurnedDown, Unsure
from briefings.postings import Act
from briefings.store import Store
from briefings.subscriptions import Channel
from tests.briefings.delivering import EDITING_IS_OVER, TENANT, Newsroom, subscription, told

RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")
RAID_AGAIN = told("w1", "Twelve arrested in raid", "Officers arrested 14 people in a modern slavery raid.")
SECOND = told("w2", "Car wash closed", "Officers found victims of modern slavery at a car wash in Westbury.")


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    """One channel with instant alerts."""
    made = Newsroom(desk, store)
    made.subscribe(subscription("alerts", "C1"))
    return made


@pytest.mark.parametrize("outcome", [Postponed(30), Postponed(30, whole_tenant=True), TurnedDown(Scope.CHANNEL, "is_archived")])
def test_what_certainly_was_not_posted_is_posted_later_without_a_look(room: Newsroom, outcome: Outcome) -> None:
    room.publish(RAID)
    [claimed] = room.claim()
    room.settle([(claimed, outcome)])
    assert room.carry() == []
    room.later(seconds=29)
    assert room.carry() == []
    room.later(hours=1)
    assert room.carry() == [Act.POST]


def test_a_tenant_that_is_told_to_wait_waits_with_that_act_only(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1"), subscription("two", "C2"))
    room.publish(RAID)
    room.carry()
    room.publish(SECOND)
    handed = room.claim(limit=1)
    room.settle([(one, Postponed(30, whole_tenant=True, reason="ratelimited")) for one in handed])
    assert room.claim() == []
    room.publish(RAID_AGAIN)
    assert room.carry() == [Act.EDIT, Act.EDIT]
    room.later(seconds=30)
    assert room.carry().count(Act.POST) == 4


def test_a_channel_that_takes_nothing_is_tried_again_at_once_when_it_opens(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1"), subscription("two", "C2"))
    room.desk.name_admin_channel(Channel(*TENANT, "CA", "admins"))
    room.publish(RAID)
    room.wall.refuses = lambda claimed: TurnedDown(Scope.CHANNEL, "is_archived") if claimed.place == "C1" else None
    room.carry()
    [late] = room.box.late()
    assert (late.stopped, late.act, late.reason) == ("is_archived", Act.POST, "is_archived")
    assert room.box.oldest_gap(now=room.now) is None
    assert room.reads("C2") == ["Twelve arrested in raid"]
    assert room.reads("CA") == ["notice: channel stopped, C1"]
    room.wall.refuses = lambda claimed: None
    assert room.carry() == []
    room.box.reopen(*TENANT, "C1", now=room.now)
    assert room.carry() == [Act.POST]
    assert room.reads("C1") == ["Twelve arrested in raid"]


def test_word_that_a_channel_was_archived_stops_it_and_tells_the_admins_once(room: Newsroom) -> None:
    room.desk.name_admin_channel(Channel(*TENANT, "CA", "admins"))
    for _ in range(2):
        room.box.stop(*TENANT, "C1", "is_archived", now=room.now)
    room.box.stop(*TENANT, "C9", "is_archived", now=room.now)  # nobody knows it
    room.publish(RAID)
    room.carry()
    assert (room.reads("C1"), room.reads("CA")) == ([], ["notice: channel stopped, C1"])
    room.later(hours=1)  # and then one call tries
    room.carry()
    assert room.reads("C1") == ["Twelve arrested in raid"]


def test_a_look_in_a_channel_that_was_archived_is_made_at_once_when_it_opens(room: Newsroom) -> None:
    room.publish(RAID)
    [claimed] = room.claim()
    room.wall.act(claimed)
    room.settle([(claimed, Unsure())])
    room.later(seconds=30)
    [look] = room.claim()
    room.settle([(look, TurnedDown(Scope.CHANNEL, "is_archived"))])
    assert room.claim() == []
    room.box.reopen(*TENANT, "C1", now=room.now)
    assert room.carry() == [Act.LOOK]
    assert (room.gaps, len(room.wall.posted)) == (0, 1)


def test_a_tenant_that_will_have_nothing_to_do_with_us_is_tried_again_in_ten_minutes(room: Newsroom) -> None:
    room.publish(RAID)
    [claimed] = room.claim()
    room.settle([(claimed, TurnedDown(Scope.TENANT, "account_inactive"))])
    room.later(minutes=9)
    assert room.carry() == []
    room.later(minutes=1)
    assert room.carry() == [Act.POST]


def test_what_the_platform_will_not_take_is_kept_with_its_reason_until_it_says_something_else(room: Newsroom) -> None:
    room.desk.name_admin_channel(Channel(*TENANT, "CA", "admins"))
    room.publish(RAID)
    room.wall.refuses = lambda claimed: TurnedDown(Scope.CONTENT, "invalid_blocks") if claimed.place == "C1" else None
    room.carry_on()
    assert (room.reads("C1"), room.reads("CA")) == ([], ["notice: part refused, C1"])
    room.later(days=1)
    assert room.carry() == []
    room.wall.refuses = lambda claimed: None
    room.publish(RAID_AGAIN)
    room.carry_on()
    assert room.reads("C1") == ["corrected: Twelve arrested in raid"]


def refuse_edits(claimed: Claimed) -> Outcome | None:
    return EDITING_IS_OVER if claimed.act is Act.EDIT else None


def test_a_reply_says_once_for_each_change_that_the_message_could_not_be_edited(room: Newsroom) -> None:
    room.publish(RAID)
    room.carry_on()
    room.wall.refuses = refuse_edits
    room.publish(RAID_AGAIN)
    room.carry_on()
    wanted = ["Twelve arrested in raid", "> 12 is now 14", "> could not be edited: corrected: Twelve arrested in raid"]
    assert sorted(room.reads("C1")) == sorted(wanted)
    room.later(hours=1)
    room.box.reopen(*TENANT, "C1", now=room.now)
    assert room.carry() == []
    room.publish(told("w1", RAID.title, RAID.text, withdrawn=True))
    room.carry_on()
    # What the correction said is taken away with the rest; the note says what holds now.
    assert [line for line in room.reads("C1") if "is now" in line] == []
    assert room.reads("C1").count("> could not be edited: withdrawn: Twelve arrested in raid") == 1
    assert room.gaps == 0


def test_a_redaction_whose_edit_is_refused_takes_the_message_away(room: Newsroom) -> None:
    room.publish(RAID)
    room.carry_on()
    room.wall.refuses = refuse_edits
    room.redact("w1")
    assert room.carry() == [Act.EDIT, Act.RETRACT]
    assert (room.reads("C1"), room.gaps) == ([], 0)


def test_a_redaction_that_can_be_shown_in_no_way_is_told_to_the_admins(room: Newsroom) -> None:
    room.desk.name_admin_channel(Channel(*TENANT, "CA", "admins"))
    room.publish(RAID)
    room.carry_on()
    room.wall.refuses = lambda claimed: EDITING_IS_OVER if claimed.act in {Act.EDIT, Act.RETRACT} else None
    room.redact("w1")
    room.carry_on()
    assert set(room.reads("CA")) == {"notice: part refused, C1"}
    assert room.gaps == 0


def test_a_message_that_somebody_deleted_is_left_alone_with_all_that_would_stand_under_it(room: Newsroom) -> None:
    room.publish(RAID)
    room.carry_on()
    room.wall.messages.clear()
    room.wall.refuses = lambda claimed: TurnedDown(Scope.MESSAGE, "message_not_found", gone=True) if claimed.act is Act.EDIT else None
    room.publish(RAID_AGAIN)
    room.carry_on()
    assert (room.reads("C1"), room.gaps) == ([], 0)
    assert len(room.wall.posted) == 1


def test_the_admins_know_a_channel_by_its_name(room: Newsroom) -> None:
    room.desk.name_admin_channel(Channel(*TENANT, "CA", "admins"))
    room.subscribe(replace(subscription("alerts", "C9"), channel=Channel(*TENANT, "C9", "news-desk")))
    room.box.stop(*TENANT, "C9", "is_archived", now=room.now)
    room.carry_on(room.now)
    assert room.reads("CA") == ["notice: channel stopped, #news-desk"]


@pytest.mark.parametrize("redacted", [True, False])
def test_an_edit_that_may_come_late_cannot_undo_a_redaction_or_a_withdrawal(room: Newsroom, redacted: bool) -> None:
    room.publish(RAID)
    room.carry_on()
    room.publish(RAID_AGAIN)
    [late] = room.claim()
    room.settle([(late, Unsure("readtimeout"))])
    if redacted:
        room.redact("w1")
    else:
        room.publish(replace(RAID_AGAIN, withdrawn=True))
    room.later(seconds=89)
    assert Act.EDIT not in room.carry()
    room.wall.act(late)
    room.later(seconds=1)
    assert Act.EDIT in room.carry()
    assert room.reads("C1") == ["removed" if redacted else "withdrawn: Twelve arrested in raid"]


def test_a_message_that_fails_time_and_again_does_not_keep_others_from_going_out(room: Newsroom) -> None:
    room.publish(RAID)
    room.carry_on()
    room.wall.refuses = lambda one: Unsure("internal_error") if one.act is Act.EDIT else None
    room.publish(RAID_AGAIN)
    room.carry()
    room.publish(SECOND)
    room.later(minutes=5)
    room.carry()
    assert "Car wash closed" in room.reads("C1")
    room.wall.refuses = lambda one: None
    room.carry_on()
    assert room.reads("C1")[0] == "corrected: Twelve arrested in raid"


def test_a_post_of_which_nothing_is_found_lets_others_go_before_it_and_is_tried_on(room: Newsroom) -> None:
    room.wall.refuses = lambda one: (
        Unsure("internal_error") if isinstance(one.content, Alert) and one.content.item.statement.id == "w1" else None
    )
    room.publish(RAID)
    room.carry()
    room.publish(SECOND)
    for _ in range(10):
        room.later(minutes=2)
        room.carry()
    assert room.reads("C1") == ["Car wash closed"]
    room.wall.refuses = lambda one: None
    room.carry_on()
    assert room.reads("C1") == ["Car wash closed", "Twelve arrested in raid"]


@pytest.mark.parametrize("redacted", [True, False])
def test_a_reply_that_cannot_be_taken_away_loses_its_words(room: Newsroom, redacted: bool) -> None:
    room.publish(RAID)
    room.carry_on()
    room.publish(RAID_AGAIN)
    room.carry_on()
    assert "> 12 is now 14" in room.reads("C1")
    room.wall.refuses = lambda one: TurnedDown(Scope.MESSAGE, "compliance_exports_prevent_deletion") if one.act is Act.RETRACT else None
    if redacted:
        room.redact("w1")
    else:
        room.publish(replace(RAID_AGAIN, withdrawn=True))
    room.carry_on()
    assert room.reads("C1") == ["removed" if redacted else "withdrawn: Twelve arrested in raid", "> removed"]
    assert room.gaps == 0


def test_a_reply_goes_with_the_message_above_it_that_somebody_deleted(room: Newsroom) -> None:
    room.publish(RAID)
    room.carry_on()
    room.wall.refuses = lambda one: EDITING_IS_OVER if one.act is Act.EDIT else None
    room.publish(RAID_AGAIN)
    room.carry_on()
    room.wall.refuses = lambda one: TurnedDown(Scope.MESSAGE, "message_not_found", gone=True) if one.act is Act.EDIT else None
    room.publish(replace(RAID_AGAIN, withdrawn=True))
    room.carry_on()
    assert [one for one in room.wall.messages.values() if one.thread is not None] == []


def test_each_statement_of_a_digest_that_could_not_be_edited_is_told_of(room: Newsroom) -> None:
    room.subscribe(subscription("daily", "C1", "daily 12:00"))
    room.publish(RAID, SECOND)
    room.later(hours=4)
    room.open()
    room.carry_on()
    room.wall.refuses = lambda one: EDITING_IS_OVER if one.act is Act.EDIT else None
    room.publish(replace(RAID, withdrawn=True), replace(SECOND, withdrawn=True))
    room.carry_on()
    assert sum("could not be edited: withdrawn" in line for line in room.reads("C1")) == 2
