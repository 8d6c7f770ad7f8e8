"""Subscriptions are ended and started, never overwritten; an edited one tells nothing twice and leaves nothing out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from briefings.declaring import place_of
from briefings.desk import Desk
from briefings.errors import BadConfig
from briefings.store import Store
from briefings.store.posting_tables import channels, subscriptions
from briefings.subscriptions import Channel
from tests.briefings.delivering import TENANT, Newsroom, subscription, told


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    return Newsroom(desk, store)


def bring(room: Newsroom, *names: str) -> None:
    room.publish(*(told(name, name.title(), f"Officers found victims of modern slavery, case {name}.") for name in names))


def go_on(room: Newsroom, **span: float) -> None:
    room.later(**span)
    room.open()
    room.carry_on(room.now)


def test_what_is_declared_again_stays_and_what_is_not_ends(room: Newsroom) -> None:
    one, two = subscription("one", "C1"), subscription("two", "C2", "daily 12:00")
    edit = room.desk.declare([one, two], origin="file", by="ann", now=room.now)
    assert (edit.start, edit.end, edit.keep) == ((one, two), (), ())
    room.later(hours=1)
    moved = subscription("two", "C3", "daily 12:00")
    edit = room.desk.declare([one, moved], origin="file", by="bob", now=room.now)
    assert (edit.start, edit.end, edit.keep) == ((moved,), (two,), (one,))
    assert room.desk.subscriptions() == (one, moved)
    assert place_of(room.store, "two") == Channel(*TENANT, "C3")
    with room.store.read() as connection:
        rows = connection.execute(select(subscriptions).order_by(subscriptions.c.id)).all()
    assert [(row.lineage, row.started_by, row.ended_by, row.ended == room.now) for row in rows] == [
        ("one", "ann", None, False),
        ("two", "ann", "bob", True),
        ("two", "bob", None, False),
    ]


def test_a_name_declared_twice_changes_nothing(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1"))
    with pytest.raises(BadConfig, match="declared twice"):
        room.subscribe(subscription("two", "C1"), subscription("two", "C2"))
    assert [one.lineage for one in room.desk.subscriptions()] == ["one"]


def test_what_others_made_and_what_is_not_known_just_now_stays(room: Newsroom) -> None:
    room.desk.declare([subscription("chat", "C1")], origin="chat", by="ann", now=room.now)
    room.subscribe(subscription("one", "C1"), subscription("two", "C2"))
    room.desk.declare([], origin="file", by="the file", now=room.now, keep=["two"])
    assert [one.lineage for one in room.desk.subscriptions()] == ["chat", "two"]


def test_an_edited_digest_goes_on_where_it_was(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00"))
    bring(room, "first")
    go_on(room, hours=3)
    bring(room, "second")
    room.subscribe(subscription("one", "C1", "daily 15:00", max_items=5))
    bring(room, "third")
    go_on(room, hours=3)
    assert room.reads("C1") == ["digest [modern-slavery] First", "digest [modern-slavery] Second, Third"]


def test_an_edited_digest_that_was_overdue_opens_at_once(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "weekly mon 12:00"))
    bring(room, "first")
    room.later(hours=4)  # and nobody was there to open it
    room.subscribe(subscription("one", "C1", "weekly mon 12:00", max_items=5))
    go_on(room, minutes=1)
    assert room.reads("C1") == ["digest [modern-slavery] First"]


def test_what_waited_for_a_digest_is_told_when_it_becomes_an_alert(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00"), subscription("two", "C2", "daily 12:00", theme="", query="first"))
    bring(room, "first", "second")
    room.subscribe(subscription("one", "C1"), subscription("two", "C2", theme="", query="first"))
    bring(room, "third")
    go_on(room, minutes=1)
    assert sorted(room.reads("C1")) == ["Third", "digest [modern-slavery] First, Second"]
    assert room.reads("C2") == ["First"]


def test_what_waited_for_the_rest_of_a_burst_is_told_when_the_subscription_is_edited(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", batch=timedelta(hours=1)), subscription("two", "C2", batch=timedelta(hours=1)))
    bring(room, "first")
    room.subscribe(subscription("one", "C1"), subscription("two", "C2", "daily 12:00"))
    go_on(room, minutes=1)
    assert (room.reads("C1"), room.reads("C2")) == (["First"], [])
    go_on(room, hours=3)
    assert room.reads("C2") == ["digest [modern-slavery] First"]


def test_alerts_that_become_a_digest_flood_nobody(room: Newsroom) -> None:
    room.subscribe(subscription("one", "C1", theme="", query="wombat"))
    bring(room, "first", "second")
    room.subscribe(subscription("one", "C1", "daily 12:00"))
    bring(room, "third")
    go_on(room, hours=3)
    assert room.reads("C1") == ["digest [modern-slavery] Third"]


def test_a_digest_that_is_ended_and_begun_again_tells_nothing_of_the_time_between(room: Newsroom) -> None:
    digest = subscription("one", "C1", "daily 12:00")
    room.subscribe(digest)
    room.subscribe()
    bring(room, "first")
    room.subscribe(digest)
    bring(room, "second")
    go_on(room, hours=3)
    assert room.reads("C1") == ["digest [modern-slavery] Second"]


@pytest.mark.parametrize("place", ["C1", "C2"])
def test_a_slot_that_had_its_edition_has_no_other_and_nothing_is_lost_by_it(room: Newsroom, place: str) -> None:
    room.subscribe(subscription("one", "C1", "daily 12:00"))
    bring(room, "first")
    go_on(room, hours=4)
    # By the clock of New York it is not yet noon: the same slot comes again.
    room.subscribe(subscription("one", place, "daily 12:00", zone="America/New_York"))
    bring(room, "second")
    go_on(room, hours=4)
    assert len(room.wall.messages) == 1
    bring(room, "third")
    go_on(room, days=1)
    assert room.reads(place)[-1] == "digest [modern-slavery] Second, Third"


def test_channels_are_known_by_their_ids_and_called_as_they_are_called_last(room: Newsroom) -> None:
    many = [subscription(f"n{number}", f"P{number}") for number in range(600)]
    room.subscribe(*many, subscription("again", "P1", theme="knife-crime"))
    room.desk.declare([], origin="chat", by="ann", now=room.now)
    renamed = [Channel(*TENANT, "P1", "new name"), Channel(*TENANT, "P2", "")]
    for channel in renamed:
        room.desk.name_admin_channel(channel)
    with room.store.read() as connection:
        names = {row.place: row.name for row in connection.execute(select(channels))}
    assert len(names) == 600
    assert (names["P1"], names["P2"], names["P3"]) == ("new name", "P2", "P3")
