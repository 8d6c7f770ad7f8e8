"""What watching real sources needs: polls, pages, edits, stories, redactions, the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _widen_statements()
    _widen_sources()
    _make_pages()
    _make_stories()
    _make_redactions()
    _make_journal()
    _keep_words_out_of_statistics()


def _widen_statements() -> None:
    # What is stored already was filed long ago: it is nobody's news.
    op.add_column("statements", sa.Column("announce", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("statements", sa.Column("evidence", sa.Text))
    op.add_column("statements", sa.Column("story", sa.Integer))
    op.add_column("statements", sa.Column("leads", sa.Boolean, nullable=False, server_default=sa.true()))
    op.create_index("statements_story", "statements", ["story"])
    op.create_index(
        "statements_following", "statements", ["position"], sqlite_where=sa.text("leads = 0"), postgresql_where=sa.text("NOT leads")
    )
    op.add_column("statement_theme", sa.Column("leads", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("revisions", sa.Column("edit", sa.Text))
    op.add_column("revisions", sa.Column("replaced", _TIME))


def _widen_sources() -> None:
    for column in (
        sa.Column("publisher", sa.Text),
        sa.Column("configured", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("first_read", _TIME),
        sa.Column("last_attempt", _TIME),
        sa.Column("failing_since", _TIME),
        sa.Column("told_failing", _TIME),
        sa.Column("next_poll", _TIME),
        sa.Column("claimed_until", _TIME),
        sa.Column("claimed_by", sa.Text),
    ):
        op.add_column("sources", column)


def _make_pages() -> None:
    op.create_table(
        "pages",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("statement", sa.Text),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("digest", sa.Text),
        sa.Column("due", _TIME),
        sa.Column("misses", sa.Integer, nullable=False, server_default="0"),
        sa.Column("missed_first", _TIME),
        sqlite_with_rowid=False,
    )
    op.create_index("pages_due", "pages", ["source", "due"])
    op.create_index("pages_statement", "pages", ["statement"])
    op.create_table(
        "items",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("item", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("taken", _TIME, nullable=False),
        sqlite_with_rowid=False,
    )


def _make_stories() -> None:
    op.create_table(
        "shingles",
        sa.Column("hash", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("statement", sa.Integer, sa.ForeignKey("statements.id"), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_index("shingles_statement", "shingles", ["statement"])
    op.create_table(
        "apart",
        sa.Column("one", sa.Integer, sa.ForeignKey("statements.id"), primary_key=True, autoincrement=False),
        sa.Column("other", sa.Integer, sa.ForeignKey("statements.id"), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )


def _make_redactions() -> None:
    op.create_table(
        "tombstones",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("statement_id", sa.Text, nullable=False, unique=True),
        sa.Column("address", sa.Text),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_index("tombstones_address", "tombstones", ["address"])
    op.create_table(
        "tombstone_hashes",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("tombstone", sa.Integer, sa.ForeignKey("tombstones.id"), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def _make_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("statement", sa.Text),
        sa.Column("note", sa.Text),
    )
    op.create_index("journal_at", "journal", ["at"])


def _keep_words_out_of_statistics() -> None:
    """PostgreSQL keeps samples of every column to plan by; those of a table that has become empty stay for ever."""
    if op.get_bind().dialect.name != "postgresql":
        return
    words = {
        "statements": ("title", "text", "summary", "themes", "figures", "people"),
        "revisions": ("title", "text"),
        "search": ("title", "body"),
    }
    for table, columns in words.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
