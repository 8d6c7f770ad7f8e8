"""The tables. Alembic's migrations make them; `HEAD` is the revision this code needs."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text, text

from briefings.store.columns import Figures, Matches, People, UtcTime

HEAD = "0001"

metadata = MetaData()

publishers = Table(
    "publishers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    # Kept up with every intake, so that "how much was looked in" never counts rows.
    Column("statements", Integer, nullable=False, server_default="0"),
    Column("undated", Integer, nullable=False, server_default="0"),
)

statements = Table(
    "statements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("statement_id", Text, nullable=False, unique=True),
    Column("publisher", ForeignKey("publishers.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text),
    # `statements.address_key` of the address: what somebody copied is looked up by it.
    Column("address", Text),
    Column("published", UtcTime),
    Column("day_only", Boolean, nullable=False),
    # Microseconds since 1970: grows with time, unique, and the row number of the search index.
    Column("position", BigInteger, nullable=False, unique=True),
    Column("wording", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("themes", Matches, nullable=False),
    Column("figures", Figures, nullable=False),
    Column("people", People, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("taken_in", UtcTime, nullable=False),
    Column("changed", UtcTime, nullable=False),
    Index("statements_address", "address"),
    # Holds all that the list of sources needs, so that no text is read for it.
    Index("statements_source", "source", "publisher", "status", "published"),
    Index(
        "statements_withdrawn",
        "changed",
        sqlite_where=text("status = 'withdrawn'"),
        postgresql_where=text("status = 'withdrawn'"),
    ),
)

revisions = Table(
    "revisions",
    metadata,
    Column("statement", ForeignKey("statements.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    # When this revision came, not when it was replaced.
    Column("taken_in", UtcTime, nullable=False),
)

statement_theme = Table(
    "statement_theme",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("statement", ForeignKey("statements.id"), nullable=False),
    Column("publisher", Integer, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("taken_in", UtcTime, nullable=False),
    Column("score", Float, nullable=False),
    Index("statement_theme_statement", "statement"),
    sqlite_with_rowid=False,
)

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("last_success", UtcTime),
    Column("last_new", UtcTime),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("trouble", Text),
)

terms = Table(
    "terms",
    metadata,
    Column("word", Text, primary_key=True),
    Column("stem", Text, nullable=False),
    Column("documents", Integer, nullable=False),
    Index("terms_stem", "stem"),
    sqlite_with_rowid=False,
)

last_look = Table(
    "last_look",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("tenant", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("theme", Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Index("last_look_at", "at"),
    sqlite_with_rowid=False,
)

marks = Table(
    "marks",
    metadata,
    Column("key", Text, primary_key=True),
    Column("expires", UtcTime, nullable=False),
    Index("marks_expires", "expires"),
    sqlite_with_rowid=False,
)

facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Single facts about the store itself: its generation, and which themes its statements were read with."""
