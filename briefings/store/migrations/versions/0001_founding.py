"""The founding tables: statements, themes, search, last looks, marks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _make_statements()
    _make_themes()
    _make_bookkeeping()
    _make_search()


def _make_statements() -> None:
    op.create_table(
        "publishers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("statements", sa.Integer, nullable=False, server_default="0"),
        sa.Column("undated", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("statement_id", sa.Text, nullable=False, unique=True),
        sa.Column("publisher", sa.Integer, sa.ForeignKey("publishers.id"), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("published", _TIME),
        sa.Column("day_only", sa.Boolean, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False, unique=True),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("themes", sa.Text, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
        sa.Column("people", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("taken_in", _TIME, nullable=False),
        sa.Column("changed", _TIME, nullable=False),
    )
    op.create_index("statements_address", "statements", ["address"])
    op.create_index("statements_source", "statements", ["source", "publisher", "status", "published"])
    withdrawn = sa.text("status = 'withdrawn'")
    op.create_index("statements_withdrawn", "statements", ["changed"], sqlite_where=withdrawn, postgresql_where=withdrawn)
    op.create_table(
        "revisions",
        sa.Column("statement", sa.Integer, sa.ForeignKey("statements.id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("taken_in", _TIME, nullable=False),
    )


def _make_themes() -> None:
    op.create_table(
        "statement_theme",
        sa.Column("slug", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("statement", sa.Integer, sa.ForeignKey("statements.id"), nullable=False),
        sa.Column("publisher", sa.Integer, nullable=False),
        sa.Column("dated", sa.Boolean, nullable=False),
        sa.Column("taken_in", _TIME, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("statement_theme_statement", "statement_theme", ["statement"])


def _make_bookkeeping() -> None:
    op.create_table(
        "sources",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("last_success", _TIME),
        sa.Column("last_new", _TIME),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("trouble", sa.Text),
    )
    op.create_table(
        "last_look",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("tenant", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, primary_key=True),
        sa.Column("theme", sa.Text, primary_key=True),
        sa.Column("at", _TIME, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("last_look_at", "last_look", ["at"])
    op.create_table(
        "marks",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("expires", _TIME, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("marks_expires", "marks", ["expires"])
    facts = op.create_table("facts", sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))
    op.bulk_insert(facts, [{"name": "generation", "value": "0"}])


def _make_search() -> None:
    op.create_table(
        "terms",
        # Compared byte by byte, so that a range of words is the same range in every database.
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
        sa.Column("stem", sa.Text, nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("terms_stem", "terms", ["stem"])
    # Both indexes hold the terms that briefings.terms makes, so that a search ranks the same on either database.
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search USING fts5(title, body, marks, tokenize = \"ascii tokenchars '._'\")")
        return
    op.execute(
        "CREATE TABLE search (position bigint PRIMARY KEY, title text NOT NULL, body text NOT NULL, marks text NOT NULL, vector tsvector)"
    )
    op.execute("CREATE INDEX search_vector ON search USING gin (vector) WITH (fastupdate = off)")
