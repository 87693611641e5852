"""The decision in full: starts of both clocks, rating, publishing, merging; facts of a step."""

import sqlalchemy as sa
from alembic import op

revision = "s0005"
down_revision = "s0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("receive_from", sa.BigInteger()))
    op.add_column("cases", sa.Column("handle_from", sa.BigInteger()))
    op.add_column("cases", sa.Column("rating", sa.String(length=20)))
    op.add_column(
        "cases", sa.Column("reopenings", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("cases", sa.Column("published_at", sa.BigInteger()))
    op.add_column("cases", sa.Column("master_id", sa.Integer()))
    op.add_column("cases", sa.Column("more", sa.JSON()))
    op.create_index(op.f("ix_cases_master_id"), "cases", ["master_id"])
    op.add_column("steps", sa.Column("facts", sa.JSON()))
    op.execute(
        "UPDATE cases SET handle_from = received_at, receive_from = coalesce("
        " (SELECT max(at) FROM steps WHERE steps.case_id = cases.id"
        "  AND steps.target_unit IS NOT NULL), filed_at)"
    )


def downgrade() -> None:
    op.drop_column("steps", "facts")
    op.drop_index(op.f("ix_cases_master_id"), table_name="cases")
    for column in (
        *("receive_from", "handle_from", "rating", "reopenings"),
        *("published_at", "master_id", "more"),
    ):
        op.drop_column("cases", column)
