"""Which limits of an open case were escalated."""

import sqlalchemy as sa
from alembic import op

revision = "c0007"
down_revision = "c0006"


def upgrade() -> None:
    op.add_column("cases", sa.Column("alarms", sa.Text, server_default="", nullable=False))
    op.create_index(
        "ix_cases_alarmed",
        "cases",
        ["sort_us", "id", "unit", "alarms"],
        sqlite_where=sa.text("alarms != ''"),
    )


def downgrade() -> None:
    op.drop_index("ix_cases_alarmed", "cases")
    op.drop_column("cases", "alarms")
