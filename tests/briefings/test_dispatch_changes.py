"""What a source takes back or puts right is taken back and put right wherever it is shown: alerts, digests, shared briefings."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from briefings.answers import Asker
from briefings.contents import Edition
from briefings.desk import Desk
from briefings.outcomes import Claimed, Outcome, Unsure
from briefings.postings import Act
from briefings.statements import Draft
from briefings.store import Store
from briefings.subscriptions import Channel
from tests.briefings.delivering import EDITING_IS_OVER, MONDAY, TENANT, Newsroom, subscription, told

RAID = told("w1", "Twelve arrested in raid", "Officers arrested 12 people in a modern slavery raid.")
CORRECTED = told("w1", "Twelve arrested in raid", "Officers arrested 14 people in a modern slavery raid.")
WITHDRAWN = told("w1", RAID.title, RAID.text, withdrawn=True)
FARM = told("w2", "Farm visited", "Officers visited 30 farms in an operation against modern slavery.")
SHARER = Asker(*TENANT, "U1")


@pytest.fixture
def room(desk: Desk, store: Store) -> Newsroom:
    """An alert, a digest and a shared briefing, all of the raid; the last two of the farm too."""
    made = Newsroom(desk, store)
    made.subscribe(subscription("alerts", "C1", theme="", query="raid"), subscription("digest", "C2", "daily 12:00"))
    made.publish(RAID, FARM)
    made.desk.share(Channel(*TENANT, "C3", "C3"), "modern-slavery", SHARER, ["w1", "w2"], now=made.now)
    made.later(hours=3)
    made.open()
    made.carry_on()
    return made


def test_all_three_show_it(room: Newsroom) -> None:
    assert room.reads("C1") == ["Twelve arrested in raid"]
    assert room.reads("C2") == ["digest [modern-slavery] Twelve arrested in raid, Farm visited"]
    assert room.reads("C3") == ["shared: modern-slavery"]


def test_a_correction_edits_each_and_says_in_a_thread_what_changed(room: Newsroom) -> None:
    room.publish(CORRECTED)
    room.carry_on()
    assert room.reads("C1") == ["corrected: Twelve arrested in raid", "> 12 is now 14"]
    assert room.reads("C2") == ["digest [modern-slavery] corrected: Twelve arrested in raid, Farm visited", "> 12 is now 14"]
    assert room.reads("C3") == ["shared: modern-slavery"]
    assert len(room.wall.posted) == 5
    [digest] = [message.content for message in room.wall.messages.values() if isinstance(message.content, Edition)]
    assert {figure.figure.surface for figure in digest.figures} >= {"14 people"}


def test_the_next_digest_lists_the_correction_and_the_one_after_it_does_not(room: Newsroom) -> None:
    room.publish(CORRECTED)
    for _ in range(2):
        room.later(days=1)
        room.open()
        room.carry_on()
    digests = [line for line in room.reads("C2") if line.startswith("digest")]
    assert digests == [
        "digest [modern-slavery] corrected: Twelve arrested in raid, Farm visited",
        "digest +corrected corrected: Twelve arrested in raid",
    ]


def test_a_second_correction_is_replied_to_where_it_was_news_and_edited_wherever_it_stands(room: Newsroom) -> None:
    room.publish(CORRECTED)
    room.later(days=1)
    room.open()
    room.carry_on()
    room.publish(told("w1", "Fifteen arrested in raid", "Officers arrested 15 people in a modern slavery raid."))
    room.carry_on()
    assert room.reads("C2") == [
        "digest [modern-slavery] corrected: Fifteen arrested in raid, Farm visited",
        "> 12 is now 14",
        "> Twelve is now Fifteen; 14 is now 15",
        "digest +corrected corrected: Fifteen arrested in raid",
    ]


def test_a_withdrawal_replaces_it_everywhere_and_takes_the_corrections_away(room: Newsroom) -> None:
    room.publish(CORRECTED)
    room.carry_on()
    room.publish(WITHDRAWN)
    room.carry_on()
    assert room.reads("C1") == ["withdrawn: Twelve arrested in raid"]
    assert room.reads("C2") == ["digest [modern-slavery] withdrawn: Twelve arrested in raid, Farm visited"]
    room.later(days=1)
    room.open()
    room.carry_on()
    assert room.reads("C2")[-1] == "digest +withdrawn withdrawn: Twelve arrested in raid"
    assert room.gaps == 0


def test_a_correction_that_was_not_yet_told_is_not_told_of_what_is_withdrawn(room: Newsroom) -> None:
    room.publish(CORRECTED)
    room.publish(WITHDRAWN)
    before = len(room.wall.posted)
    room.carry_on()
    assert (room.reads("C1"), len(room.wall.posted)) == (["withdrawn: Twelve arrested in raid"], before)


def test_what_is_back_stands_again(room: Newsroom) -> None:
    for _ in range(2):
        room.later(hours=2)
        room.desk.note_gone("westshire", "w1", now=room.now)
    room.carry_on()
    assert room.reads("C1") == ["withdrawn: Twelve arrested in raid"]
    room.desk.note_there("westshire", "w1", now=room.now)
    room.carry_on()
    assert room.reads("C1") == ["Twelve arrested in raid"]
    assert room.reads("C2") == ["digest [modern-slavery] Twelve arrested in raid, Farm visited"]
    assert room.gaps == 0


def test_a_redaction_leaves_no_word_in_any_channel(room: Newsroom) -> None:
    room.publish(CORRECTED)
    room.carry_on()
    room.redact("w1")
    room.carry_on()
    assert room.reads("C1") == ["removed"]
    assert room.reads("C2") == ["digest [modern-slavery] removed, Farm visited"]
    assert room.reads("C3") == ["shared: modern-slavery"]
    assert "raid" not in str(list(room.wall.messages.values()))
    assert "12" not in str([message.content.figures for message in room.wall.messages.values() if isinstance(message.content, Edition)])
    assert room.gaps == 0


def test_two_redactions_leave_nothing_of_a_digest_but_its_frame(room: Newsroom) -> None:
    room.redact("w1")
    room.redact("w2")
    room.carry_on()
    assert room.reads("C2") == ["digest [modern-slavery] removed, removed"]


def refuse_edits(claimed: Claimed) -> Outcome | None:
    return EDITING_IS_OVER if claimed.act is Act.EDIT else None


def test_a_redaction_takes_away_what_cannot_be_edited_and_leaves_what_never_showed_it(room: Newsroom) -> None:
    drafts = [told(f"x{number}", f"Item {number}", f"Officers found {number} victims of modern slavery.") for number in range(30)]
    room.publish(*drafts)
    room.subscribe(subscription("alerts", "C1", theme="", query="raid"), subscription("digest", "C2", "daily 12:00", max_items=40))
    room.later(days=1)
    room.open()
    room.carry_on()
    room.redact("x3")
    room.wall.refuses = refuse_edits
    room.carry_on()
    later = [line for line in room.reads("C2") if line.startswith("digest")]
    assert [line.split(" [")[0] for line in later] == ["digest", "digest 2 of 2"]
    # What comes afterwards is edited, or replied to, as ever: nothing more is taken away.
    room.publish(told("x25", "Item 25", "Officers found 26 victims of modern slavery."))
    room.carry_on()
    assert [line.split(" [")[0] for line in room.reads("C2") if line.startswith("digest")] == ["digest", "digest 2 of 2"]


def test_a_digest_that_could_not_be_edited_says_what_became_of_what_changed_last(room: Newsroom) -> None:
    room.wall.refuses = refuse_edits
    room.publish(CORRECTED)
    room.carry_on()
    room.later(minutes=1)
    room.publish(told("w2", FARM.title, FARM.text, withdrawn=True))
    room.carry_on()
    told_in_thread = [line for line in room.reads("C2") if "could not" in line]
    assert told_in_thread == [
        "> could not be edited: corrected: Twelve arrested in raid",
        "> could not be edited: withdrawn: Farm visited",
    ]


def test_a_redaction_while_nobody_knows_whether_it_was_posted(room: Newsroom) -> None:
    for heard in (True, False):
        room.publish(told(f"n{heard}", f"Raid {heard}", f"Officers searched a house, {heard}."))
        [claimed] = room.claim()
        if heard:
            room.wall.act(claimed)
        room.settle([(claimed, Unsure())])
        room.redact(f"n{heard}")
        room.carry_on()
    assert room.reads("C1") == ["Twelve arrested in raid", "removed"]


def test_a_briefing_that_was_asked_for_by_a_redacted_name_goes_as_a_whole(room: Newsroom) -> None:
    for typed in ("modern slavery since:7d", "twelve arrested"):
        room.desk.share(Channel(*TENANT, "C4", "C4"), typed, SHARER, ["w1", "w2"], now=room.now)
    room.carry_on()
    room.redact("w1")
    room.carry_on()
    assert room.reads("C4") == ["shared: modern slavery since:7d"]
    assert "twelve" not in values(room.store)


TABLES = ("channels", "budgets", "subscriptions", "events", "postings", "posting_statements", "parts")


def values(store: Store) -> str:
    """Every value of every table about channels, as text."""
    with store.read() as connection:
        return "\n".join(str(tuple(row)) for table in TABLES for row in connection.execute(text(f"SELECT * FROM {table}"))).casefold()


def quilliam(change: str = "Tuesday") -> Draft:
    return told("q1", "Appeal to trace Quilliam Oakenshaw", f"Officers fear modern slavery: Quilliam Oakenshaw is missing since {change}.")


def test_no_word_of_what_was_redacted_is_left_in_the_database(room: Newsroom, database_url: str) -> None:
    room.subscribe(
        subscription("alerts", "C1"), subscription("digest", "C2", "daily 12:00"), subscription("burst", "C5", batch=timedelta(minutes=5))
    )
    room.publish(quilliam())
    room.carry()
    room.publish(quilliam("Wednesday"))
    room.desk.share(Channel(*TENANT, "C3", "C3"), "Oakenshaw", SHARER, ["q1"], now=room.now)
    room.now = MONDAY.replace(day=17, hour=12)
    room.open()
    room.wall.refuses = refuse_edits
    room.carry_on()
    assert "oakenshaw" in values(room.store)
    room.redact("q1")
    assert "oakenshaw" not in values(room.store)
    assert "quilliam" not in values(room.store)
    room.carry_on()
    assert room.desk.redactor.clean() is None
    if room.store.kind == "sqlite":
        path = Path(database_url.removeprefix("sqlite:///"))
        held = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*")).lower()
        assert b"farm visited" in held
        assert b"oakenshaw" not in held
        assert b"quilliam" not in held
