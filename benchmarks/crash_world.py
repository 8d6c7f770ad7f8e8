"""What happens in the crash harness while couriers die: statements come, change and go, and the platform misbehaves."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.workspace.faults import Fault, FaultKind
from briefings.cadence import INSTANT, parse_cadence
from briefings.desk import Desk
from briefings.outbox import Outbox, Patience
from briefings.redaction import Reason
from briefings.statements import Draft, Published
from briefings.subscriptions import Channel, Subscription, Wants

TEAM = "T0WESTSHIRE"
ALERTED, DIGESTED = 16, 4
"""Channels with instant alerts, and with a digest."""
CONNECT, READ = 0.5, 0.7
"""Seconds; a call lasts at most both together."""
PATIENCE = Patience(http=timedelta(seconds=1.4), first_look=timedelta(seconds=0.4), second_look=timedelta(seconds=0.6))
LEASE = timedelta(seconds=3)
STALL = 0.9
"""Longer than a client waits, and over long before the second look."""
BUSY = 60
"""With so many messages on their way nothing new happens."""

FAULTS = (
    *(
        Fault(kind=kind, method="chat.postMessage", share=share, seed=number, seconds=seconds)
        for number, (kind, share, seconds) in enumerate(
            (
                (FaultKind.COMMIT_THEN_DROP, 0.06, 1),
                (FaultKind.DROP_BEFORE_COMMIT, 0.04, 1),
                (FaultKind.STALL_THEN_COMMIT, 0.03, STALL),
                (FaultKind.COMMIT_THEN_STALL, 0.03, STALL),
                (FaultKind.SERVER_ERROR, 0.04, 1),
                (FaultKind.COMMIT_THEN_SERVER_ERROR, 0.04, 1),
                (FaultKind.RATE_LIMIT, 0.06, 0.2),
            )
        )
    ),
    *(
        Fault(kind=kind, method=method, share=0.06, seed=number, seconds=0.2)
        for number, (kind, method) in enumerate(
            (
                (FaultKind.COMMIT_THEN_DROP, "chat.update"),
                (FaultKind.SERVER_ERROR, "chat.update"),
                (FaultKind.RATE_LIMIT, "chat.update"),
                (FaultKind.COMMIT_THEN_DROP, "chat.delete"),
                (FaultKind.SERVER_ERROR, "chat.delete"),
                (FaultKind.SERVER_ERROR, "conversations.history"),
                (FaultKind.RATE_LIMIT, "conversations.history"),
                (FaultKind.DROP_BEFORE_COMMIT, "conversations.replies"),
            )
        )
    ),
)
"""A share of all calls of each kind, until the end."""


def place(number: int) -> str:
    """The id of one of the workspace's extra channels, from 1."""
    return f"C0EXTRA{number:05d}"


def subscriptions() -> list[Subscription]:
    """Alerts in some channels, digests in others."""
    wants = Wants(sources=("press",))
    alerted = [(f"alerts-{n}", n, INSTANT) for n in range(1, ALERTED + 1)]
    digested = [(f"digest-{n}", n, parse_cadence("daily 07:30")) for n in range(ALERTED + 1, ALERTED + DIGESTED + 1)]
    return [
        Subscription(name, Channel("slack", TEAM, place(number), f"extra-{number}"), wants, cadence, origin="harness")
        for name, number, cadence in (*alerted, *digested)
    ]


@dataclass(slots=True)
class World:
    """Acts upon a desk at random, the same for the same seed. `known`: what stands, by id; `gone`: what was withdrawn; `redacted`: ids."""

    desk: Desk
    outbox: Outbox
    chance: random.Random
    known: dict[str, Draft] = field(default_factory=dict)
    count: int = 0

    def go_on(self, ended: Callable[[], bool], pause: float = 0.02) -> None:
        """Let things happen until told to stop, but not faster than the couriers can follow."""
        while not ended():
            if len(self.outbox.late(limit=BUSY)) < BUSY:
                self.happen()
            time.sleep(pause)

    def happen(self) -> None:
        """One thing."""
        what = self.chance.random()
        some = self.chance.choice(list(self.known)) if self.known else None
        if some is None or what < 0.5:
            self._publish()
        elif what < 0.72:
            self._correct(some)
        elif what < 0.8:
            self._withdraw(some)
        elif what < 0.84:
            self.desk.redact(some, reason=Reason.OTHER, now=_now(), with_copies=False)
            del self.known[some]
        elif what < 0.92:
            self.desk.open_editions_now(now=_now())
        else:
            self._publish()

    def _publish(self) -> None:
        self.count += 1
        where, many = self.chance.choice(("Northmoor", "Eastbury", "Westshire", "Southam")), self.chance.randint(3, 90)
        words = " ".join(self.chance.choices(("patrol", "harbour", "market", "bridge", "quarry", "orchard", "station", "mill"), k=30))
        text = f"Officers in {where} arrested {many} people in case {self.count} on Monday. {words.capitalize()}."
        title = f"Case {self.count:05d}: {many} arrested in {where}"
        self._take_in(Draft(f"case-{self.count}", title, text, "Westshire Police", published=Published(_now())))

    def _correct(self, name: str) -> None:
        old, many = self.known[name], self.chance.randint(100, 999)
        title = f"{old.title.split(':')[0]}: {many} arrested"
        self._take_in(replace(old, title=title, text=old.text.replace("arrested", f"first said otherwise, then arrested {many} or", 1)))

    def _withdraw(self, name: str) -> None:
        self._take_in(replace(self.known.pop(name), withdrawn=True))

    def _take_in(self, draft: Draft) -> None:
        self.desk.take_in("press", [draft], now=_now(), announce=True)
        if not draft.withdrawn:
            self.known[draft.id] = draft


def _now() -> datetime:
    return datetime.now(UTC)
