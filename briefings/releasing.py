"""What quiet hours hold goes out at once when its statement is corrected so that it breaks through them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from briefings.postings import QUIET, Kind, Urgency, breaks_through
from briefings.store import parts, shelf, subscribing
from briefings.store.posting_tables import parts as table
from briefings.store.posting_tables import postings
from briefings.subscribers import subscriber_of

_HELD = select(table.c.id, postings.c.statement, postings.c.subscription).join(postings, postings.c.id == table.c.posting)


def release(connection: Connection, corrected: Collection[int], now: datetime) -> None:
    """Let alerts about these statements, held in locked lanes, go now where their subscription lets them through."""
    still = (postings.c.kind == Kind.ALERT.value, table.c.held == QUIET, table.c.message.is_(None), table.c.not_before > now)
    held = [
        row for batch in parts.in_batches(corrected) for row in connection.execute(_HELD.where(postings.c.statement.in_(batch), *still))
    ]
    if not held:
        return
    items = shelf.by_keys(connection, {row.statement for row in held})
    themes = {key: {match.slug for match in item.themes} for key, item in items.items()}
    quiet = {row.id: subscriber_of(row).subscription.quiet for row in subscribing.by_keys(connection, {row.subscription for row in held})}
    free = [row.id for row in held if (hours := quiet[row.subscription]) and breaks_through(themes[row.statement], hours.break_through)]
    parts.want(connection, free, {"held": None, "not_before": now, "urgency": Urgency.BREAK_THROUGH.value}, now)
