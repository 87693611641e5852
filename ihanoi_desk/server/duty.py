"""What the server does by itself when its time has come: alarms about limits, closing."""

import logging
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from ihanoi_desk.domain.cases import Action, Case
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import System
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.upcoming import alarms, closes_at, next_look
from ihanoi_desk.server.cases import case_of
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.failures import Unavailable, retried
from ihanoi_desk.server.reference import Reference
from ihanoi_desk.server.tables import cases
from ihanoi_desk.server.writing import write

LOG = logging.getLogger(__name__)
SPACE = uuid.UUID("0c6ee2c5-1b0e-4f6a-9a55-6ef1c55c1b90")
"""Of the ids of what the server does to a case in one of its versions."""
MOST_AT_ONCE = 50
"""How many cases are looked at before others get a turn."""
PUT_OFF = timedelta(hours=1)
IS_DUE = cases.c.look_at <= bindparam("now")
FIRST = (
    select(cases).where(cases.c.look_at.is_not(None)).order_by(cases.c.look_at, cases.c.id).limit(1)
)
TAKE = select(cases).where(cases.c.id == bindparam("wanted"), IS_DUE).with_for_update()
LATER = update(cases).where(cases.c.id == bindparam("wanted"))


class Duty:
    """Each case is looked at by one process, in a transaction of its own."""

    def __init__(
        self, database: Database, reference: Reference, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._reference = reference
        self._clock = clock

    def run(self) -> None:
        """Look at the cases whose moment has come, at most `MOST_AT_ONCE`."""
        for _ in range(MOST_AT_ONCE):
            first = self._first()
            if first is None or first.look_at > self._clock():
                return
            try:
                self._look(first.id)
            except Unavailable:
                raise
            except Exception:
                # One case that cannot be handled must not hold up all others.
                LOG.exception("case %s was put off", first.id)
                self._put_off(first.id)

    def next_due(self) -> datetime | None:
        """When the next case wants to be looked at."""
        first = self._first()
        return first.look_at if first else None

    def _first(self) -> Row[Any] | None:
        with self._database.read() as connection:
            return connection.execute(FIRST).first()

    @retried
    def _look(self, case_id: int) -> None:
        now = self._clock()
        with self._database.write() as connection:
            catalogue, book = self._reference.steady(connection, now)
            # Another process may have been here while this one waited for the row.
            row = connection.execute(TAKE, {"wanted": case_id, "now": now}).first()
            if row is not None:
                look(connection, case_of(row), now, catalogue, book)

    def _put_off(self, case_id: int) -> None:
        with self._database.write() as connection:
            until = self._clock() + PUT_OFF
            connection.execute(LATER, {"wanted": case_id, "look_at": until})


def look(
    connection: Connection, case: Case, now: datetime, catalogue: Catalogue, book: Rulebook
) -> None:
    """Do what is due at a locked case; it is noted when to look again."""
    due = list(_due(case, book, now))
    for action in due:
        write(connection, action, System(), now, catalogue, book)
    if not due:
        again = next_look(case, book, now)
        connection.execute(LATER, {"wanted": case.id, "look_at": again})


def _due(case: Case, book: Rulebook, now: datetime) -> Iterator[Action]:
    for notice in alarms(case, book):
        if notice.at <= now:
            yield _by_itself(case, "escalate", now, reason=notice.code)
    closing = closes_at(case, book)
    if closing is not None and closing <= now:
        yield _by_itself(case, "close", now)


def _by_itself(case: Case, verb: str, now: datetime, **what: Any) -> Action:
    name = "/".join([str(case.id), str(case.version), verb, *what.values()])
    return Action(id=str(uuid.uuid5(SPACE, name)), case_id=case.id, verb=verb, at=now, **what)
