"""Which cases still have to be classified, as what they were, and clocks that rest."""

import sqlalchemy as sa
from alembic import op

revision = "c0005"
down_revision = "c0004"
COUNTED = ["kind", "is_open", "state", "holder_id", "hops", "risen", "sort_us"]
# Desks before this one could not classify: whatever has questions has all of them open.
UNCLASSIFIED = sa.text(
    "UPDATE cases SET unclassified = 1 WHERE kind IN ('procedure', 'waste', 'initiative')"
    " AND state IN ('new', 'accepted', 'assigned', 'reopened')"
)


def upgrade() -> None:
    number = sa.Column("unclassified", sa.Integer, server_default="0", nullable=False)
    op.add_column("cases", number)
    op.add_column("cases", sa.Column("sort_code", sa.Text, server_default="", nullable=False))
    op.add_column("cases", sa.Column("rest_us", sa.Integer))
    op.execute(UNCLASSIFIED)
    _count_by([*COUNTED[:6], "unclassified", "sort_us"])
    op.create_index(
        "ix_cases_unclassified",
        "cases",
        ["kind", "sort_us", "id"],
        sqlite_where=sa.text("unclassified = 1"),
    )


def downgrade() -> None:
    op.drop_index("ix_cases_unclassified", "cases")
    _count_by(COUNTED)
    for name in ("rest_us", "sort_code", "unclassified"):
        op.drop_column("cases", name)


def _count_by(columns: list[str]) -> None:
    op.drop_index("ix_cases_counted", "cases")
    op.create_index("ix_cases_counted", "cases", columns, sqlite_where=sa.text("is_open = 1"))
