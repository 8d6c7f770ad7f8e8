"""One act carried out: the platform asked once, and what became of it in the outbox's words."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards import Card
from bot.courier.pace import CLOCKS, Backoffs
from bot.failures import place as where
from bot.ports import Clock, Place, Sender
from bot.sending import Refused, Scope, SendingError, TryAgain, Unknown
from briefings import outcomes
from briefings.outcomes import Absent, Claimed, Done, Found, Outcome, Postponed, Sent, TurnedDown, Unsent, Unsure
from briefings.postings import Act

log = logging.getLogger(__name__)

Step = Callable[[str], None]
"""Called at every named step, by whoever wants to see what becomes of a courier that dies there."""


UNDONE_BY_ANOTHER = (Act.POST, Act.EDIT)
"""Acts that must not simply be done again: a second post would say it twice, and a late edit undoes what comes after it."""


def no_step(_name: str) -> None:
    """For everybody else."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A claimed act and what it says, drawn. It is begun before `begin_by` (of `time.monotonic`), or not at all."""

    claimed: Claimed
    card: Card | None
    begin_by: float


class Carrier:
    """Carries errands out for one tenant. Safe to share between threads."""

    def __init__(self, sender: Sender, tenant: str, clock: Clock, backoffs: Backoffs, step: Step = no_step) -> None:
        self._sender = sender
        self._tenant = tenant
        self._clock = clock
        self._backoffs = backoffs
        self._step = step

    def carry(self, errand: Errand) -> Outcome:
        """What became of it. Never raises."""
        claimed = errand.claimed
        self._step("before send")
        # Last of all: whoever was held up until now finds that somebody else has it in hand.
        if time.monotonic() > errand.begin_by or self._clock() > last_start(claimed.lease_until, self._sender.patience):
            return Unsent()
        try:
            outcome = self._ask(claimed, errand.card)
        except SendingError as error:
            outcome = self._failed(claimed, error)
        except Exception as error:
            log.error("an act in channel %s broke off: %s", claimed.place, where(error))  # noqa: TRY400 - an error's words may be a statement's
            outcome = self._failed(claimed, Unknown("broke_off") if claimed.act in UNDONE_BY_ANOTHER else TryAgain("broke_off"))
        else:
            self._backoffs.went_well(claimed.channel)
            self._backoffs.went_well(claimed.act)
        self._step("sent")
        return outcome

    def _ask(self, claimed: Claimed, card: Card | None) -> Outcome:
        place, sender = Place(self._tenant, claimed.place, claimed.name), self._sender
        match claimed.act:
            case Act.POST if card is not None:
                return Sent(sender.post(place, card, key=claimed.key, thread=claimed.thread))
            case Act.EDIT if card is not None and claimed.message is not None:
                sender.edit(place, claimed.message, card)
                return Done()
            case Act.RETRACT if claimed.message is not None:
                sender.retract(place, claimed.message)
                return Done()
            case Act.LOOK:
                found = sender.look_up(place, claimed.key, since=claimed.since, thread=claimed.thread)
                return Absent() if found is None else Found(found)
        raise ValueError("an act without what it needs")

    def _failed(self, claimed: Claimed, error: SendingError) -> Outcome:
        match error:
            case Refused(scope=scope, gone=gone):
                log.warning("channel %s: %s was refused (%s): %s", claimed.place, claimed.act, scope, error)
                return TurnedDown(outcomes.Scope(scope.value), str(error), gone)
            case TryAgain(after=after, scope=scope):
                return self._postponed(claimed, str(error), after, whole_tenant=scope is Scope.TENANT)
            case _ if claimed.act in UNDONE_BY_ANOTHER:
                log.warning("channel %s: nobody knows what became of a %s (%s)", claimed.place, claimed.act, error)
                return Unsure(str(error))
        # Whatever else it was, it may be done twice.
        return self._postponed(claimed, str(error), None, whole_tenant=False)

    def _postponed(self, claimed: Claimed, reason: str, after: float | None, *, whole_tenant: bool) -> Postponed:
        what = claimed.act if whole_tenant else claimed.channel
        if whole_tenant and not self._backoffs.is_failing(what):
            log.warning("nothing can be asked of %s just now, neither %s nor its like: %s", self._tenant, claimed.act, reason)
        own = self._backoffs.failed(what)
        return Postponed(own if after is None else after, whole_tenant, reason)


def last_start(lease_until: datetime, patience: float) -> datetime:
    """Until when an act may be begun: it is over before its lease is."""
    return lease_until - timedelta(seconds=CLOCKS * patience)


def word(outcome: Outcome) -> str:
    """An outcome in a word, for the metrics."""
    return "refused" if isinstance(outcome, TurnedDown) else type(outcome).__name__.lower()
