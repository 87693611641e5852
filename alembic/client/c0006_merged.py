"""Into which case another one was merged."""

import sqlalchemy as sa
from alembic import op

revision = "c0006"
down_revision = "c0005"


def upgrade() -> None:
    op.add_column("cases", sa.Column("master_id", sa.Integer))
    op.create_index(
        "ix_cases_merged", "cases", ["master_id"], sqlite_where=sa.text("master_id IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_cases_merged", "cases")
    op.drop_column("cases", "master_id")
