"""A courier between a real database and the practice workspace, for the tests of what it carries."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.cards import Card
from bot.cards.postings import Drawing, card_of
from bot.courier import Courier
from bot.metrics import Metrics
from bot.platforms.slack.calls import Limits
from bot.ports import Rates, Sender
from bot.workspace import RunningWorkspace
from briefings.cadence import INSTANT
from briefings.contents import Content, Shared
from briefings.desk import Desk
from briefings.outbox import Outbox
from briefings.outcomes import Patience
from briefings.statements import Draft, Published
from briefings.store import Store
from briefings.subscriptions import Channel, Subscription, Wants
from briefings.themes import ThemeBook
from tests.bot.platforms.slack.kit import TEAM, now
from tests.bot.platforms.slack.sending import UNLIMITED, sender_at

QUICK = Limits(connect=0.5, read=0.5)
SOON = Patience(http=timedelta(seconds=1.0), first_look=timedelta(seconds=0.05), second_look=timedelta(seconds=0.1))
LEASE = timedelta(seconds=6)
GENERAL, REVIEW, VULNERABLE = "C0GENERAL", "C0REVIEW", "C0VULNERABILITY"
SOURCE = "westshire"


def draft(number: int = 1, arrests: int = 9, **more: Any) -> Draft:
    """A statement of Westshire Police, which is made up."""
    text = f"Officers of Westshire Police arrested {arrests} people in an operation against burglary in Dunsop."
    return Draft(f"w-{number}", f"Burglary operation {number}", text, "Westshire Police", published=Published(now()), **more)


def draw(content: Content) -> Card:
    """The card of a content."""
    return card_of(content, Drawing(_nothing_shared))


def _nothing_shared(_shared: Shared) -> Card:
    raise AssertionError("nothing is shared here")


@dataclass(frozen=True, slots=True)
class Rounds:
    """A desk whose channels want everything from one source, and the workspace they are in."""

    desk: Desk
    outbox: Outbox
    workspace: RunningWorkspace
    metrics: Metrics

    def publish(self, *drafts: Draft) -> None:
        """Statements come in, as news."""
        self.desk.take_in(SOURCE, drafts, now=now(), announce=True)

    def sender(self, rates: Rates = UNLIMITED, api_url: str | None = None) -> Sender:
        """The workspace's."""
        return sender_at(api_url or self.workspace.api_url, QUICK, rates=rates)

    def courier(self, sender: Sender | None = None, tenant: str = TEAM, **more: Any) -> Courier:
        """One that has not started."""
        settings = {"draw": draw, "lease": LEASE, "outbox": self.outbox, **more}
        return Courier(sender=sender or self.sender(), platform="slack", tenant=tenant, clock=now, metrics=self.metrics, **settings)

    @contextmanager
    def carrying(self, sender: Sender | None = None, **more: Any) -> Iterator[Courier]:
        """One that goes its rounds as long as the block."""
        courier = self.courier(sender, **more)
        courier.start()
        try:
            yield courier
        finally:
            courier.stop()

    def shown(self, place: str) -> list[str]:
        """The words of the bot's messages in a channel, oldest first."""
        return [str(one["text"]) for one in self.workspace.messages(place, blocks=False)]

    def settled(self) -> bool:
        """Whether every channel shows what is wanted there."""
        return not self.outbox.late(limit=1)

    def wait_until_settled(self) -> None:
        """Until then."""
        wait_until(self.settled)


def wait_until(seen: Callable[[], bool], patience: float = 30.0) -> None:
    """Look again until it is so."""
    ends = time.monotonic() + patience
    while not seen():
        assert time.monotonic() < ends, "it did not come to pass"
        time.sleep(0.01)


def rounds_of(store: Store, book: ThemeBook, workspace: RunningWorkspace, places: Sequence[str], patience: Patience = SOON) -> Rounds:
    """Channels of the workspace that want everything at once."""
    desk = Desk(store, book)
    declared = [
        Subscription(f"all of it in {place}", Channel("slack", TEAM, place, place.lower()), Wants(sources=(SOURCE,)), INSTANT)
        for place in places
    ]
    desk.declare(declared, origin="tests", by="tests", now=now() - timedelta(minutes=1))
    return Rounds(desk, Outbox(store, book, patience), workspace, Metrics())


def later(seconds: float) -> datetime:
    """So many seconds from now."""
    return now() + timedelta(seconds=seconds)
