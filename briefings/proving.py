"""Proves where a statement went and why, or why not. Only reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from briefings.postings import Role, next_act
from briefings.proofs import Befell, Considered, InChannel, Message, Proof
from briefings.sights import sights, story_members
from briefings.store import parts, shelf, subscribing
from briefings.store.posting_tables import channels, postings, subscriptions
from briefings.store.posting_tables import parts as table
from briefings.store.shelf import Shelved
from briefings.subscribers import subject_of, subscriber_of
from briefings.subscriptions import matches

MOST_CHANNELS = 50


def prove(connection: Connection, shelved: Shelved, channel: tuple[str, str, str] | None) -> Proof:
    """What holds of a statement in every channel that was told of it, or in one, by (platform, tenant, place or name), told or not."""
    befell = tuple(Befell(row.at, row.kind, row.revision) for row in subscribing.events_of(connection, shelved.key))
    rows = _messages(connection, shelved.key)
    lanes = _named(connection, channel) if channel else sorted(rows)[:MOST_CHANNELS]
    told = {lane for lane, some in rows.items() if any(row.first_shown is not None for row in some)}
    if channel:
        told &= _of_tenant(connection, *channel[:2])
    item = shelf.by_keys(connection, [shelved.key])[shelved.key]
    return Proof(
        statement=item.statement.id,
        taken_in=item.statement.taken_in,
        announced=item.statement.announce,
        fresh=any(one.kind == subscribing.NEW for one in befell),
        befell=befell,
        channels=tuple(_in_channel(connection, lane, shelved, rows.get(lane, [])) for lane in lanes),
        others=len(told.difference(lanes)),
    )


def _named(connection: Connection, channel: tuple[str, str, str]) -> list[int]:
    """The lanes of a channel that was named by its id, or by its name with or without #."""
    platform, tenant, name = channel
    own = or_(channels.c.place == name, channels.c.name == name.removeprefix("#"))
    query = select(channels.c.id).where(own, channels.c.platform == platform)
    return list(connection.execute(query.where(channels.c.tenant == tenant) if tenant else query).scalars())


def _of_tenant(connection: Connection, platform: str, tenant: str) -> set[int]:
    """Every lane of a workspace, or of a platform where none is named: what another force was told is none of this one's business."""
    query = select(channels.c.id).where(channels.c.platform == platform)
    return set(connection.execute(query.where(channels.c.tenant == tenant) if tenant else query).scalars())


def _messages(connection: Connection, key: int) -> dict[int, list[Row[Any]]]:
    """By lane, the parts that show a statement or another of its story, and the replies about it, in the order they were wanted in."""
    seen = sights(connection, story_members(connection, [key]))
    at = {(one.posting, one.ordinal) for one in seen}
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    query = select(table, postings.c.kind, subscriptions.c.lineage).join(postings, postings.c.id == table.c.posting)
    query = query.outerjoin(subscriptions, subscriptions.c.id == postings.c.subscription).order_by(table.c.id)
    for batch in parts.in_batches(sorted({one.posting for one in seen})):
        for row in connection.execute(query.where(table.c.posting.in_(batch))):
            if (row.role == Role.MAIN.value and (row.posting, row.ordinal) in at) or row.statement == key:
                found[row.channel].append(row)
    return found


def _in_channel(connection: Connection, lane: int, shelved: Shelved, rows: Collection[Row[Any]]) -> InChannel:
    row = connection.execute(select(channels).where(channels.c.id == lane)).one()
    subject, came = subject_of(shelved.item), shelved.statement.taken_in
    considered = []
    for each in subscribing.in_channel(connection, lane):
        subscription, stood = subscriber_of(each).subscription, _stood(each, came)
        if stood or each.ended is None:
            verdict = matches(subscription.wants, subject)
            considered.append(Considered(each.lineage, str(subscription.cadence), verdict.wanted, verdict.because, stood))
    messages = tuple(map(_message, rows))
    return InChannel(row.platform, row.tenant, row.place, row.name, row.stopped, tuple(considered), messages)


def _stood(row: Row[Any], came: datetime) -> bool:
    return bool(row.started <= came and (row.ended is None or row.ended > came))


def _message(row: Row[Any]) -> Message:
    return Message(
        kind=row.kind,
        role=row.role,
        lineage=row.lineage,
        wanted=row.made,
        held=row.held,
        not_before=row.not_before,
        sent=row.first_shown,
        last_shown=row.last_shown,
        edits=row.edits,
        act=next_act(parts.standing_of(row)),
        unknown=row.look_at,
        reason=row.reason,
        refused=row.refused_at,
        id=row.message,
    )
