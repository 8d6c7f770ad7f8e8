"""`python -m bot why` and `python -m bot deliveries`: where a statement went, and what is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import load_themes
from briefings.desk import Desk
from briefings.outcomes import Scope, TurnedDown
from briefings.postings import Act
from briefings.store import open_store
from tests.bot.cli.typed import Desktop
from tests.briefings.delivering import Newsroom, subscription, told

THEFT = "bicycle-theft"
BICYCLES = told("b1", "Bicycles found", "Officers found stolen bicycles.")


@pytest.fixture
def room(desktop: Desktop) -> Iterator[Newsroom]:
    """A newsroom on the database of the commands, with a channel that is told of stolen bicycles and one that is not."""
    assert desktop.type("migrate").code == 0
    store = open_store(desktop.database_url)
    made = Newsroom(Desk(store, load_themes(Path(desktop.directory / "config" / "themes.yaml"))), store)
    made.subscribe(subscription("ops", "C1", theme=THEFT), subscription("teams", "C2", theme="neighbourhood-teams"))
    yield made
    store.close()


def test_why_tells_every_step_in_every_channel_that_was_told(desktop: Desktop, room: Newsroom) -> None:
    room.publish(BICYCLES)
    room.carry()
    room.box.rename("slack", "T1", "C1", "operations")
    said = desktop.type("why", "b1")
    assert (said.code, said.err) == (0, "")
    for words in (
        "* Bicycle theft because of “stolen bicycles”",
        "* Came as news on 16 March 2026 at 09:00",
        "#operations (slack, T1, C1)",
        "Subscription ops (alerts) wants it, because its theme bicycle-theft is wanted.",
        "Alert of ops: wanted on 16 March 2026 at 09:00; sent on 16 March 2026 at 09:00; known as 1.",
        "No other channel was told of it.",
    ):
        assert words in said.told
    assert "teams" not in said.out


@pytest.mark.parametrize("channel", ["#C2", "C2"])
def test_why_of_one_channel_says_why_it_was_told_nothing(desktop: Desktop, room: Newsroom, channel: str) -> None:
    room.publish(BICYCLES)
    room.carry()
    said = desktop.type("why", "b1", "--channel", channel)
    assert said.code == 0
    assert "does not want it, because it has not the theme neighbourhood-teams." in said.told
    assert "1 other channel was told of it." in said.told
    assert "Alert of ops" not in said.out


def test_why_as_json_holds_everything(desktop: Desktop, room: Newsroom) -> None:
    room.publish(BICYCLES)
    room.carry()
    (one,) = desktop.type("why", "b1", "--json").objects
    assert (one["id"], [theme["because"] for theme in one["themes"]]) == ("b1", [["stolen bicycles"]])
    proof = one["proof"]
    assert (proof["announced"], proof["fresh"], proof["others"]) == (True, True, 0)
    assert proof["befell"] == [{"at": "2026-03-16T09:00:00+00:00", "kind": "new", "revision": 1}]
    (channel,) = proof["channels"]
    assert (channel["platform"], channel["tenant"], channel["channel"], channel["stopped"]) == ("slack", "T1", "C1", None)
    assert channel["subscriptions"] == [
        {"lineage": "ops", "cadence": "instant", "wanted": True, "because": "its theme bicycle-theft is wanted", "stood": True}
    ]
    (message,) = channel["messages"]
    assert (message["kind"], message["role"], message["id"], message["link"]) == ("alert", "main", "1", None)
    assert (message["sent"], message["act"], message["edits"]) == ("2026-03-16T09:00:00+00:00", "nothing", 0)


def test_why_of_an_unknown_channel_or_statement_is_told(desktop: Desktop, room: Newsroom) -> None:
    room.publish(BICYCLES)
    said = desktop.type("why", "b1", "--channel", "#nowhere")
    assert said.code == 1
    assert "nothing was ever wanted in a channel called “#nowhere”: `subscriptions` lists those that are served" in said.err
    said = desktop.type("why", "b99")
    assert (said.code, said.out) == (2, "")
    assert 'no statement here has the id or address "b99"' in said.err


def test_why_of_what_was_filed_says_why_nobody_was_told(stocked: Desktop) -> None:
    said = stocked.type("why", "w3").told
    assert "It was filed and not announced: it was imported" in said
    assert "No channel was told of it." in said


def test_nothing_is_late(desktop: Desktop, room: Newsroom) -> None:
    room.publish(BICYCLES)
    room.carry()
    assert "Nothing is late: every channel shows what it should." in desktop.type("deliveries").out
    assert desktop.type("deliveries", "--json").out == ""


def test_what_is_late_is_listed_the_longest_waiting_first_with_when_it_ends(desktop: Desktop, room: Newsroom) -> None:
    room.wall.refuses = lambda claimed: TurnedDown(Scope.CHANNEL, "is_archived") if claimed.act is Act.POST else None
    room.publish(BICYCLES)
    room.carry()
    room.later(minutes=5)
    room.publish(told("b2", "Bicycles lost", "Officers lost stolen bicycles."))
    said = desktop.type("deliveries")
    assert said.code == 0
    waits = "C1 (slack, T1): alert to post, since 16 March 2026 at {}; nothing can be posted there just now: is_archived"
    assert said.told.index(waits.format("09:00")) < said.told.index(waits.format("09:05"))
    assert "slack, T1: 2 posts; done at about " in said.told
    assert "Bicycles" not in said.out
    assert "And 1 more message: --limit shows more of them." in desktop.type("deliveries", "--limit", "1").told


def test_what_is_late_as_json(desktop: Desktop, room: Newsroom) -> None:
    room.publish(BICYCLES)
    message, behind = desktop.type("deliveries", "--json").objects
    assert (message["tenant"], message["channel"], message["kind"], message["act"]) == ("T1", "C1", "alert", "post")
    assert (message["since"], message["unknown"], message["tries"]) == ("2026-03-16T09:00:00+00:00", None, 0)
    assert (behind["platform"], behind["tenant"], behind["waiting"]) == ("slack", "T1", {"post": 1})
    assert abs(datetime.fromisoformat(behind["ends"]) - datetime.now(UTC)) < timedelta(minutes=5)
