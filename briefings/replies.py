"""The replies under a message: what a correction changed, and that the message itself could not be edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from briefings.postings import Role, Urgency, fingerprint
from briefings.statements import Status
from briefings.store import parts
from briefings.store.posting_tables import parts as table
from briefings.store.posting_tables import posting_statements, postings
from briefings.store.schema import statements


def add_corrections(
    connection: Connection,
    shown: Sequence[Row[Any]],
    corrected: Mapping[int, int],
    generation: int,
    now: datetime,
    of: Mapping[int, Sequence[int]],
) -> None:
    """Under each of these messages, say what changed. `corrected`: each statement's new revision; `of`: the statements in each part."""
    rows = [
        _reply(part, Role.CORRECTION, statement, corrected[statement], generation, now)
        for part in shown
        for statement in of[part.id]
        if statement in corrected
    ]
    parts.wake_lanes(connection, parts.add(connection, rows))


def add_unedited(connection: Connection, part: Row[Any], now: datetime) -> None:
    """Under a message that the platform would not let us edit, say what became of each statement in it that changed since it was shown.

    Each once; what was said there of such a statement before holds no longer, and goes.
    """
    there = connection.execute(_UNEDITED.where(_under([part]))).all()
    for one in _changed_in(connection, part):
        says = fingerprint(Role.UNEDITED.value, one.id, one.status, one.changed.isoformat())
        _drop(connection, [note.id for note in there if note.statement == one.id and note.wanted != says], now)
        if all(note.wanted != says for note in there):
            reply = _reply(part, Role.UNEDITED, one.id, None, None, now) | {"wanted": says, "urgency": part.urgency}
            parts.wake_lanes(connection, parts.add(connection, [reply]))


def drop_unedited(connection: Connection, edited: Sequence[Row[Any]], now: datetime) -> None:
    """These messages could be edited after all: they say everything themselves, and the notes under them go."""
    for batch in parts.in_batches(edited):
        _drop(connection, connection.execute(_UNEDITED.where(_under(batch))).scalars().all(), now)


_UNEDITED = select(table.c.id, table.c.wanted, table.c.statement).where(table.c.role == Role.UNEDITED.value, table.c.wanted.is_not(None))


def _under(some: Sequence[Row[Any]]) -> Any:
    """Whether a reply stands under one of these messages."""
    return and_(table.c.posting.in_({part.posting for part in some}), table.c.after.in_([part.id for part in some]))


def _drop(connection: Connection, notes: Sequence[int], now: datetime) -> None:
    if notes:
        parts.want(connection, notes, {"wanted": None, "urgency": Urgency.CORRECTION.value}, now)


def _changed_in(connection: Connection, part: Row[Any]) -> list[Row[Any]]:
    """The statements in a message that changed since it was last shown as it should be, the one that changed first before the others."""
    own = select(postings.c.statement).where(postings.c.id == part.posting)
    lines = select(posting_statements.c.statement).where(
        posting_statements.c.posting == part.posting, posting_statements.c.part == part.ordinal
    )
    query = select(statements.c.id, statements.c.status, statements.c.changed)
    query = query.where(or_(statements.c.id.in_(own), statements.c.id.in_(lines)), statements.c.status != Status.LIVE.value)
    since = part.last_shown
    newer = query.where(statements.c.changed >= since) if since is not None else query
    return list(connection.execute(newer.order_by(statements.c.changed, statements.c.id)))


def _reply(part: Row[Any], role: Role, statement: int, revision: int | None, generation: int | None, now: datetime) -> dict[str, Any]:
    return {
        "posting": part.posting,
        "channel": part.channel,
        "ordinal": part.ordinal,
        "role": role.value,
        "after": part.id,
        "threaded": True,
        "statement": statement,
        "revision": revision,
        "generation": generation,
        "key": token_hex(12),
        "urgency": Urgency.CORRECTION.value,
        "not_before": now,
        "made": now,
        "wanted": fingerprint(role.value, statement, revision),
        "gap": now,
    }
