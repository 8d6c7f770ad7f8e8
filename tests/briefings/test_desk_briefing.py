"""What a briefing shows: the window, quiet times, pages, figures, speakers, notices."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from briefings import archive
from briefings.answers import Asker, Briefing, Revision
from briefings.desk import Desk
from briefings.errors import BadQuery, NotFound
from briefings.query import Query, parse
from briefings.store import Store, open_store
from briefings.themes import ThemeBook
from tests.briefings.told import NOW, SLAVERY, TODAY, told

ASHA = Asker("slack", "T1", "asha")
LATER = NOW + timedelta(hours=2)


def brief(desk: Desk, filters: str = "", *, asker: Asker | None = None, now: datetime = NOW) -> Briefing:
    return desk.brief(parse(f"theme:modern-slavery {filters}", today=TODAY), asker=asker, now=now)


def shown(briefing: Briefing) -> list[str]:
    return [item.statement.id for item in briefing.items]


@pytest.fixture
def told_desk(desk: Desk) -> Desk:
    """Seven statements within thirty days of now, two before, one undated, and one on something else."""
    recent = [told(f"n{day}", text=SLAVERY, on=f"2026-03-{day}") for day in range(18, 11, -1)]
    old = [told("o1", text=SLAVERY, on="2026-01-05"), told("u1", text=SLAVERY), told("o2", text=SLAVERY, on="2025-12-24")]
    desk.take_in("press", [*recent, told("x1", text="A new flood barrier.", on="2026-03-10"), *old], now=NOW)
    return desk


def test_what_is_new_comes_newest_first_five_at_a_time(told_desk: Desk) -> None:
    briefing = brief(told_desk)
    assert shown(briefing) == ["n18", "n17", "n16", "n15", "n14"]
    assert (briefing.in_window, briefing.before, briefing.undated) == (7, 2, 1)
    assert (briefing.page, briefing.pages, briefing.quiet) == (1, 2, False)


def test_the_next_page_has_the_rest_and_a_page_too_far_is_the_last(told_desk: Desk) -> None:
    assert shown(brief(told_desk, "page:2")) == ["n13", "n12"]
    assert shown(brief(told_desk, "page:99")) == ["n13", "n12"]
    assert brief(told_desk, "page:99").page == 2


def test_the_window_is_thirty_days_from_the_start_of_a_day_in_london(told_desk: Desk) -> None:
    assert brief(told_desk).since == datetime(2026, 2, 18, tzinfo=UTC)


def test_since_and_until_are_whole_days_and_both_included(told_desk: Desk) -> None:
    assert shown(brief(told_desk, "since:2026-03-13 until:2026-03-15")) == ["n15", "n14", "n13"]


def test_an_undated_statement_matches_no_date(told_desk: Desk) -> None:
    briefing = brief(told_desk, "since:2020-01-01")
    assert (briefing.in_window, briefing.before, briefing.undated) == (9, 0, 1)


def test_a_quiet_time_shows_the_latest_of_all_time(told_desk: Desk) -> None:
    briefing = brief(told_desk, "since:2026-03-19")
    assert briefing.quiet
    assert (briefing.in_window, briefing.before) == (0, 9)
    assert shown(briefing) == ["n18", "n17", "n16", "n15", "n14"]
    assert shown(brief(told_desk, "since:2026-03-19 page:2")) == ["n13", "n12", "o1", "u1", "o2"]


def test_only_the_publisher_asked_for_is_shown(told_desk: Desk) -> None:
    told_desk.take_in("other", [told("e1", text=SLAVERY, on="2026-03-16", publisher="Eastshire Constabulary")], now=NOW)
    briefing = brief(told_desk, "from:eastshire")
    assert (shown(briefing), briefing.publisher, briefing.in_window) == (["e1"], "Eastshire Constabulary", 1)
    with pytest.raises(NotFound, match="Eastshire Constabulary, Westshire Police"):
        brief(told_desk, "from:nobody")


@pytest.mark.parametrize("typed", ["nca", "NCA", "National Crime Agency", "crime agency", '"national crime"'])
def test_a_publisher_goes_by_name_part_of_it_or_initials(desk: Desk, typed: str) -> None:
    desk.take_in("press", [told("a", text=SLAVERY, publisher="National Crime Agency"), told("b", text=SLAVERY)], now=NOW)
    query = parse(f"from:{typed}" if typed.startswith('"') else f'from:"{typed}"', today=TODAY)
    assert [item.statement.id for item in desk.latest(query, now=NOW).items] == ["a"]


def test_what_several_publishers_share_means_all_of_them(desk: Desk) -> None:
    shires = ("Westshire Police", "Eastshire Constabulary", "Norshire Police")
    desk.take_in("press", [told(name[0], text=SLAVERY, publisher=name) for name in shires], now=NOW)
    briefing = brief(desk, "from:police")
    assert (sorted(shown(briefing)), briefing.publisher) == (["N", "W"], "Norshire Police, Westshire Police")


def test_a_theme_that_does_not_exist_suggests_the_nearest(desk: Desk) -> None:
    with pytest.raises(NotFound, match="did you mean modern-slavery"):
        desk.brief(Query(theme="modern-slavry"), asker=None, now=NOW)


def test_a_theme_without_statements_is_a_briefing_with_nothing_in_it(desk: Desk) -> None:
    briefing = brief(desk)
    assert (briefing.items, briefing.figures, briefing.speakers, briefing.quiet, briefing.pages) == ((), (), (), True, 1)


def test_since_last_begins_where_this_officer_last_looked(told_desk: Desk) -> None:
    first = brief(told_desk, "since:last", asker=ASHA)
    assert first.first_look
    assert first.since == brief(told_desk).since
    told_desk.note_look(ASHA, "modern-slavery", NOW)
    told_desk.take_in("press", [told("n20", text=SLAVERY, on="2026-03-20T13:00+00:00")], now=LATER)
    second = brief(told_desk, "since:last", asker=ASHA, now=LATER)
    assert (shown(second), second.first_look, second.since) == (["n20"], False, NOW)


def test_a_statement_dated_today_that_comes_after_a_look_is_new_to_that_officer(told_desk: Desk) -> None:
    told_desk.note_look(ASHA, "modern-slavery", NOW)
    told_desk.take_in("press", [told("n20", text=SLAVERY, on="2026-03-20")], now=LATER)
    assert shown(brief(told_desk, "since:last", asker=ASHA, now=LATER)) == ["n20"]


def test_a_withdrawn_statement_is_a_notice_and_nothing_else(told_desk: Desk) -> None:
    told_desk.take_in("press", [told("n18", text=SLAVERY, withdrawn=True)], now=NOW)
    briefing = brief(told_desk)
    assert "n18" not in shown(briefing)
    assert briefing.in_window == 6
    assert [item.statement.id for item in briefing.withdrawn] == ["n18"]
    assert brief(told_desk, "since:2026-03-01 until:2026-03-10").withdrawn == ()
    assert told_desk.brief(Query(theme="fraud-cyber"), asker=None, now=NOW).withdrawn == ()


def test_a_correction_shows_in_the_very_next_briefing(told_desk: Desk) -> None:
    told_desk.take_in("press", [told("n18", text="A new flood barrier.", on="2026-03-18")], now=NOW)
    assert shown(brief(told_desk))[0] == "n17"


def test_the_founding_archive_is_briefed_with_its_figures_and_speakers(desk: Desk) -> None:
    archive.load(desk, now=NOW)
    briefing = brief(desk, "since:2016-10-01")
    assert shown(briefing) == ["s01", "s12"]
    every = brief(desk)
    assert every.quiet
    assert shown(every) == ["s01", "s07", "s12"]
    said = [(key.figure.surface, key.item.statement.id) for key in every.figures]
    assert ("200 operations", "s01") in said
    assert ("around 900 offenders", "s01") in said
    assert len(said) == len({key.figure.value for key in every.figures})
    assert "Shaun Sawyer" in [speaker.person.name for speaker in every.speakers]
    assert (every.freshness.statements, every.freshness.undated, every.freshness.refreshed) == (12, 5, NOW)


def test_the_latest_statements_of_any_theme(told_desk: Desk) -> None:
    latest = told_desk.latest(parse("since:2026-03-10", today=TODAY), now=NOW)
    assert [item.statement.id for item in latest.items] == ["n18", "n17", "n16", "n15", "n14"]
    assert (latest.total, latest.pages) == (8, 2)
    undated = told_desk.latest(Query(page=3), now=NOW)
    assert (undated.total, [item.statement.id for item in undated.items]) == (11, ["o2"])
    of_theme = told_desk.latest(parse("theme:modern-slavery until:2026-03-12", today=TODAY), now=NOW)
    assert ([item.statement.id for item in of_theme.items], of_theme.total) == (["n12", "o1", "o2"], 3)


def test_the_most_active_theme_comes_first(told_desk: Desk) -> None:
    first, *rest = told_desk.activity(now=NOW)
    assert (first.theme.slug, first.in_window, first.total) == ("modern-slavery", 7, 10)
    assert first.newest is not None
    assert first.newest.date().isoformat() == "2026-03-18"
    assert len(rest) == len(told_desk.book.themes) - 1


def test_why_names_the_phrases_by_id_and_by_link(desk: Desk) -> None:
    desk.take_in("press", [told("a", text=SLAVERY, url="https://westshire.example/a")], now=NOW)
    for name in ("a", "https://westshire.example/a", "<https://westshire.example/a|westshire.example>"):
        why = desk.why(name)
        assert [theme.slug for theme, _ in why.themes] == ["modern-slavery"]
        because = why.themes[0][1].because
        assert because
        assert all(phrase in SLAVERY for phrase in because)
    assert why.revisions == (Revision(NOW),)


def test_sources_say_what_came_from_each_and_when(desk: Desk) -> None:
    desk.take_in("press", [told("a", on="2026-03-18"), told("b", publisher="Eastshire Constabulary")], now=NOW)
    desk.rota.note_read("press", now=NOW, new=2)
    desk.rota.note_read("press", now=LATER, new=0)
    desk.rota.note_read("quiet", now=NOW, new=0)
    states = {(state.source, state.publisher): state for state in desk.sources()}
    assert states["press", "Westshire Police"].statements == 1
    assert (states["press", "Westshire Police"].last_success, states["press", "Westshire Police"].last_new) == (LATER, NOW)
    assert (states["quiet", ""].statements, states["quiet", ""].last_new) == (0, None)


def test_since_last_needs_a_theme(desk: Desk) -> None:
    with pytest.raises(BadQuery, match="name the theme"):
        desk.search(Query("bicycles", since_last=True), now=NOW)


def test_last_looks_are_kept_apart_by_platform_tenant_user_and_theme(desk: Desk) -> None:
    desk.note_look(ASHA, "modern-slavery", NOW)
    desk.note_look(ASHA, "modern-slavery", LATER)
    assert desk.last_look(ASHA, "modern-slavery") == LATER
    for other in (Asker("teams", "T1", "asha"), Asker("slack", "T2", "asha"), Asker("slack", "T1", "tom")):
        assert desk.last_look(other, "modern-slavery") is None
    assert desk.last_look(ASHA, "fraud-cyber") is None


def test_last_looks_are_forgotten_after_ninety_days(desk: Desk) -> None:
    desk.note_look(ASHA, "modern-slavery", NOW)
    assert desk.purge(now=NOW + timedelta(days=89)) == 0
    assert desk.purge(now=NOW + timedelta(days=91)) == 1
    assert desk.last_look(ASHA, "modern-slavery") is None


def test_a_key_is_claimed_once_until_it_runs_out(desk: Desk) -> None:
    minutes = timedelta(minutes=10)
    assert desk.first_time("signature", now=NOW, keep_for=minutes)
    assert not desk.first_time("signature", now=NOW + minutes / 2, keep_for=minutes)
    assert desk.first_time("another", now=NOW, keep_for=minutes)
    assert desk.first_time("signature", now=NOW + minutes, keep_for=minutes)
    assert desk.purge(now=NOW + timedelta(days=1)) == 2


def test_of_several_keys_those_are_claimed_that_do_not_stand(desk: Desk) -> None:
    soon, later = NOW + timedelta(minutes=1), NOW + timedelta(minutes=10)
    assert desk.first_times({"a": soon, "b": later}, now=NOW) == {"a", "b"}
    assert desk.first_times({"c": later, "b": later}, now=NOW) == {"c"}
    assert desk.first_times({"b": later, "a": later}, now=soon) == {"a"}
    assert desk.first_times({"c": later}, now=soon) == frozenset()


def test_two_processes_that_claim_the_same_keys_share_them_out(desk: Desk, database_url: str) -> None:
    store = open_store(database_url)
    other = Desk(store, desk.book)
    keys = [f"key {number}" for number in range(400)]

    def claim(which: Desk, mine: list[str]) -> list[str]:
        return [key for start in range(0, 400, 40) for key in which.first_times(dict.fromkeys(mine[start : start + 40], LATER), now=NOW)]

    with ThreadPoolExecutor(2) as pool:
        claimed = [key for part in pool.map(claim, (desk, other), (keys, keys[::-1])) for key in part]
    store.close()
    assert sorted(claimed) == sorted(keys)


def test_reading_again_with_other_themes_files_every_statement_anew(desk: Desk, store: Store, book: ThemeBook) -> None:
    archive.load(desk, now=NOW)
    before = desk.generation()
    only = replace(next(theme for theme in book.themes if theme.slug == "hate-crime"), strong=("slavery",))
    other = Desk(store, ThemeBook((only,), book.groups, book.acronyms))
    assert other.reread(now=NOW) == 12
    assert other.generation() > before
    assert "s01" in shown(other.brief(Query(theme="hate-crime"), asker=None, now=NOW))
    found = other.search(Query("operations", theme="hate-crime"), now=NOW)
    assert "s01" in [item.statement.id for item in found.items]
    assert brief(desk).items == ()


def test_reading_again_changes_nothing_when_nothing_has_changed(desk: Desk) -> None:
    archive.load(desk, now=NOW)
    before = brief(desk)
    assert desk.reread(now=NOW) == 12
    assert desk.reread(now=NOW) == 0
    assert brief(desk) == before
