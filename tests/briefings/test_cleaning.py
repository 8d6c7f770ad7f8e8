"""After a redaction the files of the database hold no word of the statement either."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from briefings.desk import Desk
from briefings.redaction import Reason
from briefings.statements import Note
from briefings.store import Store, open_store
from briefings.themes import ThemeBook
from tests.briefings.told import NOW, told
from tests.databases import Databases, PostgresDatabases, SqliteDatabases

BODY = (
    "Officers are growing concerned for Quilliam Oakenshaw, 34, of Westbury. He may be wearing a chartreuse parka and searches of 17 "
    "allotments have found nothing; detectives say that his kayaking friends have been told."
)
MISSING = told("m1", "Appeal to trace Quilliam Oakenshaw", BODY, on="2026-03-18", url="https://westshire.example/1")
WORDS = (b"uilliam", b"akenshaw", b"hartreuse", b"llotment", b"ayaking", b"kayak", b"anorak", b"orrowing")
"""Without their first letters: an index leaves out what neighbouring words begin with."""


def stock(desk: Desk) -> None:
    """Statements around the one that will go, which is corrected twice, and the index's parts merged in between."""
    around = [
        told(f"w{n}", f"Bicycle theft, week {n}", f"Officers found {n} bicycles in barn {n} near Eastbury, and oaken shelves.")
        for n in range(60)
    ]
    desk.take_in("press", [*around[:30], MISSING, *around[30:]], now=NOW)
    soon = NOW + timedelta(minutes=1)
    said = Note("The parka of Quilliam Oakenshaw, who went borrowing, is an anorak.", soon)
    desk.take_in("press", [replace(MISSING, text=BODY.replace("parka", "anorak"), note=said)], now=soon)
    desk.take_in("press", [replace(MISSING, text=BODY + " His sorrowing dog was with him.")], now=NOW + timedelta(minutes=2))
    desk.take_in("east", [replace(MISSING, id="e1", url=None, publisher="Eastshire Police")], now=NOW)


def left_in(folder: Path, pattern: str = "*") -> set[bytes]:
    """Which of the words stand in the files."""
    held = b"\n".join(path.read_bytes() for path in sorted(folder.rglob(pattern)) if path.is_file())
    return {word for word in WORDS if word in held.lower()}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "briefings.db"


@pytest.fixture
def kept(file: Path, book: ThemeBook) -> Iterator[Desk]:
    """A desk on an SQLite file of its own, alone in its folder."""
    store = open_store(f"sqlite:///{file}")
    store.migrate()
    desk = Desk(store, book)
    stock(desk)
    yield desk
    store.close()


def test_no_file_beside_the_database_holds_a_word_of_it(kept: Desk, file: Path) -> None:
    assert left_in(file.parent) == set(WORDS)
    looking = sqlite3.connect(file)
    assert looking.execute("SELECT count(*) FROM statements").fetchone() == (62,)
    assert kept.redact("m1", reason=Reason.PERSON_FOUND, now=NOW).ids == ("m1", "e1")
    assert kept.redactor.clean() is None
    assert left_in(file.parent) == set()
    assert looking.execute("SELECT count(*) FROM statements").fetchone() == (60,)
    looking.close()
    assert kept.redactor.clean() is None


def test_whoever_reads_an_earlier_state_keeps_it_in_the_log_and_the_operator_is_told(kept: Desk, file: Path) -> None:
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM statements").fetchone() == (62,)
    kept.redact("m1", reason=Reason.PERSON_FOUND, now=NOW)
    told = kept.redactor.clean(patience=1)
    assert told is not None
    assert "-wal" in told
    assert "python -m bot redactions clean" in told
    reader.execute("COMMIT")
    assert kept.redactor.clean() is None
    assert left_in(file.parent) == set()
    reader.close()


def test_whoever_writes_meanwhile_is_waited_for_and_then_told_of(kept: Desk, file: Path) -> None:
    kept.redact("m1", reason=Reason.PERSON_FOUND, now=NOW)
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    told = kept.redactor.clean(patience=1)
    writer.execute("ROLLBACK")
    writer.close()
    assert told is not None
    assert "was using the database" in told
    assert kept.redactor.clean() is None
    assert left_in(file.parent) == set()


@pytest.fixture
def served(databases: Databases) -> PostgresDatabases:
    if isinstance(databases, SqliteDatabases):
        pytest.skip("for PostgreSQL")
    return databases


def test_no_file_of_a_postgresql_database_holds_a_word_of_it(served: PostgresDatabases, desk: Desk, store: Store) -> None:
    stock(desk)
    with store.read() as connection:
        where = "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        directory, oid = connection.exec_driver_sql(where).one()
    folder = Path(directory) / "base" / str(oid)
    if not folder.is_dir():
        pytest.skip("the server's files are not on this machine")
    store.note(lambda connection: connection.exec_driver_sql("ANALYZE") and None)
    store.note(lambda connection: connection.exec_driver_sql("CHECKPOINT") and None)
    assert left_in(folder)
    desk.redact("m1", reason=Reason.PERSON_FOUND, now=NOW)
    assert desk.redactor.clean() is None
    assert left_in(folder) == set()
    assert desk.freshness().statements == 60


def test_a_long_query_on_postgresql_is_waited_for_and_then_told_of(served: PostgresDatabases, desk: Desk, store: Store) -> None:
    stock(desk)
    with store.read() as reader:
        reader.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.exec_driver_sql("SELECT count(*) FROM facts").scalar_one()
        desk.redact("m1", reason=Reason.PERSON_FOUND, now=NOW)
        told = desk.redactor.clean(patience=1)
    assert told is not None
    assert "was using the database" in told
    assert desk.redactor.clean() is None
