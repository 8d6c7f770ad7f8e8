"""What channels need: subscriptions, what is wanted in them and what is shown, lanes and budgets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _make_channels()
    _make_subscriptions()
    _make_postings()
    _make_parts()


def _some(table: str, name: str, columns: list[str], present: str) -> None:
    where = sa.text(f"{present} IS NOT NULL")
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _make_channels() -> None:
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("stopped", sa.Text),
        sa.Column("stopped_at", _TIME),
        sa.Column("next_at", _TIME),
        sa.Column("urgency", sa.Integer, nullable=False, server_default="9"),
        sa.Column("lease_by", sa.Text),
        sa.Column("lease_until", _TIME),
        sa.Column("paced_until", _TIME),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.UniqueConstraint("platform", "tenant", "place"),
    )
    _some("channels", "channels_due", ["platform", "tenant", "urgency", "next_at"], "next_at")
    op.create_table(
        "budgets",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("tenant", sa.Text, primary_key=True),
        sa.Column("act", sa.Text, primary_key=True),
        sa.Column("even", sa.Float, nullable=False, server_default="0"),
        sa.Column("blocked_until", _TIME),
        sa.Column("reason", sa.Text),
    )


def _make_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("lineage", sa.Text, nullable=False),
        sa.Column("channel", sa.Integer, sa.ForeignKey("channels.id"), nullable=False),
        sa.Column("spec", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("started", _TIME, nullable=False),
        sa.Column("started_by", sa.Text, nullable=False),
        sa.Column("ended", _TIME),
        sa.Column("ended_by", sa.Text),
        sa.Column("after_event", sa.BigInteger, nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("due", _TIME),
        sa.Column("slot", sa.Text),
        sa.Column("change", sa.BigInteger, nullable=False),
    )
    _some("subscriptions", "subscriptions_due", ["due"], "due")
    op.create_index("subscriptions_lineage", "subscriptions", ["lineage"])
    op.create_index("subscriptions_channel", "subscriptions", ["channel"])
    op.create_index("subscriptions_change", "subscriptions", ["change"])
    op.create_table(
        "events",
        sa.Column("id", _BIG, primary_key=True),
        sa.Column("statement", sa.Integer, sa.ForeignKey("statements.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_index("events_statement", "events", ["statement"])


def _make_postings() -> None:
    op.create_table(
        "postings",
        sa.Column("id", _BIG, primary_key=True),
        sa.Column("channel", sa.Integer, sa.ForeignKey("channels.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("subscription", sa.Integer, sa.ForeignKey("subscriptions.id")),
        sa.Column("statement", sa.Integer, sa.ForeignKey("statements.id")),
        sa.Column("detail", sa.Text),
        sa.Column("made", _TIME, nullable=False),
        sa.UniqueConstraint("kind", "subject", "channel"),
    )
    op.create_index("postings_statement", "postings", ["statement"])
    op.create_table(
        "posting_statements",
        sa.Column("posting", _BIG, sa.ForeignKey("postings.id"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("theme", sa.Text),
        sa.Column("statement", sa.Integer, sa.ForeignKey("statements.id")),
        sqlite_with_rowid=False,
    )
    op.create_index("posting_statements_statement", "posting_statements", ["statement"])


def _make_parts() -> None:
    op.create_table(
        "parts",
        sa.Column("id", _BIG, primary_key=True),
        sa.Column("posting", _BIG, sa.ForeignKey("postings.id"), nullable=False),
        sa.Column("channel", sa.Integer, sa.ForeignKey("channels.id"), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("after", _BIG, sa.ForeignKey("parts.id")),
        sa.Column("threaded", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("statement", sa.Integer, sa.ForeignKey("statements.id")),
        sa.Column("revision", sa.Integer),
        sa.Column("generation", sa.BigInteger),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("not_before", _TIME, nullable=False),
        sa.Column("held", sa.Text),
        sa.Column("made", _TIME, nullable=False),
        sa.Column("wanted", sa.Text),
        sa.Column("shown", sa.Text),
        sa.Column("message", sa.Text),
        sa.Column("only_if_shown", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("scrub", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("sending", sa.Text),
        sa.Column("sending_act", sa.Text),
        sa.Column("sent_at", _TIME),
        sa.Column("look_at", _TIME),
        sa.Column("looks", sa.Integer, nullable=False, server_default="0"),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("refused", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("refused_at", _TIME),
        sa.Column("closed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("first_generation", sa.BigInteger),
        sa.Column("first_shown", _TIME),
        sa.Column("last_shown", _TIME),
        sa.Column("edits", sa.Integer, nullable=False, server_default="0"),
        sa.Column("gap", _TIME),
    )
    op.create_index("parts_posting", "parts", ["posting"])
    _some("parts", "parts_statement", ["statement"], "statement")
    _some("parts", "parts_gap", ["channel", "urgency", "id"], "gap")
    _some("parts", "parts_oldest_gap", ["gap"], "gap")
