"""Starts and ends subscriptions, in one transaction each: ended, never overwritten, and who and when is kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from briefings import notices
from briefings.editions import first_slot
from briefings.store import Store, bookkeeping, lanes, subscribing
from briefings.subscribers import subscriber_of
from briefings.subscriptions import Channel, Edit, Subscription, plan_edit, zone_of


def declare(store: Store, declared: Sequence[Subscription], *, origin: str, by: str, now: datetime, keep: Collection[str] = ()) -> Edit:
    """Let exactly these subscriptions of one origin stand; returns what ended and what started. All or nothing.

    `keep`: lineages of which it is not known just now what they should be: they stay as they are. An edited one carries on where the one
    it replaces was: nothing is told twice, and nothing that came meanwhile is left out.
    """
    with store.write() as connection:
        bookkeeping.take_turns(connection)
        rows = {row.lineage: row for row in subscribing.standing(connection) if row.origin == origin and row.lineage not in keep}
        before = {lineage: subscriber_of(row).subscription for lineage, row in rows.items()}
        edit = plan_edit([*before.values()], declared)
        if not (edit.end or edit.start):
            return edit
        keys = lanes.channel_keys(connection, [one.channel for one in edit.start])
        subscribing.end(connection, [rows[one.lineage].id for one in edit.end], by, now)
        last = subscribing.newest_event(connection)
        who = {"origin": origin, "started": now, "started_by": by}
        places = {one.lineage: _place(one, rows.get(one.lineage), last, now) for one in edit.start}
        what = {one.lineage: {"lineage": one.lineage, "channel": keys[one.channel], "spec": one.to_json()} for one in edit.start}
        starting = [who | what[lineage] | place for lineage, place in places.items()]
        subscribing.start(connection, starting)
    return edit


def _place(one: Subscription, before: Row[Any] | None, last: int, now: datetime) -> dict[str, Any]:
    """Where a subscription begins, and when its first edition opens. `before`: the one it takes the place of; `last`: the newest event."""
    slot = first_slot(one.cadence, zone_of(one.zone), now)
    begun = {"after_event": last, "since": now, "due": slot.at if slot else None, "slot": slot.key if slot else None}
    if before is None:
        return begun
    waiting = subscriber_of(before).subscription.cadence.is_digest or before.due is not None
    if not waiting:  # what came was told at once
        return begun
    window = {"after_event": before.after_event, "since": before.since}
    if slot is None:  # what waited for a digest, or for the rest of a burst, waits no longer
        return window | {"due": now, "slot": f"burst {now:%Y-%m-%dT%H:%M:%S.%f}"}
    overdue = before.due is not None and before.due <= now
    return {**begun, **window, **({"due": before.due, "slot": before.slot} if overdue else {})}


def standing(store: Store) -> tuple[Subscription, ...]:
    """The subscriptions that stand, the oldest first."""
    with store.read() as connection:
        return tuple(subscriber_of(row).subscription for row in subscribing.standing(connection))


def place_of(store: Store, lineage: str) -> Channel | None:
    """Where the subscription of this lineage that stands posts to; None: there is none."""
    return next((one.channel for one in standing(store) if one.lineage == lineage), None)


def next_edition(store: Store) -> datetime | None:
    """When the next edition opens; None: none is to be opened."""
    with store.read() as connection:
        return subscribing.next_due(connection)


def name_admin_channel(store: Store, channel: Channel | None) -> None:
    """Say where the admins are told what they should know; None: nowhere."""
    with store.write() as connection:
        key = None
        if channel is not None:
            key = lanes.channel_keys(connection, [channel])[channel]
        notices.name_channel(connection, key)
