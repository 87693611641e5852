"""The tables of an officer's own database file."""

from sqlalchemy import Column, Float, Index, Integer, MetaData, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("urgency", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("holder_id", Integer),
    Column("holder_name", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("hops", Integer, nullable=False),
    Column("risen", Integer, nullable=False, server_default="0"),
    Column("master_id", Integer),
    Column("unclassified", Integer, nullable=False, server_default="0"),
    Column("sort_code", Text, nullable=False, server_default=""),
    Column("rest_us", Integer),
    Column("asked_days", Integer, nullable=False, server_default="0"),
    Column("alarms", Text, nullable=False, server_default=""),
    Column("filed_us", Integer, nullable=False),
    Column("due_us", Integer),
    Column("closed_us", Integer),
    Column("is_open", Integer, nullable=False),
    Column("sort_us", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
# The position and the look of a point ride along, so that map and box never touch the table.
Index(
    "ix_cases_order",
    cases.c.kind,
    cases.c.is_open,
    cases.c.sort_us,
    cases.c.id,
    cases.c.lat,
    cases.c.lon,
    cases.c.state,
    cases.c.urgency,
)
Index("ix_cases_state", cases.c.kind, cases.c.state, cases.c.sort_us, cases.c.id)
Index("ix_cases_holder", cases.c.kind, cases.c.holder_id, cases.c.is_open, cases.c.sort_us)
Index(
    "ix_cases_moved",
    cases.c.kind,
    cases.c.sort_us,
    cases.c.id,
    sqlite_where=(cases.c.state == "new") & (cases.c.hops > 0),
)
Index(
    "ix_cases_risen",
    cases.c.kind,
    cases.c.sort_us,
    cases.c.id,
    sqlite_where=(cases.c.state == "new") & (cases.c.risen == 1),
)
Index(
    "ix_cases_unclassified",
    cases.c.kind,
    cases.c.sort_us,
    cases.c.id,
    sqlite_where=cases.c.unclassified == 1,
)
Index(
    "ix_cases_to_decide",
    cases.c.kind,
    cases.c.sort_us,
    cases.c.id,
    sqlite_where=(cases.c.state == "approval") | (cases.c.asked_days > 0),
)
Index(
    "ix_cases_alarmed",
    cases.c.sort_us,
    cases.c.id,
    cases.c.unit,
    cases.c.alarms,
    sqlite_where=cases.c.alarms != "",
)
Index(
    "ix_cases_counted",
    cases.c.kind,
    cases.c.is_open,
    cases.c.state,
    cases.c.holder_id,
    cases.c.hops,
    cases.c.risen,
    cases.c.unclassified,
    cases.c.asked_days,
    cases.c.sort_us,
    sqlite_where=cases.c.is_open == 1,
)
Index("ix_cases_merged", cases.c.master_id, sqlite_where=cases.c.master_id.is_not(None))
Index("ix_cases_closed", cases.c.closed_us, sqlite_where=cases.c.is_open == 0)

docs = Table(
    "docs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("body", Text, nullable=False),
)
"""The whole documents, apart from `cases` so that lists and counts stay on small pages."""

present = Table(
    "present",
    metadata,
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("officer_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("until_us", Integer, nullable=False),
)
"""Colleagues who have a case open."""

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("action_id", Text, nullable=False, unique=True),
    Column("case_id", Integer, nullable=False, index=True),
    Column("case_code", Text, nullable=False),
    Column("officer_id", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("made_us", Integer, nullable=False),
    Column("leaves_us", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("code", Text, nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
    Column("fell_with", Text),
    Column("basis", Integer),
)

outbox_files = Table(
    "outbox_files",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("is_uploaded", Integer, nullable=False, server_default="0"),
    Column("redactions", Text, nullable=False, server_default="[]"),
    Column("source_id", Text),
)
"""A file with a `source_id` is sent as that name and its redactions; its body is for looking at."""

sent = Table(
    "sent",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("action_id", Text, nullable=False),
    Column("case_id", Integer, nullable=False),
    Column("case_code", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("at_us", Integer, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Single values of the sync: the feed position, the catalogue, when data was last known good."""
