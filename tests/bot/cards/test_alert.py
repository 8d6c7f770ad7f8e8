"""What a channel sees of one statement: news, corrected, withdrawn, removed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blockkit import validate, validate_text
from bot.cards import Buttons, Card, Paragraph, Run
from bot.cards.plain import plain
from bot.cards.postings import Drawing, card_of
from bot.platforms.slack.blocks import fallback, to_blocks
from bot.platforms.slack.fitting import CUT_SHORT
from briefings.answers import Item
from briefings.contents import Alert, Content, Removed
from briefings.statements import Status
from tests.bot.cards.made import SHARED, SUMMARY, TITLE, about, every_word_shown, item

ANSWER = Card("Bicycles", (Paragraph((Run("2 statements in the last 30 days."),)),), "Briefing on Bicycles: 2 statements.")


def drawn(content: Content) -> Card:
    return card_of(content, Drawing(lambda _: ANSWER))


def test_an_alert_says_what_whose_when_and_why_it_came() -> None:
    assert plain(drawn(Alert(item(), "Here because of “stolen bicycles” (Bicycles)."))) == (
        "Forty bicycles recovered in Alderwick\n"
        "Officers recovered 40 stolen bicycles in Alderwick.\n"
        "3 October 2016 · Westshire Police\n\n"
        "* 40 stolen bicycles\n\n"
        "Here because of “stolen bicycles” (Bicycles).\n"
        "  [Open at source] https://westshire.example/bicycles\n"
        "  [Why] /briefing why westshire.example/forty-bicycles-recovered-in-alderwick\n"
    )


def test_a_notification_of_an_alert_says_it_in_two_sentences() -> None:
    assert drawn(Alert(item())).fallback == f"Westshire Police, 3 October 2016: “{TITLE}”. {SUMMARY}"


def test_a_corrected_alert_says_so_at_the_top_and_in_the_notification() -> None:
    card = drawn(Alert(item(Status.CORRECTED)))
    assert plain(card).splitlines()[0] == "Corrected on 3 October 2016 at 09:12"
    assert "3 October 2016 · Westshire Police · Corrected by its publisher" in plain(card)
    assert card.fallback.startswith("Corrected on 3 October 2016 at 09:12. Westshire Police, 3 October 2016: “Forty")


def test_an_alert_says_who_else_published_it() -> None:
    assert "Also published by Eastshire Police and Home Desk" in plain(drawn(Alert(item(also=("Eastshire Police", "Home Desk")))))


def test_no_more_than_three_figures_stand_in_an_alert() -> None:
    text = "Police made 11 arrests, 12 charges, 13 raids, 14 patrols and seized 15 knives."
    assert plain(drawn(Alert(item(text=text, summary="Police were busy.")))).count("\n* ") == 3


def test_an_alert_without_an_address_has_no_button_that_opens_it() -> None:
    (row,) = (part for part in drawn(Alert(item(url=None))).parts if isinstance(part, Buttons))
    assert [button.label for button in row.buttons] == ["Why"]


def test_a_withdrawn_statement_is_replaced_by_a_notice() -> None:
    card = drawn(Alert(item(Status.WITHDRAWN)))
    said = "Withdrawn by its publisher: a statement of Westshire Police of 3 October 2016. Its text is no longer shown here."
    assert " ".join(plain(card).split()) == card.fallback == said


def test_a_withdrawn_statement_still_says_who_else_published_it() -> None:
    card = drawn(Alert(item(Status.WITHDRAWN, also=("Eastshire Police",), on=None)))
    assert "an undated statement of Westshire Police. " in plain(card)
    assert "It was also published by Eastshire Police." in plain(card)
    assert card.fallback.endswith("It was also published by Eastshire Police.")


SECRET = ("40", "stolen", "icycle", "Alderwick", "Ann", "Example", "owners", "forty", "westshire.example", "Officers", "recovered")


@pytest.mark.parametrize("content", about(item(Status.WITHDRAWN, also=("Eastshire Police",))))
def test_nothing_a_channel_is_told_holds_a_word_of_a_withdrawn_statement(content: Content) -> None:
    shown = every_word_shown(drawn(content))
    assert [word for word in SECRET if word.casefold() in shown.casefold()] == []
    assert "Westshire Police" in shown


def test_where_a_statement_was_redacted_one_sentence_stands_and_nothing_else() -> None:
    card = drawn(Removed())
    assert plain(card) == "A statement that stood here was removed.\n"
    assert card.fallback == "A statement that stood here was removed."
    assert "olice" not in every_word_shown(card)


INVISIBLE = item(title="\u200b", summary="\u200b", text="Words.")
STATES = (
    Alert(item(), "because of “stolen bicycles”"),
    Alert(item(url=None)),
    Alert(item(Status.CORRECTED)),
    Alert(item(Status.WITHDRAWN)),
    Alert(INVISIBLE),
    Removed(),
    SHARED,
)


@pytest.mark.parametrize("content", STATES)
def test_every_state_of_a_message_begins_with_rich_text_so_that_it_can_be_edited_into_every_other(content: Content) -> None:
    kinds = [block["type"] for block in to_blocks(drawn(content)) if block["type"] != "header"]
    assert kinds[0] == "rich_text"


def test_a_title_that_cannot_be_seen_is_called_untitled() -> None:
    assert "Untitled statement" in plain(drawn(Alert(INVISIBLE)))


texts = st.text(max_size=40) | st.sampled_from(["x" * 2000, "<!channel> <@U0ASHA> & " * 60, "&" * 2000, "12 arrests, 13 charges. " * 80])
items = st.builds(
    lambda title, text, publisher, url, status: item(
        status, title=title, text=text, summary=text, publisher=publisher, url=url, also=(publisher,) * 9, on=None
    ),
    texts,
    texts,
    texts.map(lambda text: text[:200]),
    st.sampled_from([None, "https://westshire.example/1", "javascript:alert(1)"]),
    st.sampled_from(Status),
)


@settings(max_examples=60, deadline=None)
@given(items)
def test_whatever_a_statement_says_its_messages_are_ones_that_slack_takes_and_stay_text(one: Item) -> None:
    for content in about(one):
        card = drawn(content)
        blocks = to_blocks(card)
        assert validate(blocks, "message") == []
        assert validate_text(fallback(card), 4000) == []
        assert blocks[0]["type"] == "rich_text"
        assert not any(f"'type': '{kind}'" in str(blocks) for kind in ("mrkdwn", "user", "broadcast"))
        assert CUT_SHORT not in str(blocks)


def test_a_shared_briefing_is_the_commands_own_card_and_says_who_shared_it() -> None:
    card = drawn(SHARED)
    assert plain(card) == "Bicycles\n========\n\nShared by @U0ASHA on 3 October 2016 at 09:12\n\n2 statements in the last 30 days.\n"
    assert card.fallback == "Shared by a colleague on 3 October 2016 at 09:12. Briefing on Bicycles: 2 statements."
    assert {"type": "user", "user_id": "U0ASHA"} in to_blocks(card)[1]["elements"][0]["elements"]
