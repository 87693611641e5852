"""The server's tables. Moments are kept as microseconds UTC, which sort and compare everywhere."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored as whole microseconds since 1970 UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return (value - EPOCH) // MICROSECOND

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        # The usual process_result_value is called through two more functions for every value.
        return _moment


def _moment(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + value * MICROSECOND


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# --- reference ----------------------------------------------------------------------------------

counters = Table(
    "counters",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

units = Table(
    "units",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("code", String(20), nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("name", Text, nullable=False),
    Column("full_name", Text, nullable=False),
    Column("type", String(20), nullable=False),
    Column("parent_code", String(20), nullable=False),
)

catalogue = Table(
    "catalogue",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("code", String(80), primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("valid_to", Date),
    Column("verified", Boolean, nullable=False),
    Column("place", Integer, nullable=False),
    Column("body", JSON, nullable=False),
)

# --- people -------------------------------------------------------------------------------------

officers = Table(
    "officers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(80), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", Moment),
)

grants = Table(
    "grants",
    metadata,
    Column("officer_id", ForeignKey("officers.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("role", String(20), nullable=False),
    Column("unit", ForeignKey("units.key"), nullable=False),
)

citizens = Table(
    "citizens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("phone", String(16), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("level", String(20), nullable=False),
    Column("card_hash", String(64), unique=True),
    Column("card_masked", String(16)),
    Column("created_at", Moment, nullable=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", Moment),
)

devices = Table(
    "devices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("citizen_id", ForeignKey("citizens.id"), nullable=False, index=True),
    Column("token", String(512), nullable=False, unique=True),
    Column("platform", String(20), nullable=False),
    Column("created_at", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("officer_id", ForeignKey("officers.id")),
    Column("citizen_id", ForeignKey("citizens.id")),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

otp_codes = Table(
    "otp_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("phone", String(16), nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("used_at", Moment),
    Index("ix_otp_codes_phone_created_at", "phone", "created_at"),
)

sms_outbox = Table(
    "sms_outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("phone", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# --- cases --------------------------------------------------------------------------------------

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("code", String(20), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("urgency", String(20), nullable=False),
    Column("category", String(60), nullable=False),
    Column("title", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("accuracy_m", Float),
    Column("unit", ForeignKey("units.key"), nullable=False),
    Column("filed_at", Moment, nullable=False),
    Column("receive_due_at", Moment),
    Column("rule_set", Date, nullable=False),
    Column("received_at", Moment),
    Column("handle_due_at", Moment),
    Column("closed_at", Moment),
    Column("holder_id", ForeignKey("officers.id")),
    Column("holder_name", Text),
    Column("hops", JSON, nullable=False),
    Column("receive_from", Moment),
    Column("handle_from", Moment),
    Column("rating", String(20)),
    Column("reopenings", Integer, nullable=False, server_default="0"),
    Column("published_at", Moment, index=True),
    Column("master_id", Integer, index=True),
    Column("more", JSON),
    Column("course", String(20), nullable=False, server_default="free"),
    Column("version", Integer, nullable=False),
    Column("citizen_id", ForeignKey("citizens.id"), nullable=False),
    Column("filing_key", String(80), nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("look_at", Moment, index=True),
    UniqueConstraint("citizen_id", "filing_key"),
    Index("ix_cases_unit_closed_at", "unit", "closed_at"),
    Index("ix_cases_closed_at", "closed_at"),
    Index("ix_cases_filed_at", "filed_at", "id"),
    Index("ix_cases_unit_filed_at", "unit", "filed_at", "id"),
)

"""`look_at`: when the server has to look at the case by itself, see `duty`."""

steps = Table(
    "steps",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("verb", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("actor_id", ForeignKey("officers.id")),
    Column("unit", ForeignKey("units.key"), nullable=False),
    Column("from_state", String(20)),
    Column("to_state", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("reason", String(60)),
    Column("target_unit", ForeignKey("units.key")),
    Column("assignee_name", Text),
    Column("attachments", JSON, nullable=False),
    Column("facts", JSON),
    Column("event", String(40)),
    Column("content_hash", String(64), nullable=False),
    UniqueConstraint("case_id", "seq"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("role", String(10), nullable=False),
    Column("place", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("officer_id", ForeignKey("officers.id")),
    Column("created_at", Moment, nullable=False),
    Column("taken_at", Moment),
    Column("lat", Float),
    Column("lon", Float),
    Column("duration_s", Float),
    Column("source_id", String(80)),
    Column("original_sha256", String(64), index=True),
    Column("redactions", JSON, nullable=False, server_default="[]"),
    Column("is_broken", Boolean, nullable=False, server_default=false()),
)
"""`sha256` is what is shown and told; `original_sha256` what its officer brought, where that said
more: about the camera, or under a rectangle. `source_id` is the file that a copy was made of."""

# --- telling, feed, audit -----------------------------------------------------------------------

pushes = Table(
    "pushes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("step_id", ForeignKey("steps.id"), unique=True),
    Column("case_id", ForeignKey("cases.id"), index=True),
    Column("citizen_id", ForeignKey("citizens.id"), nullable=False),
    Column("event", String(40), nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("read_at", Moment),
    Column("next_try_at", Moment),
    Column("tries", Integer, nullable=False, default=0),
    Column("told_at", Moment),
    Column("devices", Integer, nullable=False, default=0),
    Column("failure", Text),
    Index("ix_pushes_citizen_id_id", "citizen_id", "id"),
    Index("ix_pushes_next_try_at", "next_try_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("push_id", ForeignKey("pushes.id"), primary_key=True),
    Column("device_id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

feed = Table(
    "feed",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("what", String(10), nullable=False),
    Column("case_id", Integer, nullable=False),
    Column("unit", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_feed_unit_n", "unit", "n"),
)
IS_PRESENT = feed.c.what == "present"
Index(
    "ix_feed_present",
    feed.c.case_id,
    unique=True,
    sqlite_where=IS_PRESENT,
    postgresql_where=IS_PRESENT,
)

refusals = Table(
    "refusals",
    metadata,
    Column("action_id", String(80), primary_key=True),
    Column("officer_id", ForeignKey("officers.id"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("code", String(40), nullable=False),
    Column("facts", JSON, nullable=False),
)

presence = Table(
    "presence",
    metadata,
    Column("officer_id", ForeignKey("officers.id"), primary_key=True),
    Column("case_id", Integer, nullable=False, index=True),
    Column("unit", String(40), nullable=False),
    Column("until", Moment, nullable=False),
)
"""The case each officer has open. The feed says that it changed, never what it was."""

audit = Table(
    "audit",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("what", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
