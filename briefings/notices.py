"""Word to the admins, posted once to the channel that the configuration names for it; without one it stands in the journal only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, insert, select

from briefings.contents import About
from briefings.postings import Kind, Role, Urgency, fingerprint
from briefings.store import bookkeeping, journal, parts
from briefings.store.posting_tables import channels, postings

ADMIN_CHANNEL = "admin channel"
"""The fact that holds the key of the admins' channel."""


def name_channel(connection: Connection, key: int | None) -> None:
    """Say which channel the admins read; None: none."""
    told = "" if key is None else str(key)
    if (bookkeeping.fact(connection, ADMIN_CHANNEL) or "") != told:
        bookkeeping.set_fact(connection, ADMIN_CHANNEL, told)


def lanes(connection: Connection) -> tuple[int, ...]:
    """The lane that a notice goes to, if the admins have one: to be locked together with all others."""
    key = bookkeeping.fact(connection, ADMIN_CHANNEL)
    found = None if not key else connection.execute(select(channels.c.id).where(channels.c.id == int(key))).scalar()
    return () if found is None else (found,)


def want(
    connection: Connection, about: About, name: str, note: str, now: datetime, *, but: int | None = None, since: datetime | None = None
) -> None:
    """Tell the admins once. `note` holds no statement's words. `but`: not in this channel, for that is what it is about.
    `since`: from when a source could not be read.

    What cannot be sent is put in the journal too. Whoever calls holds the locks of `lanes`.
    """
    if about in (About.CHANNEL_STOPPED, About.PART_REFUSED):
        journal.write(connection, about.value, at=now, source=name, note=note)
    detail = {
        "about": about.value,
        "name": name,
        "note": note,
        "at": now.isoformat(),
        "since": None if since is None else since.isoformat(),
    }
    for lane in lanes(connection):
        if lane != but:
            parts.wake_lanes(connection, parts.add(connection, [_part(connection, lane, detail, now)]))


def called(name: str, place: str) -> str:
    """What people know a channel by: its #name, or its id where nobody has said a name."""
    return name if name == place else f"#{name}"


def _part(connection: Connection, lane: int, detail: Mapping[str, str | None], now: datetime) -> dict[str, Any]:
    row = {"channel": lane, "kind": Kind.NOTICE.value, "subject": token_hex(8), "detail": json.dumps(detail), "made": now}
    return {
        "posting": connection.execute(insert(postings).values(**row).returning(postings.c.id)).scalar_one(),
        "channel": lane,
        "ordinal": 0,
        "role": Role.MAIN.value,
        "key": token_hex(12),
        "urgency": Urgency.ALERT.value,
        "not_before": now,
        "made": now,
        "wanted": fingerprint(detail),
        "gap": now,
    }
