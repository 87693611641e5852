"""The first tables of an officer's database file."""

import sqlalchemy as sa
from alembic import op

revision = "c0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("urgency", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("holder_id", sa.Integer),
        sa.Column("holder_name", sa.Text),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("hops", sa.Integer, nullable=False),
        sa.Column("filed_us", sa.Integer, nullable=False),
        sa.Column("due_us", sa.Integer),
        sa.Column("closed_us", sa.Integer),
        sa.Column("is_open", sa.Integer, nullable=False),
        sa.Column("sort_us", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_index(
        "ix_cases_order",
        "cases",
        ["kind", "is_open", "sort_us", "id", "lat", "lon", "state", "urgency"],
    )
    op.create_index("ix_cases_state", "cases", ["kind", "state", "sort_us", "id"])
    op.create_index("ix_cases_holder", "cases", ["kind", "holder_id", "is_open", "sort_us"])
    op.create_index(
        "ix_cases_moved",
        "cases",
        ["kind", "sort_us", "id"],
        sqlite_where=sa.text("state = 'new' AND hops > 0"),
    )
    op.create_index(
        "ix_cases_counted",
        "cases",
        ["kind", "is_open", "state", "holder_id", "hops", "sort_us"],
        sqlite_where=sa.text("is_open = 1"),
    )
    op.create_index("ix_cases_closed", "cases", ["closed_us"], sqlite_where=sa.text("is_open = 0"))
    op.create_table(
        "docs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_docs"),
    )
    op.execute(
        "CREATE VIRTUAL TABLE case_words USING fts5("
        "words, tokenize = 'unicode61 remove_diacritics 2')"
    )
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("action_id", sa.Text, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("case_code", sa.Text, nullable=False),
        sa.Column("officer_id", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("made_us", sa.Integer, nullable=False),
        sa.Column("leaves_us", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False, server_default=""),
        sa.Column("why", sa.Text, nullable=False, server_default=""),
        sa.Column("fell_with", sa.Text),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("action_id", name="uq_outbox_action_id"),
    )
    op.create_index("ix_outbox_case_id", "outbox", ["case_id"])
    op.create_table(
        "outbox_files",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("is_uploaded", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_files"),
    )
    op.create_table(
        "sent",
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("action_id", sa.Text, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("case_code", sa.Text, nullable=False),
        sa.Column("verb", sa.Text, nullable=False),
        sa.Column("at_us", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_sent"),
    )
    for name, key in (("drafts", "key"), ("settings", "key"), ("marks", "name")):
        op.create_table(
            name,
            sa.Column(key, sa.Text, nullable=False),
            sa.Column("value", sa.Text, nullable=False),
            sa.PrimaryKeyConstraint(key, name=f"pk_{name}"),
        )


def downgrade() -> None:
    op.execute("DROP TABLE case_words")
    for name in ("marks", "settings", "drafts", "sent", "outbox_files", "outbox", "docs", "cases"):
        op.drop_table(name)
