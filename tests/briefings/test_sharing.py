"""A briefing that somebody shares with a channel is a message like any other: sent once, and kept right."""

from __future__ import annotations

import pytest

from briefings.answers import Asker
from briefings.contents import Shared
from briefings.desk import Desk
from briefings.outcomes import Unsure
from briefings.postings import Act
from briefings.store import Store
from briefings.subscriptions import Channel
from tests.briefings.delivering import TENANT, Newsroom, told

SHARER = Asker(*TENANT, "U1")
RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")
FARM = told("w2", "Farm visited", "Officers visited 30 farms in an operation against modern slavery.")


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    made = Newsroom(desk, store)
    made.publish(RAID, FARM)
    return made


def share(room: Newsroom, *ids: str, text: str = "modern-slavery") -> None:
    room.desk.share(Channel(*TENANT, "C1", "C1"), text, SHARER, ids, now=room.now)


def shown(room: Newsroom) -> Shared:
    [message] = room.wall.messages.values()
    assert isinstance(message.content, Shared)
    return message.content


def ids(content: Shared) -> list[str | None]:
    return [None if item is None else item.statement.id for item in content.items]


def test_it_says_who_shared_what_and_shows_the_statements_in_their_order(room: Newsroom) -> None:
    share(room, "w2", "w1", "nothing-of-the-kind", "w2")
    room.carry_on()
    content = shown(room)
    assert (content.text, content.asker, content.at, ids(content)) == ("modern-slavery", SHARER, room.now, ["w2", "w1"])


@pytest.mark.parametrize("kind", ["corrected", "withdrawn", "redacted"])
def test_what_becomes_of_a_statement_in_it_is_shown_in_it(room: Newsroom, kind: str) -> None:
    share(room, "w1", "w2")
    room.carry_on()
    if kind == "redacted":
        room.redact("w1")
    else:
        room.publish(told("w1", RAID.title, "Officers arrested 14 people in a modern slavery raid.", withdrawn=kind == "withdrawn"))
    assert room.carry() == [Act.EDIT]
    first = shown(room).items[0]
    assert (None if first is None else first.statement.status.value) == (None if kind == "redacted" else kind)
    assert ids(shown(room))[1] == "w2"


def test_what_else_comes_does_not_change_it(room: Newsroom) -> None:
    share(room, "w1")
    room.carry_on()
    room.publish(told("w3", "Third"), told("w2", FARM.title, "Officers visited 31 farms in an operation against modern slavery."))
    assert room.carry() == []


def test_the_same_briefing_may_be_shared_twice_but_each_is_sent_once(room: Newsroom) -> None:
    share(room, "w1")
    room.later(minutes=1)
    share(room, "w1")
    [claimed] = room.claim()
    room.wall.act(claimed)
    room.settle([(claimed, Unsure())])
    room.carry_on()
    assert room.reads("C1") == ["shared: modern-slavery"] * 2
    assert len(room.wall.posted) == 2


def test_a_press_too_many_shares_nothing_again(room: Newsroom) -> None:
    share(room, "w1")
    assert room.desk.share(Channel(*TENANT, "C1", "C1"), "modern-slavery", SHARER, ["w1"], now=room.now) is False
    share(room, "w1", text="latest")
    room.desk.share(Channel(*TENANT, "C1", "C1"), "latest", Asker(*TENANT, "U2"), ["w1"], now=room.now)
    room.carry_on()
    assert room.reads("C1") == ["shared: modern-slavery", "shared: latest", "shared: latest"]


def test_one_that_shows_no_statement_can_be_shared(room: Newsroom) -> None:
    share(room, text="themes")
    room.carry_on()
    assert ids(shown(room)) == []
