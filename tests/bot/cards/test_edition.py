"""What a channel sees of a digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blockkit import validate, validate_text
from bot.cards.edition import ROOM, characters, edition_card
from bot.cards.edition_lines import MOST_CHANGED
from bot.cards.plain import plain
from bot.platforms.slack.blocks import fallback, to_blocks
from bot.platforms.slack.fitting import CUT_SHORT
from briefings.answers import Item, KeyFigure, Unread
from briefings.briefing import key_figures
from briefings.contents import Edition, Group, Line, Section
from briefings.figures import Figure
from briefings.statements import Status
from briefings.themes import Theme
from tests.bot.cards.made import TITLE, every_word_shown, item

SINCE, UNTIL = datetime(2016, 10, 3, 6, 30, tzinfo=UTC), datetime(2016, 10, 4, 6, 30, tzinfo=UTC)
BICYCLES = Theme("bicycles", "Bicycle theft", "Stolen bicycles", "crime")
ROADS = Theme("roads", "Roads", "Roads", "crime")
BARRIERS = item(title="Barriers put up", text="Barriers stand.", summary="Barriers stand.", url=None, publisher="Eastshire Police", on=None)


def new(one: Item | None) -> Line:
    return Line(Section.NEW, one)


def digest(*groups: Group, total: int | None = None) -> Edition:
    """A digest of one day in October 2016."""
    held = sum(len(group.lines) for group in groups)
    return Edition("Westshire mornings", SINCE, UNTIL, groups, total=held if total is None else total)


MORNING = digest(Group(BICYCLES, (new(item()), new(None))), Group(None, (new(BARRIERS),)))


def test_a_digest_has_its_figures_first_and_then_a_line_for_each_statement_by_theme() -> None:
    assert plain(edition_card(replace(MORNING, figures=key_figures((item(),))))) == (
        "Westshire mornings\n==================\n\n"
        "3 new statements between 3 October 2016 at 07:30 and 4 October 2016 at 07:30, London time.\n\n"
        "Headline figures\n----------------\n\n"
        "* 40 stolen bicycles in Forty bicycles recovered in Alderwick <https://westshire.example/bicycles> ·\n"
        "  Westshire Police, 3 October 2016\n\n"
        "Bicycle theft\n-------------\n\n"
        "* Forty bicycles recovered in Alderwick <https://westshire.example/bicycles> · Westshire Police, 3\n"
        "  October 2016\n"
        "* A statement that stood here was removed.\n\n"
        "Other statements\n----------------\n\n"
        "* Barriers put up · Eastshire Police, undated\n"
    )


def test_a_notification_of_a_digest_says_how_much_there_is_and_what_comes_first() -> None:
    changed = replace(MORNING, corrected=(Line(Section.CORRECTED, item(Status.CORRECTED)),), unread=(Unread("Home Desk", SINCE),))
    assert edition_card(changed).fallback == (
        "Westshire mornings: 3 new statements between 3 October 2016 at 07:30 and 4 October 2016 at 07:30, London time. 1 corrected. "
        f"First: “{TITLE}”. Could not be read: Home Desk."
    )


def test_a_window_is_told_in_the_subscriptions_own_time() -> None:
    lead = plain(edition_card(replace(MORNING, zone="America/New_York"))).splitlines()[3]
    assert lead == "3 new statements between 3 October 2016 at 02:30 and 4 October 2016 at 02:30, New York time."
    short = replace(MORNING, since=SINCE, until=SINCE.replace(hour=9), zone="UTC")
    assert "3 new statements between 06:30 and 09:30 on 3 October 2016, UTC." in plain(edition_card(short))


def test_corrected_and_withdrawn_lines_are_marked() -> None:
    shown = plain(edition_card(digest(Group(BICYCLES, (new(item(Status.CORRECTED)), new(item(Status.WITHDRAWN)))))))
    assert "* Corrected: Forty bicycles recovered" in shown
    assert "* Withdrawn: Westshire Police, 3 October 2016\n" in shown


def test_corrections_and_withdrawals_of_the_window_are_listed() -> None:
    edition = replace(
        digest(),
        corrected=(Line(Section.CORRECTED, item(Status.CORRECTED)), Line(Section.CORRECTED, item(Status.WITHDRAWN))),
        withdrawn=(Line(Section.WITHDRAWN, item(Status.WITHDRAWN)), Line(Section.WITHDRAWN, item(Status.CORRECTED))),
    )
    assert "".join(plain(edition_card(edition)).partition("Corrected\n")[1:]) == (
        "Corrected\n---------\n\n"
        "* Forty bicycles recovered in Alderwick <https://westshire.example/bicycles> · Westshire Police, 3\n"
        "  October 2016 · corrected on 3 October 2016 at 09:12\n"
        "* Withdrawn: Westshire Police, 3 October 2016\n\n"
        "Withdrawn\n---------\n\n"
        "* Withdrawn: Westshire Police, 3 October 2016\n"
        "* Withdrawn: Westshire Police, 3 October 2016 (brought back since)\n\n"
        "Every source could be read.\n"
    )


def test_a_long_list_of_corrections_says_how_many_more_there_are() -> None:
    lines = tuple(Line(Section.CORRECTED, item(Status.CORRECTED)) for _ in range(MOST_CHANGED + 3))
    assert "* and 3 more\n" in plain(edition_card(replace(MORNING, corrected=lines)))


def test_what_found_no_room_is_counted_and_a_button_shows_it() -> None:
    shown = plain(edition_card(replace(MORNING, left_out=12, more="latest since:2016-10-03")))
    assert "12 more new statements are not listed here.\n  [12 more] /briefing latest since:2016-10-03\n" in shown


def test_a_digest_after_a_time_of_silence_says_what_it_makes_up_for() -> None:
    assert "This digest makes up for 3 that could not be sent." in plain(edition_card(replace(MORNING, missed=3)))


def test_each_part_of_a_long_digest_says_which_it_is() -> None:
    assert "\nPart 1 of 3\n" in plain(edition_card(replace(MORNING, parts=3)))
    second = edition_card(replace(MORNING, number=2, parts=3))
    assert plain(second).startswith("Westshire mornings\n==================\n\nPart 2 of 3\n\nBicycle theft\n")
    assert second.fallback == f"Westshire mornings, part 2 of 3: “{TITLE}”, “Barriers put up”."


def test_the_head_of_a_thread_says_how_many_there_are_of_each_theme() -> None:
    shown = plain(edition_card(replace(MORNING, threaded=True, parts=3)))
    assert "The statements are in the thread of this message, a reply for each theme." in shown
    assert "* Bicycle theft: 2\n* Other statements: 1\n" in shown
    assert TITLE not in shown
    assert "Part 1" not in shown


def test_an_empty_digest_says_that_nothing_is_new_and_whether_anything_could_not_be_read() -> None:
    nothing = "Nothing new between 3 October 2016 at 07:30 and 4 October 2016 at 07:30, London time.\n"
    assert plain(edition_card(digest())).endswith(f"{nothing}Every source could be read.\n")
    unread = replace(digest(), unread=tuple(Unread(f"Force {n}", SINCE) for n in range(8)))
    assert "Could not be read: Force 0 (since 3 October 2016 at 07:30), Force 1" in plain(edition_card(unread))
    assert "and 2 more." in plain(edition_card(unread))


def test_a_title_that_looks_like_an_address_is_no_label_of_a_link() -> None:
    posing = item(title="https://www.gov.example/login now", url="https://westshire.example/1")
    shown = plain(edition_card(digest(Group(BICYCLES, (new(posing),)))))
    assert "* https://www.gov.example/login now (open at source <https://westshire.example/1>) · Westshire" in shown


SECRET = ("40", "stolen", "icycle", "Alderwick", "Ann", "Example", "forty", "westshire.example", "Officers", "recovered")


@pytest.mark.parametrize("one", [item(Status.WITHDRAWN), None])
def test_no_part_of_a_digest_holds_a_word_of_what_was_taken_back(one: Item | None) -> None:
    figures = tuple(KeyFigure(figure, one) for figure in one.figures) if one else ()
    edition = replace(
        digest(Group(ROADS, (new(one), Line(Section.WITHDRAWN, one)))),
        figures=figures,
        corrected=(Line(Section.CORRECTED, one),),
        withdrawn=(Line(Section.WITHDRAWN, one), Line(Section.WITHDRAWN, one)),
    )
    for part in (edition, replace(edition, number=2, parts=2), replace(edition, threaded=True)):
        shown = every_word_shown(edition_card(part))
        assert [word for word in SECRET if word.casefold() in shown.casefold()] == []


HOSTILE = "<!channel> <@U0ASHA> <https://evil.example|x> & *bold* :warning: \u202e\u200b "
words = st.sampled_from(["x" * 2000, HOSTILE * 60, "&" * 2000, "words of a title " * 120, "\u200b", "Barriers"])
items = st.builds(
    lambda title, publisher, url, status, also: item(status, title=title, summary=title, publisher=publisher, url=url, also=also, on=None),
    words,
    words.map(lambda text: text[:200]),
    st.sampled_from([None, "https://westshire.example/" + "x" * 1900]),
    st.sampled_from(Status),
    st.sampled_from([(), ("p" * 200,) * 30]),
)


def lines(section: Section, most: int) -> st.SearchStrategy[tuple[Line, ...]]:
    return st.lists(st.builds(Line, st.just(section), st.none() | items), max_size=most).map(tuple)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """A part with at most twenty new statements, in as many themes as there can be, and anything else in any number."""
    some = draw(lines(Section.NEW, 20))
    themes = [Theme(f"t{n}", draw(words)[:150], "", "crime") for n in range(len(some))]
    apart = draw(st.booleans())
    groups = tuple(Group(theme, (line,)) for theme, line in zip(themes, some, strict=True)) if apart else (Group(None, some),)
    surface = draw(words)
    figures = [KeyFigure(Figure(surface, 1, surface, "", "count", 0), one.item) for one in some[:8] if one.item]
    return Edition(
        draw(words),
        SINCE,
        UNTIL,
        groups,
        tuple(figures),
        draw(lines(Section.CORRECTED, 15)),
        draw(lines(Section.WITHDRAWN, 15)),
        tuple(Unread(draw(words)[:200], SINCE) for _ in range(draw(st.integers(0, 9)))),
        draw(st.integers(0, 100_000)),
        draw(st.integers(0, 100_000)),
        draw(st.sampled_from(["", "latest"])),
        draw(st.integers(0, 9)),
        draw(st.integers(1, 9)),
        9,
        "Europe/London",
        draw(st.booleans()),
    )


@settings(max_examples=60, deadline=None)
@given(editions())
def test_a_digest_of_any_statements_fits_in_a_message_whole(edition: Edition) -> None:
    card = edition_card(edition)
    blocks = to_blocks(card)
    assert validate(blocks, "message") == []
    assert validate_text(fallback(card), 4000) == []
    assert CUT_SHORT not in str(blocks)
    assert "mrkdwn" not in str(blocks)
    assert characters(card.parts) <= ROOM


def test_twenty_of_the_longest_titles_beside_everything_else_are_shortened_and_none_is_left_out() -> None:
    long = item(Status.CORRECTED, title="words of a title " * 100, publisher="p" * 200, also=("q" * 200,) * 9, on=date(2016, 10, 31))
    groups = tuple(Group(Theme(f"t{n}", "n" * 200, "", "crime"), (new(long),)) for n in range(20))
    figure = KeyFigure(Figure("s" * 300, 1, "z" * 300, "", "count", 0), long)
    withdrawn = replace(long, statement=replace(long.statement, status=Status.WITHDRAWN))
    edition = replace(
        digest(*groups, total=1000),
        name="n" * 300,
        figures=(figure,) * 9,
        corrected=(Line(Section.CORRECTED, long),) * 30,
        withdrawn=(Line(Section.WITHDRAWN, withdrawn),) * 30,
        unread=(Unread("u" * 200, SINCE),) * 20,
        left_out=980,
        more="latest",
        missed=3,
        parts=50,
    )
    blocks = to_blocks(edition_card(edition))
    assert validate(blocks, "message") == []
    assert CUT_SHORT not in str(blocks)
    assert str(blocks).count("Corrected: ") == 20
    assert blocks[-2]["elements"][0]["value"] == "latest"
