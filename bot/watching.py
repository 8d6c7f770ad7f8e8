"""What an operator's probes ask of a running bot: why it cannot serve just now, and the numbers of the moment."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.failures import place
from bot.metrics import Gauges
from briefings.desk import Desk
from briefings.errors import StoreError
from briefings.outbox import Outbox
from briefings.store import Store

log = logging.getLogger(__name__)

LATE = timedelta(minutes=15)
"""When the oldest message that could be put right has not been for so long, something is wrong."""


def troubles(told: Iterable[str | None], store: Store, outbox: Outbox, now: datetime) -> list[str]:
    """Why requests cannot be served just now, a few words each; none when they can. `told`: what the parts of the bot say themselves."""
    found = list(told)
    try:
        store.check()
        found.append(lateness(outbox, now))
    except StoreError as error:
        # Anyone may probe: what the driver says, and where the database stands, is for the log.
        log.warning("the database cannot be used: %s", place(error))
        found.append("the database cannot be used")
    return [trouble for trouble in found if trouble]


def lateness(outbox: Outbox, now: datetime) -> str | None:
    """Why an operator should look at the messages in channels; None when none is late that this bot could put right.

    One workspace that turns the bot away leaves it fit to serve all others: how late that one is, the metrics tell.
    """
    since = outbox.overdue(now=now)
    if since is None or now - since < LATE:
        return None
    return f"a message has not been as it should be for {(now - since) // timedelta(minutes=1)} minutes: see `python -m bot deliveries`"


def gauges(desk: Desk, outbox: Outbox, now: datetime) -> Gauges:
    """Numbers of the moment for the metrics page; none when the database cannot say."""
    try:
        statements, generation = desk.freshness().statements, desk.generation()
        fared = desk.rota.standings()
        gap = outbox.oldest_gap(now=now)
    except StoreError:
        return {}
    return {
        "briefing_statements": ("Statements in the archive.", statements),
        "briefing_generation": ("Grows with everything that could change an answer.", generation),
        "briefing_oldest_gap_seconds": (
            "How long the oldest message that could be put right has not been as it should be; 0: all are.",
            (now - gap).total_seconds() if gap else 0.0,
        ),
        "briefing_source_failures": ("How often in a row a source could not be read.", {name: one.failures for name, one in fared.items()}),
        "briefing_source_last_success_timestamp_seconds": (
            "When a source was last read, in seconds since 1970; 0: never.",
            {name: one.last_success.timestamp() if one.last_success else 0 for name, one in fared.items()},
        ),
    }
