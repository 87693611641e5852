"""When the server has to look at a case by itself: alarms about limits, closing."""

import sqlalchemy as sa
from alembic import op

revision = "s0006"
down_revision = "s0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("look_at", sa.BigInteger()))
    op.create_index(op.f("ix_cases_look_at"), "cases", ["look_at"])
    op.create_index(op.f("ix_cases_published_at"), "cases", ["published_at"])
    # Open cases, and results that wait to be closed: the server looks at once, a few at a time.
    op.execute("UPDATE cases SET look_at = filed_at WHERE closed_at IS NULL OR state = 'resolved'")


def downgrade() -> None:
    op.drop_index(op.f("ix_cases_published_at"), table_name="cases")
    op.drop_index(op.f("ix_cases_look_at"), table_name="cases")
    op.drop_column("cases", "look_at")
