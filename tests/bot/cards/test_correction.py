"""The replies that say what a correction changed, and the notices to admins."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.cards.admins import notice_card
from bot.cards.correction import MOST_CHANGES, correction_card, unedited_card
from bot.cards.plain import plain
from briefings.contents import About, Correction, Notice, Unedited
from briefings.edits import Changed, Differences, differences
from briefings.statements import Status
from tests.bot.cards.made import CHANGED, TITLE, item

CORRECTED = item(Status.CORRECTED)


def corrected(*words: Changed, figures: tuple[Changed, ...] = (), material: bool = True) -> Correction:
    return Correction(CORRECTED, Differences(words, figures), CHANGED, material)


def test_a_correction_lists_figures_and_words_old_and_new() -> None:
    changes = differences(TITLE, "Officers found 30 bicycles in Alderwick.", TITLE, "Officers found 40 bicycles in Eastbury.")
    assert plain(correction_card(Correction(CORRECTED, changes, CHANGED, True))) == (
        "Corrected by its publisher on 3 October 2016 at 09:12: “Forty bicycles recovered in Alderwick”\n"
        "Material: what it says is different.\n\n"
        "Figures\n-------\n\n* 30 → 40\n\n"
        "Words\n-----\n\n* “30 bicycles in Alderwick” → “40 bicycles in Eastbury”\n\n"
        "  [Open at source] https://westshire.example/bicycles\n"
        "  [Why] /briefing why westshire.example/forty-bicycles-recovered-in-alderwick\n"
    )


def test_a_notification_of_a_correction_gives_the_first_change() -> None:
    card = correction_card(corrected(figures=(Changed("30", "40"),)))
    assert card.fallback.endswith("Material: what it says is different. Changed: 30 → 40.")
    assert correction_card(corrected(Changed("", "not"))).fallback.endswith("Changed: added “not”.")


def test_what_was_only_added_or_only_taken_out_says_so() -> None:
    shown = plain(correction_card(corrected(Changed("", "not"), Changed("Mr Example", ""), material=False)))
    assert "Minor: some words are different." in shown
    assert "* added “not”\n* taken out “Mr Example”" in shown


def test_a_change_of_a_figure_alone_is_told_once() -> None:
    change = Changed("30", "40")
    assert plain(correction_card(corrected(change, figures=(change,)))).count("30") == 1


def test_a_long_correction_is_cut_and_says_how_much_more_changed() -> None:
    many = tuple(Changed(f"old{n} " * 200, f"new{n} " * 200) for n in range(MOST_CHANGES + 4))
    shown = plain(correction_card(corrected(*many, figures=(*many[:MOST_CHANGES], Changed("1", "2")))))
    assert "and 1 more figure\n" in shown
    assert "and 4 more changes of words" not in shown  # all but four were listed as figures
    assert len(shown) < 6000
    assert "and 4 more changes of words" in plain(correction_card(corrected(*many)))


def test_a_correction_without_words_to_list_points_to_the_source() -> None:
    assert "No change of words could be made out" in plain(correction_card(corrected(material=False)))


def test_a_message_that_could_not_be_edited_gets_a_reply_with_what_holds_now() -> None:
    shown = plain(unedited_card(Unedited(CORRECTED, False)))
    assert shown.startswith(
        "The message above could not be edited. The statement in it was corrected on 3 October 2016 at 09:12.\nWhat holds now: “Forty"
    )
    assert "[Why]" in shown


def test_a_message_that_could_not_be_edited_gets_a_reply_that_its_statement_was_withdrawn() -> None:
    card = unedited_card(Unedited(item(Status.WITHDRAWN), True))
    assert card.fallback == (
        "The message above could not be edited. The statement in it does not stand any more: its publisher has withdrawn it "
        "(a statement of Westshire Police of 3 October 2016)."
    )
    assert "[" not in plain(card)


def test_admins_are_told_since_when_a_source_cannot_be_read_once_and_in_local_time() -> None:
    since, told = datetime(2016, 7, 1, 8, 30, tzinfo=UTC), datetime(2016, 7, 2, 9, 0, tzinfo=UTC)
    failing = Notice(About.SOURCE_FAILING, "westshire", "no answer within 10 s", told, since)
    assert notice_card(failing).fallback == (
        "The source westshire cannot be read since 1 July 2016 at 09:30, London time. No answer within 10 s."
    )
    back = Notice(About.SOURCE_BACK, "westshire", "", told, since)
    assert notice_card(back).fallback == (
        "The source westshire is back: it could not be read from 1 July 2016 at 09:30, "
        "and was read again on 2 July 2016 at 10:00, London time."
    )


@pytest.mark.parametrize(
    ("about", "note", "said"),
    [
        (
            About.SOURCE_FAILING,
            "no answer within 10 s",
            "The source westshire cannot be read since 3 October 2016 at 09:12, London time. No answer within 10 s.",
        ),
        (About.SOURCE_BACK, "", "The source westshire is back: it was read again on 3 October 2016 at 09:12, London time."),
        (
            About.CHANNEL_STOPPED,
            "the bot was removed",
            "Nothing more is sent to the channel westshire since 3 October 2016 at 09:12, London time; what it is to show is kept. "
            "The bot was removed.",
        ),
        (
            About.PART_REFUSED,
            "invalid_blocks",
            "A message for the channel westshire was refused on 3 October 2016 at 09:12, London time; it is kept with the reason. "
            "invalid_blocks.",
        ),
    ],
)
def test_admins_are_told_what_happened_when_and_why(about: About, note: str, said: str) -> None:
    assert notice_card(Notice(about, "westshire", note, CHANGED)).fallback == said
