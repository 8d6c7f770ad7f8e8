"""Every other command, and the words that are no command."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.commands import COMMANDS, AnswerCache, answer, completions, is_kept
from bot.ports import Request
from briefings.desk import Desk
from briefings.statements import Note
from tests.bot.commands.asked import OFFICER, card, commands, seen
from tests.bot.commands.conftest import NOW, draft


def test_briefing_alone_says_what_can_be_asked_and_what_is_active(desk: Desk) -> None:
    told = seen(desk, "")
    assert "Most active themes of the last 30 days: * Bicycle theft: 1 in the last 30 days, 10 in all" in told
    assert commands(card(desk, "   "))[:2] == ["bicycle-theft", "neighbourhood-teams"]
    assert "The archive holds 12 statements from 1 publisher." in told


def test_briefing_alone_on_an_empty_archive_still_shows_the_ways_on(empty_desk: Desk) -> None:
    assert commands(card(empty_desk, "")) == ["latest", "themes", "sources", "help"]


def test_latest_shows_the_newest_first_and_turns_its_pages(desk: Desk) -> None:
    first = card(desk, "latest")
    assert commands(first)[0] == "why w01"
    assert commands(first)[-1] == "latest page:2"
    assert "Page 3 of 3." in seen(desk, "latest page:3")


def test_latest_of_a_theme_keeps_the_theme_on_the_next_page(desk: Desk) -> None:
    assert commands(card(desk, "latest bikes"))[-1] == "latest theme:bicycle-theft page:2"
    assert commands(card(desk, "latest neighbourhood teams")) == ["why w03", "latest theme:neighbourhood-teams public"]


def test_latest_with_words_that_are_no_theme_is_a_search(desk: Desk) -> None:
    assert "Flood barriers" in seen(desk, "latest flood barriers")


def test_themes_lists_every_theme_by_group(desk: Desk) -> None:
    told = seen(desk, "themes")
    assert "Crime ----- * bicycle-theft: Bicycle theft (10 statements)" in told
    assert "Police organisation ------------------- * neighbourhood-teams: Neighbourhood teams (1 statement)" in told


def test_search_finds_statements_best_first(desk: Desk) -> None:
    found = card(desk, "search flood barriers")
    assert commands(found)[0] == "why w30"
    assert "1 statement, best first:" in seen(desk, "search flood barriers")


def test_a_search_turns_its_pages_with_its_filters(desk: Desk) -> None:
    more = commands(card(desk, "search stolen bicycle since:2025-01-01 theme:bikes"))[-1]
    assert more == "search stolen bicycle theme:bicycle-theft since:2025-01-01 page:2"
    assert "Page 2 of 2." in seen(desk, more)


def test_a_typo_is_repaired_and_the_answer_says_so(desk: Desk) -> None:
    told = seen(desk, "search barrirs")
    assert "Did you mean barriers?" in told
    assert "Flood barriers" in told


def test_search_without_words_says_how_it_is_asked(desk: Desk) -> None:
    assert "Write /briefing search <words>" in seen(desk, "search")


def test_search_with_filters_only_shows_the_newest_within_them(desk: Desk) -> None:
    assert commands(card(desk, "search since:2026-03-01"))[0] == "why w01"


def test_free_words_are_searched_for_and_the_nearest_theme_is_offered(desk: Desk) -> None:
    answered = card(desk, "stolen bicycles in Westbury")
    told = seen(desk, "stolen bicycles in Westbury")
    assert "No theme is called “stolen bicycles in Westbury”, so this is a search." in told
    assert "bicycle-theft" in commands(answered)
    assert "why w01" in commands(answered)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("latst", "latest"), ("Sorces", "sources"), ("theams", "themes"), ("hlep", "help"), ("serch bicycles", "search bicycles")],
)
def test_a_mistyped_command_is_offered(desk: Desk, typed: str, meant: str) -> None:
    assert meant in commands(card(desk, typed))
    assert "If you meant the command:" in seen(desk, typed)


@pytest.mark.parametrize("typed", ["sorces of income", "late night levy", "bicycle-theft", "held in custody", "zeppelin moorings"])
def test_no_command_is_offered_for_words_that_are_none(desk: Desk, typed: str) -> None:
    assert "If you meant the command:" not in seen(desk, typed)


def test_words_that_nothing_answers_to_are_no_dead_end(desk: Desk) -> None:
    told = seen(desk, "zeppelin moorings")
    assert "Nothing found for “zeppelin moorings”." in told
    assert "Looked in 12 statements from 1 publisher. The archive was last refreshed on 20 March 2026" in told
    assert {"themes", "latest", "help"} <= set(commands(card(desk, "zeppelin moorings")))


def test_an_unknown_theme_gets_the_nearest(desk: Desk) -> None:
    assert "There is no theme called “bicycle-thefts-”." in seen(desk, "latest theme:bicycle-thefts-")
    assert "bicycle-theft" in commands(card(desk, "latest theme:bicycle-thefts-"))


def test_why_says_which_phrases_and_what_happened_to_a_statement(desk: Desk) -> None:
    told = seen(desk, "why w01")
    assert "* Bicycle theft because of “stolen bicycles”" in told
    assert "from the source press-office; as first published" in told
    assert "Taken in on 20 March 2026 at 12:00" in told
    assert commands(card(desk, "why w01")) == ["bicycle-theft"]


def test_why_takes_an_address(desk: Desk) -> None:
    assert "Forty stolen bicycles" in card(desk, "why https://westshire.example/bicycles").title


def test_why_takes_what_was_pasted_with_quotes_or_brackets(desk: Desk) -> None:
    for pasted in ("“w01”", '"w01"', "<https://westshire.example/bicycles>", "<https://westshire.example/bicycles|westshire.example>"):
        assert card(desk, f"why {pasted}").title == "Why: Forty stolen bicycles recovered"


def test_a_title_is_told_once_and_a_long_one_in_full(desk: Desk) -> None:
    assert seen(desk, "why w01").count("Forty stolen bicycles recovered") == 1
    long = " ".join(["Bicycles"] * 20)
    desk.take_in("press-office", [draft(41, date(2026, 3, 19), long, "A stolen bicycle was found.")], now=NOW)
    assert "…" in card(desk, "why w41").title
    assert long in seen(desk, "why w41")


def test_why_of_a_statement_under_no_theme_says_so(desk: Desk) -> None:
    assert "No theme's phrases stand in this statement" in seen(desk, "why w30")


def test_why_of_a_corrected_statement_shows_its_revisions(desk: Desk) -> None:
    desk.take_in("press-office", [draft(30, date(2025, 1, 5), "Flood barriers", "Twelve barriers were put up.")], now=NOW)
    told = seen(desk, "why w30")
    assert "corrected by its publisher" in told
    assert "Corrected (material: what it says is different) on 20 March 2026 at 12:00" in told


def test_why_of_a_corrected_statement_shows_what_its_publisher_says_of_it(desk: Desk) -> None:
    put_right = draft(30, date(2025, 1, 5), "Flood barriers", "Twelve barriers were put up.")
    at = NOW + timedelta(hours=1)
    desk.take_in("press-office", [replace(put_right, note=Note("Number put right.", at))], now=at)
    assert "on 20 March 2026 at 13:00; its publisher says: “Number put right.”" in seen(desk, "why w30")


def test_why_of_a_withdrawn_statement_shows_none_of_its_words(desk: Desk) -> None:
    desk.take_in("press-office", [draft(30, date(2025, 1, 5), "Flood barriers", "Barriers.", withdrawn=True)], now=NOW)
    told = seen(desk, "why w30")
    assert "has been withdrawn by its publisher" in told
    assert "arrier" not in told


def test_why_of_a_withdrawn_statement_says_since_when_and_what_that_rests_on(desk: Desk) -> None:
    at = NOW + timedelta(hours=2)
    desk.take_in("press-office", [draft(30, date(2025, 1, 5), "[Withdrawn] Flood barriers", "Barriers.")], now=at)
    assert "Withdrawn on 20 March 2026 at 14:00: its title says so" in seen(desk, "why w30")
    desk.take_in("press-office", [draft(3, date(2026, 2, 1), "New sergeant", "One.", withdrawn=True)], now=at)
    assert "Withdrawn on 20 March 2026 at 14:00: its publisher's own notice" in seen(desk, "why w03")
    for when in (NOW, at):
        desk.note_gone("press-office", "w02", now=when)
    assert "Withdrawn on 20 March 2026 at 14:00: its own page was gone twice, at least an hour apart" in seen(desk, "why w02")


def test_why_says_whether_a_statement_came_as_news(desk: Desk) -> None:
    desk.take_in("press-office", [draft(40, date(2026, 3, 19), "Bridge open", "The bridge is open.")], now=NOW, announce=True)
    assert "Taken in on 20 March 2026 at 12:00; it came as news" in seen(desk, "why w40")
    assert "Taken in on 20 March 2026 at 12:00; filed without announcing it" in seen(desk, "why w30")


def test_a_cosmetic_edit_is_in_the_history_and_leaves_no_mark(desk: Desk) -> None:
    text = "Image: the river\nBarriers were put up along the river before the storm."
    desk.take_in("press-office", [draft(30, date(2025, 1, 5), "Flood barriers", text)], now=NOW)
    told = seen(desk, "why w30")
    assert "as first published" in told
    assert "Set anew (cosmetic: no word of substance is different) on 20 March 2026 at 12:00" in told
    assert "Corrected by its publisher" not in seen(desk, "search flood barriers")


def test_why_of_nothing_known_says_how_to_name_a_statement(desk: Desk) -> None:
    assert "No statement here has the id or address" in seen(desk, "why w99")
    assert "Write /briefing why <link or id>" in seen(desk, "why")


def test_why_at_the_beginning_of_a_question_is_a_word(desk: Desk) -> None:
    assert "Flood barriers" in seen(desk, "why were flood barriers put up")


def test_sources_says_what_came_from_where(desk: Desk) -> None:
    told = seen(desk, "sources")
    assert "* Westshire Police (press-office): 12 statements, the newest of 18 March 2026; last read on 20 March 2026 at 12:00" in told


def test_a_commands_name_within_a_question_is_a_word(desk: Desk) -> None:
    for text in ("sources of flood water", "themes of barriers", "help with floods"):
        assert card(desk, text).title == f"Search: {text}"


def test_help_lists_every_command_of_the_table(desk: Desk) -> None:
    told = seen(desk, "help")
    for command in COMMANDS:
        assert f"/briefing {command.usage}: {command.description}" in told


def test_every_alias_means_its_command(desk: Desk) -> None:
    for command in COMMANDS:
        for alias in command.aliases:
            assert card(desk, alias.upper()) == card(desk, command.name)


def test_no_word_means_two_commands() -> None:
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))


def test_completion_offers_every_command_and_every_theme(desk: Desk) -> None:
    offered = {one.usage: one.description for one in completions(desk.book)}
    assert {command.usage for command in COMMANDS} <= set(offered)
    assert offered["bicycle-theft"] == "Bicycle theft"


@pytest.mark.parametrize("text", ["", "bikes", "latest", "themes", "search flood", "why w01", "sources", "help", "zeppelins"])
def test_every_button_of_every_answer_leads_somewhere(desk: Desk, text: str) -> None:
    for command in commands(card(desk, text)):
        title = card(desk, command).title
        assert title not in {"Sorry", "That did not work"}
        assert (title == "Shared") == command.endswith(" public")


# kept answers


def test_a_kept_answer_is_the_same_as_a_fresh_one(desk: Desk) -> None:
    cache = AnswerCache()
    for text in ("", "bikes", "search flood", "themes"):
        assert card(desk, text, cache=cache) == card(desk, text)
        assert card(desk, text, cache=cache) is card(desk, f" {text} ", cache=cache)


def test_a_new_statement_shows_in_the_very_next_answer(desk: Desk) -> None:
    cache = AnswerCache()
    assert "Bicycle theft again" not in seen(desk, "bikes", cache=cache)
    desk.take_in("press-office", [draft(40, date(2026, 3, 19), "Bicycle theft again", "A stolen bicycle.")], now=NOW)
    assert "Bicycle theft again" in seen(desk, "bikes", cache=cache)


def test_a_withdrawn_statement_is_gone_from_the_very_next_answer(desk: Desk) -> None:
    cache = AnswerCache()
    assert "Flood barriers" in seen(desk, "latest since:2025-01-01 until:2025-01-31", cache=cache)
    desk.take_in("press-office", [draft(30, date(2025, 1, 5), "Flood barriers", "Barriers.", withdrawn=True)], now=NOW)
    assert "Flood barriers" not in seen(desk, "latest since:2025-01-01 until:2025-01-31", cache=cache)


def test_a_new_day_makes_a_new_answer(desk: Desk) -> None:
    cache = AnswerCache()
    seen(desk, "bikes", cache=cache)
    assert "No statement in the last 30 days" in seen(desk, "bikes", cache=cache, now=NOW.replace(month=5))


def test_an_answer_that_depends_on_who_asks_is_never_kept(desk: Desk) -> None:
    cache = AnswerCache()
    assert "You have not asked about this before" in seen(desk, "bikes since:last", cache=cache)
    assert "since you last asked" in seen(desk, "bikes since:last", cache=cache)


def test_an_answer_is_said_to_be_kept_only_as_long_as_it_stands(desk: Desk) -> None:
    cache = AnswerCache()
    asked = Request("bikes", OFFICER, "C1", NOW, desk.generation())
    assert not is_kept(cache, asked)
    answer(desk, asked, cache=cache)
    assert is_kept(cache, asked)
    assert not is_kept(cache, replace(asked, generation=None))
    assert not is_kept(cache, replace(asked, now=NOW + timedelta(days=1)))
    desk.take_in("press-office", [draft(40, date(2026, 3, 19), "Bicycle theft again", "A stolen bicycle.")], now=NOW)
    assert not is_kept(cache, replace(asked, generation=desk.generation()))


def test_the_kept_answers_are_bounded(desk: Desk) -> None:
    cache = AnswerCache(2)
    first = card(desk, "help", cache=cache)
    for text in ("themes", "latest"):
        card(desk, text, cache=cache)
    assert card(desk, "help", cache=cache) is not first


def test_a_theme_without_any_statement_is_no_dead_end(empty_desk: Desk) -> None:
    assert "No statement in the last 30 days, none before." in seen(empty_desk, "bikes")
    assert commands(card(empty_desk, "bikes")) == ["themes", "latest", "help"]


def test_nothing_in_a_window_says_the_window_and_what_it_leaves_out(desk: Desk) -> None:
    told = seen(desk, "latest since:2026-03-19")
    assert "No statement found (since 19 March 2026)." in told
    assert "1 statement without a date matches no since:." in told
    assert commands(card(desk, "latest since:1d")) == ["themes", "latest", "help"]
    assert "(since 18 March 2026, until 20 March 2026)" in seen(desk, "latest since:2d until:2026-03-20")


def test_quoted_words_are_not_quoted_twice(desk: Desk) -> None:
    assert "Nothing found for “zeppelin moorings”" in seen(desk, '"zeppelin moorings"')
    assert card(desk, 'search "zeppelin moorings"').title == "Search: zeppelin moorings"


def test_a_line_pasted_with_its_command_is_understood(desk: Desk) -> None:
    assert card(desk, "/briefing bikes") == card(desk, "bikes")
    assert card(desk, " /Briefing  latest") == card(desk, "latest")
    assert card(desk, "/briefing") == card(desk, "")


def test_latest_with_a_number_says_what_would_be_right(desk: Desk) -> None:
    told = seen(desk, "latest 5")
    assert "shows 5 statements at a time" in told
    assert "page:5" in told


def test_a_page_past_the_end_is_the_last_one(desk: Desk) -> None:
    assert card(desk, "latest page:99") == card(desk, "latest page:3")
