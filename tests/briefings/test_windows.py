"""Whatever happens to statements, subscriptions and clocks: what a subscription wants is told once in its lineage, and each slot once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, union_all

from briefings.contents import Section
from briefings.desk import Desk
from briefings.statements import Published
from briefings.store import Store, open_store
from briefings.store.posting_tables import posting_statements, postings, subscriptions
from briefings.store.schema import statements
from briefings.subscriptions import Subscription
from briefings.themes import ThemeBook
from tests.briefings.delivering import Newsroom, subscription, told
from tests.databases import Databases, SqliteDatabases

CHANGES = [datetime(2026, 3, 28, 23, 10, tzinfo=UTC), datetime(2026, 10, 24, 23, 10, tzinfo=UTC), datetime(2026, 6, 1, 8, 0, tzinfo=UTC)]
CADENCES = ["hourly", "daily 01:30", "daily 12:00", "weekdays 08:00", "cron 30 0-2 * * *", "instant"]
NUMBERS = st.integers(0, 7)
EVENTS = st.one_of(
    st.tuples(st.just("arrives"), NUMBERS),
    st.tuples(st.sampled_from(["is corrected", "is withdrawn"]), NUMBERS),
    st.tuples(st.just("time passes"), st.sampled_from([10, 30, 60, 61, 300, 1440, 2000])),
    st.tuples(st.just("nobody is there for"), st.sampled_from([60, 600, 4000])),
    st.tuples(st.just("is edited"), st.integers(0, 23)),
    st.tuples(st.sampled_from(["ends", "begins"]), st.just(0)),
)
LINEAGE, ALERTS = "one", subscription("alerts", "C1", theme="", query="wombat")


@dataclass(slots=True)
class World:
    """A newsroom, and what is owed to the lineage."""

    room: Newsroom
    standing: Subscription | None = None
    came: set[int] = field(default_factory=set)
    owed: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)

    def step(self, what: str, number: int) -> None:
        match what:
            case "arrives" if number not in self.came:
                self.came.add(number)
                self.owed |= {number} if self.standing else set()
                self.publish(number, "found")
            case "is corrected" if number in self.came - self.withdrawn:
                self.publish(number, "lost")
            case "is withdrawn" if number in self.came:
                self.withdrawn.add(number)
                self.publish(number, "found", withdrawn=True)
            case "time passes":
                self.room.later(minutes=number)
                self.room.open()
            case "nobody is there for":
                self.room.later(minutes=number)
            case "is edited" if self.standing:
                self.declare(number)
            case "begins" if not self.standing:
                self.declare(0)
            case "ends":
                self.standing = None
                self.owed.clear()
                self.room.subscribe(ALERTS)

    def declare(self, number: int) -> None:
        zone = "America/New_York" if number % 2 else "Europe/London"
        place = "C1" if number < 12 else "C2"
        self.standing = subscription(LINEAGE, place, CADENCES[number // 2 % 6], theme="", query="officers", zone=zone, max_items=100)
        self.room.subscribe(ALERTS, self.standing)

    def publish(self, number: int, verb: str, *, withdrawn: bool = False) -> None:
        words = f"Officers {verb} {number + 10} {'wombats' if number % 2 else 'badgers'}."
        draft = told(f"w{number}", f"Case {number}", words, withdrawn=withdrawn)
        self.room.publish(replace(draft, published=Published(self.room.now)))

    def finish(self) -> None:
        """Let every window close."""
        for _ in range(4):
            self.room.later(days=2)
            self.room.open()


def told_in(store: Store) -> list[tuple[int, str, int]]:
    """(number, lineage, channel) for each time something was told as news."""
    columns = (postings.c.subscription, postings.c.channel)
    alerts = select(postings.c.statement.label("statement"), *columns).where(postings.c.kind == "alert")
    lines = select(posting_statements.c.statement, *columns).join(postings, postings.c.id == posting_statements.c.posting)
    every = union_all(alerts, lines.where(posting_statements.c.section == Section.NEW.value)).subquery()
    query = select(statements.c.statement_id, subscriptions.c.lineage, every.c.channel)
    query = query.join(every, every.c.statement == statements.c.id).join(subscriptions, subscriptions.c.id == every.c.subscription)
    with store.read() as connection:
        return [(int(name[1:]), lineage, channel) for name, lineage, channel in connection.execute(query)]


def check(world: World) -> None:
    store = world.room.store
    news = told_in(store)
    assert max(Counter((number, lineage) for number, lineage, _ in news).values(), default=1) == 1
    assert max(Counter((number, channel) for number, _, channel in news).values(), default=1) == 1
    known = {number for number, lineage, _ in news if lineage == LINEAGE} | {number for number, lineage, _ in news if lineage == "alerts"}
    assert world.owed - world.withdrawn <= known
    with store.read() as connection:
        slots = connection.execute(select(postings.c.subject).where(postings.c.kind == "edition")).scalars().all()
    assert len(set(slots)) == len(slots)


def test_each_statement_is_told_once_in_a_lineage_and_each_slot_has_one_edition(databases: Databases, book: ThemeBook) -> None:
    @settings(max_examples=40 if isinstance(databases, SqliteDatabases) else 10, deadline=None)
    @given(st.sampled_from(CHANGES), st.lists(EVENTS, min_size=5, max_size=40))
    def run(start: datetime, happened: list[tuple[str, int]]) -> None:
        with databases.migrated() as url:
            store = open_store(url)
            world = World(Newsroom(Desk(store, book), store, now=start))
            world.step("begins", 0)
            for what, number in happened:
                world.step(what, number)
            world.finish()
            check(world)
            store.close()

    run()


def test_quarter_hours_of_a_day_each_have_their_edition_whatever_the_clock_does(databases: Databases, book: ThemeBook) -> None:
    for start in CHANGES[:2]:
        with databases.migrated() as url:
            store = open_store(url)
            room = Newsroom(Desk(store, book), store, now=start)
            room.subscribe(subscription(LINEAGE, "C1", "cron */15 * * * *", theme="", query="officers"))
            for number in range(24):
                room.publish(replace(told(f"w{number}", f"Case {number}", f"Officers found {number}."), published=None))
                room.now += timedelta(minutes=15)
                room.open()
            room.later(hours=2)
            room.open()
            assert sorted(number for number, _, _ in told_in(store)) == list(range(24))
            store.close()
