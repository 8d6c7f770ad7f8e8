"""In a channel one thing comes after another, over all channels the most urgent first, and no platform is asked faster than it may be."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from briefings.answers import Asker
from briefings.desk import Desk
from briefings.outcomes import Claimed, Postponed, Sent
from briefings.postings import Act, Urgency
from briefings.store import Store
from briefings.subscriptions import Channel
from tests.briefings.delivering import LEASE, MONDAY, TENANT, Newsroom, subscription, told

RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")
RAID_AGAIN = told("w1", "Twelve arrested in raid", "Officers arrested 14 people in a modern slavery raid.")
SECOND = told("w2", "Car wash closed", "Officers found victims of modern slavery at a car wash in Westbury.")


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    """One channel with instant alerts."""
    made = Newsroom(desk, store)
    made.subscribe(subscription("alerts", "C1"))
    return made


def test_messages_are_as_far_apart_as_the_pace_of_the_channel(room: Newsroom) -> None:
    room.publish(RAID, SECOND)
    [first] = room.claim()
    room.box.settle(*TENANT, "courier", [(first, Sent("1"))], now=room.now, pace=2)
    assert room.claim() == []
    assert room.box.next_due(*TENANT) == room.now + timedelta(seconds=2)
    room.later(seconds=2)
    assert [(one.act, one.place) for one in room.claim()] == [(Act.POST, "C1")]


def test_what_is_more_urgent_goes_first_whatever_the_channel(room: Newsroom) -> None:
    places = [f"C{number}" for number in range(1, 7)]
    room.subscribe(*(subscription(place, place) for place in places))
    room.publish(RAID)
    room.carry_on()
    quiet = subscription("C1", "C1", quiet=("22:00", "23:00"), through=["modern-slavery"])
    room.subscribe(quiet, subscription("C2", "C2"), subscription("digest", "C3", "daily 10:00"))
    room.publish(SECOND)
    room.later(hours=1)
    room.open()
    room.desk.share(Channel(*TENANT, "C4"), "cyber", Asker(*TENANT, "U1"), [], now=room.now)
    order = [claimed.place for _ in range(4) for claimed in take_one(room)]
    assert order == ["C1", "C4", "C2", "C3"]  # breaks through, is asked for; an alert; a digest


def take_one(room: Newsroom) -> list[Claimed]:
    taken = room.claim(limit=1)
    room.settle([(one, room.wall.act(one)) for one in taken])
    return taken


def test_redactions_go_before_withdrawals_before_corrections_before_news(room: Newsroom) -> None:
    places = ("C1", "C2", "C3")
    words = {"C1": "wombat", "C2": "badger", "C3": "heron"}
    drafts = {place: told(place, f"A {word}", f"The {word} was found by 12 officers.") for place, word in words.items()}
    room.subscribe(*(subscription(place, place, theme="", query=words[place]) for place in places), subscription("news", "C4"))
    room.publish(*drafts.values())
    room.carry_on()
    room.publish(SECOND)
    room.publish(told("C3", "A heron", "The heron was found by 13 officers."))
    room.publish(told("C2", "A badger", drafts["C2"].text, withdrawn=True))
    room.redact("C1")
    order = [claimed.place for _ in range(5) for claimed in take_one(room)]
    assert order == ["C1", "C2", "C3", "C3", "C4"]
    assert [urgency.name for urgency in sorted(Urgency)][:3] == ["REDACTION", "WITHDRAWAL", "CORRECTION"]


def test_two_couriers_share_the_budget_of_a_platform_and_neither_spends_more(room: Newsroom) -> None:
    places = [f"C{number}" for number in range(1, 31)]
    room.subscribe(*(subscription(place, place) for place in places))
    room.publish(RAID)
    rates = {Act.POST: 60.0}
    sent = 0
    for second in range(10):
        for owner in ("one", "two"):
            taken = room.claim(owner, rates=rates)
            room.settle([(claimed, room.wall.act(claimed)) for claimed in taken], owner)
            sent += len(taken)
        assert sent <= 5 + second
        room.later(seconds=1)
    assert sent == 14  # five at once, then one a second
    room.carry_on()
    assert len(room.wall.posted) == 30


def test_where_there_is_no_room_for_edits_news_still_goes_out(room: Newsroom) -> None:
    room.publish(RAID)
    room.carry_on()
    room.publish(RAID_AGAIN)
    room.publish(SECOND)
    taken = []
    for _ in range(4):
        handed = room.claim(rates={Act.EDIT: 0.001})
        room.settle([(one, Postponed(3600, whole_tenant=True) if one.act is Act.EDIT else room.wall.act(one)) for one in handed])
        taken += [one.act for one in handed]
    assert taken == [Act.EDIT, Act.POST, Act.POST]
    assert "Car wash closed" in room.reads("C1")


def test_held_messages_do_not_hide_what_may_go_out_now(room: Newsroom) -> None:
    room.subscribe(subscription("quiet", "C1", quiet=("08:00", "20:00")))
    for number in range(25):
        room.publish(told(f"q{number}", f"Quiet {number}", f"Officers found victims of modern slavery at number {number * 7}."))
    room.subscribe(subscription("loud", "C1", theme="", query="wombat"))
    room.publish(told("w9", "Wombat", "A wombat was found."))
    assert room.carry() == [Act.POST]
    assert room.reads("C1") == ["Wombat"]
    assert room.box.next_due(*TENANT) == MONDAY.replace(hour=20)
    room.carry_on()
    assert len(room.reads("C1")) == 26


def test_the_backlog_and_what_is_late_can_be_told(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1"), subscription("two", "C2", quiet=("08:00", "20:00")))
    room.publish(RAID)
    assert room.box.backlog() == {(*TENANT, Act.POST): 2}
    assert room.box.oldest_gap(now=room.now + timedelta(minutes=5)) == MONDAY
    assert {(late.channel, late.held) for late in room.box.late()} == {("C1", None), ("C2", "quiet hours")}
    room.carry()
    room.later(minutes=5)
    assert room.box.oldest_gap(now=room.now) is None  # what quiet hours hold is not late
    assert room.box.backlog() == {(*TENANT, Act.POST): 1}


def test_a_channel_keeps_its_messages_when_it_is_called_something_else(room: Newsroom) -> None:
    room.publish(RAID)
    room.carry()
    room.box.rename(*TENANT, "C1", "news-desk")
    room.publish(SECOND)
    assert [one.name for one in room.claim()] == ["news-desk"]


def test_tenants_are_strangers_to_each_other(room: Newsroom) -> None:
    room.publish(RAID)
    other = partial(room.box.claim, "slack", "T2", "courier", now=room.now, limit=10, lease=LEASE)
    assert other() == []
    assert room.box.next_due("slack", "T2") is None
    assert len(room.claim()) == 1
