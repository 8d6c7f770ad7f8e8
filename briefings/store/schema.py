"""The tables. Alembic's migrations make them; `HEAD` is the revision this code needs."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text, false, text, true

from briefings.store.columns import Figures, Matches, People, UtcTime

HEAD = "0005"

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
    # Whether it came as news: what was imported, shipped, or stood at a source when it was first read, did not.
    Column("announce", Boolean, nullable=False, server_default=false()),
    # What a withdrawal rests on: see `statements.Evidence`.
    Column("evidence", Text),
    # The key of the first statement that told the story; null for one that stands alone.
    Column("story", Integer),
    # Whether it is the one of its story that is shown; the others are "also published by".
    Column("leads", Boolean, nullable=False, server_default=true()),
    Index("statements_address", "address"),
    Index("statements_story", "story"),
    Index("statements_following", "position", sqlite_where=text("leads = 0"), postgresql_where=text("NOT leads")),
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
    # How what replaced it differed (see `edits.Edit`), and when.
    Column("edit", Text),
    Column("replaced", UtcTime),
    # What its publisher says that it changed.
    Column("note", Text),
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
    # As in `statements`.
    Column("leads", Boolean, nullable=False, server_default=true()),
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
    Column("publisher", Text),
    # Whether the configuration names it: what it no longer names is nobody's trouble.
    Column("configured", Boolean, nullable=False, server_default=false()),
    # When it was first read to its end: what stood there until then is filed, never announced.
    Column("first_read", UtcTime),
    Column("last_attempt", UtcTime),
    Column("failing_since", UtcTime),
    # When its day of failure was put in the journal; null while there is none.
    Column("told_failing", UtcTime),
    Column("next_poll", UtcTime),
    Column("claimed_until", UtcTime),
    Column("claimed_by", Text),
)

pages = Table(
    "pages",
    metadata,
    Column("source", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    # The public id of the statement whose own page it is; null for a feed or a list.
    Column("statement", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("digest", Text),
    # When it should be looked at again; null: never by itself.
    Column("due", UtcTime),
    # How often in a row it answered 404 or 410, and when it first did.
    Column("misses", Integer, nullable=False, server_default="0"),
    Column("missed_first", UtcTime),
    Index("pages_due", "source", "due"),
    Index("pages_statement", "statement"),
    sqlite_with_rowid=False,
)
"""What is remembered of the addresses of a source."""

items = Table(
    "items",
    metadata,
    Column("source", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("taken", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)
"""What each item of a source was like when it was last taken in, so that what has not changed is not read again."""

shingles = Table(
    "shingles",
    metadata,
    Column("hash", BigInteger, primary_key=True),
    Column("statement", ForeignKey("statements.id"), primary_key=True),
    Index("shingles_statement", "statement"),
    sqlite_with_rowid=False,
)
"""A sample of the runs of words in each statement: copies of a story share most of theirs."""

apart = Table(
    "apart",
    metadata,
    Column("one", ForeignKey("statements.id"), primary_key=True),
    Column("other", ForeignKey("statements.id"), primary_key=True),
    sqlite_with_rowid=False,
)
"""Pairs of statements, the lower key first, that somebody said do not tell the same story."""

tombstones = Table(
    "tombstones",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("statement_id", Text, nullable=False, unique=True),
    Column("address", Text),
    # What its hashes are keyed with.
    Column("key", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("tombstones_address", "address"),
)
"""What stands where a statement was redacted: no word of it, and enough to know it again."""

tombstone_hashes = Table(
    "tombstone_hashes",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("tombstone", ForeignKey("tombstones.id"), primary_key=True),
    Column("kind", Text, nullable=False),
    sqlite_with_rowid=False,
)

journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source", Text),
    Column("statement", Text),
    Column("note", Text),
    Index("journal_at", "at"),
)
"""What happened and should be known later: ids and kinds, never a statement's words."""

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
