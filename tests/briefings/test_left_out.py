"""What a digest had no room for is what its button shows: all of it, nothing else, and as it stands now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.commands import answer
from bot.ports import Request
from briefings.answers import Asker
from briefings.contents import Edition
from briefings.desk import Desk
from briefings.errors import NotFound
from briefings.statements import Draft
from briefings.store import Store
from tests.bot.commands.asked import commands, texts
from tests.briefings.delivering import TENANT, Newsroom, subscription, told

ASHA = Asker(*TENANT, "U1")
TOWNS = (
    "Alderwick",
    "Cotterby",
    "Dunsop",
    "Eastbury",
    "Feltham",
    "Gorton",
    "Hallow",
    "Ilmouth",
    "Jarham",
    "Kelby",
    "Larden",
    "Morwick",
    "Norby",
)


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    made = Newsroom(desk, store)
    made.subscribe(subscription("d", "C1", "daily 12:00", max_items=1))
    return made


def case(number: int) -> Draft:
    """Published days before it is taken in, as what a slow source brings is."""
    town = TOWNS[number]
    text = f"Police in {town} rescued {number + 3} people from modern slavery near the {town} works."
    return told(f"a{number}", f"Case {town}", text, days_ago=number % 4)


def publish(room: Newsroom) -> None:
    room.publish(*map(case, range(len(TOWNS))))


def noon(room: Newsroom) -> Edition:
    """Have the digest of the day posted; what it is."""
    if room.now.hour >= 12:
        room.later(days=1)
    room.now = room.now.replace(hour=12, minute=1)
    room.open()
    room.carry_on(room.now)
    *_, last = (message.content for message in room.wall.messages.values())
    assert isinstance(last, Edition)
    return last


def shown(room: Newsroom, command: str, asker: Asker = ASHA) -> list[str]:
    """What pressing a button shows, and pressing More until there is no more."""
    card = answer(room.desk, Request(command, asker, "C1", room.now)).card
    more = [one for one in commands(card) if one.startswith("digest ")]
    return texts(card) + [text for one in more for text in shown(room, one, asker)]


def towns(words: list[str]) -> list[str]:
    return [town for town in TOWNS if any(f"Case {town}" in text for text in words)]


def listed(edition: Edition) -> list[str]:
    titles = [line.item.statement.title for group in edition.groups for line in group.lines if line.item]
    return towns(titles)


def test_the_button_shows_all_that_was_left_out_whenever_it_was_published_and_nothing_else(room: Newsroom) -> None:
    publish(room)
    edition = noon(room)
    [first] = listed(edition)
    assert edition.left_out == len(TOWNS) - 1
    room.publish(told("later", "Case Later", "A gangmaster was jailed for modern slavery in Kirkby."))
    words = shown(room, edition.more)
    assert towns(words) == [town for town in TOWNS if town != first]
    assert not any("Case Later" in text for text in words)


def test_with_the_name_alone_the_newest_digest_is_meant(room: Newsroom) -> None:
    publish(room)
    noon(room)
    room.publish(
        told("x1", "Case Northmoor", "Officers found victims of modern slavery at a farm."),
        told("x2", "Case Southam", "A gangmaster was jailed for modern slavery."),
    )
    assert noon(room).left_out == 1
    words = shown(room, "digest d")
    assert not towns(words)
    assert any("Case Southam" in text or "Case Northmoor" in text for text in words)


def test_the_next_digest_does_not_begin_with_what_this_one_left_out(room: Newsroom) -> None:
    publish(room)
    noon(room)
    room.publish(*map(case, range(len(TOWNS))), told("x1", "Case Northmoor", "Officers found victims of modern slavery at a farm."))
    again = noon(room)
    assert (again.total, again.left_out, listed(again)) == (1, 0, [])


def test_a_correction_of_what_was_left_out_edits_no_message_and_is_told_by_the_next_digest(room: Newsroom) -> None:
    publish(room)
    noon(room)
    room.publish(replace(case(5), text=case(5).text.replace("8 people", "9 people")))
    assert room.carry() == []
    assert room.gaps == 0
    assert [line.item.statement.title for line in noon(room).corrected if line.item] == ["Case Gorton"]


def test_a_withdrawal_of_what_was_left_out_leaves_no_word_behind_the_button(room: Newsroom) -> None:
    publish(room)
    edition = noon(room)
    room.publish(replace(case(5), withdrawn=True))
    assert room.carry() == []
    words = shown(room, edition.more)
    assert "Gorton" not in towns(words)
    assert any("withdrawn by the publisher" in text for text in words)


def test_a_redaction_of_what_was_left_out_leaves_nothing_but_how_many(room: Newsroom) -> None:
    publish(room)
    edition = noon(room)
    room.redact("a5")
    assert room.carry() == []
    words = shown(room, edition.more)
    assert not any("Gorton" in text or "a5" in text for text in words)
    assert any("1 statement of these was removed" in text for text in words)
    assert room.gaps == 0


def test_another_workspace_is_shown_nothing_of_it(room: Newsroom) -> None:
    publish(room)
    name = noon(room).more.removeprefix("digest ")
    with pytest.raises(NotFound):
        room.desk.left_out(name, ("slack", "T0OTHER"))
    assert room.desk.left_out(name, None).total == len(TOWNS) - 1
    assert shown(room, f"digest {name}", Asker("slack", "T0OTHER", "U2"))[0].startswith("Search: ")


def test_a_digest_that_had_room_for_everything_says_so(room: Newsroom) -> None:
    room.publish(case(0))
    assert noon(room).left_out == 0
    assert any("left nothing out" in text for text in shown(room, "digest d"))


def test_words_that_name_no_digest_are_a_question(room: Newsroom) -> None:
    publish(room)
    assert any("Search" in text for text in shown(room, "digest of Gorton works"))
    assert any("no digest called “weekly”" in text for text in (text.casefold() for text in shown(room, "digest weekly")))
