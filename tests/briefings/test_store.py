"""The store: its schema, its transactions, many at once."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Connection, text

from briefings.errors import StoreError, StoreOutOfDate
from briefings.store import Store, bookkeeping, open_store
from briefings.store.schema import metadata
from tests.briefings.told import NOW
from tests.databases import Databases


@pytest.fixture
def empty_store(databases: Databases) -> Iterator[Store]:
    """A store without a schema."""
    with databases.empty() as url:
        opened = open_store(url)
        yield opened
        opened.close()


def test_an_empty_database_says_what_to_run(empty_store: Store) -> None:
    with pytest.raises(StoreOutOfDate, match="run `python -m bot migrate`"):
        empty_store.check()


def test_migrating_makes_every_table_and_does_nothing_the_second_time(empty_store: Store) -> None:
    assert empty_store.migrate()
    assert not empty_store.migrate()
    empty_store.check()
    with empty_store.read() as connection:
        for table in metadata.tables:
            connection.execute(text(f'SELECT count(*) FROM "{table}"'))


def test_many_processes_may_migrate_at_once(empty_store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: empty_store.migrate(), range(4)))
    assert done.count(True) == 1
    empty_store.check()


def test_a_database_of_another_version_is_refused_by_its_number(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreOutOfDate, match="revision 9999"):
        store.check()


def test_the_tables_the_code_knows_are_the_tables_the_migrations_make(store: Store) -> None:
    with store.read() as connection:
        for table in metadata.sorted_tables:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            connection.execute(text(f'SELECT {names} FROM "{table.name}"'))


def test_what_fails_half_way_leaves_nothing(store: Store) -> None:
    def half_a_job() -> None:
        with store.write() as connection:
            bookkeeping.set_fact(connection, "half", "done")
            raise LookupError

    with pytest.raises(LookupError):
        half_a_job()
    with store.read() as connection:
        assert bookkeeping.fact(connection, "half") is None


@pytest.mark.parametrize("threads", [2, 32])
def test_threads_that_read_and_then_write_lose_nothing(store: Store, threads: int) -> None:
    rounds = 10

    def count_on(_: int) -> None:
        for _round in range(rounds):
            with store.write() as connection:
                bookkeeping.next_generation(connection)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(count_on, range(threads)))
    with store.read() as connection:
        assert bookkeeping.generation(connection) == threads * rounds


def test_two_stores_on_one_database_wait_for_each_other(store: Store, database_url: str) -> None:
    other = open_store(database_url)

    def count_on(which: Store) -> None:
        for _ in range(20):
            with which.write() as connection:
                bookkeeping.next_generation(connection)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(count_on, (store, other)))
    with other.read() as connection:
        assert bookkeeping.generation(connection) == 40
    other.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "cannot be read"),
        ("not an address", "cannot be read"),
        ("mysql://localhost/briefings", "mysql://, which is not supported"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_an_address_that_is_no_good_is_told_plainly(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        open_store(url)


def test_a_password_in_an_address_is_never_repeated() -> None:
    with pytest.raises(StoreError) as refused:
        open_store("mysql://officer:hunter2@localhost/briefings")
    assert "hunter2" not in str(refused.value)


def test_a_server_that_is_not_there_is_told_in_one_line_without_names() -> None:
    store = open_store("postgres://nobody:hunter2@127.0.0.1:1/nothing")
    for ask in (store.check, store.migrate, lambda: store.glance(bookkeeping.generation), lambda: store.note(bookkeeping.generation)):
        with pytest.raises(StoreError, match="the database cannot be used: connection failed") as refused:
            ask()
        assert not any(part in str(refused.value) for part in ("\n", "nobody", "hunter2", "127.0.0.1"))
    store.close()


def end_every_connection(store: Store, database_url: str) -> None:
    """As a restart of PostgreSQL does; SQLite has none to end."""
    if store.kind == "postgresql":
        other = open_store(database_url)
        with other.read() as connection:
            own = "datname = current_database() AND pid <> pg_backend_pid()"
            connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {own}"))
        other.close()


def test_a_database_that_was_started_again_is_used_on(store: Store, database_url: str) -> None:
    def look(number: int) -> None:
        store.notes(lambda connection: bookkeeping.note_looks(connection, {("slack", "T1", f"U{number}", "roads"): NOW}))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: store.glance(bookkeeping.generation), range(20))) == [0] * 20
        end_every_connection(store, database_url)
        assert list(pool.map(lambda _: store.glance(bookkeeping.generation), range(20))) == [0] * 20
        end_every_connection(store, database_url)
        list(pool.map(look, range(4)))
    with store.read() as connection:
        assert [bookkeeping.look(connection, ("slack", "T1", f"U{number}"), "roads") for number in range(4)] == [NOW] * 4


def test_an_error_of_the_database_is_told_without_what_was_asked(store: Store) -> None:
    def in_read() -> None:
        with store.read() as connection:
            connection.execute(text("SELECT :officer FROM nowhere"), {"officer": "asha"})

    def in_write() -> None:
        with store.write() as connection:
            connection.execute(text("INSERT INTO nowhere VALUES (:officer)"), {"officer": "asha"})

    def in_note(connection: Connection) -> None:
        connection.execute(text("INSERT INTO nowhere VALUES (:officer)"), {"officer": "asha"})

    for ask in (in_read, in_write, lambda: store.note(in_note), lambda: store.notes(in_note), lambda: store.glance(in_note)):
        with pytest.raises(StoreError, match="the database cannot be used: ") as refused:
            ask()
        assert "asha" not in "".join(traceback.format_exception(refused.value))
    assert store.glance(bookkeeping.generation) == 0


def test_two_processes_that_note_the_same_looks_never_wait_for_each_other(store: Store, database_url: str) -> None:
    other = open_store(database_url)
    looks = [("slack", "T1", f"U{number}", "roads") for number in range(500)]
    both = Barrier(2)

    def note(which: Store, mine: list[bookkeeping.Look]) -> None:
        for _ in range(4):
            both.wait(timeout=60)
            which.notes(lambda connection: bookkeeping.note_looks(connection, dict.fromkeys(mine, NOW)))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(note, (store, other), (looks, looks[::-1])))
    other.close()
