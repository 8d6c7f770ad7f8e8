"""`/briefing <theme>`: what an officer sees."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.commands import AnswerCache
from briefings.answers import Asker
from briefings.desk import Desk
from briefings.statements import Draft, Published, Wording
from tests.bot.commands.asked import OFFICER, buttons, card, commands, seen
from tests.bot.commands.conftest import NOW, draft


def test_a_briefing_says_what_is_new_with_figures_and_speakers(desk: Desk) -> None:
    told = seen(desk, "bicycle-theft")
    assert "Covers: Stolen bicycles and how they are marked." in told
    assert "1 statement in the last 30 days, 8 before, 1 undated." in told
    assert "Forty stolen bicycles recovered" in told
    assert "18 March 2026 · Westshire Police" in told
    assert "stolen bicycles in “Forty stolen bicycles recovered” (18 March 2026)" in told
    assert "* Ann Example, Inspector: “Forty stolen bicycles recovered” (18 March 2026)" in told
    assert "The archive was last refreshed on 20 March 2026 at 12:00, London time." in told


def test_a_theme_answers_to_its_alias_name_and_any_spelling(desk: Desk) -> None:
    for text in ("bikes", "BICYCLE THEFT", "bicycletheft", "theme:bikes", "  bicycle-theft  "):
        assert card(desk, text).title == "Bicycle theft"


def test_a_quiet_window_says_so_and_shows_the_latest_with_their_dates(desk: Desk) -> None:
    told = seen(desk, "neighbourhood-teams")
    assert "No statement in the last 30 days, 1 before." in told
    assert "Nothing in the last 30 days. The latest one of all time: New sergeant for the SNT" in told
    assert "1 February 2026" in told


def test_open_at_source_stands_only_where_there_is_an_address(desk: Desk) -> None:
    (new,) = [button for button in buttons(card(desk, "bikes")) if button.label == "Open at source"]
    assert new.url == "https://westshire.example/bicycles"
    assert not [button for button in buttons(card(desk, "neighbourhood-teams")) if button.url]


def test_every_statement_has_a_why(desk: Desk) -> None:
    assert commands(card(desk, "bikes"))[:-1] == ["why w01"]


def test_more_turns_the_pages_and_ends(desk: Desk) -> None:
    first = card(desk, "bikes since:2025-06-01")
    assert commands(first)[-1] == "bicycle-theft since:2025-06-01 page:2"
    second = card(desk, commands(first)[-1])
    assert "Page 2 of 2." in seen(desk, commands(first)[-1])
    assert all(command.startswith("why ") for command in commands(second)[:-1])
    assert commands(second)[-1] == "bicycle-theft since:2025-06-01 page:2 public"
    assert set(commands(first)[:-1]).isdisjoint(commands(second))


def test_more_of_a_quiet_theme_goes_on_into_the_past(desk: Desk) -> None:
    later = NOW + timedelta(days=200)
    first = card(desk, "bikes", now=later)
    assert commands(first)[-1] == "bicycle-theft page:2"
    assert "The latest of all time, continued:" in seen(desk, "bicycle-theft page:2", now=later)


def test_a_filter_is_kept_on_the_next_page(desk: Desk) -> None:
    more = commands(card(desk, 'bikes since:2025-01-01 until:2026-12-31 from:"westshire police"'))[-1]
    assert more == 'bicycle-theft since:2025-01-01 until:2026-12-31 from:"westshire police" page:2'
    assert "From Westshire Police only." in seen(desk, more)


def test_a_window_is_said_as_it_was_asked(desk: Desk) -> None:
    assert "since 1 March 2026" in seen(desk, "bikes since:2026-03-01")
    assert "from 1 March 2026 to 19 March 2026" in seen(desk, "bikes since:2026-03-01 until:2026-03-19")
    assert "since 13 March 2026" in seen(desk, "bikes since:7d")


def test_the_first_since_last_says_that_it_is_the_first(desk: Desk) -> None:
    told = seen(desk, "bikes since:last")
    assert "You have not asked about this before, so this shows the last 30 days." in told
    assert "1 statement in the last 30 days" in told


def test_since_last_shows_what_came_since_this_officer_asked(desk: Desk) -> None:
    seen(desk, "bikes")
    desk.take_in("press-office", [draft(40, date(2026, 3, 21), "Bicycle theft again", "A stolen bicycle was found.")], now=NOW)
    told = seen(desk, "bikes since:last", now=NOW + timedelta(days=2))
    assert "1 statement since you last asked (20 March 2026 at 12:00)" in told
    assert "Bicycle theft again" in told
    assert "Forty stolen bicycles" not in told
    other = Asker("slack", "T0EAST", OFFICER.user)
    assert "You have not asked about this before" in seen(desk, "bikes since:last", asker=other, now=NOW)


def test_a_later_page_of_since_last_keeps_the_window_of_the_first(desk: Desk) -> None:
    asked = datetime(2025, 6, 1, 9, 30, 15, tzinfo=UTC)
    desk.note_look(OFFICER, "bicycle-theft", asked)
    more = commands(card(desk, "bikes since:last"))[-1]
    assert more == "bicycle-theft since:2025-06-01T09:30:15Z page:2"
    told = seen(desk, more)
    assert "since 1 June 2025 at 10:30" in told
    assert "Page 2 of 2." in told


def test_only_the_first_page_of_a_briefing_counts_as_a_look(desk: Desk) -> None:
    for text in ("search bikes", "latest bikes", "bikes page:2", "why w01"):
        seen(desk, text)
    assert desk.last_look(OFFICER, "bicycle-theft") is None
    seen(desk, "bikes")
    assert desk.last_look(OFFICER, "bicycle-theft") == NOW


def test_a_kept_answer_counts_as_a_look_too(desk: Desk) -> None:
    cache = AnswerCache()
    seen(desk, "bikes", cache=cache)
    other = Asker("slack", "T0WEST", "U0SECOND")
    seen(desk, "bikes", asker=other, cache=cache)
    assert desk.last_look(other, "bicycle-theft") == NOW


def test_a_withdrawn_statement_is_one_line_without_its_words(desk: Desk) -> None:
    withdrawn = draft(1, date(2026, 3, 18), "Forty stolen bicycles recovered", "Officers recovered 40 stolen bicycles.", withdrawn=True)
    desk.take_in("press-office", [withdrawn], now=NOW)
    told = seen(desk, "bikes")
    assert "1 statement has been withdrawn by the publisher: w01 (Westshire Police, 18 March 2026)." in told
    assert "Forty" not in told


def test_the_projects_own_words_are_marked(empty_desk: Desk) -> None:
    ours = Draft(
        "p1", "Bicycle theft", "A stolen bicycle.", "Westshire Police", published=Published.on(date(2026, 3, 1)), wording=Wording.PROJECT
    )
    empty_desk.take_in("founding", [ours], now=NOW)
    for text in ("bikes", "latest", "search bicycle", "why p1"):
        assert "Summary by this project, not the publisher's words" in seen(empty_desk, text)


def test_the_publishers_words_are_not_marked(desk: Desk) -> None:
    assert "Summary by this project" not in seen(desk, "bikes")


def test_an_empty_archive_says_so(empty_desk: Desk) -> None:
    told = seen(empty_desk, "bikes")
    assert "Nothing in the last 30 days, and nothing else on this theme in the archive." in told
    assert "The archive has never been refreshed." in told
