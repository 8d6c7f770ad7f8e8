"""Changes that come seldom, and what they leave in a channel: edits that are refused, another publisher, names that were typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefings.answers import Asker
from briefings.contents import Alert
from briefings.desk import Desk
from briefings.postings import Act
from briefings.store import Store
from briefings.subscriptions import Channel
from tests.briefings.delivering import EDITING_IS_OVER, TENANT, Newsroom, subscription, told

RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")
CORRECTED = told("w1", "Twelve arrested in raid", "Officers arrested 14 people in a modern slavery raid.")
SHARER = Asker(*TENANT, "U1")


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    """One channel, which was told of the raid."""
    made = Newsroom(desk, store)
    made.subscribe(subscription("alerts", "C1"))
    made.publish(RAID)
    made.carry_on()
    return made


def test_a_note_that_a_message_could_not_be_edited_goes_when_there_is_something_else_to_say(room: Newsroom) -> None:
    room.wall.refuses = lambda one: EDITING_IS_OVER if one.act is Act.EDIT else None
    room.publish(CORRECTED)
    room.carry_on()
    assert "> could not be edited: corrected: Twelve arrested in raid" in room.reads("C1")
    room.publish(replace(CORRECTED, withdrawn=True))
    room.carry_on()
    assert [line for line in room.reads("C1") if "could not be edited" in line] == [
        "> could not be edited: withdrawn: Twelve arrested in raid"
    ]


def test_a_note_that_a_message_could_not_be_edited_goes_once_it_could(room: Newsroom) -> None:
    room.wall.refuses = lambda one: EDITING_IS_OVER if one.act is Act.EDIT else None
    room.publish(CORRECTED)
    room.carry_on()
    room.wall.refuses = lambda one: None
    room.publish(replace(CORRECTED, withdrawn=True))
    room.carry_on()
    assert room.reads("C1") == ["withdrawn: Twelve arrested in raid"]


def test_a_message_names_who_a_statement_is_said_to_be_from_now(room: Newsroom) -> None:
    room.publish(replace(RAID, publisher="Eastshire Police"))
    room.carry_on()
    publishers = {one.content.item.statement.publisher for one in room.wall.messages.values() if isinstance(one.content, Alert)}
    assert publishers == {"Eastshire Police"}


def test_what_was_typed_in_words_of_an_earlier_version_goes_with_the_redaction(room: Newsroom) -> None:
    room.publish(told("q2", "Woman arrested", "Officers arrested Rosalind Quimby in a modern slavery raid."))
    room.desk.share(Channel(*TENANT, "C5", "C5"), "search quimby", SHARER, ["q2"], now=room.now)
    room.carry_on()
    room.publish(told("q2", "Woman arrested", "Officers arrested a woman in a modern slavery raid."))
    room.redact("q2")
    room.carry_on()
    assert room.reads("C5") == []
