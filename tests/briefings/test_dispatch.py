"""Channels are told of what they want when it comes: once for each story, not in quiet hours, a burst together."""

from __future__ import annotations

from datetime import timedelta

import pytest

from briefings.desk import Desk
from briefings.postings import Act
from briefings.statements import Draft
from briefings.store import Store
from tests.briefings.delivering import MONDAY, TENANT, Newsroom, subscription, told
from tests.briefings.retold import RELEASE

RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")
KNIVES = told("k1", "Knives handed in", "Officers collected 40 knives in a week of action against knife crime.")


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    return Newsroom(desk, store)


def copy(id_: str, publisher: str) -> Draft:
    """The same story, as another publisher tells it."""
    return told(id_, "Week of action", RELEASE, publisher=publisher)


def test_each_channel_is_told_of_what_it_wants_and_of_nothing_else(room: Newsroom) -> None:
    room.subscribe(
        subscription("slavery", "C1"),
        subscription("knives", "C2", theme="knife-crime"),
        subscription("words", "C3", theme="", query="raid from:westshire"),
        subscription("daily", "C4", "daily 12:00"),
    )
    room.publish(RAID, KNIVES)
    room.carry_on()
    assert room.reads("C1") == room.reads("C3") == ["Twelve arrested in raid"]
    assert room.reads("C2") == ["Knives handed in"]
    assert room.reads("C4") == []


def test_a_channel_with_several_subscriptions_is_told_once(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1"), subscription("two", "C1", theme="", query="raid"))
    room.publish(RAID)
    room.carry_on()
    assert room.reads("C1") == ["Twelve arrested in raid"]


@pytest.mark.parametrize("days_ago", [0, 7, 8, 400])
def test_what_was_published_long_ago_is_no_news(room: Newsroom, days_ago: int) -> None:
    room.subscribe(subscription("one", "C1"))
    room.publish(told("w1", "Raid", days_ago=days_ago))
    room.carry_on()
    assert room.reads("C1") == (["Raid"] if days_ago <= 7 else [])


def test_what_is_only_filed_is_told_to_nobody_and_neither_is_what_came_before_the_subscription(room: Newsroom) -> None:
    room.publish(RAID)
    room.subscribe(subscription("one", "C1"), subscription("two", "C2", "daily 12:00"))
    room.publish(told("w2", "Filed"), announce=False)
    room.later(days=1)
    room.open()
    room.carry_on()
    assert room.reads("C1") == room.reads("C2") == []


def test_a_subscription_that_ended_is_told_nothing_more(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1"))
    room.publish(RAID)
    room.subscribe()
    room.publish(told("w2", "Second"))
    room.carry_on()
    assert room.reads("C1") == ["Twelve arrested in raid"]


def test_what_is_withdrawn_in_the_very_intake_that_brought_it_is_told_to_nobody(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1"))
    room.publish(RAID, told("w1", RAID.title, RAID.text, withdrawn=True))
    room.carry_on()
    assert room.wall.posted == []


def test_a_copy_by_another_publisher_is_added_to_the_first_message(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", theme="", query="officers"))
    room.publish(copy("a", "Westshire Police"))
    room.carry_on()
    room.publish(copy("b", "Eastshire Police"))
    assert room.carry() == [Act.EDIT]
    assert room.reads("C1") == ["Week of action (also Eastshire Police)"]


def test_copies_that_come_together_are_told_once(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", theme="", query="officers"))
    room.publish(copy("a", "Westshire Police"), copy("b", "Eastshire Police"))
    room.carry_on()
    assert room.reads("C1") == ["Week of action (also Eastshire Police)"]


def test_a_copy_of_what_was_withdrawn_is_news(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", theme="", query="officers"))
    first = copy("a", "Westshire Police")
    room.publish(first)
    room.publish(told("a", first.title, first.text, withdrawn=True))
    room.publish(copy("b", "Eastshire Police"))
    room.carry_on()
    assert room.reads("C1") == ["Week of action"]


def test_statements_that_are_parted_no_longer_name_each_other(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", theme="", query="officers"))
    room.publish(copy("a", "Westshire Police"), copy("b", "Eastshire Police"))
    room.carry_on()
    room.desk.split(["b"], now=room.now)
    room.carry_on()
    assert room.reads("C1") == ["Week of action"]


def test_quiet_hours_hold_alerts_until_they_end_but_not_what_breaks_through(room: Newsroom) -> None:
    room.now = MONDAY.replace(hour=23)
    room.subscribe(subscription("one", "C1", theme="", query="officers", quiet=("22:00", "07:00"), through=["knife-crime"]))
    room.publish(RAID)
    room.publish(KNIVES)
    room.carry()
    assert room.reads("C1") == ["Knives handed in"]
    [late] = room.box.late()
    assert (late.held, late.not_before) == ("quiet hours", MONDAY.replace(day=17, hour=7))
    assert room.box.next_due(*TENANT) == late.not_before
    room.carry_on()
    assert room.reads("C1") == ["Knives handed in", "Twelve arrested in raid"]


def test_quiet_hours_never_hold_corrections_withdrawals_and_redactions(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", quiet=("22:00", "07:00")))
    drafts = [told(f"w{number}", f"Raid {number}", f"Officers arrested {number}0 people in slavery raid.") for number in range(1, 4)]
    room.publish(*drafts)
    room.carry_on()
    room.now = MONDAY.replace(hour=23)
    room.publish(told("w1", "Raid 1", "Officers arrested 11 people in slavery raid."), told("w2", "Raid 2", drafts[1].text, withdrawn=True))
    room.redact("w3")
    room.carry()
    assert room.reads("C1") == ["corrected: Raid 1", "> 10 is now 11", "withdrawn: Raid 2", "removed"]


def test_what_is_withdrawn_or_redacted_in_quiet_hours_never_goes_out(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", quiet=("22:00", "07:00")))
    room.now = MONDAY.replace(hour=23)
    room.publish(RAID, told("w2", "Second"), told("w3", "Third"))
    room.publish(told("w1", RAID.title, RAID.text, withdrawn=True))
    room.redact("w2")
    room.carry_on()
    assert room.reads("C1") == ["Third"]
    assert room.gaps == 0


def test_what_is_corrected_in_quiet_hours_goes_out_corrected_and_without_a_reply(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", quiet=("22:00", "07:00")))
    room.now = MONDAY.replace(hour=23)
    room.publish(RAID)
    room.publish(told("w1", RAID.title, "Officers arrested 14 people in a modern slavery raid."))
    room.carry_on()
    assert room.reads("C1") == ["corrected: Twelve arrested in raid"]


def test_a_burst_is_told_together_and_one_alone_as_an_alert(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", batch=timedelta(minutes=10)))
    room.publish(told("w1", "First"))
    room.later(minutes=5)
    room.publish(told("w2", "Second"), told("w3", "Third"))
    assert (room.carry(), room.open()) == ([], 0)
    room.later(minutes=5)
    assert room.open() == 1
    room.carry_on()
    assert room.reads("C1") == ["digest [modern-slavery] First, Second, Third"]
    room.later(minutes=1)
    room.publish(told("w4", "Fourth"))
    room.later(minutes=10)
    room.open()
    room.carry_on()
    assert room.reads("C1") == ["digest [modern-slavery] First, Second, Third", "Fourth"]
    room.later(days=1)
    assert room.open() == 0


def test_what_breaks_through_does_not_wait_for_the_rest_of_a_burst(room: Newsroom) -> None:
    quiet, batch = ("22:00", "07:00"), timedelta(minutes=10)
    room.subscribe(subscription("one", "C1", theme="", query="officers", batch=batch, quiet=quiet, through=["knife-crime"]))
    room.publish(RAID, KNIVES)
    room.carry()
    assert room.reads("C1") == ["Knives handed in"]
    room.later(minutes=10)
    room.open()
    room.carry_on()
    assert room.reads("C1") == ["Knives handed in", "Twelve arrested in raid"]


def test_a_burst_that_was_withdrawn_before_it_was_told_says_nothing(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", batch=timedelta(minutes=10)))
    room.publish(RAID)
    room.publish(told("w1", RAID.title, RAID.text, withdrawn=True))
    room.later(minutes=10)
    assert room.open() == 1
    room.carry_on()
    assert room.wall.posted == []


def test_where_one_subscription_is_quiet_and_another_is_not_the_channel_is_told_at_once(room: Newsroom) -> None:
    room.subscribe(subscription("a-quiet", "C1", quiet=("22:00", "07:00")), subscription("b-awake", "C1", query="raid"))
    room.now = MONDAY.replace(hour=23)
    room.publish(RAID)
    room.carry()
    assert room.reads("C1") == ["Twelve arrested in raid"]


@pytest.mark.parametrize("through", [True, False])
def test_what_is_corrected_so_that_it_breaks_through_waits_no_longer(room: Newsroom, through: bool) -> None:
    quiet = subscription("q", "C1", theme="", query="raid", quiet=("22:00", "07:00"), through=("modern-slavery",) if through else ())
    room.subscribe(quiet)
    room.now = MONDAY.replace(hour=23)
    room.publish(told("w1", "Raid", "Officers arrested 12 people in a raid."))
    room.carry()
    assert room.reads("C1") == []
    room.publish(told("w1", "Raid", "Officers arrested 12 people in a modern slavery raid."))
    room.carry()
    assert room.reads("C1") == (["corrected: Raid"] if through else [])
    room.carry_on()
    assert room.reads("C1") == ["corrected: Raid"]
