"""When the server has to look at a case by itself: alarms about limits, closing."""

import time

import sqlalchemy as sa
from alembic import op

revision = "s0006"
down_revision = "s0005"
branch_labels = None
depends_on = None

DAY = 24 * 3600 * 1_000_000
CLOSE_AFTER = 7 * DAY
"""The policy `close_after` as it comes with this program."""
PAST = {
    "new": ("receive_before", "receive_due", "duty_alarm"),
    "urgent": ("urgent_before",),
    "other": ("handle_before", "handle_due"),
}
"""Alarms that say less than the last one of their limit."""
CASES = sa.table(
    "cases",
    sa.column("id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("urgency", sa.String),
    sa.column("filed_at", sa.BigInteger),
    sa.column("receive_due_at", sa.BigInteger),
    sa.column("handle_due_at", sa.BigInteger),
    sa.column("closed_at", sa.BigInteger),
    sa.column("look_at", sa.BigInteger),
    sa.column("more", sa.JSON),
)


def upgrade() -> None:
    op.add_column("cases", sa.Column("look_at", sa.BigInteger()))
    op.create_index(op.f("ix_cases_look_at"), "cases", ["look_at"])
    op.create_index(op.f("ix_cases_published_at"), "cases", ["published_at"])
    now = time.time_ns() // 1000
    # Open cases, and results that wait to be closed: the server looks at once, a few at a time.
    # Older results stay resolved for good: closing each would write a step, a line of the audit
    # and news for cases that left the desks years ago.
    is_young = sa.and_(CASES.c.state == "resolved", CASES.c.closed_at > now - CLOSE_AFTER)
    to_look_at = sa.or_(CASES.c.closed_at.is_(None), is_young)
    op.execute(sa.update(CASES).where(to_look_at).values(look_at=CASES.c.filed_at))
    _mark_as_told(now)


def _mark_as_told(now: int) -> None:
    """A case that is overdue rings once after the upgrade, not once for each stage it passed."""
    due_at = sa.case((CASES.c.state == "new", CASES.c.receive_due_at), else_=CASES.c.handle_due_at)
    overdue = sa.select(CASES.c.id, CASES.c.state, CASES.c.urgency, CASES.c.more).where(
        CASES.c.closed_at.is_(None), due_at < now
    )
    connection = op.get_bind()
    for row in connection.execute(overdue).all():
        stage = "new" if row.state == "new" else "urgent" if row.urgency == "urgent" else "other"
        more = row.more or {}
        told = [*more.get("alarms", ()), *PAST[stage]]
        changed = sa.update(CASES).where(CASES.c.id == row.id)
        connection.execute(changed.values(more={**more, "alarms": list(dict.fromkeys(told))}))


def downgrade() -> None:
    op.drop_index(op.f("ix_cases_published_at"), table_name="cases")
    op.drop_index(op.f("ix_cases_look_at"), table_name="cases")
    op.drop_column("cases", "look_at")
