"""What publishers say that they changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("revisions", sa.Column("note", sa.Text))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE revisions ALTER COLUMN note SET STATISTICS 0")  # which would keep its words after a redaction
