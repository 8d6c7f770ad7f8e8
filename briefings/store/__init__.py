"""The store: one database, SQLite or PostgreSQL, on one code path.

`Store` hands out transactions; the modules beside this one each know one group of tables and take a connection.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError

from briefings.errors import StoreError
from briefings.store import cleaning, migrating
from briefings.store.engine import open_engine, open_note_engine
from briefings.store.schema import HEAD

__all__ = ["Store", "open_store"]

Result = TypeVar("Result")

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
        """A transaction that reads; nothing it does is kept. StoreError, here and below, for whatever the database refuses."""
        with _told_plainly(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: kept when the block ends, undone when it raises. Never open another inside it."""
        with self._one_writer, _told_plainly(), self._writer.begin() as connection:
            yield connection

    def glance(self, work: Callable[[Connection], Result]) -> Result:
        """For one quick statement that reads, in a transaction of its own. `work` is done again when a connection turns out lost."""
        with _told_plainly():
            try:
                return self._on_idle(work)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                self._drop_idle()
                return self._on_idle(work)

    def note(self, work: Callable[[Connection], Result]) -> Result:
        """For one small statement that writes, in a transaction of its own that does not wait for the disk.

        The note outlives the process; a power failure may take the last ones. Never for what was sent or published.
        """
        with self._one_writer:
            return self.glance(work)

    def notes(self, work: Callable[[Connection], None]) -> None:
        """For several small statements as `note` writes one, in one transaction."""

        def together(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN")
            work(connection)
            connection.exec_driver_sql("COMMIT")

        self.note(together)

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

    def clean(self, patience: int = cleaning.PATIENCE) -> str | None:
        """Take what was deleted out of the database's files. Returns what is left for a person to do, None when all is done.

        May take minutes on a large database; nothing can be written meanwhile, and on PostgreSQL nothing read.
        """
        with self._one_writer, _told_plainly(), self._note_engine.connect() as connection:
            try:
                return cleaning.clean(connection, patience)
            finally:
                connection.invalidate()  # it was set up for this alone

    def check(self) -> None:
        """Raise StoreOutOfDate unless the schema is the one this version needs, StoreError when the database cannot be reached."""
        with _told_plainly(), self.read() as connection:
            migrating.check(connection)

    def close(self) -> None:
        """Close every connection."""
        for last in self._last_things:
            last()
        self._drop_idle()
        self._note_engine.dispose()
        self._engine.dispose()

    def _on_idle(self, work: Callable[[Connection], Result]) -> Result:
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._note_engine.connect()
        try:
            result = work(connection)
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return result

    def _drop_idle(self) -> None:
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread may have taken the last
                return
            connection.invalidate()
            connection.close()


def open_store(url: str) -> Store:
    """Open the database at `url` (see `engine.read_url`); nothing is read or written yet. StoreError when the address is no good."""
    return Store(open_engine(url), open_note_engine(url))


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"the database cannot be used: {_detail(error)}") from None
    except TimeoutError:
        raise StoreError("the database cannot be used: every connection to it is taken; try again in a moment") from None


def _detail(error: DBAPIError) -> str:
    """What went wrong, without hosts, users and values: what SQLite says has none, of what PostgreSQL says only the kind is told."""
    kind = type(error.orig).__name__
    if isinstance(error.orig, sqlite3.Error):
        return str(error.orig).strip().partition("\n")[0]
    if isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", None) is None:
        return f"connection failed or lost ({kind}); see that the server runs and that DATABASE_URL leads to it"
    return kind
