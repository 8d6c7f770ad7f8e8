"""What a pause is for, so that nothing else waits for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("channels", sa.Column("posts_after", _TIME))
    op.add_column("channels", sa.Column("reopened_at", _TIME))
    op.add_column("budgets", sa.Column("refused", sa.Boolean, nullable=False, server_default=sa.false()))
