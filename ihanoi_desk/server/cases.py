"""Cases between rows and values, and whole case documents read in batches."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, Row, bindparam, func, select, update

from ihanoi_desk.domain.cases import (
    Case,
    Course,
    ExtensionRequest,
    Proposal,
    Rating,
    State,
    Step,
    Urgency,
)
from ihanoi_desk.domain.citizens import Level
from ihanoi_desk.domain.clocks import Wait
from ihanoi_desk.domain.found_by import found_by
from ihanoi_desk.domain.identities import PROTECTED
from ihanoi_desk.domain.text import mask_name, mask_phone
from ihanoi_desk.domain.wire import Attachment, CaseDoc, Reporter, Telling
from ihanoi_desk.language import say
from ihanoi_desk.server import redacting
from ihanoi_desk.server.tables import attachments, cases, citizens, devices, pushes, steps

BATCH = 400
ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}

SHAPES: dict[str, Any] = {
    "waits": tuple[Wait, ...],
    "left_at_rest": timedelta | None,
    "classify_due_at": datetime | None,
    "classified_at": datetime | None,
    "extensions": int,
    "extra_days": int,
    "extension_asked": ExtensionRequest | None,
    "proposal": Proposal | None,
    "back_to": State | None,
    "facts": dict[str, str],
    "alarms": tuple[str, ...],
}
"""What few cases have and no query asks for: one column of JSON."""
OWN_COLUMNS = tuple(name for name in Case.__dataclass_fields__ if name not in SHAPES)

STEP_COLUMNS = tuple(Step.__dataclass_fields__)
TELLING_COLUMNS = tuple(Telling.__dataclass_fields__)

# Looked up in these and not called: of a fill, naming the states alone would be a tenth.
STATES = {state.value: state for state in State}
URGENCIES = {urgency.value: urgency for urgency in Urgency}
COURSES = {course.value: course for course in Course}

# Built once: building a statement costs more than running it.
IDS: BindParameter[int] = bindparam("ids", expanding=True)
LOCKED = select(cases).where(cases.c.id == bindparam("wanted")).with_for_update()
UPDATE = update(cases).where(cases.c.id == bindparam("wanted"))
CASES = select(*(cases.c[name] for name in (*OWN_COLUMNS, "more", "citizen_id"))).where(
    cases.c.id.in_(IDS)
)
STEPS = (
    select(*(steps.c[name] for name in STEP_COLUMNS))
    .where(steps.c.case_id.in_(IDS))
    .order_by(steps.c.case_id, steps.c.seq)
)
PUSHES = (
    select(pushes.c.case_id, *(pushes.c[name] for name in TELLING_COLUMNS))
    .where(pushes.c.case_id.in_(IDS))
    .order_by(pushes.c.id)
)
ATTACHMENTS = (
    select(attachments)
    .where(attachments.c.case_id.in_(IDS))
    .order_by(attachments.c.created_at, attachments.c.place)
)
REPORTERS = (
    select(
        citizens.c.id,
        citizens.c.name,
        citizens.c.phone,
        citizens.c.level,
        func.count(devices.c.id).label("phones"),
    )
    .outerjoin_from(citizens, devices, devices.c.citizen_id == citizens.c.id)
    .where(citizens.c.id.in_(IDS))
    .group_by(citizens.c.id, citizens.c.name, citizens.c.phone, citizens.c.level)
)


def case_of(row: Row[Any]) -> Case:
    """The value of a row of `cases`."""
    found = row._asdict()
    values = {name: found[name] for name in OWN_COLUMNS}
    values["state"] = STATES[values["state"]]
    values["urgency"] = URGENCIES[values["urgency"]]
    values["course"] = COURSES[values["course"]]
    values["rating"] = Rating(values["rating"]) if values["rating"] else None
    values["hops"] = tuple(values["hops"])
    return Case(**values, **_more_of(found["more"]))


def _more_of(stored: dict[str, Any] | None) -> dict[str, Any]:
    """The rarely filled fields, as values."""
    return {
        name: msgspec.convert(value, SHAPES[name], strict=False)
        for name, value in (stored or {}).items()
    }


def values_of(case: Case) -> dict[str, object]:
    """What `cases` stores of a case."""
    values: dict[str, object] = {name: getattr(case, name) for name in OWN_COLUMNS}
    more = {name: getattr(case, name) for name in SHAPES}
    filled = {name: msgspec.to_builtins(value) for name, value in more.items() if value}
    return {**values, "hops": list(case.hops), "more": filled or None}


def lock_case(connection: Connection, case_id: int) -> Row[Any] | None:
    """The row of a case, which nobody else writes before this transaction ends."""
    return connection.execute(LOCKED, {"wanted": case_id}).one_or_none()


def update_case(
    connection: Connection, before: Case, after: Case, look_at: datetime | None
) -> None:
    """Store what of `before` is different in `after`, and when to look at it again."""
    old, new = values_of(before), values_of(after)
    changed = {name: value for name, value in new.items() if value != old[name]}
    if after.facts != before.facts:
        changed["words"] = found_by(after)
    connection.execute(UPDATE, {"wanted": after.id, "look_at": look_at, **changed})


def step_values(step: Step) -> dict[str, object]:
    """What `steps` stores of a step."""
    return {
        **{column: getattr(step, column) for column in STEP_COLUMNS},
        "attachments": list(step.attachments),
        "facts": step.facts or None,
    }


def attachment_of(row: Row[Any]) -> Attachment:
    """A file as officers see it."""
    return replace(
        shown_to_citizen(row),
        name=row.name,
        taken_at=row.taken_at,
        lat=row.lat,
        lon=row.lon,
        source_id=row.source_id,
        redactions=redacting.stored(row.redactions),
    )


def shown_to_citizen(row: Row[Any]) -> Attachment:
    """A file without what its camera noted, and without what was done to it or how an officer
    called it, which may name somebody."""
    return Attachment(
        row.id,
        row.role,
        row.name if row.role == "report" else _result_name(row),
        row.media_type,
        row.size,
        row.sha256,
        row.width,
        row.height,
        duration_s=row.duration_s,
        is_broken=row.is_broken,
    )


def _result_name(row: Row[Any]) -> str:
    ending = ENDINGS.get(row.media_type, "")
    return say("vi", "file.result", n=row.place + 1) + ending


def document(connection: Connection, case_id: int) -> CaseDoc | None:
    """One case with everything its panel shows."""
    return next(iter(documents(connection, [case_id])), None)


def documents(connection: Connection, ids: Sequence[int]) -> list[CaseDoc]:
    """Cases in the order of `ids`, five queries for every batch however many they are."""
    found: dict[int, CaseDoc] = {}
    for start in range(0, len(ids), BATCH):
        for doc in _batch(connection, ids[start : start + BATCH]):
            found[doc.case.id] = doc
    return [found[case_id] for case_id in ids if case_id in found]


def _batch(connection: Connection, ids: Sequence[int]) -> Iterable[CaseDoc]:
    wanted = {"ids": ids}
    rows = connection.execute(CASES, wanted).all()
    reporters = _reporters(connection, {row.citizen_id for row in rows})
    histories: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(STEPS, wanted).all():
        histories[row.case_id].append(row)
    tellings: dict[int, list[Telling]] = defaultdict(list)
    for case_id, *told in connection.execute(PUSHES, wanted).all():
        tellings[case_id].append(Telling(*told))
    files: dict[int, list[Attachment]] = defaultdict(list)
    # An uploaded file is no news by itself: it is part of the case when a step brings it.
    brought = {name for lines in histories.values() for line in lines for name in line.attachments}
    for row in connection.execute(ATTACHMENTS, wanted).all():
        if row.id in brought:
            files[row.case_id].append(attachment_of(row))
    for row in rows:
        reporter = reporters[row.citizen_id]
        if any(line.reason in PROTECTED for line in histories[row.id]):
            # Even the mask of one who denounces says too much: initials and five digits.
            reporter = replace(reporter, name="", phone="")
        yield CaseDoc(
            case=case_of(row),
            reporter=reporter,
            steps=tuple(_step_of(line, reporter.name) for line in histories[row.id]),
            tellings=tuple(tellings[row.id]),
            attachments=tuple(files[row.id]),
        )


def _step_of(row: Row[Any], sender: str) -> Step:
    """The value of a row of `STEPS`; the sender's own steps carry the masked name."""
    values = dict(zip(STEP_COLUMNS, row, strict=True))
    values["actor_name"] = values["actor_name"] or sender
    values["from_state"] = STATES[values["from_state"]] if values["from_state"] else None
    values["to_state"] = STATES[values["to_state"]]
    values["attachments"] = tuple(values["attachments"])
    values["facts"] = values["facts"] or {}
    return Step(**values)


def _reporters(connection: Connection, ids: set[int]) -> dict[int, Reporter]:
    return {
        row.id: Reporter(
            mask_name(row.name), mask_phone(row.phone), row.level == Level.VERIFIED, row.phones
        )
        for row in connection.execute(REPORTERS, {"ids": list(ids)})
    }
