"""What taking statements in means for channels: new ones are wanted there, and what is shown of changed ones is to be shown anew.

Everything here happens within the transaction that takes them in, and intakes take turns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Row, Text, case, cast, delete, func, insert, literal, or_, select, union_all, update

from briefings.answers import Item
from briefings.cadence import held_until
from briefings.postings import Kind, Role, Urgency, breaks_through, is_fresh, likeness
from briefings.replies import add_corrections
from briefings.saying import fingerprints, is_withdrawn
from briefings.store import lanes, parts, shelf, subscribing
from briefings.store.posting_tables import events, posting_statements, postings
from briefings.store.posting_tables import parts as table
from briefings.store.schema import statements
from briefings.subscribers import Subscriber, Subscribers, subject_of

FRESHNESS_DAYS = 7
QUIET = "quiet hours"


@dataclass(frozen=True, slots=True)
class Sight:
    """A message that shows a statement: the rows' keys, and in which of a posting's messages it stands."""

    posting: int
    kind: str
    ordinal: int
    statement: int | None


class Dispatch:
    """One intake's share. `subscribers`: None where nobody is told of anything new."""

    def __init__(
        self, connection: Connection, subscribers: Subscribers | None, now: datetime, freshness_days: int = FRESHNESS_DAYS
    ) -> None:
        self._connection, self._subscribers, self._now, self._freshness = connection, subscribers, now, freshness_days
        self._came: list[int] = []
        self._events: list[dict[str, Any]] = []
        self._corrected: dict[int, int] = {}
        self._touched: set[int] = set()

    def came(self, key: int, published: datetime | None) -> None:
        """A statement came as news."""
        if is_fresh(published, self._now, self._freshness):
            self._came.append(key)
            self._note(subscribing.NEW, key, 1)

    def touched(self, keys: Iterable[int]) -> None:
        """Statements whose story may have other members now, or whose date or address is another."""
        self._touched.update(keys)

    def corrected(self, key: int, revision: int) -> None:
        """A statement has a new text, its `revision`, that differs in more than how it is set."""
        self._corrected[key] = revision
        self._note(subscribing.CORRECTED, key, revision)

    def withdrawn(self, key: int, revision: int) -> None:
        """A statement was withdrawn."""
        self._note(subscribing.WITHDRAWN, key, revision)

    def back(self, key: int, revision: int) -> None:
        """A statement that was withdrawn stands again."""
        self._note(subscribing.BACK, key, revision)

    def write(self, generation: int) -> None:
        """Write down what is wanted now. `generation`: the one that this intake makes."""
        subscribing.note_events(self._connection, self._events)
        if self._touched:
            show_anew(self._connection, self._touched, self._now, corrected=self._corrected, generation=generation)
        if self._came and self._subscribers is not None and self._subscribers.any(self._connection):
            self._alert(self._subscribers)
        self._came, self._events, self._corrected, self._touched = [], [], {}, set()

    def _note(self, kind: str, key: int, revision: int) -> None:
        self._touched.add(key)
        self._events.append({"statement": key, "kind": kind, "at": self._now, "revision": revision})

    def _alert(self, subscribers: Subscribers) -> None:
        items = shelf.by_keys(self._connection, self._came)
        burst: dict[int, datetime] = {}
        for key in self._came:
            item = items[key]
            told = told_in(self._connection, key)
            wanted: dict[int, Subscriber] = {}
            for one in subscribers.matching(self._connection, subject_of(item)):
                if one.lane in told:
                    continue
                if one.subscription.batch and not _breaks_through(one, item):
                    burst[one.key] = self._now + one.subscription.batch
                else:
                    wanted.setdefault(one.lane, one)
            want_alerts(self._connection, key, item, wanted.values(), self._now)
        subscribing.begin_burst(self._connection, burst)


def want_alerts(connection: Connection, key: int, item: Item, wanted: Iterable[Subscriber], now: datetime) -> None:
    """Want an alert about a statement in the channels of these subscriptions, one each."""
    some = list(wanted)
    if not some:
        return
    common = {"kind": Kind.ALERT.value, "subject": str(key), "statement": key, "made": now}
    rows = [{"channel": one.lane, "subscription": one.key, **common} for one in some]
    made = insert(postings).returning(postings.c.id, sort_by_parameter_order=True)
    ids = connection.execute(made, rows).scalars().all()
    says = likeness(item)
    held = {one.key: _held(one, item, now) for one in some}
    told = [main_part(posting, one.lane, 0, says, now, _urgency(one, item), held[one.key]) for posting, one in zip(ids, some, strict=True)]
    parts.wake_lanes(connection, parts.add(connection, told))


def main_part(
    posting: int, lane: int, ordinal: int, says: str, now: datetime, urgency: Urgency, held: datetime | None = None
) -> dict[str, Any]:
    """A message that is wanted, as a row. `held`: quiet hours last until then."""
    return {
        "posting": posting,
        "channel": lane,
        "ordinal": ordinal,
        "role": Role.MAIN.value,
        "after": None,
        "threaded": False,
        "key": token_hex(12),
        "urgency": urgency.value,
        "not_before": held or now,
        "held": QUIET if held else None,
        "made": now,
        "wanted": says,
        "gap": now,
    }


def _breaks_through(one: Subscriber, item: Item) -> bool:
    quiet = one.subscription.quiet
    return quiet is not None and breaks_through({match.slug for match in item.themes}, quiet.break_through)


def _held(one: Subscriber, item: Item, now: datetime) -> datetime | None:
    quiet = one.subscription.quiet
    return None if quiet is None or _breaks_through(one, item) else held_until(quiet, one.zone, now)


def _urgency(one: Subscriber, item: Item) -> Urgency:
    return Urgency.BREAK_THROUGH if _breaks_through(one, item) else Urgency.ALERT


def story_members(connection: Connection, keys: Collection[int]) -> set[int]:
    """These statements and all that tell the same stories."""
    found = set(keys)
    told = statements.alias()
    for batch in parts.in_batches(sorted(keys)):
        own = select(told.c.story).where(told.c.id.in_(batch), told.c.story.is_not(None))
        found.update(connection.execute(select(statements.c.id).where(statements.c.story.in_(own))).scalars())
    return found


def told_in(connection: Connection, key: int) -> set[int]:
    """The lanes in which the story of a statement is told already, or wanted."""
    return Told.of(connection, [key]).lanes[key]


@dataclass(frozen=True, slots=True)
class Told:
    """Of several statements: what stands for the story of each, and the lanes in which it is told already, or wanted."""

    story: dict[int, int]
    lanes: dict[int, set[int]]

    @classmethod
    def of(cls, connection: Connection, keys: Collection[int]) -> Told:
        """Three queries, however many statements there are. Statements of one story share one set of lanes."""
        story: dict[int, int] = {}
        for batch in parts.in_batches(sorted(story_members(connection, keys))):
            query = select(statements.c.id, func.coalesce(statements.c.story, -statements.c.id)).where(statements.c.id.in_(batch))
            story |= {row[0]: row[1] for row in connection.execute(query)}
        lanes_of: dict[int, set[int]] = {number: set() for number in story.values()}
        for batch in parts.in_batches(sorted(story)):
            for key, lane in connection.execute(_told(batch)):
                lanes_of[story[key]].add(lane)
        return cls({key: story[key] for key in keys}, {key: lanes_of[story[key]] for key in keys})


def _told(keys: Collection[int]) -> Any:
    alerts = select(postings.c.statement, postings.c.channel).where(postings.c.statement.in_(keys), postings.c.kind == Kind.ALERT.value)
    lines = select(posting_statements.c.statement, postings.c.channel).join(postings, postings.c.id == posting_statements.c.posting)
    return union_all(alerts, lines.where(posting_statements.c.statement.in_(keys), postings.c.kind == Kind.EDITION.value))


def sights(connection: Connection, keys: Collection[int]) -> list[Sight]:
    """Every message that shows one of these statements."""
    found: list[Sight] = []
    columns = (posting_statements.c.posting, postings.c.kind, posting_statements.c.part, posting_statements.c.statement)
    lines = select(*columns).join(postings, postings.c.id == posting_statements.c.posting)
    for batch in parts.in_batches(sorted(keys)):
        alerts = select(postings.c.id, postings.c.kind, postings.c.statement).where(postings.c.statement.in_(batch))
        found += [Sight(row.id, row.kind, 0, row.statement) for row in connection.execute(alerts)]
        found += [Sight(*row) for row in connection.execute(lines.where(posting_statements.c.statement.in_(batch)))]
    return found


def show_anew(
    connection: Connection,
    keys: Collection[int],
    now: datetime,
    *,
    corrected: Mapping[int, int] | None = None,
    generation: int = 0,
) -> None:
    """Have every message about these statements, or about one that tells the same story, show what is known now."""
    seen = sights(connection, story_members(connection, keys))
    if not seen:
        return
    lanes.lock(connection, set(connection.execute(_lanes_of({one.posting for one in seen})).scalars()))
    rows = _mains(connection, {one.posting for one in seen})
    gone = is_withdrawn(connection, {one.statement for one in seen if one.statement is not None})
    _want(connection, rows, seen, gone, set(corrected or ()), now)
    _drop_replies(connection, gone, now)
    if corrected:
        of = _statements_of(rows, seen)
        shown = [row for row in rows if row.message is not None or row.sending is not None or row.look_at is not None]
        add_corrections(connection, shown, {key: number for key, number in corrected.items() if key not in gone}, generation, now, of)


def _lanes_of(ids: Collection[int]) -> Any:
    return select(postings.c.channel).where(postings.c.id.in_(sorted(ids))).distinct()


def _mains(connection: Connection, ids: Collection[int]) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    for batch in parts.in_batches(sorted(ids)):
        rows += connection.execute(select(table).where(table.c.posting.in_(batch), table.c.role == Role.MAIN.value).order_by(table.c.id))
    return rows


def _statements_of(rows: Iterable[Row[Any]], seen: Iterable[Sight]) -> dict[int, list[int]]:
    """The statements that each message shows, of those that are looked at."""
    at: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for one in seen:
        if one.statement is not None and one.kind != Kind.SHARED.value:
            at[one.posting, one.ordinal].append(one.statement)
    return {row.id: at[row.posting, row.ordinal] for row in rows}


def _want(
    connection: Connection,
    rows: list[Row[Any]],
    seen: Iterable[Sight],
    gone: set[int],
    corrected: set[int],
    now: datetime,
    *,
    redacted: bool = False,
) -> None:
    kinds = {one.posting: one.kind for one in seen}
    about: defaultdict[int, set[int]] = defaultdict(set)
    for one in seen:
        if one.statement is not None:
            about[one.posting].add(one.statement)
    told = fingerprints(connection, [(row.posting, row.ordinal) for row in rows])
    alike: defaultdict[tuple[str, bool, Urgency], list[int]] = defaultdict(list)
    for row in rows:
        says = told[row.posting, row.ordinal]
        alert = kinds[row.posting] == Kind.ALERT.value
        ended = alert and (redacted or not about[row.posting].isdisjoint(gone))
        if says == row.wanted and ended == row.only_if_shown and not redacted:
            continue
        if redacted:
            urgency = Urgency.REDACTION
        elif not about[row.posting].isdisjoint(gone):
            urgency = Urgency.WITHDRAWAL
        else:
            urgency = Urgency.ALERT if about[row.posting].isdisjoint(corrected) else Urgency.CORRECTION
        alike[says, ended, urgency].append(row.id)
    standing = or_(table.c.message.is_not(None), table.c.sending.is_not(None))
    for (says, ended, urgency), ids in alike.items():
        values: dict[str, Any] = {"wanted": says, "only_if_shown": ended, "urgency": case((standing, urgency.value), else_=table.c.urgency)}
        parts.want(connection, ids, values | ({"scrub": True} if redacted else {}), now)


def _drop_replies(connection: Connection, gone: Collection[int], now: datetime, *, urgency: Urgency = Urgency.WITHDRAWAL) -> None:
    """Replies hold words of their statement: of one that is withdrawn they are taken away."""
    for batch in parts.in_batches(sorted(gone)):
        query = select(table.c.id).where(table.c.statement.in_(batch), table.c.role == Role.CORRECTION.value, table.c.wanted.is_not(None))
        parts.want(connection, list(connection.execute(query).scalars()), {"wanted": None, "urgency": urgency.value}, now)


def redact(connection: Connection, keys: Collection[int], now: datetime) -> None:
    """Let no message keep a word of these statements, which are about to be removed."""
    seen = sights(connection, keys)
    replies = select(table.c.id, table.c.channel).where(table.c.statement.in_(sorted(keys)))
    under = connection.execute(replies).all()
    told = {one.posting for one in seen}
    lanes.lock(connection, {*connection.execute(_lanes_of(told)).scalars(), *(row.channel for row in under)})
    connection.execute(delete(events).where(events.c.statement.in_(sorted(keys))))
    own = postings.c.statement.in_(sorted(keys))
    connection.execute(update(postings).where(own).values(statement=None, subject=literal("redacted ") + cast(postings.c.id, Text)))
    lines = posting_statements.c.statement.in_(sorted(keys))
    connection.execute(update(posting_statements).where(lines).values(statement=None))
    parts.want(connection, [row.id for row in under], {"wanted": None, "statement": None, "urgency": Urgency.REDACTION.value}, now)
    if seen:
        _want(connection, _mains(connection, told), seen, set(), set(), now, redacted=True)
