"""Opens a database: SQLite with its cares, or PostgreSQL, behind one SQLAlchemy engine."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from briefings.errors import StoreError

BUSY_SECONDS = 30
CONNECT_SECONDS = 5
CONNECTIONS = 40
NOTE_CONNECTIONS = 20
# With secure_delete, what is deleted or replaced is written over with zeros; an import takes 1 % longer by it.
PRAGMAS = ("journal_mode = WAL", "foreign_keys = ON", "cache_size = -16000", "temp_store = MEMORY", "secure_delete = ON")
# Pages in the write-ahead log from which on whoever writes moves them into the database, which takes some 10 ms. Notes come hundreds a
# second under load, and would have one request in two hundred wait for it.
PAGES, NOTED_PAGES = 1000, 8000
_EXPECTED = "expected sqlite:///path/to/file.db or postgresql://user:password@host/database"


def read_url(url: str) -> URL:
    """The address of a database as SQLAlchemy needs it; hosts' `postgres://` is accepted.

    StoreError does not repeat the address: it may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"DATABASE_URL cannot be read: {_EXPECTED}") from None
    if parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database not in {None, "", ":memory:"}:
        return parsed
    if parsed.drivername == "sqlite":
        raise StoreError(f"DATABASE_URL names no file: an SQLite database in memory would be a different one in every thread; {_EXPECTED}")
    raise StoreError(f"DATABASE_URL begins with {parsed.drivername}://, which is not supported: {_EXPECTED}")


def open_engine(url: str) -> Engine:
    """An engine safe for many threads. Makes the folder of an SQLite file."""
    address = read_url(url)
    if address.drivername == "sqlite":
        engine = _open_sqlite(address, "FULL", PAGES)
        event.listen(engine, "begin", _begin)
        return engine
    arguments = _patience(address)
    return create_engine(address, pool_size=CONNECTIONS, max_overflow=0, pool_pre_ping=True, hide_parameters=True, connect_args=arguments)


def open_note_engine(url: str) -> Engine:
    """An engine on which every statement is a transaction of its own, kept at once but not waited for until it is safe on the disk.

    What was written survives the end of the process; when the power fails, the last moments of it may be lost.
    """
    address = read_url(url)
    if address.drivername == "sqlite":
        return _open_sqlite(address, "NORMAL", NOTED_PAGES)
    arguments = _patience(address) | {"options": "-c synchronous_commit=off"}
    return create_engine(
        address,
        pool_size=NOTE_CONNECTIONS,
        max_overflow=0,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        connect_args=arguments,
    )


def _patience(address: URL) -> dict[str, Any]:
    return {} if "connect_timeout" in address.query else {"connect_timeout": CONNECT_SECONDS}


def _open_sqlite(address: URL, synchronous: str, pages: int) -> Engine:
    Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    # Transactions are begun by us (isolation_level None): the driver would begin them too late and without IMMEDIATE.
    arguments = {"check_same_thread": False, "isolation_level": None, "timeout": BUSY_SECONDS, "cached_statements": 512}
    engine = create_engine(address, pool_size=CONNECTIONS, max_overflow=0, hide_parameters=True, connect_args=arguments)
    pragmas = (*PRAGMAS, f"synchronous = {synchronous}", f"wal_autocheckpoint = {pages}")

    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    return engine


def _begin(connection: Connection) -> None:
    # Without IMMEDIATE a transaction that reads first and writes later fails at once when another wrote in between.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
