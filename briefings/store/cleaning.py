"""Takes what was deleted out of the database's files too: there it stays until something else is written over it."""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

PATIENCE = 20
"""Seconds to wait for whoever uses the database just now."""
TABLES = ("search", "terms", "statements", "revisions", "statement_theme", "shingles", "pages", "items", "journal", "sources", "postings")

BUSY = (
    "the database's files still hold what was deleted, because another program was using the database for too long: end what keeps it open "
    "(a backup, a shell, a long query), then run `python -m bot redactions clean`"
)
WAL_HELD = (
    "the write-ahead log beside the database (its name ends in -wal) still holds what was deleted, because another program is reading an "
    "earlier state of the database: end what keeps it open (a backup, a shell), then run `python -m bot redactions clean`"
)
NO_CHECKPOINT = (
    "PostgreSQL removes the old files of its tables at its next checkpoint, within minutes as a rule; this database user may not ask for "
    "one: `CHECKPOINT` by an administrator does it at once"
)

_OLDER = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_xmin IS NOT NULL AND age(backend_xmin) > age(CAST(:xid AS xid))"
)


def clean(connection: Connection, patience: int) -> str | None:
    """Rebuild the search index and rewrite the files. Returns what is left to do for a person, None when all is done.

    `connection` commits each statement by itself, and must not be used for anything else afterwards. `patience`: seconds to wait for
    others at each step.
    """
    work = _clean_sqlite if connection.dialect.name == "sqlite" else _clean_postgresql
    return work(connection, patience)


def _clean_sqlite(connection: Connection, patience: int) -> str | None:
    # A rewrite in memory could need more of it than there is.
    connection.exec_driver_sql("PRAGMA temp_store = FILE")
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience * 1000}")
    try:
        # Entries of deleted rows stay in the older parts of the index until they are merged, which may be never.
        connection.exec_driver_sql("INSERT INTO search (search) VALUES ('rebuild')")
        connection.exec_driver_sql("VACUUM")
    except DBAPIError as error:
        if "locked" not in str(error.orig):
            raise
        return BUSY
    held = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    return WAL_HELD if held else None


def _clean_postgresql(connection: Connection, patience: int) -> str | None:
    now = connection.exec_driver_sql("SELECT pg_current_xact_id()::xid::text").scalar_one()
    if not _is_alone(connection, now, patience):
        return BUSY
    connection.exec_driver_sql(f"SET lock_timeout = '{patience}s'")
    try:
        # In full: a plain VACUUM leaves the words that only deleted rows had in the search index, and old bytes in the pages.
        connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {', '.join(TABLES)}")
        # What ANALYZE noted before holds samples of every column.
        connection.exec_driver_sql("VACUUM (FULL) pg_catalog.pg_statistic")
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != "55P03":
            raise
        return BUSY
    try:
        connection.exec_driver_sql("CHECKPOINT")
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != "42501":
            raise
        return NO_CHECKPOINT
    return None


def _is_alone(connection: Connection, xid: str, patience: int) -> bool:
    """Whether nobody looks at a state from before this transaction any more: for them, VACUUM would keep the deleted rows."""
    for _ in range(patience * 5):
        if not connection.execute(_OLDER, {"xid": xid}).scalar_one():
            return True
        connection.exec_driver_sql("SELECT pg_sleep(0.2)")
    return False
