"""Statements of a plainly fictional force, as they come to the cards, and what people see of a card."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.cards import Card
from bot.cards.plain import plain
from bot.platforms.slack.blocks import fallback, to_blocks
from bot.platforms.slack.messages import draw
from briefings.answers import Asker, Item
from briefings.contents import Alert, Content, Correction, Shared, Unedited
from briefings.edits import differences
from briefings.figures import read_figures
from briefings.people import read_people
from briefings.statements import Published, Statement, Status, Wording
from briefings.themes import Match

CAME = datetime(2016, 10, 3, 7, 0, tzinfo=UTC)
CHANGED = datetime(2016, 10, 3, 8, 12, tzinfo=UTC)
"""In London it is 09:12."""

TITLE = "Forty bicycles recovered in Alderwick"
TEXT = "Officers recovered 40 stolen bicycles in Alderwick. Inspector Ann Example said owners can collect them."
SUMMARY = "Officers recovered 40 stolen bicycles in Alderwick."
SHARED = Shared("bicycles", Asker("slack", "T0WESTSHIRE", "U0ASHA"), CHANGED)


def item(
    status: Status = Status.LIVE,
    *,
    title: str = TITLE,
    text: str = TEXT,
    summary: str = SUMMARY,
    publisher: str = "Westshire Police",
    url: str | None = "https://westshire.example/bicycles",
    also: tuple[str, ...] = (),
    on: date | None = date(2016, 10, 3),
    id_: str = "westshire.example/forty-bicycles-recovered-in-alderwick",
) -> Item:
    """A statement with what was read off it."""
    published = None if on is None else Published.on(on)
    statement = Statement(
        id_, title, text, publisher, url, published, Wording.PUBLISHER, status, 1, 0, "press-office", CAME, CHANGED, announce=True
    )
    return Item(
        statement, summary, (Match("bicycles", 2.0, ("stolen bicycles",)),), read_figures(title, text), read_people(title, text), also
    )


def every_word_shown(card: Card) -> str:
    """All that leaves for Slack, and what the terminal shows: to be searched for what must not be there."""
    message = draw(card)
    return "\n".join([message.text, message.ephemeral, fallback(card), str(to_blocks(card)), plain(card)])


def about(one: Item) -> tuple[Content, ...]:
    """Everything that a channel may be told about one statement."""
    changed = differences("Bicycles recovered", "Officers recovered 30 bicycles.", one.statement.title, one.statement.text)
    return Alert(one, "because of “stolen bicycles”"), Correction(one, changed, CHANGED, True), Unedited(one, False), Unedited(one, True)
