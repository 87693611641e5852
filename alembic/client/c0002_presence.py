"""Who has which case open; on which version of the case an action was made."""

import sqlalchemy as sa
from alembic import op

revision = "c0002"
down_revision = "c0001"


def upgrade() -> None:
    op.create_table(
        "present",
        sa.Column("case_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("officer_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("until_us", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "officer_id", name="pk_present"),
    )
    op.add_column("outbox", sa.Column("basis", sa.Integer))


def downgrade() -> None:
    op.drop_column("outbox", "basis")
    op.drop_table("present")
