"""Briefings that somebody shares with a channel: ordinary postings, so that a correction or a withdrawal reaches them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, insert, select

from briefings.answers import Asker
from briefings.contents import Section
from briefings.dispatch import main_part
from briefings.postings import Kind, Urgency
from briefings.saying import fingerprints
from briefings.store import Store, bookkeeping, lanes, parts, shelf
from briefings.store.posting_tables import posting_statements, postings
from briefings.subscriptions import Channel

SAME = timedelta(seconds=30)
"""What the same person shares again so soon, they shared with one press too many."""


def share(store: Store, channel: Channel, text: str, asker: Asker, shown: Sequence[str], *, now: datetime) -> bool:
    """Want a briefing in a channel: what was typed for it, by whom, and the ids of the statements it shows, in order.

    Returns whether it is posted: the same, shared again by the same person within `SAME`, is not.
    """
    with store.write() as connection:
        bookkeeping.take_turns(connection)
        lane = lanes.channel_keys(connection, [channel])[channel]
        lanes.lock(connection, [lane])
        detail = {"text": text, "asker": [asker.platform, asker.tenant, asker.user], "at": now.isoformat()}
        if _was_just_shared(connection, lane, detail, now):
            return False
        row = {"channel": lane, "kind": Kind.SHARED.value, "subject": token_hex(8), "detail": json.dumps(detail), "made": now}
        posting = connection.execute(insert(postings).values(**row).returning(postings.c.id)).scalar_one()
        ids = list(dict.fromkeys(shown))
        found = shelf.find(connection, ids)
        keys = [found[id_].key for id_ in ids if id_ in found]
        lines = [
            {"posting": posting, "ordinal": place, "part": 0, "section": Section.NEW.value, "theme": None, "statement": key}
            for place, key in enumerate(keys)
        ]
        if lines:
            connection.execute(insert(posting_statements), lines)
        says = fingerprints(connection, [(posting, 0)])[posting, 0]
        parts.wake_lanes(connection, parts.add(connection, [main_part(posting, lane, 0, says, now, Urgency.BREAK_THROUGH)]))
        return True


def _was_just_shared(connection: Connection, lane: int, detail: Mapping[str, Any], now: datetime) -> bool:
    own = (postings.c.channel == lane, postings.c.kind == Kind.SHARED.value, postings.c.made > now - SAME)
    lately = map(json.loads, connection.execute(select(postings.c.detail).where(*own)).scalars())
    return any((one["text"], one["asker"]) == (detail["text"], detail["asker"]) for one in lately)
