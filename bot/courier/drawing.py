"""What acts say, drawn once for all who say the same."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable

from bot.cards import Card
from bot.courier.pace import Backoffs
from bot.failures import place
from briefings.contents import Content
from briefings.errors import StoreError
from briefings.outcomes import Claimed, Outcome, Postponed, Scope, TurnedDown

log = logging.getLogger(__name__)

KEPT = 200
"""Cards that are kept drawn."""

Draw = Callable[[Content], Card]
"""Draws a content. StoreError when it needs the database, and that is away."""


class Drawer:
    """Belongs to one thread. Contents are told apart by their fingerprints."""

    def __init__(self, draw: Draw, backoffs: Backoffs) -> None:
        self._draw = draw
        self._backoffs = backoffs
        self._cards: OrderedDict[str, Card] = OrderedDict()

    def of(self, claimed: Claimed) -> Card | Outcome | None:
        """The card of an act, the same object for the same content; None when it says nothing, an outcome when it cannot be drawn."""
        if claimed.content is None:
            return None
        name = claimed.fingerprint or ""
        if name in self._cards:
            self._cards.move_to_end(name)
            return self._cards[name]
        try:
            card = self._draw(claimed.content)
        except StoreError:
            return Postponed(self._backoffs.failed(claimed.channel), reason="database_away")
        except Exception as error:
            log.error("what channel %s is to be told cannot be drawn: %s", claimed.place, place(error))  # noqa: TRY400
            return TurnedDown(Scope.CONTENT, "cannot_be_drawn")
        if name:
            self._cards[name] = card
            while len(self._cards) > KEPT:
                self._cards.popitem(last=False)
        return card
