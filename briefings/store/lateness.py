"""What is not as it should be: the gaps between wanted and shown, as rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, case, exists, func, or_, select, type_coerce

from briefings.postings import Act, next_act
from briefings.store import parts
from briefings.store.posting_tables import channels, postings, subscriptions
from briefings.store.posting_tables import parts as table


@dataclass(frozen=True, slots=True)
class Late:
    """A message that is not as it should be. Times are UTC.

    `kind` and `role`: of the posting and the part. `since`: when the gap opened. `not_before`: what holds it (`held`), if that is to come.
    `unknown`: nobody knows whether it was posted; it is looked up at that time. `stopped`: why the channel takes nothing just now.
    """

    platform: str
    tenant: str
    channel: str
    kind: str
    role: str
    act: Act
    since: datetime
    not_before: datetime
    held: str | None
    unknown: datetime | None
    tries: int
    reason: str | None
    stopped: str | None


def late(connection: Connection, limit: int) -> tuple[Late, ...]:
    """The messages with a gap, the longest waiting first."""
    columns = (channels.c.platform, channels.c.tenant, channels.c.name, channels.c.stopped, postings.c.kind)
    query = select(table, *columns).join(channels, channels.c.id == table.c.channel).join(postings, postings.c.id == table.c.posting)
    rows = connection.execute(query.where(table.c.gap.is_not(None)).order_by(table.c.gap, table.c.id).limit(limit))
    return tuple(
        Late(
            platform=row.platform,
            tenant=row.tenant,
            channel=row.name,
            kind=row.kind,
            role=row.role,
            act=next_act(parts.standing_of(row)),
            since=row.gap,
            not_before=row.not_before,
            held=row.held,
            unknown=row.look_at,
            tries=row.tries,
            reason=row.reason,
            stopped=row.stopped,
        )
        for row in rows
    )


def oldest(connection: Connection, now: datetime) -> dict[tuple[str, str], datetime]:
    """Since when the oldest gap of each (platform, tenant) stands that could be closed: of one that was held, since it was let go."""
    whose = (channels.c.platform, channels.c.tenant)
    since = case((table.c.not_before > table.c.gap, table.c.not_before), else_=table.c.gap)
    query = select(*whose, func.min(type_coerce(since, table.c.gap.type))).join(channels, channels.c.id == table.c.channel)
    seen = or_(table.c.not_before <= now, table.c.message.is_not(None))
    closable = query.where(and_(table.c.gap.is_not(None), channels.c.stopped.is_(None), seen)).group_by(*whose)
    return {(platform, tenant): at for platform, tenant, at in connection.execute(closable)}


def served(connection: Connection, also: Collection[int]) -> set[tuple[str, str]]:
    """The (platform, tenant)s that are told of something: a subscription stands in one of their channels, or it is one of these."""
    standing = exists().where(subscriptions.c.channel == channels.c.id, subscriptions.c.ended.is_(None))
    query = select(channels.c.platform, channels.c.tenant).where(or_(standing, channels.c.id.in_(also))).distinct()
    return {(platform, tenant) for platform, tenant in connection.execute(query)}


def fullest(connection: Connection) -> dict[tuple[str, str], int]:
    """How many posts wait in that channel of each (platform, tenant) in which most do."""
    unsaid = and_(table.c.gap.is_not(None), table.c.message.is_(None), table.c.look_at.is_(None))
    each = select(table.c.channel, func.count().label("posts")).where(unsaid).group_by(table.c.channel).subquery()
    query = select(channels.c.platform, channels.c.tenant, func.max(each.c.posts)).join(channels, channels.c.id == each.c.channel)
    return {
        (platform, tenant): most for platform, tenant, most in connection.execute(query.group_by(channels.c.platform, channels.c.tenant))
    }


def backlog(connection: Connection) -> dict[tuple[str, str, Act], int]:
    """How many acts of each kind wait at each tenant."""
    act = case(
        (table.c.look_at.is_not(None), Act.LOOK.value),
        (table.c.message.is_(None), Act.POST.value),
        (table.c.wanted.is_(None), Act.RETRACT.value),
        else_=Act.EDIT.value,
    ).label("act")
    query = select(channels.c.platform, channels.c.tenant, act, func.count()).join(channels, channels.c.id == table.c.channel)
    rows = connection.execute(query.where(table.c.gap.is_not(None)).group_by(channels.c.platform, channels.c.tenant, act))
    return {(platform, tenant, Act(what)): count for platform, tenant, what, count in rows}
