"""Brings a database's schema to the revision this version needs."""

from __future__ import annotations

import importlib.resources

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

from briefings.errors import StoreOutOfDate
from briefings.store.schema import HEAD


def revision_of(connection: Connection) -> str | None:
    """The schema revision the database stands at; None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(connection: Connection) -> bool:
    """Bring the schema to HEAD within the caller's transaction. Returns whether anything had to be done."""
    if revision_of(connection) == HEAD:
        return False
    config = Config()
    config.set_main_option("script_location", str(importlib.resources.files("briefings.store") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return True


def check(connection: Connection) -> None:
    """Raise StoreOutOfDate, saying what to run, unless the schema is at HEAD."""
    revision = revision_of(connection)
    if revision is None:
        raise StoreOutOfDate("the database is empty: run `python -m bot migrate`")
    if revision != HEAD:
        raise StoreOutOfDate(f"the database is at revision {revision} and this version needs {HEAD}: run `python -m bot migrate`")
