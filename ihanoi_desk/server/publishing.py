"""Published results: what everybody signed in to the citizens' app may read of a case."""

from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, func, or_, select

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.personal_data import masked
from ihanoi_desk.domain.published import without_house
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import PublishedPage, PublishedResult
from ihanoi_desk.server import cursor
from ihanoi_desk.server.cases import shown_to_citizen
from ihanoi_desk.server.tables import EPOCH, MICROSECOND, attachments, cases, steps

OWNER = "published"
ROLE = "published"
PAGE = 50
IDS: BindParameter[int] = bindparam("ids", expanding=True)
LAST = (
    select(steps.c.case_id, func.max(steps.c.seq).label("seq"))
    .where(steps.c.case_id.in_(IDS), steps.c.verb == "publish")
    .group_by(steps.c.case_id)
    .subquery()
)
TEXTS = select(steps).join(LAST, and_(steps.c.case_id == LAST.c.case_id, steps.c.seq == LAST.c.seq))
FILES = select(attachments).where(attachments.c.case_id.in_(IDS), attachments.c.role == ROLE)


def check_files(connection: Connection, names: frozenset[str]) -> None:
    """Raises Refused unless each is a copy made for everybody: an original shows who took it."""
    found = select(func.count()).where(attachments.c.id.in_(names), attachments.c.role == ROLE)
    if connection.execute(found).scalar_one() != len(names):
        raise Refused("not_for_everybody")


def page(connection: Connection, catalogue: Catalogue, after: str) -> PublishedPage:
    """The results published last, going on behind the cursor `after`."""
    query = (
        select(cases)
        .where(cases.c.published_at.is_not(None))
        .order_by(cases.c.published_at.desc(), cases.c.id.desc())
        .limit(PAGE + 1)
    )
    if after:
        moment, case_id = cursor.read(after, OWNER, 2)
        at = EPOCH + moment * MICROSECOND
        query = query.where(
            cases.c.published_at <= at,
            or_(cases.c.published_at < at, cases.c.id < case_id),
        )
    rows = connection.execute(query).all()
    shown = rows[:PAGE]
    ids = {"ids": [row.id for row in shown]}
    texts = {row.case_id: row for row in connection.execute(TEXTS, ids)}
    files = {row.id: row for row in connection.execute(FILES, ids)}
    results = tuple(_result(row, texts[row.id], files, catalogue) for row in shown)
    if len(rows) == len(shown):
        return PublishedPage(results, None)
    last = shown[-1]
    mark = cursor.write(OWNER, (last.published_at - EPOCH) // MICROSECOND, last.id)
    return PublishedPage(results, mark)


def is_for_everybody(connection: Connection, file: Row[Any]) -> bool:
    """Whether `file` goes with a result that is published now."""
    if file.role != ROLE:
        return False
    rows = connection.execute(TEXTS, {"ids": [file.case_id]}).all()
    published = select(cases.c.published_at).where(cases.c.id == file.case_id)
    is_out = connection.execute(published).scalar_one() is not None
    return is_out and any(file.id in row.attachments for row in rows)


def _result(
    row: Row[Any], told: Row[Any], files: dict[str, Row[Any]], catalogue: Catalogue
) -> PublishedResult:
    units = {unit.key: unit.full_name for unit in catalogue.units}
    return PublishedResult(
        code=row.code,
        kind=row.kind,
        category=row.category,
        place=masked(without_house(row.place), catalogue.public_contacts),
        unit_name=units.get(row.unit, ""),
        published_at=row.published_at,
        text=told.text,
        attachments=tuple(
            # What its officer called the file may name somebody.
            replace(shown_to_citizen(files[name]), name=f"{row.code}-{number}.jpg")
            for number, name in enumerate(told.attachments, start=1)
        ),
    )
