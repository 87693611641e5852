"""Who has which case open, so that two officers do not begin the same work."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select

from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.units import UnitKey
from ihanoi_desk.domain.wire import Present
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.reference import Reference
from ihanoi_desk.server.steps import announce
from ihanoi_desk.server.tables import cases, officers, presence

LASTS = timedelta(minutes=15)
"""A desk that says nothing more is taken to be gone after this."""

# Built once: building a statement costs more than running it.
MINE: BindParameter[int] = bindparam("mine")
# Weaker than a full lock, which the steps this officer writes meanwhile would wait for.
TURN = select(officers.c.id).where(officers.c.id == MINE).with_for_update(key_share=True)
EARLIER = (
    select(presence.c.case_id, cases.c.unit)
    .join_from(presence, cases, cases.c.id == presence.c.case_id)
    .where(presence.c.officer_id == MINE)
)
FORGET = delete(presence).where(presence.c.officer_id == MINE)
NOW_OPEN = (
    select(presence.c.case_id, presence.c.officer_id, presence.c.until, cases.c.unit)
    .join_from(presence, cases, cases.c.id == presence.c.case_id)
    .where(presence.c.until > bindparam("now"))
    .order_by(presence.c.case_id, presence.c.officer_id)
)


def open_case(connection: Connection, officer: Officer, case_id: int, now: datetime) -> None:
    """Note that `officer` looks at this case now; the desks that hold it are told.

    Raises ProblemRaised 404 for a case out of reach, with nothing changed.
    """
    unit = _readable_unit(connection, officer, case_id)
    told = _close(connection, officer.id)
    row = {"officer_id": officer.id, "case_id": case_id, "unit": unit, "until": now + LASTS}
    connection.execute(insert(presence), row)
    _tell(connection, {**told, case_id: unit}, now)


def leave(connection: Connection, officer_id: int, now: datetime) -> None:
    """The officer looks at no case any more."""
    _tell(connection, _close(connection, officer_id), now)


def company(
    connection: Connection,
    reference: Reference,
    officer: Officer,
    now: datetime,
    wanted: Collection[int] | None = None,
) -> dict[int, tuple[Present, ...]]:
    """Who has a case open that `officer` may read, by case: colleagues within reach who may still
    read it. `wanted` None: of every case."""
    everybody = reference.rulebook(connection, now).officers
    found: dict[int, list[Present]] = defaultdict(list)
    query = NOW_OPEN if wanted is None else NOW_OPEN.where(presence.c.case_id.in_(wanted))
    for row in connection.execute(query, {"now": now}):
        other = everybody.get(row.officer_id)
        if other and officer.may_know(other) and _both_read(officer, other, row.unit):
            found[row.case_id].append(Present(row.case_id, other.id, other.name, row.until))
    return {case_id: tuple(rows) for case_id, rows in found.items()}


def _close(connection: Connection, officer_id: int) -> dict[int, UnitKey]:
    """Forget the case that was open; it and its unit."""
    mine = {"mine": officer_id}
    # Two requests of the same officer come one after the other.
    connection.execute(TURN, mine)
    earlier = {row.case_id: row.unit for row in connection.execute(EARLIER, mine)}
    connection.execute(FORGET, mine)
    return earlier


def _tell(connection: Connection, units: dict[int, UnitKey], now: datetime) -> None:
    for case_id, unit in units.items():
        announce(connection, case_id, unit, now, what="present")


def _both_read(officer: Officer, other: Officer, unit: UnitKey) -> bool:
    return officer.may_read(unit) and other.may_read(unit)


def _readable_unit(connection: Connection, officer: Officer, case_id: int) -> UnitKey:
    query = select(cases.c.unit).where(cases.c.id == case_id)
    unit = connection.execute(query).scalar_one_or_none()
    if unit is None or not officer.may_read(unit):
        raise ProblemRaised(404, "not_found")
    return UnitKey(unit)
