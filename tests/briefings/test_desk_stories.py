"""One story is told once: which statements are shown, who leads, and who else published it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from briefings.desk import Desk
from briefings.query import Query
from briefings.store import Store
from briefings.themes import ThemeBook
from tests.briefings.retold import RELEASE, other, retold
from tests.briefings.told import NOW, told

LATER = NOW + timedelta(hours=1)
SLAVERY = Query(theme="modern-slavery")
NORTH, EAST, WEST = "Northshire Police", "Eastshire Police", "Westshire Police"


def shown(desk: Desk, **narrowed: str) -> list[str]:
    """The ids of the latest statements; briefing and search must show the same ones."""
    query = replace(Query(), **narrowed)  # type: ignore[arg-type]
    latest = desk.latest(query, now=NOW, limit=50)
    ids = [item.statement.id for item in latest.items]
    assert latest.total == len(ids)
    found = desk.search(replace(query, words="slavery"), now=NOW, limit=50)
    assert ({item.statement.id for item in found.items}, found.total) == (set(ids), len(ids))
    briefing = desk.brief(replace(query, theme="modern-slavery"), asker=None, now=NOW)
    assert [item.statement.id for item in briefing.items] == ids[:5]
    assert briefing.in_window + briefing.before + briefing.undated == len(ids)
    return ids


def also(desk: Desk) -> dict[str, tuple[str, ...]]:
    return {item.statement.id: item.also for item in desk.latest(Query(), now=NOW, limit=50).items}


@pytest.fixture
def told_by_three(desk: Desk) -> Desk:
    desk.take_in("w", [retold("w", WEST, on="2026-03-10"), other("x", WEST, on="2026-03-09")], now=NOW)
    desk.take_in("n", [retold("n", NORTH, on="2026-03-11", local="In Dunstow officers made three of the arrests.")], now=NOW)
    desk.take_in("e", [retold("e", EAST, on="2026-03-12")], now=NOW)
    return desk


def test_a_story_is_shown_once_by_whoever_was_first_with_who_else_published_it(told_by_three: Desk) -> None:
    assert shown(told_by_three) == ["w", "x"]
    assert also(told_by_three) == {"w": (NORTH, EAST), "x": ()}


def test_freshness_still_counts_statements(told_by_three: Desk) -> None:
    assert (told_by_three.freshness().statements, told_by_three.freshness().publishers) == (4, 3)


def test_a_theme_counts_a_story_once(told_by_three: Desk) -> None:
    (slavery,) = [one for one in told_by_three.activity(now=NOW) if one.theme.slug == "modern-slavery"]
    assert (slavery.in_window, slavery.total) == (2, 2)


def test_whoever_asks_for_a_publisher_finds_its_own_copy(told_by_three: Desk) -> None:
    assert shown(told_by_three, publisher="northshire") == ["n"]
    (item,) = told_by_three.latest(Query(publisher="northshire"), now=NOW).items
    assert item.also == (WEST, EAST)


def test_the_key_figures_and_speakers_of_a_story_come_once(told_by_three: Desk) -> None:
    briefing = told_by_three.brief(SLAVERY, asker=None, now=NOW)
    said = [figure.figure.surface for figure in briefing.figures]
    assert "412 people" in said
    assert len(said) == len(set(said))
    assert {figure.item.statement.id for figure in briefing.figures} <= {"w", "x"}
    assert [(speaker.person.name, speaker.item.statement.id) for speaker in briefing.speakers] == [("Asha Okoro", "w")]


def test_copies_that_come_together_are_one_story(desk: Desk) -> None:
    desk.take_in(
        "all", [retold("e", EAST, on="2026-03-12"), retold("n", NORTH, on="2026-03-11"), other("x", WEST, on="2026-03-01")], now=NOW
    )
    assert shown(desk) == ["n", "x"]


def test_the_earliest_leads_even_if_it_comes_last(desk: Desk) -> None:
    desk.take_in("e", [retold("e", EAST, on="2026-03-12")], now=NOW)
    desk.take_in("n", [retold("n", NORTH, on="2026-03-11")], now=NOW)
    assert shown(desk) == ["n"]
    assert also(desk) == {"n": (EAST,)}


def test_whom_the_configuration_names_leads(store: Store, book: ThemeBook) -> None:
    desk = Desk(store, book, precedence=("Council of Shire Police", EAST.upper()))
    for name, publisher in (("w", WEST), ("n", NORTH), ("e", EAST)):
        desk.take_in(name, [retold(name, publisher)], now=NOW)
    assert shown(desk) == ["e"]
    anew = Desk(store, book, precedence=(NORTH,))
    before = anew.generation()
    anew.reread(now=NOW)
    assert shown(anew) == ["n"]
    assert anew.generation() > before


def test_undated_copies_are_told_apart_by_when_they_came(desk: Desk) -> None:
    desk.take_in("n", [retold("n", NORTH, on=None)], now=NOW)
    desk.take_in("w", [retold("w", WEST, on=None)], now=LATER)
    assert shown(desk) == ["n"]


def test_when_the_leader_is_withdrawn_the_next_leads_and_when_it_comes_back_it_leads_again(told_by_three: Desk) -> None:
    desk = told_by_three
    desk.take_in("w", [retold("w", WEST, withdrawn=True)], now=LATER)
    assert shown(desk) == ["n", "x"]
    assert also(desk)["n"] == (EAST,)
    assert [item.statement.id for item in desk.brief(SLAVERY, asker=None, now=LATER).withdrawn] == ["w"]
    desk.take_in("w", [retold("w", WEST, local="This paragraph is new, and says what was wrong before it.")], now=LATER)
    assert shown(desk) == ["w", "x"]
    assert also(desk)["w"] == (NORTH, EAST)


def test_a_story_that_everybody_withdrew_is_not_shown(desk: Desk) -> None:
    for name, publisher in (("w", WEST), ("n", NORTH)):
        desk.take_in(name, [retold(name, publisher)], now=NOW)
        desk.take_in(name, [retold(name, publisher, withdrawn=True)], now=LATER)
    assert shown(desk) == []
    desk.take_in("n", [retold("n", NORTH, local="It is back with this line.")], now=LATER)
    assert shown(desk) == ["n"]


def test_a_correction_stays_in_its_story_and_may_join_one(desk: Desk) -> None:
    desk.take_in("w", [retold("w", WEST, on="2026-03-10")], now=NOW)
    desk.take_in("n", [retold("n", NORTH, on="2026-03-11")], now=NOW)
    desk.take_in(
        "n", [replace(retold("n", NORTH, on="2026-03-11"), text="Modern slavery: this statement was shortened to a line.")], now=LATER
    )
    assert shown(desk) == ["w"]
    desk.take_in("e", [replace(other("e", EAST), text="Modern slavery: more will follow about this.")], now=LATER)
    assert shown(desk) == ["w", "e"] or shown(desk) == ["e", "w"]
    desk.take_in("e", [replace(other("e", EAST), text=RELEASE)], now=LATER)
    assert shown(desk) == ["w"]


def test_a_leader_that_is_dated_anew_may_have_to_follow(desk: Desk) -> None:
    desk.take_in("w", [retold("w", WEST, on="2026-03-10")], now=NOW)
    desk.take_in("n", [retold("n", NORTH, on="2026-03-12")], now=NOW)
    desk.take_in("w", [retold("w", WEST, on="2026-03-14")], now=LATER)
    assert shown(desk) == ["n"]


def test_two_statements_of_one_publisher_are_never_one_story(desk: Desk) -> None:
    desk.take_in("w", [retold("w1", WEST), retold("w2", WEST)], now=NOW)
    desk.take_in("n", [retold("n", NORTH, on="2026-03-11")], now=NOW)
    assert len(shown(desk)) == 2


def test_what_is_published_weeks_apart_is_not_one_story(desk: Desk) -> None:
    desk.take_in("w", [retold("w", WEST, on="2026-03-01")], now=NOW)
    desk.take_in("n", [retold("n", NORTH, on="2026-03-09")], now=NOW)
    assert shown(desk) == ["n", "w"]


def test_copies_that_two_sources_bring_at_once_are_one_story(desk: Desk) -> None:
    names = [f"{place}shire Police" for place in ("North", "East", "South", "West", "Mid", "Upper", "Lower", "Far")]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: desk.take_in(name, [retold(name.split()[0], name)], now=NOW), names))
    assert len(shown(desk)) == 1
    (item,) = desk.latest(Query(), now=NOW).items
    assert {item.statement.publisher, *item.also} == set(names)


def test_what_stands_under_many_statements_makes_no_story(desk: Desk) -> None:
    """A footer of somebody's that makes up most of a short statement."""
    footer = " ".join(
        ["More about the county stands on our pages, where pictures of the helicopter, the horses and the boats may be had."] * 3
    )
    many = [told(f"f{number}", text=f"Patrol {number}. {footer}", on="2026-03-10", publisher="Footer Police") for number in range(70)]
    desk.take_in("f", many, now=NOW)
    desk.take_in(
        "n",
        [told("n", text=f"A lorry lost its load of apples near Dunstow this morning. {footer}", on="2026-03-10", publisher=NORTH)],
        now=NOW,
    )
    desk.take_in(
        "e", [told("e", text=f"Cadets of Ickton have won the cup for rowing once more. {footer}", on="2026-03-10", publisher=EAST)], now=NOW
    )
    assert desk.latest(Query(), now=NOW).total == 72


def test_a_statement_that_turns_out_to_be_anothers_leaves_the_story_that_one_told_already(told_by_three: Desk) -> None:
    told_by_three.take_in("n", [retold("n", EAST, on="2026-03-11", local="In Dunstow officers made three of the arrests.")], now=LATER)
    assert shown(told_by_three) == ["n", "w", "x"]
    assert also(told_by_three) == {"n": (), "w": (EAST,), "x": ()}


def test_a_statement_that_turns_out_to_be_anothers_may_tell_the_story_of_its_first_publisher(desk: Desk) -> None:
    desk.take_in("w", [retold("w", WEST, on="2026-03-10")], now=NOW)
    desk.take_in("n", [retold("n", WEST, on="2026-03-11")], now=NOW)
    assert shown(desk) == ["n", "w"]
    desk.take_in("n", [retold("n", NORTH, on="2026-03-11")], now=LATER)
    assert shown(desk) == ["w"]


def test_a_copy_that_is_dated_right_joins_its_story(desk: Desk) -> None:
    desk.take_in("w", [retold("w", WEST, on="2026-01-10")], now=NOW)
    desk.take_in("n", [retold("n", NORTH, on=None)], now=NOW)
    assert sorted(shown(desk)) == ["n", "w"]
    desk.take_in("n", [retold("n", NORTH, on="2026-01-11")], now=LATER)
    assert shown(desk) == ["w"]


@pytest.fixture
def led_by_a_shorter_one(desk: Desk) -> Desk:
    """The one that leads leaves out the sentence that says what it is about."""
    short = replace(retold("w", WEST, on="2026-03-10"), text=RELEASE.partition("farms. ")[2])
    desk.take_in("w", [short], now=NOW)
    desk.take_in("n", [retold("n", NORTH, on="2026-03-11")], now=NOW)
    assert [item.statement.id for item in desk.latest(Query(), now=NOW).items] == ["w"]
    return desk


def test_a_theme_shows_a_story_by_the_first_statement_that_is_on_it(led_by_a_shorter_one: Desk) -> None:
    desk = led_by_a_shorter_one
    briefing = desk.brief(SLAVERY, asker=None, now=NOW)
    assert [(item.statement.id, item.also) for item in briefing.items] == [("n", (WEST,))]
    assert (briefing.in_window, desk.latest(SLAVERY, now=NOW).total) == (1, 1)
    desk.take_in("w", [retold("w", WEST, on="2026-03-10")], now=LATER)
    assert [item.statement.id for item in desk.brief(SLAVERY, asker=None, now=NOW).items] == ["w"]


def test_words_that_only_a_longer_copy_has_are_found_there(led_by_a_shorter_one: Desk) -> None:
    desk = led_by_a_shorter_one
    assert [item.statement.id for item in desk.search(Query("car washes"), now=NOW).items] == ["n"]
    assert [item.statement.id for item in desk.search(Query("charities"), now=NOW).items] == ["w"]
    assert [item.statement.id for item in desk.search(Query("victims", theme="modern-slavery"), now=NOW).items] == ["n"]


def test_a_search_in_several_publishers_shows_a_story_once(told_by_three: Desk) -> None:
    found = told_by_three.search(Query("Okoro", publisher="police"), now=NOW)
    assert ([item.statement.id for item in found.items], found.total) == (["w"], 1)
