"""The store: one database, SQLite or PostgreSQL, on one code path.

`Store` hands out transactions; the modules beside this one each know one group of tables and take a connection.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from briefings.errors import StoreError
from briefings.store import migrating
from briefings.store.engine import open_engine, open_note_engine
from briefings.store.schema import HEAD

__all__ = ["Store", "open_store"]

_MIGRATION_LOCK = 0x62726965  # any number; all our processes must use the same one


class Store:
    """An open database. Safe to share between threads; `close` it when done."""

    def __init__(self, engine: Engine, note_engine: Engine) -> None:
        self._engine = engine
        self._note_engine = note_engine
        # Kept open between notes: taking one out of the engine's own pool costs as much as the note.
        self._idle: deque[Connection] = deque()
        self._last_things: list[Callable[[], None]] = []
        self._writer = engine.execution_options(writing=True)
        # SQLite lets one writer in at a time; queueing here spares its busy handler's sleeps.
        self._one_writer = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that reads; nothing it does is kept."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: kept when the block ends, undone when it raises. Never open another inside it."""
        with self._one_writer, self._writer.begin() as connection:
            yield connection

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """For one quick statement that reads, in a transaction of its own."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._note_engine.connect()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)

    @contextmanager
    def note(self) -> Iterator[Connection]:
        """For one small statement that writes, in a transaction of its own that does not wait for the disk.

        The note outlives the process; a power failure may take the last ones. Never for what was sent or published.
        """
        with self._one_writer, self.glance() as connection:
            yield connection

    @contextmanager
    def notes(self) -> Iterator[Connection]:
        """For several small statements as `note` writes one, in one transaction."""
        with self.note() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
            connection.exec_driver_sql("COMMIT")

    def before_close(self, last: Callable[[], None]) -> None:
        """Have this done, while it still can be, when the store is closed."""
        self._last_things.append(last)

    def migrate(self) -> bool:
        """Bring the schema to the revision this version needs; quick when it is there. Returns whether anything was done."""
        with _told_plainly():
            with self.read() as connection:
                if migrating.revision_of(connection) == HEAD:
                    return False
            with self.write() as connection:
                if self.kind == "postgresql":
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
                return migrating.migrate(connection)

    def check(self) -> None:
        """Raise StoreOutOfDate unless the schema is the one this version needs, StoreError when the database cannot be reached."""
        with _told_plainly(), self.read() as connection:
            migrating.check(connection)

    def close(self) -> None:
        """Close every connection."""
        for last in self._last_things:
            last()
        while self._idle:
            self._idle.pop().close()
        self._note_engine.dispose()
        self._engine.dispose()


def open_store(url: str) -> Store:
    """Open the database at `url` (see `engine.read_url`); nothing is read or written yet. StoreError when the address is no good."""
    return Store(open_engine(url), open_note_engine(url))


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"the database cannot be used: {str(error.orig).strip().splitlines()[0]}") from error
