"""What a channel is told: takes what the outbox hands out, as a courier would, and keeps it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards import Card
from bot.cards.plain import plain
from bot.cards.postings import Drawing, card_of
from bot.commands import shared_card
from briefings.desk import Desk
from briefings.outbox import Outbox
from briefings.outcomes import Claimed, Done, Outcome, Sent
from briefings.postings import Act
from briefings.store import Store

TEAM = "T0WEST"


class Channels:
    """Everything that is wanted in the channels of one team, brought there at once."""

    def __init__(self, store: Store, desk: Desk) -> None:
        self.outbox = Outbox(store, desk.book)
        self.shown: dict[str, Card] = {}
        self._drawing = Drawing(lambda shared: shared_card(desk, shared))

    def carry(self, now: datetime) -> list[Claimed]:
        """Do all there is to do; returns what was done."""
        done: list[Claimed] = []
        while claimed := self.outbox.claim("slack", TEAM, "test", now=now, limit=50, lease=timedelta(minutes=1)):
            self.outbox.settle("slack", TEAM, "test", [(one, self._carry(one)) for one in claimed], now=now)
            done += claimed
        return done

    def seen(self) -> str:
        """All that stands in the channels, on one line."""
        return " ".join(" ".join(map(plain, self.shown.values())).split())

    def _carry(self, one: Claimed) -> Outcome:
        message = one.message or f"m{one.part}"
        if one.act is Act.RETRACT:
            del self.shown[message]
            return Done()
        assert one.content is not None
        self.shown[message] = card_of(one.content, self._drawing)
        return Sent(message) if one.act is Act.POST else Done()
