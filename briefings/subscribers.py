"""The subscriptions that stand, kept in memory: matching a statement against a hundred thousand of them must not read them all again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row

from briefings.answers import Item
from briefings.store import subscribing
from briefings.subscriptions import Channel, Matcher, Subject, Subscription, Wants, compile, zone_of


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A subscription that stands: the keys of its row and of its channel's lane."""

    key: int
    lane: int
    subscription: Subscription

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its cadence and its quiet hours."""
        return zone_of(self.subscription.zone)


def subscriber_of(row: Row[Any]) -> Subscriber:
    """The subscription of a row that `subscribing` selected."""
    channel = Channel(row.platform, row.tenant, row.place, row.name)
    return Subscriber(row.id, row.channel, Subscription.from_json(row.spec, row.lineage, channel, row.origin))


def subject_of(item: Item) -> Subject:
    """What matching needs of a statement."""
    one = item.statement
    return Subject(tuple(match.slug for match in item.themes), one.source, one.publisher, one.title, one.text)


@dataclass(frozen=True, slots=True)
class _Alike:
    """Subscriptions that want the same, by their keys."""

    matcher: Matcher
    members: dict[int, Subscriber]


class Subscribers:
    """Brought up to date within each transaction that asks. Safe to share between threads."""

    def __init__(self) -> None:
        self._change = 0
        self._by_key: dict[int, Subscriber] = {}
        self._alike: dict[Wants, _Alike] = {}
        # By each theme without which they want nothing ("": by no theme): the others need not be asked.
        self._hinging: defaultdict[str, dict[Wants, _Alike]] = defaultdict(dict)
        self._lock = Lock()

    def matching(self, connection: Connection, subject: Subject) -> list[Subscriber]:
        """The instant subscriptions that want a statement, the oldest first."""
        with self._lock:
            self._refresh(connection)
            hinging = [self._hinging[slug] for slug in ("", *subject.themes) if slug in self._hinging]
            # By identity: hashing what thousands want costs more than asking whether this is it.
            asked = {id(alike): alike for some in hinging for alike in some.values()}
            found = [one for alike in asked.values() if alike.matcher.matches(subject).wanted for one in alike.members.values()]
        return sorted(found, key=lambda one: one.key)

    def any(self, connection: Connection) -> bool:
        """Whether any instant subscription stands."""
        with self._lock:
            self._refresh(connection)
            return bool(self._alike)

    def _refresh(self, connection: Connection) -> None:
        newest = subscribing.newest_change(connection)
        if newest == self._change:
            return
        if newest < self._change:  # a change that was not kept after all
            self._change, self._by_key, self._alike = 0, {}, {}
            self._hinging.clear()
        for row in subscribing.changed_since(connection, self._change):
            self._forget(row.id)
            if row.ended is None:
                self._keep(subscriber_of(row))
        self._change = newest

    def _keep(self, one: Subscriber) -> None:
        if one.subscription.cadence.is_digest:
            return
        wants = one.subscription.wants
        self._by_key[one.key] = one
        if wants not in self._alike:
            self._alike[wants] = _Alike(compile(wants), {})
            for slug in _hinges(wants):
                self._hinging[slug][wants] = self._alike[wants]
        self._alike[wants].members[one.key] = one

    def _forget(self, key: int) -> None:
        known = self._by_key.pop(key, None)
        if known is None:
            return
        wants = known.subscription.wants
        del self._alike[wants].members[key]
        if not self._alike[wants].members:
            del self._alike[wants]
            for slug in _hinges(wants):
                del self._hinging[slug][wants]


def _hinges(wants: Wants) -> tuple[str, ...]:
    """The themes of which a statement must have one to be wanted; "" where it need have none."""
    return wants.any or wants.all[:1] or ("",)


class Chosen:
    """Which statements each of many subscriptions wants, every pair of wants and statement asked once."""

    def __init__(self, items: dict[int, Item]) -> None:
        self._subjects = {key: subject_of(item) for key, item in items.items()}
        self._known: dict[Wants, frozenset[int]] = {}

    def by(self, wants: Wants, keys: Iterable[int]) -> Iterator[int]:
        """Those of these statements that are wanted, in their order."""
        if wants not in self._known:
            matcher = compile(wants)
            self._known[wants] = frozenset(key for key, subject in self._subjects.items() if matcher.matches(subject).wanted)
        return (key for key in keys if key in self._known[wants])
