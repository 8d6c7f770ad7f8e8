"""The card of whatever a message in a channel is to say: one table for every kind of content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.cards import Card, Paragraph, Run
from bot.cards.admins import notice_card
from bot.cards.alert import alert_card
from bot.cards.correction import correction_card, unedited_card
from bot.cards.edition import edition_card
from bot.cards.taken_back import removed_card
from bot.cards.words import moment
from briefings.contents import Alert, Content, Correction, Edition, Notice, Removed, Shared, Unedited


@dataclass(frozen=True, slots=True)
class Drawing:
    """What drawing needs from outside. `shared` asks the shared question again and returns the command's own card."""

    shared: Callable[[Shared], Card]


def card_of(content: Content, drawing: Drawing) -> Card:
    """The card of a content, as it stands now. Every card it returns can be edited into every other."""
    match content:
        case Alert():
            return alert_card(content)
        case Correction():
            return correction_card(content)
        case Unedited():
            return unedited_card(content)
        case Removed():
            return removed_card()
        case Edition():
            return edition_card(content)
        case Shared():
            return _shared_card(content, drawing.shared(content))
        case Notice():
            return notice_card(content)


def _shared_card(shared: Shared, answer: Card) -> Card:
    """The command's card under a line that says who shared it. The fallback names nobody: it is text alone."""
    when = f" on {moment(shared.at)}"
    line = Paragraph((Run("Shared by "), Run("a colleague", person=shared.asker.user), Run(when)))
    return replace(answer, parts=(line, *answer.parts), fallback=f"Shared by a colleague{when}. {answer.fallback}")
