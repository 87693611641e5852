"""Who may send a case on."""

import sqlalchemy as sa
from alembic import op

revision = "s0003"
down_revision = "s0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cases", sa.Column("course", sa.String(length=20), server_default="free", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("cases", "course")
