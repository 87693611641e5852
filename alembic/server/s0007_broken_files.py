"""Files of citizens that cannot be shown: kept and marked instead of refused with their report."""

import sqlalchemy as sa
from alembic import op

revision = "s0007"
down_revision = "s0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    broken = sa.Column("is_broken", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("attachments", broken)


def downgrade() -> None:
    op.drop_column("attachments", "is_broken")
