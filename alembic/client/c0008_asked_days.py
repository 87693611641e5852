"""Which cases wait for a superior to grant more time."""

import sqlalchemy as sa
from alembic import op

revision = "c0008"
down_revision = "c0007"
COUNTED = ["kind", "is_open", "state", "holder_id", "hops", "risen", "unclassified", "sort_us"]
ASKED = sa.text(
    "UPDATE cases SET asked_days = COALESCE((SELECT"
    " json_extract(body, '$.case.extension_asked.days') FROM docs WHERE docs.id = cases.id), 0)"
    " WHERE state IN ('accepted', 'assigned', 'reopened', 'waiting', 'approval')"
)


def upgrade() -> None:
    days = sa.Column("asked_days", sa.Integer, server_default="0", nullable=False)
    op.add_column("cases", days)
    op.execute(ASKED)
    _count_by([*COUNTED[:7], "asked_days", "sort_us"])
    op.create_index(
        "ix_cases_to_decide",
        "cases",
        ["kind", "sort_us", "id"],
        sqlite_where=sa.text("state = 'approval' OR asked_days > 0"),
    )


def downgrade() -> None:
    op.drop_index("ix_cases_to_decide", "cases")
    _count_by(COUNTED)
    op.drop_column("cases", "asked_days")


def _count_by(columns: list[str]) -> None:
    op.drop_index("ix_cases_counted", "cases")
    op.create_index("ix_cases_counted", "cases", columns, sqlite_where=sa.text("is_open = 1"))
