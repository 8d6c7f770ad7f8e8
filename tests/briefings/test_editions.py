"""A digest tells what was taken in since the one before: once for each slot, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from briefings.contents import Edition
from briefings.desk import Desk
from briefings.polls import Outcome
from briefings.rota import Known
from briefings.statements import Published
from briefings.store import Store
from briefings.subscriptions import Policy
from tests.briefings.delivering import LEASE, MONDAY, Newsroom, subscription, told


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    return Newsroom(desk, store)


def bring(room: Newsroom, *names: str) -> None:
    """Statements come, one for each name."""
    drafts = (told(name, name.title(), f"Officers found victims of modern slavery, case {name}.") for name in names)
    room.publish(*(replace(draft, published=Published(room.now)) for draft in drafts))


def tick(room: Newsroom) -> int:
    """What the scheduler and the courier do now and then."""
    opened = room.open()
    room.carry_on(room.now)
    return opened


def editions(room: Newsroom, place: str = "C1") -> list[Edition]:
    return [one.content for one in room.wall.messages.values() if one.place == place and isinstance(one.content, Edition)]


def test_a_digest_opens_in_its_slot_with_what_came_since_the_last(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00"))
    bring(room, "first", "second")
    room.later(hours=2, minutes=59)
    assert tick(room) == 0
    room.later(minutes=1)
    assert tick(room) == 1
    assert tick(room) == 0
    bring(room, "third")
    room.later(days=1)
    tick(room)
    assert room.reads("C1") == ["digest [modern-slavery] First, Second", "digest [modern-slavery] Third"]
    [one, two] = editions(room)
    assert (one.since, one.until, two.since, two.until) == (MONDAY, MONDAY.replace(hour=12), one.until, one.until + timedelta(days=1))


def test_a_digest_with_nothing_in_it_is_left_out_unless_it_is_to_say_so(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00"), subscription("two", "C2", "daily 12:00", when_empty=Policy.SAY))
    room.later(hours=3)
    tick(room)
    assert (room.reads("C1"), room.reads("C2")) == ([], ["digest"])


def test_after_a_time_of_silence_one_edition_makes_up_for_all_that_were_missed(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00"), subscription("two", "C2", "hourly"))
    bring(room, "first")
    room.later(days=3)
    bring(room, "second")
    room.later(hours=4)
    tick(room)
    assert room.reads("C1") == ["digest [modern-slavery] First, Second 3 missed"]
    assert room.reads("C2") == ["digest [modern-slavery] First, Second 75 missed"]
    bring(room, "third")
    room.later(hours=22)
    assert tick(room) == 1  # the hourly one
    room.later(hours=1)
    assert tick(room) == 2
    assert room.reads("C1")[1:] == ["digest [modern-slavery] Third"]


def test_a_digest_that_opens_a_little_late_missed_nothing(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00"))
    bring(room, "first")
    room.later(hours=3, seconds=40)
    tick(room)
    assert room.reads("C1") == ["digest [modern-slavery] First"]


def test_what_does_not_fit_is_counted_and_a_command_shows_it(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00", max_items=2), subscription("two", "C2", "daily 12:00", theme="", query="case"))
    bring(room, *(f"n{number}" for number in range(45)))
    room.later(hours=3)
    tick(room)
    assert room.reads("C1") == ["digest [modern-slavery] N0, N1 43 more: digest one 2026-03-16T12:00"]
    assert len(room.reads("C2")) == 1
    assert editions(room, "C2")[0].total == 45
    assert editions(room, "C2")[0].more == "digest two 2026-03-16T12:00"


def test_a_long_digest_goes_on_in_further_messages_one_after_the_other(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00", max_items=50))
    bring(room, *(f"n{number}" for number in range(45)))
    room.later(hours=3)
    tick(room)
    assert [line.partition(" [")[0] for line in room.reads("C1")] == ["digest 1 of 3", "digest 2 of 3", "digest 3 of 3"]
    assert sum(len(group.lines) for one in editions(room) for group in one.groups) == 45
    assert [bool(one.figures) for one in editions(room)][1:] == [False, False]


def test_with_a_thread_for_each_theme_each_theme_is_a_reply(room: Newsroom) -> None:
    both = subscription("one", "C1", "daily 12:00", theme="", query="officers", threads=True)
    room.subscribe(both)
    bring(room, "first", "second")
    room.publish(told("k1", "Knives", "Officers collected 40 knives in a week of action against knife crime."))
    room.later(hours=3)
    tick(room)
    assert room.reads("C1") == [
        "digest 1 of 3 [modern-slavery] First, Second [knife-crime] Knives",
        "> digest 2 of 3 [modern-slavery] First, Second",
        "> digest 3 of 3 [knife-crime] Knives",
    ]
    assert [one.threaded for one in editions(room)] == [True, False, False]  # of which a head says how many


def test_more_changes_than_the_head_of_a_thread_holds_are_all_listed(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00", threads=True, max_items=100))
    names = [f"n{number}" for number in range(25)]
    bring(room, *names)
    room.later(hours=3)
    tick(room)
    room.publish(*(told(name, name.title(), f"Officers found no victims of modern slavery, case {name}.") for name in names))
    bring(room, "new")
    room.later(days=1)
    tick(room)
    second = [one for one in editions(room) if one.since > MONDAY]
    assert sum(len(one.corrected) for one in second) == 25


def test_a_story_stands_once_in_a_digest_and_not_where_an_alert_told_it(room: Newsroom) -> None:
    room.subscribe(subscription("alerts", "C1", theme="", query="first"), subscription("digest", "C1", "daily 12:00"))
    bring(room, "first", "second")
    room.later(hours=3)
    tick(room)
    assert room.reads("C1") == ["First", "digest [modern-slavery] Second"]


def test_what_was_withdrawn_before_it_was_told_is_not_told(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00"))
    bring(room, "first", "second")
    room.publish(told("first", "First", "Officers found victims of modern slavery, case first.", withdrawn=True))
    room.later(hours=3)
    tick(room)
    assert room.reads("C1") == ["digest [modern-slavery] Second"]


def test_quiet_hours_hold_a_digest_until_they_end(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00", quiet=("11:00", "13:30")))
    bring(room, "first")
    room.later(hours=3)
    tick(room)
    assert room.reads("C1") == []
    room.later(hours=1, minutes=30)
    tick(room)
    assert room.reads("C1") == ["digest [modern-slavery] First"]


def test_a_digest_that_is_asked_for_now_leaves_the_rest_to_its_slot(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00"), subscription("two", "C2", "daily 12:00"), subscription("three", "C3"))
    bring(room, "first")
    assert room.desk.open_editions_now(["one"], now=room.now) == 1
    assert room.desk.open_editions_now(["one"], now=room.now + timedelta(seconds=1)) == 0
    room.later(hours=1)
    bring(room, "second")
    assert room.desk.open_editions_now(now=room.now) == 2
    room.later(hours=2)
    bring(room, "third")
    tick(room)
    assert room.reads("C1") == [f"digest [modern-slavery] {name}" for name in ("First", "Second", "Third")]
    assert room.reads("C2") == ["digest [modern-slavery] First, Second", "digest [modern-slavery] Third"]
    assert room.reads("C3") == ["First", "Second", "Third"]


def test_a_source_that_cannot_be_read_stands_in_the_foot(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00"))
    room.desk.rota.know([Known("eastshire", "Eastshire Police")], now=room.now)
    [claim] = room.desk.rota.claim(["eastshire"], "bot", now=room.now, lease=LEASE)
    room.desk.rota.settle(claim, Outcome(room.now, trouble="it cannot be reached"), every=timedelta(hours=1), chance=0)
    bring(room, "first")
    room.later(hours=3)
    tick(room)
    assert room.reads("C1") == ["digest [modern-slavery] First unread Eastshire Police"]


@pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
def test_each_day_has_its_digest_across_a_clock_change(room: Newsroom, month: int, day: int) -> None:
    room.now = datetime(2026, month, day - 2, 12, 0, tzinfo=UTC)
    room.subscribe(subscription("one", "C1", "daily 01:30"), subscription("two", "C2", "hourly"))
    for hour in range(24 * 4):
        bring(room, f"n{hour}")
        room.later(minutes=30)
        tick(room)
        room.later(minutes=30)
        tick(room)
    told_once = [line.item.statement.id for one in editions(room) for group in one.groups for line in group.lines if line.item]
    assert len(editions(room)) == 4
    assert len(set(told_once)) == len(told_once)
    assert len(editions(room, "C2")) == 24 * 4


RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")
MORE = told("w1", "Fourteen arrested in raid", "Officers arrested 14 people in a modern slavery raid.")


def test_what_was_withdrawn_before_its_digest_and_is_put_right_is_told_in_the_next(room: Newsroom) -> None:
    room.subscribe(subscription("daily", "C1", "daily 12:00"))
    room.publish(RAID)
    room.publish(replace(RAID, withdrawn=True))
    room.later(hours=4)
    tick(room)
    assert room.reads("C1") == []
    room.publish(MORE)
    room.later(days=1)
    tick(room)
    assert room.reads("C1") == ["digest [modern-slavery] corrected: Fourteen arrested in raid"]


def test_what_was_gone_from_its_site_before_its_digest_and_is_back_is_told_in_the_next(room: Newsroom) -> None:
    room.subscribe(subscription("daily", "C1", "daily 12:00"))
    room.publish(RAID)
    for _ in range(2):
        room.desk.note_gone("westshire", "w1", now=room.now)
        room.later(hours=2)
    tick(room)
    assert room.reads("C1") == []
    room.desk.note_there("westshire", "w1", now=room.now)
    room.later(days=1)
    tick(room)
    assert room.reads("C1") == ["digest [modern-slavery] Twelve arrested in raid"]


def test_what_stands_again_and_never_came_as_news_is_told_in_no_digest(room: Newsroom) -> None:
    room.subscribe(subscription("daily", "C1", "daily 12:00"))
    room.publish(RAID, announce=False)
    room.publish(replace(RAID, withdrawn=True))
    room.publish(MORE)
    room.later(days=1)
    tick(room)
    assert room.reads("C1") == []
