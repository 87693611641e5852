"""Who else has a case open, and telling the server which one is open here."""

import asyncio
import contextlib
import json
from collections.abc import Iterable
from datetime import datetime

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.client.moments import EPOCH, from_us, to_us
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import Present

SETTLE_S = 1.0
"""A case that is only passed by, as with a key held down, is not told."""
REPEAT_S = 600.0
"""The server forgets after a quarter of an hour."""
GOODBYE_S = 2.0

KEEP = (
    "INSERT OR REPLACE INTO present (case_id, officer_id, name, until_us)"
    " VALUES (:case_id, :officer_id, :name, :until_us)"
)
FORGET = "DELETE FROM present WHERE case_id IN (SELECT value FROM json_each(:ids))"
ON_CASE = (
    "SELECT case_id, officer_id, name, until_us FROM present"
    " WHERE case_id = :case_id AND officer_id != :me AND until_us > :now ORDER BY name, officer_id"
)
EVERYWHERE = (
    "SELECT case_id, name FROM present WHERE officer_id != :me AND until_us > :now"
    " ORDER BY name, officer_id"
)


def present_on(store: Store, case_id: int, me: Officer, now: datetime) -> list[Present]:
    """The colleagues who have the case open, without oneself and those long silent."""
    facts = {"case_id": case_id, "me": me.id, "now": to_us(now)}
    with store.read() as connection:
        rows = connection.execute(ON_CASE, facts).fetchall()
    return [Present(case, who, name, from_us(until) or EPOCH) for case, who, name, until in rows]


def present_elsewhere(store: Store, me: Officer, now: datetime) -> dict[int, list[str]]:
    """The cases colleagues have open, with their names."""
    found: dict[int, list[str]] = {}
    with store.read() as connection:
        for case_id, name in connection.execute(EVERYWHERE, {"me": me.id, "now": to_us(now)}):
            found.setdefault(case_id, []).append(name)
    return found


def put(connection: Connection, cases: Iterable[int], present: Iterable[Present]) -> None:
    """`present` are all who have one of `cases` open now."""
    connection.execute(FORGET, {"ids": json.dumps(list(cases))})
    _keep(connection, present)


def replace_all(connection: Connection, present: Iterable[Present]) -> None:
    """`present` are all who have any case open now."""
    connection.execute("DELETE FROM present")
    _keep(connection, present)


def _keep(connection: Connection, present: Iterable[Present]) -> None:
    connection.executemany(
        KEEP,
        [
            {
                "case_id": row.case_id,
                "officer_id": row.officer_id,
                "name": row.name,
                "until_us": to_us(row.until),
            }
            for row in present
        ],
    )


class Announcer:
    """Tells the server which case is open here, when it has been open for a moment.

    That is a courtesy: what cannot be told now is told when there is a reason to think it can.
    """

    def __init__(self, api: DeskApi) -> None:
        self._api = api
        self._open = 0
        self._told = 0
        self._news = asyncio.Event()

    def open(self, case_id: int) -> None:
        """`case_id` is what the officer looks at now; 0 for none."""
        if case_id != self._open:
            self._open = case_id
            self._news.set()

    def hurry(self) -> None:
        """The server may be back: tell what could not be told."""
        if self._open != self._told:
            self._news.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._until_settled()
            if self._open or self._told:
                await self._tell(self._open)

    async def leave(self) -> None:
        """Say that nothing is open any more; gives up soon."""
        self._open = 0
        if self._told:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GOODBYE_S):
                    await self._tell(0)

    async def _until_settled(self) -> None:
        quiet = REPEAT_S if self._told else None
        while True:
            # asyncio.wait_for would swallow a cancellation that comes with the event (3.11).
            try:
                async with asyncio.timeout(quiet):
                    await self._news.wait()
            except TimeoutError:
                return
            self._news.clear()
            quiet = SETTLE_S

    async def _tell(self, case_id: int) -> None:
        try:
            await self._api.open_case(case_id)
        except EnvironmentProblem:
            return
        self._told = case_id
