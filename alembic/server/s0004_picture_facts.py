"""What a camera noted of a file, how long a video is, and what was covered in a picture."""

import sqlalchemy as sa
from alembic import op

revision = "s0004"
down_revision = "s0003"
branch_labels = None
depends_on = None

ADDED = (
    ("taken_at", sa.BigInteger()),
    ("lat", sa.Float()),
    ("lon", sa.Float()),
    ("duration_s", sa.Float()),
    ("source_id", sa.String(length=80)),
    ("original_sha256", sa.String(length=64)),
)


def upgrade() -> None:
    for name, kind in ADDED:
        op.add_column("attachments", sa.Column(name, kind))
    empty = sa.Column("redactions", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("attachments", empty)
    op.create_index("ix_attachments_original_sha256", "attachments", ["original_sha256"])


def downgrade() -> None:
    op.drop_index("ix_attachments_original_sha256", "attachments")
    for name in ("redactions", *(name for name, _ in reversed(ADDED))):
        op.drop_column("attachments", name)
