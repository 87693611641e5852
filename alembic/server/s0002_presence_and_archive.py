"""What was refused; who has which case open; words of the archive; the name of this feed."""

import secrets
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "s0002"
down_revision = "s0001"
branch_labels = None
depends_on = None

BATCH = 1000


def upgrade() -> None:
    op.create_table(
        "refusals",
        sa.Column("action_id", sa.String(length=80), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_refusals_officer_id")
        ),
        sa.PrimaryKeyConstraint("action_id", "officer_id", name=op.f("pk_refusals")),
    )
    op.create_table(
        "presence",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_presence_officer_id")
        ),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_presence")),
    )
    op.create_index(op.f("ix_presence_case_id"), "presence", ["case_id"])
    op.add_column("cases", sa.Column("words", sa.Text(), server_default="", nullable=False))
    op.create_index("ix_cases_filed_at", "cases", ["filed_at", "id"])
    op.create_index("ix_cases_unit_filed_at", "cases", ["unit", "filed_at", "id"])
    is_present = sa.text("what = 'present'")
    op.create_index(
        "ix_feed_present",
        "feed",
        ["case_id"],
        unique=True,
        sqlite_where=is_present,
        postgresql_where=is_present,
    )
    connection = op.get_bind()
    _fill_words(connection)
    name = secrets.randbits(62)
    _seed(connection, "feed_id", name)
    for counter in ("feed", "audit", "catalogue", "case"):
        _seed(connection, counter, 0)


def downgrade() -> None:
    op.get_bind().execute(sa.text("DELETE FROM counters WHERE name = 'feed_id' OR value = 0"))
    op.execute(sa.text("DELETE FROM feed WHERE what = 'present'"))
    op.drop_index("ix_feed_present", table_name="feed")
    op.drop_index("ix_cases_unit_filed_at", table_name="cases")
    op.drop_index("ix_cases_filed_at", table_name="cases")
    op.drop_column("cases", "words")
    op.drop_index(op.f("ix_presence_case_id"), table_name="presence")
    op.drop_table("presence")
    op.drop_table("refusals")


def _seed(connection: sa.Connection, name: str, value: int) -> None:
    """Two first writers would both insert a missing counter."""
    found = connection.execute(sa.text("SELECT 1 FROM counters WHERE name = :n"), {"n": name})
    if found.first() is None:
        statement = sa.text("INSERT INTO counters (name, value) VALUES (:n, :v)")
        connection.execute(statement, {"n": name, "v": value})


def _fill_words(connection: sa.Connection) -> None:
    """The folding as it was when this revision was written."""
    last = 0
    while True:
        rows = connection.execute(
            sa.text(
                "SELECT id, code, title, content, place FROM cases WHERE id > :last"
                " ORDER BY id LIMIT :most"
            ),
            {"last": last, "most": BATCH},
        ).all()
        if not rows:
            return
        last = rows[-1].id
        connection.execute(
            sa.text("UPDATE cases SET words = :words WHERE id = :id"),
            [
                {"id": row.id, "words": _fold(f"{row.code} {row.title} {row.content} {row.place}")}
                for row in rows
            ],
        )


def _fold(text: str) -> str:
    plain = text.replace("đ", "d").replace("Đ", "D")
    marks_apart = unicodedata.normalize("NFD", plain)
    bare = "".join(char for char in marks_apart if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())
