"""What an officer covered in a picture that still waits to be sent, and what it is a copy of."""

import sqlalchemy as sa
from alembic import op

revision = "c0003"
down_revision = "c0002"


def upgrade() -> None:
    empty = sa.Column("redactions", sa.Text, nullable=False, server_default="[]")
    op.add_column("outbox_files", empty)
    op.add_column("outbox_files", sa.Column("source_id", sa.Text))


def downgrade() -> None:
    op.drop_column("outbox_files", "source_id")
    op.drop_column("outbox_files", "redactions")
