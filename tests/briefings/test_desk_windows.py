"""What falls into a briefing's window: what came late, what has no date, what was withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from briefings.answers import Asker, Briefing
from briefings.desk import Desk
from briefings.query import parse
from tests.briefings.told import NOW, SLAVERY, TODAY, told

ASHA = Asker("slack", "T1", "asha")
LATER = NOW + timedelta(hours=2)


def brief(desk: Desk, filters: str = "") -> Briefing:
    return desk.brief(parse(f"theme:modern-slavery {filters}", today=TODAY), asker=ASHA, now=LATER)


def shown(briefing: Briefing) -> list[str]:
    return [item.statement.id for item in briefing.items]


@pytest.fixture
def told_desk(desk: Desk) -> Desk:
    """Three statements within thirty days of now, two before, and one without a date."""
    days = {"n18": "2026-03-18", "n17": "2026-03-17", "n16": "2026-03-16", "o1": "2026-01-05", "o2": "2025-12-24"}
    desk.take_in("press", [*(told(name, text=SLAVERY, on=day) for name, day in days.items()), told("u1", text=SLAVERY)], now=NOW)
    return desk


def test_what_is_dated_long_before_a_look_but_came_after_it_is_new_to_that_officer(told_desk: Desk) -> None:
    told_desk.note_look(ASHA, "modern-slavery", NOW)
    told_desk.take_in("slow", [told("late", text=SLAVERY, on="2026-02-02"), told("undated", text=SLAVERY)], now=LATER)
    briefing = brief(told_desk, "since:last")
    assert (shown(briefing), briefing.in_window, briefing.before, briefing.undated) == (["late"], 1, 5, 2)
    again = brief(told_desk, f"since:{briefing.since.isoformat()}")
    assert (shown(again), again.in_window) == (["late"], 1)


def test_what_came_late_and_was_corrected_since_is_still_new(told_desk: Desk) -> None:
    told_desk.note_look(ASHA, "modern-slavery", NOW)
    late = told("late", text=SLAVERY, on="2026-02-02")
    told_desk.take_in("slow", [late], now=LATER)
    told_desk.take_in("slow", [replace(late, title="Put right.")], now=LATER)
    assert shown(brief(told_desk, "since:last")) == ["late"]


def test_an_old_moment_that_is_typed_means_publication(told_desk: Desk) -> None:
    assert brief(told_desk, "since:2025-12-10T09:30:00 until:2026-01-31").in_window == 2
    assert brief(told_desk, "since:2025-12-11T09:30:00 until:2025-12-25").in_window == 1
    assert brief(told_desk, "since:2025-12-01T09:30:00").before == 0
    assert brief(told_desk, "since:2025-12-15T09:30:00").in_window == 5


def test_an_older_moment_does_not_reach_back_to_what_was_imported_since(desk: Desk) -> None:
    desk.take_in("archive", [told("a", text=SLAVERY, on="2016-10-12"), told("b", text=SLAVERY, on="2011-05-05")], now=NOW)
    briefing = brief(desk, "since:2016-10-01T09:30:00")
    assert (shown(briefing), briefing.before) == (["a"], 1)


def test_a_quiet_time_with_an_end_pages_through_dated_statements_only(desk: Desk) -> None:
    undated = [told(f"u{number}", text=SLAVERY) for number in range(7)]
    desk.take_in("press", [told("d0", text=SLAVERY, on="2026-01-05"), *undated, told("d1", text=SLAVERY, on="2025-12-01")], now=NOW)
    briefing = brief(desk, "since:2026-02-01 until:2026-03-01")
    assert (briefing.quiet, shown(briefing), briefing.pages) == (True, ["d0", "d1"], 1)


def test_a_notice_is_not_lost_among_many_of_other_themes_and_publishers(told_desk: Desk) -> None:
    told_desk.take_in("press", [told("n18", text=SLAVERY, withdrawn=True)], now=NOW)
    others = [told(f"w{number}", text="A new flood barrier.") for number in range(60)]
    elsewhere = [told(f"e{number}", text=SLAVERY, publisher="Eastshire Constabulary") for number in range(60)]
    told_desk.take_in("other", [*others, *elsewhere], now=NOW)
    told_desk.take_in("other", [replace(draft, withdrawn=True) for draft in [*others, *elsewhere]], now=LATER)
    assert [item.statement.id for item in brief(told_desk, "from:westshire").withdrawn] == ["n18"]
    assert {item.statement.publisher for item in brief(told_desk, "from:eastshire").withdrawn} == {"Eastshire Constabulary"}
    assert {item.statement.id[0] for item in brief(told_desk).withdrawn} == {"e"}


def test_a_notice_of_a_second_theme_is_found_too(told_desk: Desk) -> None:
    text = f"{SLAVERY} Detectives also arrested a man for fraud after a fraud report to Action Fraud."
    told_desk.take_in("press", [told("two", text=text, on="2026-03-18")], now=NOW)
    slugs = [match.slug for match in told_desk.why("two").item.themes]
    told_desk.take_in("press", [told("two", text=text, withdrawn=True)], now=NOW)
    assert len(slugs) == 2
    for slug in slugs:
        briefing = told_desk.brief(parse(f"theme:{slug}", today=TODAY), asker=None, now=LATER)
        assert [item.statement.id for item in briefing.withdrawn] == ["two"]
