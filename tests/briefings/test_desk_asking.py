"""Who and when a briefing is asked for: publishers as people name them, and what is new since the last look."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefings import archive
from briefings.answers import Asker, Briefing
from briefings.desk import Desk
from briefings.errors import NotFound
from briefings.query import parse
from briefings.store import Store, shelf
from tests.briefings.told import NOW, SLAVERY, TODAY, told

ASHA = Asker("slack", "T1", "asha")


def brief(desk: Desk, filters: str = "", *, asker: Asker | None = None) -> Briefing:
    return desk.brief(parse(f"theme:modern-slavery {filters}", today=TODAY), asker=asker, now=NOW)


def shown(briefing: Briefing) -> list[str]:
    return [item.statement.id for item in briefing.items]


@pytest.mark.parametrize("typed", ["Westshire", "westshire police", "WP", "wp", "shire pol"])
def test_from_takes_a_name_a_part_of_it_or_its_initials(desk: Desk, typed: str) -> None:
    desk.take_in(
        "press", [told("a", text=SLAVERY, on="2026-03-18"), told("b", text=SLAVERY, on="2026-03-17", publisher="Home Office")], now=NOW
    )
    briefing = brief(desk, f'from:"{typed}"')
    assert (shown(briefing), briefing.publisher) == (["a"], "Westshire Police")


def test_from_takes_an_acronym(desk: Desk) -> None:
    archive.load(desk, now=NOW)
    assert brief(desk, "from:npcc").publisher == "National Police Chiefs' Council"


def test_from_may_mean_several(desk: Desk) -> None:
    others = [told("b", text=SLAVERY, on="2026-03-17", publisher="Eastshire Police"), told("c", text=SLAVERY, publisher="Home Office")]
    desk.take_in("press", [told("a", text=SLAVERY, on="2026-03-18"), *others], now=NOW)
    briefing = brief(desk, "from:police")
    assert (shown(briefing), briefing.publisher) == (["a", "b"], "Eastshire Police, Westshire Police")


def test_until_alone_shows_whatever_was_published_by_that_day(desk: Desk) -> None:
    days = {"a": "2025-06-11", "b": "2025-06-10", "c": "2019-04-01"}
    desk.take_in("press", [told(id_, text=SLAVERY, on=day) for id_, day in days.items()], now=NOW)
    briefing = brief(desk, "until:2025-06-10")
    assert (shown(briefing), briefing.before, briefing.quiet) == (["b", "c"], 0, False)


def test_what_came_in_late_on_the_day_of_the_last_look_is_new_and_stays_so_on_the_next_page(desk: Desk) -> None:
    nine, ten, eleven = (datetime(2026, 3, 20, hour, tzinfo=UTC) for hour in (9, 10, 11))
    desk.take_in("press", [told("seen", text=SLAVERY, on="2026-03-20"), told("before", text=SLAVERY, on="2026-03-19")], now=nine)
    desk.note_look(ASHA, "modern-slavery", ten)
    desk.take_in(
        "press", [told("late", text=SLAVERY, on="2026-03-20"), told("slow", text=SLAVERY, on="2026-03-20T08:00+00:00")], now=eleven
    )
    briefing = brief(desk, "since:last", asker=ASHA)
    assert (sorted(shown(briefing)), briefing.in_window, briefing.before) == (["late", "slow"], 2, 2)
    assert shown(brief(desk, f"since:{briefing.since.isoformat()}")) == shown(briefing)


def test_a_briefing_only_reads(desk: Desk) -> None:
    generation = desk.generation()
    assert brief(desk, "since:last", asker=ASHA).first_look
    assert desk.last_look(ASHA, "modern-slavery") is None
    assert desk.generation() == generation


def test_each_speaker_comes_with_the_newest_statement_that_names_them(desk: Desk) -> None:
    said = "Chief Constable Ada Marlow spoke of modern slavery on {}."
    twice = [told("a", text=said.format("Monday"), on="2026-03-18"), told("b", text=said.format("Sunday"), on="2026-03-17")]
    desk.take_in("press", twice, now=NOW)
    [speaker] = brief(desk).speakers
    assert (speaker.person.name, speaker.item.statement.id) == ("Ada Marlow", "a")


@pytest.mark.parametrize("name", ["a", " https://westshire.example/a ", "<https://westshire.example/a|westshire.example/a>"])
def test_a_statement_is_named_by_id_or_address_even_as_chat_writes_it(desk: Desk, name: str) -> None:
    desk.take_in("press", [told("a", text=SLAVERY, url="https://westshire.example/a")], now=NOW)
    assert desk.why(name).item.statement.id == "a"


def test_an_id_is_known_in_other_capitals_where_only_one_is_so(desk: Desk) -> None:
    desk.take_in("press", [told("WS-1"), told("WS-2"), told("ws-2")], now=NOW)
    assert desk.why("ws-1").item.statement.id == "WS-1"
    assert desk.why("ws-2").item.statement.id == "ws-2"
    with pytest.raises(NotFound):
        desk.why("Ws-2")


ADDRESS = "https://Westshire.example/news/a/?page=2&utm_source=feed#top"


@pytest.mark.parametrize(
    "typed",
    [
        ADDRESS,
        "http://westshire.example/news/a/?page=2",
        "https://WESTSHIRE.EXAMPLE/news/a?page=2&utm_medium=chat&utm_campaign=x",
        "https://westshire.example/news/a?utm_source=other&page=2#end",
        "<http://westshire.example/news/a?page=2>",
    ],
)
def test_an_address_is_known_however_it_was_copied(desk: Desk, typed: str) -> None:
    desk.take_in("press", [told("a", text=SLAVERY, url=ADDRESS)], now=NOW)
    assert desk.why(typed).item.statement.id == "a"


@pytest.mark.parametrize(
    "typed", ["https://westshire.example/news/A?page=2", "https://westshire.example/news/a", "https://westshire.example"]
)
def test_another_address_is_another_statement(desk: Desk, typed: str) -> None:
    desk.take_in("press", [told("a", text=SLAVERY, url=ADDRESS)], now=NOW)
    with pytest.raises(NotFound, match="copy the link"):
        desk.why(typed)


def test_what_was_withdrawn_while_a_search_was_under_way_is_not_shown(desk: Desk, store: Store) -> None:
    desk.take_in("press", [told("a", text=SLAVERY), told("b", text=SLAVERY)], now=NOW)
    positions = [desk.why(name).item.statement.position for name in "ab"]
    desk.take_in("press", [told("a", text=SLAVERY, withdrawn=True)], now=NOW)
    with store.read() as connection:
        assert [item.statement.id for item in shelf.at_positions(connection, positions)] == ["b"]
