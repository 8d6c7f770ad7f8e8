"""What is shown of statements that changed is wanted anew: corrected, withdrawn, back, redacted, published by others too."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Text, and_, case, cast, delete, literal, null, or_, select, update

from briefings.contents import Section
from briefings.people import read_people
from briefings.postings import TAKEN_AWAY, Kind, Role, Urgency
from briefings.redaction import spells
from briefings.replies import add_corrections
from briefings.saying import fingerprints, is_withdrawn
from briefings.sights import Sight, sights, story_members
from briefings.store import lanes, parts, redactions
from briefings.store.posting_tables import events, posting_statements, postings
from briefings.store.posting_tables import parts as table
from briefings.store.shelf import Shelved


def show_anew(
    connection: Connection,
    keys: Collection[int],
    now: datetime,
    *,
    corrected: Mapping[int, int] | None = None,
    generation: int = 0,
    locked: Collection[int] = (),
) -> None:
    """Have every message about these statements, or about one that tells the same story, show what is known now.

    `corrected`: the new revision of each statement that was. `locked`: lanes that will be needed afterwards: all are locked at once.
    """
    seen = sights(connection, story_members(connection, keys))
    lanes.lock(connection, {one.lane for one in seen}.union(locked))
    if not seen:
        return
    rows = _mains(connection, {one.posting for one in seen})
    gone = is_withdrawn(connection, {one.statement for one in seen})
    _Renewal(connection, seen, now, gone, set(corrected or ())).want(rows)
    _drop_replies(connection, gone, now)
    if corrected:
        standing = {key: number for key, number in corrected.items() if key not in gone}
        shown = [row for row in rows if row.message is not None or row.sending is not None or row.look_at is not None]
        add_corrections(connection, shown, standing, generation, now, _news_of(shown, seen))


def _mains(connection: Connection, ids: Collection[int]) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    for batch in parts.in_batches(sorted(ids)):
        rows += connection.execute(select(table).where(table.c.posting.in_(batch), table.c.role == Role.MAIN.value).order_by(table.c.id))
    return rows


def _news_of(rows: Iterable[Row[Any]], seen: Iterable[Sight]) -> dict[int, list[int]]:
    """The statements that each message told as news, of those that are looked at: under these is said what was corrected."""
    at: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for one in seen:
        if one.kind != Kind.SHARED.value and one.section == Section.NEW.value:
            at[one.posting, one.ordinal].append(one.statement)
    return {row.id: at[row.posting, row.ordinal] for row in rows}


class _Renewal:
    """Why several messages are to be shown anew, and so how urgently."""

    def __init__(
        self, connection: Connection, seen: Iterable[Sight], now: datetime, gone: Collection[int], corrected: Collection[int]
    ) -> None:
        """`gone`: the statements that are withdrawn; `corrected`: those that were just now."""
        self._connection, self._now = connection, now
        self._kinds: dict[int, str] = {}
        self._gone: set[int] = set()
        self._corrected: set[int] = set()
        for one in seen:
            self._kinds[one.posting] = one.kind
            if one.statement in gone:
                self._gone.add(one.posting)
            if one.statement in corrected:
                self._corrected.add(one.posting)

    def want(self, rows: Iterable[Row[Any]], *, redacted: bool = False) -> None:
        """Have these messages say what is known now. `redacted`: no word of what they say may stay."""
        some = list(rows)
        told = fingerprints(self._connection, [(row.posting, row.ordinal) for row in some])
        alike: defaultdict[tuple[str, bool, Urgency], list[int]] = defaultdict(list)
        for row in some:
            says = told[row.posting, row.ordinal]
            ended = self._kinds[row.posting] == Kind.ALERT.value and (redacted or row.posting in self._gone)
            if says != row.wanted or ended != row.only_if_shown:
                alike[says, ended, Urgency.REDACTION if redacted else self._urgency(row.posting)].append(row.id)
        for (says, ended, urgency), ids in alike.items():
            scrub = {"scrub": case((_STANDING, True), else_=table.c.scrub)} if redacted else {}
            changed = {"wanted": says, "only_if_shown": ended, "urgency": _no_later_than(urgency), "refused": _TRIED_AGAIN}
            parts.want(self._connection, ids, changed | scrub, self._now)

    def _urgency(self, posting: int) -> Urgency:
        if posting in self._gone:
            return Urgency.WITHDRAWAL
        return Urgency.CORRECTION if posting in self._corrected else Urgency.ALERT


_STANDING = or_(table.c.message.is_not(None), table.c.sending.is_not(None))
_TRIED_AGAIN = case((table.c.refused == TAKEN_AWAY, null()), else_=table.c.refused)
"""What the platform would not take away, it may let us edit when there is something else to say."""


def _no_later_than(urgency: Urgency) -> Any:
    """What is shown is changed so urgently, or as urgently as it was to be; what never was keeps its place."""
    return case((and_(_STANDING, or_(table.c.gap.is_(None), table.c.urgency > urgency.value)), urgency.value), else_=table.c.urgency)


def _drop_replies(connection: Connection, gone: Collection[int], now: datetime) -> None:
    """Replies hold words of their statement: of one that is withdrawn they are taken away."""
    for batch in parts.in_batches(sorted(gone)):
        query = select(table.c.id).where(table.c.statement.in_(batch), table.c.role == Role.CORRECTION.value, table.c.wanted.is_not(None))
        changed = {"wanted": None, "urgency": Urgency.WITHDRAWAL.value}
        parts.want(connection, connection.execute(query).scalars().all(), changed, now)


def redact(connection: Connection, going: Collection[Shelved], now: datetime) -> None:
    """Let no message keep a word of these statements, which are about to be removed. Locks the lanes of the rest of their stories too."""
    keys = {shelved.key for shelved in going}
    related = sights(connection, story_members(connection, keys))
    seen = [one for one in related if one.statement in keys]
    under = connection.execute(select(table.c.id, table.c.channel).where(table.c.statement.in_(sorted(keys)))).all()
    lanes.lock(connection, {*(one.lane for one in related), *(row.channel for row in under)})
    telling = _telling(connection, going, {one.posting for one in seen if one.kind == Kind.SHARED.value})
    connection.execute(delete(events).where(events.c.statement.in_(sorted(keys))))
    own = postings.c.statement.in_(sorted(keys))
    connection.execute(update(postings).where(own).values(statement=None, subject=literal("redacted ") + cast(postings.c.id, Text)))
    lines = posting_statements.c.statement.in_(sorted(keys))
    connection.execute(update(posting_statements).where(lines).values(statement=None))
    gone = {"wanted": None, "urgency": Urgency.REDACTION.value}
    parts.want(connection, [row.id for row in under], gone | {"statement": None}, now)
    rows = _mains(connection, {one.posting for one in seen})
    parts.want(connection, [row.id for row in rows if row.posting in telling], gone | {"refused": _TRIED_AGAIN}, now)
    _Renewal(connection, seen, now, (), ()).want((row for row in rows if row.posting not in telling), redacted=True)


def _telling(connection: Connection, going: Collection[Shelved], shared: Collection[int]) -> set[int]:
    """The shared briefings that were asked for in words of these statements: they go as a whole, and what was typed with them."""
    words = [_words(connection, shelved) for shelved in going] if shared else []
    found: set[int] = set()
    for row in connection.execute(select(postings).where(postings.c.id.in_(sorted(shared)))).all():
        detail = json.loads(row.detail)
        if any(_spells(detail["text"], *some) for some in words):
            found.add(row.id)
            blank = json.dumps(detail | {"text": ""})
            connection.execute(update(postings).where(postings.c.id == row.id).values(detail=blank))
            connection.execute(delete(posting_statements).where(posting_statements.c.posting == row.id))
    return found


def _words(connection: Connection, shelved: Shelved) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Its themes, its titles and whom it names, in any of its versions."""
    versions = redactions.versions(connection, shelved)
    people = {person.name: None for title, text in versions for person in read_people(title, text)}
    return tuple(match.slug for match in shelved.item.themes), " ".join(title for title, _ in versions), tuple(people)


def _spells(typed: str, themes: Iterable[str], titles: str, people: Iterable[str]) -> bool:
    """Whether what was typed holds words of a statement, and not only the name of its theme."""
    left = typed.casefold().replace("/", " ")
    for slug in themes:
        left = left.replace(slug, " ").replace(slug.replace("-", " "), " ")
    return spells(left, titles, people)
