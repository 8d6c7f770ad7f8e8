"""A newsroom for tests: a desk, an outbox, a clock, and a wall on which stands what people in the channels see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count

from briefings.answers import Item
from briefings.cadence import QuietHours, parse_cadence
from briefings.contents import Alert, Content, Correction, Edition, Line, Notice, Removed, Shared, Unedited
from briefings.desk import Desk
from briefings.outbox import Outbox, Patience
from briefings.outcomes import Absent, Claimed, Done, Found, Outcome, Scope, Sent, TurnedDown
from briefings.postings import Act
from briefings.redaction import Reason
from briefings.statements import Draft, Published, Status
from briefings.store import Store
from briefings.subscriptions import Channel, Policy, Subscription, Wants

MONDAY = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
LEASE = timedelta(minutes=1)
TENANT = ("slack", "T1")
EDITING_IS_OVER = TurnedDown(Scope.MESSAGE, "edit_window_closed")


def told(id_: str, title: str, text: str = "", *, publisher: str = "Westshire Police", days_ago: int = 0, withdrawn: bool = False) -> Draft:
    """A statement on modern slavery, published some days before Monday."""
    words = text or f"Officers found victims of modern slavery at {id_} Road."
    return Draft(id_, title, words, publisher, published=Published(MONDAY - timedelta(days=days_ago)), withdrawn=withdrawn)


def subscription(
    lineage: str,
    place: str,
    cadence: str = "instant",
    *,
    theme: str = "modern-slavery",
    query: str = "",
    quiet: tuple[str, str] | None = None,
    through: Iterable[str] = (),
    batch: timedelta = timedelta(),
    max_items: int = 20,
    threads: bool = False,
    when_empty: Policy = Policy.SKIP,
    zone: str = "Europe/London",
) -> Subscription:
    """A subscription as the file would make it. `quiet`: from and to, such as ("22:00", "07:00")."""
    return Subscription(
        lineage,
        Channel(*TENANT, place, place),
        Wants(any=(theme,) if theme else (), query=query),
        parse_cadence(cadence),
        zone=zone,
        quiet=QuietHours(time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1]), frozenset(through)) if quiet else None,
        batch=batch,
        max_items=max_items,
        thread_per_theme=threads,
        when_empty=when_empty,
        origin="file",
    )


@dataclass(slots=True)
class Message:
    """What stands in a channel. `thread` is the id of the message under which it stands."""

    id: str
    place: str
    thread: str | None
    key: str
    content: Content


@dataclass(slots=True)
class Wall:
    """A platform: does as it is asked, unless `refuses` has an answer of its own."""

    messages: dict[str, Message] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)
    """The keys of everything that was ever posted."""
    refuses: Callable[[Claimed], Outcome | None] = lambda _claimed: None
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def act(self, claimed: Claimed) -> Outcome:
        """Do what is asked, and say what became of it."""
        refusal = self.refuses(claimed)
        if refusal is not None:
            return refusal
        if claimed.act is Act.LOOK:
            there = [message.id for message in self.messages.values() if message.key == claimed.key]
            return Found(there[0]) if there else Absent()
        if claimed.act is Act.POST:
            return Sent(self.post(claimed))
        assert claimed.message is not None
        if claimed.act is Act.EDIT:
            assert claimed.content is not None
            self.messages[claimed.message].content = claimed.content
        else:
            del self.messages[claimed.message]
        return Done()

    def post(self, claimed: Claimed) -> str:
        """Put a message up; its id."""
        assert claimed.content is not None
        id_ = str(next(self._ids))
        self.messages[id_] = Message(id_, claimed.place, claimed.thread, claimed.key, claimed.content)
        self.posted.append(claimed.key)
        return id_

    def reads(self, place: str) -> list[str]:
        """A channel as people read it: each message with its thread beneath."""
        lines: list[str] = []
        mine = [message for message in self.messages.values() if message.place == place]
        for message in mine:
            if message.thread not in {other.id for other in mine}:
                lines.append(says(message.content))
                lines += [f"> {says(reply.content)}" for reply in mine if reply.thread == message.id]
        return lines


@dataclass(slots=True)
class Newsroom:
    """Everything between a source and a channel, with a clock that stands still until it is moved."""

    desk: Desk
    store: Store
    now: datetime = MONDAY
    wall: Wall = field(default_factory=Wall)
    patience: Patience = field(default_factory=Patience)

    @property
    def box(self) -> Outbox:
        """An outbox of a process that has just begun."""
        return Outbox(self.store, self.desk.book, self.patience)

    def later(self, **span: float) -> None:
        """Let time pass: `minutes=5`."""
        self.now += timedelta(**span)

    def subscribe(self, *some: Subscription) -> None:
        """Let exactly these subscriptions stand."""
        self.desk.declare(some, origin="file", by="the file", now=self.now)

    def publish(self, *drafts: Draft, announce: bool = True) -> None:
        """Have a source bring these."""
        self.desk.take_in("westshire", drafts, now=self.now, announce=announce)

    def redact(self, id_: str) -> None:
        """Have a statement gone without a trace."""
        self.desk.redact(id_, reason=Reason.PERSON_FOUND, now=self.now)

    def morrow(self, *, hour: int, minute: int = 0, days: int = 1) -> None:
        """Go to a time of a later day, in UTC."""
        self.now = (self.now + timedelta(days=days)).replace(hour=hour, minute=minute)

    def open(self) -> int:
        """Open the editions that are due."""
        return self.desk.open_editions(now=self.now)

    def claim(self, owner: str = "courier", *, limit: int = 100, rates: Mapping[Act, float] | None = None) -> list[Claimed]:
        """What a courier is handed."""
        return self.box.claim(*TENANT, owner, now=self.now, limit=limit, lease=LEASE, rates=rates)

    def settle(self, outcomes: Iterable[tuple[Claimed, Outcome]], owner: str = "courier") -> None:
        """What a courier says became of it."""
        self.box.settle(*TENANT, owner, list(outcomes), now=self.now)

    def carry(self) -> list[Act]:
        """Carry what can be carried just now, and nothing that has to wait; what was done."""
        done: list[Act] = []
        while handed := self.claim():
            self.settle([(one, self.wall.act(one)) for one in handed])
            done += [one.act for one in handed]
            assert len(done) < 10_000, "it never ends"
        return done

    def carry_on(self, until: datetime | None = None) -> None:
        """Carry, and let time pass to whatever comes next, until nothing is left to do."""
        self.carry()
        while (due := self.box.next_due(*TENANT)) is not None and (until is None or due <= until):
            self.now = max(self.now, due)
            self.carry()

    def reads(self, place: str) -> list[str]:
        """What people in a channel see."""
        return self.wall.reads(place)

    @property
    def gaps(self) -> int:
        """How many messages are not as they should be."""
        return len(self.box.late())


def says(content: Content) -> str:
    """What a message says, in short."""
    match content:
        case Alert(item=item):
            return _marked(item) + "".join(f" (also {name})" for name in item.also)
        case Removed():
            return "removed"
        case Correction():
            return "; ".join(f"{changed.old or 'nothing'} is now {changed.new or 'nothing'}" for changed in content.differences.words)
        case Unedited():
            return f"could not be edited: {_marked(content.item)}"
        case Shared():
            return f"shared: {content.text}"
        case Notice():
            return f"notice: {content.about.value}, {content.name}"
        case Edition():
            return _digest(content)


def _marked(item: Item) -> str:
    one = item.statement
    return {Status.LIVE: "", Status.CORRECTED: "corrected: ", Status.WITHDRAWN: "withdrawn: "}[one.status] + one.title


def _digest(one: Edition) -> str:
    groups = [f"[{group.theme.slug if group.theme else '-'}] {_lines(group.lines)}" for group in one.groups]
    told = [f"{name} {_lines(lines)}" for name, lines in (("+corrected", one.corrected), ("+withdrawn", one.withdrawn)) if lines]
    left = [f"{one.left_out} more: {one.more}"] if one.left_out else []
    missed = [f"{one.missed} missed"] if one.missed else []
    unread = [f"unread {each.publisher}" for each in one.unread]
    number = [f"{one.number} of {one.parts}"] if one.parts > 1 else []
    return " ".join(["digest", *number, *groups, *told, *left, *missed, *unread])


def _lines(lines: Iterable[Line]) -> str:
    return ", ".join("removed" if line.item is None else _marked(line.item) for line in lines)
