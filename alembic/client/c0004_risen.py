"""Which cases wait for the city's coordinator to say where they go."""

import sqlalchemy as sa
from alembic import op

revision = "c0004"
down_revision = "c0003"
COUNTED = ["kind", "is_open", "state", "holder_id", "hops", "sort_us"]


def upgrade() -> None:
    op.add_column("cases", sa.Column("risen", sa.Integer, server_default="0", nullable=False))
    _count_by([*COUNTED[:5], "risen", "sort_us"])
    op.create_index(
        "ix_cases_risen",
        "cases",
        ["kind", "sort_us", "id"],
        sqlite_where=sa.text("state = 'new' AND risen = 1"),
    )


def downgrade() -> None:
    op.drop_index("ix_cases_risen", "cases")
    _count_by(COUNTED)
    op.drop_column("cases", "risen")


def _count_by(columns: list[str]) -> None:
    op.drop_index("ix_cases_counted", "cases")
    op.create_index("ix_cases_counted", "cases", columns, sqlite_where=sa.text("is_open = 1"))
