"""Of every statement it can be proved where it went and why, when, and what became of every message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from briefings.desk import Desk
from briefings.errors import NotFound
from briefings.outcomes import Sent, TurnedDown, Unsure
from briefings.postings import Act
from briefings.proofs import InChannel, Message
from briefings.store import Store
from briefings.subscriptions import Channel
from tests.briefings.delivering import EDITING_IS_OVER, LEASE, MONDAY, TENANT, Newsroom, subscription, told
from tests.briefings.retold import RELEASE

RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")
CORRECTED = told("w1", "Twelve arrested in raid", "Officers arrested 14 people in a modern slavery raid.")


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    made = Newsroom(desk, store)
    made.subscribe(
        subscription("alerts", "C1"), subscription("knives", "C2", theme="knife-crime"), subscription("digest", "C3", "daily 12:00")
    )
    made.publish(RAID)
    return made


def channel(room: Newsroom, place: str, id_: str = "w1") -> InChannel:
    [one] = room.desk.proof(id_, (*TENANT, place)).channels
    return one


def message(room: Newsroom, place: str = "C1") -> Message:
    [one] = channel(room, place).messages
    return one


def test_a_statement_that_was_told_is_proved_from_the_source_to_the_message(room: Newsroom) -> None:
    room.later(seconds=2)
    room.carry_on()
    room.later(hours=1)
    room.publish(CORRECTED)
    room.carry_on()
    proof = room.desk.proof("w1")
    assert (proof.statement, proof.taken_in, proof.announced, proof.fresh, proof.others) == ("w1", MONDAY, True, True, 0)
    assert [(one.kind, one.revision, one.at) for one in proof.befell] == [("new", 1, MONDAY), ("corrected", 2, room.now)]
    [told_there] = proof.channels
    assert (told_there.place, told_there.stopped) == ("C1", None)
    alert, reply = told_there.messages
    assert (alert.kind, alert.role, alert.lineage, alert.wanted, alert.held, alert.id) == ("alert", "main", "alerts", MONDAY, None, "1")
    assert (alert.sent, alert.edits, alert.last_shown, alert.act) == (MONDAY + timedelta(seconds=2), 1, room.now, Act.NOTHING)
    assert (reply.role, reply.sent) == ("correction", room.now)


def test_a_channel_that_was_not_told_has_the_reason(room: Newsroom) -> None:
    one = channel(room, "C2")
    assert one.messages == ()
    [considered] = one.considered
    assert (considered.lineage, considered.wanted, considered.stood) == ("knives", False, True)
    assert considered.because == "it has not the theme knife-crime"
    [considered] = channel(room, "C1").considered
    assert (considered.wanted, considered.because, considered.cadence) == (True, "its theme modern-slavery is wanted", "instant")


def test_a_digest_is_proved_too(room: Newsroom) -> None:
    room.later(hours=3)
    room.open()
    room.carry_on()
    assert [(one.kind, one.lineage, one.sent) for one in channel(room, "C3").messages] == [("edition", "digest", room.now)]


def test_a_subscription_that_began_too_late_or_ended_is_told_apart(room: Newsroom) -> None:
    room.later(minutes=1)
    room.subscribe(subscription("late", "C1"))
    considered = {one.lineage: (one.wanted, one.stood) for one in channel(room, "C1").considered}
    assert considered == {"alerts": (True, True), "late": (True, False)}


def test_what_is_held_unknown_or_refused_says_so(room: Newsroom) -> None:
    [claimed] = room.claim()
    assert message(room).act is not Act.NOTHING
    room.wall.act(claimed)
    room.settle([(claimed, Unsure("dropped"))])
    assert (message(room).act, message(room).unknown) == (Act.LOOK, MONDAY + timedelta(seconds=30))
    room.carry_on()
    room.publish(CORRECTED)
    room.wall.refuses = lambda claimed: EDITING_IS_OVER if claimed.act is Act.EDIT else None
    room.carry()
    alert = channel(room, "C1").messages[0]
    assert (alert.reason, alert.refused, alert.act) == ("edit_window_closed", room.now, Act.NOTHING)
    room.subscribe(subscription("quiet", "C4", quiet=("08:00", "20:00")))
    room.publish(told("w2", "Second"))
    [held] = channel(room, "C4", "w2").messages
    assert (held.held, held.not_before, held.sent) == ("quiet hours", MONDAY.replace(hour=20), None)


def test_a_channel_that_takes_nothing_says_why(room: Newsroom) -> None:
    room.wall.refuses = lambda claimed: TurnedDown(EDITING_IS_OVER.scope.CHANNEL, "is_archived")
    room.carry()
    assert channel(room, "C1").stopped == "is_archived"


def test_what_another_statement_of_the_story_told_is_shown(room: Newsroom) -> None:
    room.publish(told("a", "Week of action", RELEASE), told("b", "Week of action", RELEASE, publisher="Eastshire Police"))
    room.carry_on()
    assert [one.kind for one in channel(room, "C1", "b").messages] == ["alert"]


def test_a_channel_is_found_by_its_name_and_what_is_unknown_is_not(room: Newsroom) -> None:
    room.desk.name_admin_channel(Channel(*TENANT, "C1", "news-desk"))
    [one] = room.desk.proof("w1", ("slack", "", "#news-desk")).channels
    assert one.place == "C1"
    assert room.desk.proof("w1", (*TENANT, "nowhere")).channels == ()
    with pytest.raises(NotFound):
        room.desk.proof("nothing")


def test_what_was_only_filed_or_too_old_says_so(room: Newsroom) -> None:
    room.publish(told("filed", "Filed"), announce=False)
    room.publish(told("old", "Old", days_ago=30))
    filed, old = room.desk.proof("filed"), room.desk.proof("old")
    assert ((filed.announced, filed.fresh), (old.announced, old.fresh)) == ((False, False), (True, False))


def test_of_very_many_channels_some_are_shown_and_the_others_counted(room: Newsroom) -> None:
    room.subscribe(*(subscription(f"n{number}", f"P{number}") for number in range(60)))
    room.publish(told("w2", "Second"))
    room.carry_on()
    proof = room.desk.proof("w2")
    assert (len(proof.channels), proof.others) == (50, 10)


def test_channels_of_another_workspace_are_not_counted(room: Newsroom) -> None:
    elsewhere = Channel("slack", "T2", "C1", "C1")
    room.subscribe(subscription("alerts", "C1"), replace(subscription("theirs", "C1"), channel=elsewhere))
    room.publish(told("w2", "Farm visited", "Officers visited 30 farms in an operation against modern slavery."))
    room.carry()
    for one in room.box.claim("slack", "T2", "x", now=room.now, limit=9, lease=LEASE):
        room.box.settle("slack", "T2", "x", [(one, Sent("9"))], now=room.now)
    assert room.desk.proof("w2", (*TENANT, "C1")).others == 0
    assert room.desk.proof("w2", ("slack", "", "nowhere")).others == 2
