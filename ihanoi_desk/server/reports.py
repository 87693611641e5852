"""A citizen's own reports and notices: what was told and what the citizen did.

Never notes, officers' names, proposals of a result, or what the server noted for itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, or_, select, update

from ihanoi_desk.domain.cases import Case, State
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.decide import why_not
from ihanoi_desk.domain.officers import Sender
from ihanoi_desk.domain.ratings import MOST_RATINGS, times_rated
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.transitions import SENDER_VERBS
from ihanoi_desk.domain.wire import Attachment, CitizenReport, CitizenStep, InboxNotice
from ihanoi_desk.server.cases import case_of, shown_to_citizen
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.tables import attachments, cases, pushes, steps, units

PAGE = 200
SHOWN_AS = {
    **dict.fromkeys(("approve", "follow"), "resolve"),
    "reject_along": "reject",
    "reopen_along": "reopen",
    "go_along": "route",
}
"""A result is a result: that a superior let it out, or that it follows another, is internal."""

# Built once: building a statement costs more than running it.
IDS: BindParameter[int] = bindparam("ids", expanding=True)
OWN = cases.c.citizen_id == bindparam("citizen_id")
NEWEST = select(cases).where(OWN).order_by(cases.c.id.desc()).limit(PAGE)
ONE = select(cases).where(OWN, cases.c.code == bindparam("code"))
ATTACHMENTS = (
    select(attachments)
    .where(attachments.c.case_id.in_(IDS))
    .order_by(attachments.c.created_at, attachments.c.place)
)
TOLD = (
    select(steps, pushes.c.detail)
    .join_from(steps, pushes, pushes.c.step_id == steps.c.id, isouter=True)
    .where(
        steps.c.case_id.in_(IDS),
        or_(steps.c.event.is_not(None), steps.c.verb.in_(SENDER_VERBS)),
    )
    .order_by(steps.c.case_id, steps.c.seq)
)
NOTICES = (
    select(pushes, cases.c.code)
    .join_from(pushes, cases, pushes.c.case_id == cases.c.id, isouter=True)
    .where(pushes.c.citizen_id == bindparam("citizen_id"), pushes.c.id > bindparam("after"))
    .order_by(pushes.c.id)
    .limit(PAGE)
)


def own_reports(
    connection: Connection, citizen_id: int, catalogue: Catalogue, book: Rulebook
) -> list[CitizenReport]:
    """The newest reports of a citizen first."""
    rows = connection.execute(NEWEST, {"citizen_id": citizen_id}).all()
    return list(_reports(connection, rows, catalogue, book))


def own_report(
    connection: Connection, citizen_id: int, code: str, catalogue: Catalogue, book: Rulebook
) -> CitizenReport:
    """One report. Raises ProblemRaised 404 when it is not the citizen's own."""
    rows = connection.execute(ONE, {"citizen_id": citizen_id, "code": code}).all()
    found = list(_reports(connection, rows, catalogue, book))
    if not found:
        raise ProblemRaised(404, "not_found")
    return found[0]


def notices(connection: Connection, citizen_id: int, after: int) -> list[InboxNotice]:
    """The notices of a citizen after an id, oldest first."""
    return [
        InboxNotice(
            row.id,
            row.event,
            row.code,
            row.title,
            row.body,
            row.detail,
            row.created_at,
            row.read_at is not None,
        )
        for row in connection.execute(NOTICES, {"citizen_id": citizen_id, "after": after})
    ]


def mark_read(connection: Connection, citizen_id: int, notice_id: int, now: datetime) -> None:
    """Raises ProblemRaised 404 when the notice is not the citizen's own."""
    own = (pushes.c.id == notice_id, pushes.c.citizen_id == citizen_id)
    if connection.execute(select(pushes.c.id).where(*own)).one_or_none() is None:
        raise ProblemRaised(404, "not_found")
    connection.execute(update(pushes).where(*own, pushes.c.read_at.is_(None)).values(read_at=now))


def _reports(
    connection: Connection, rows: Iterable[Row[Any]], catalogue: Catalogue, book: Rulebook
) -> Iterable[CitizenReport]:
    found = list(rows)
    ids = [row.id for row in found]
    names = {unit.key: unit.full_name for unit in catalogue.units}
    files = {row.id: shown_to_citizen(row) for row in connection.execute(ATTACHMENTS, {"ids": ids})}
    history: dict[int, list[CitizenStep]] = defaultdict(list)
    for row in connection.execute(TOLD, {"ids": ids}):
        told = history[row.case_id]
        told.append(_step(row, told, names, files))
    for row in found:
        told = history[row.id]
        case = case_of(row)
        yield CitizenReport(
            code=row.code,
            kind=row.kind,
            state=_shown_state(case),
            category=row.category,
            title=row.title,
            content=row.content,
            place=row.place,
            unit_name=names.get(row.unit) or _unit_name(connection, row.unit),
            filed_at=row.filed_at,
            attachments=told[0].attachments if told else (),
            steps=tuple(told),
            due_at=case.due_at,
            rating=case.rating,
            may=tuple(_may(case, told, book)),
        )


def _may(case: Case, told: Iterable[CitizenStep], book: Rulebook) -> Iterable[str]:
    for verb in SENDER_VERBS:
        is_over = verb == "rate" and times_rated(step.verb for step in told) >= MOST_RATINGS
        if not is_over and why_not(case, verb, Sender(), book) is None:
            yield verb


def _shown_state(case: Case) -> State:
    """That a result waits for approval is nobody else's business."""
    if case.state is State.APPROVAL:
        return case.back_to or State.ACCEPTED
    return case.state


def _step(
    row: Row[Any],
    before: Sequence[CitizenStep],
    names: Mapping[str, str],
    files: Mapping[str, Attachment],
) -> CitizenStep:
    is_hidden = row.to_state == State.APPROVAL and before
    return CitizenStep(
        at=row.at,
        verb=SHOWN_AS.get(row.verb, row.verb),
        state=before[-1].state if is_hidden else row.to_state,
        unit_name=names.get(row.unit, ""),
        text=row.detail or row.text,
        attachments=tuple(files[name] for name in row.attachments if name in files),
    )


def _unit_name(connection: Connection, key: str) -> str:
    query = select(units.c.full_name).where(units.c.key == key)
    return str(connection.execute(query).scalar_one())
