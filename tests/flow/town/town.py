"""One server on a real file, its citizens and phones, and the desks of four officers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import delete, insert, select

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.domain.officers import Grant, Officer
from ihanoi_desk.domain.wire import CitizenSession
from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.database import current_number
from ihanoi_desk.server.passwords import token_hash
from ihanoi_desk.server.push.delivery import Delivery
from ihanoi_desk.server.push.jobs import LEASE, LONGEST_PAUSE, Jobs
from ihanoi_desk.server.reference import touch
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import citizens, devices, grants, sessions
from tests.clock import Clock, OwnClock
from tests.flow.line import Line
from tests.flow.town.desk import Desk
from tests.flow.town.phones import Phones

LOGINS = ("hoankiem.daumoi", "cuanam.daumoi", "hoankiem.canbo1", "thanhpho.daumoi")
PEOPLE = 2
PLACES = ((21.0287, 105.8524), (21.0225, 105.8470))
FOR_EVER = timedelta(days=3650)
PUSH_PAUSE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Held:
    """The roles an officer holds after a line of the audit trail; the clock may jump."""

    since: int
    officer: Officer


class Town:
    """The folder holds a copy of a demo city without cases."""

    def __init__(self, folder: Path, address: str, clock: Clock, desks: int) -> None:
        self.clock, self.phones = clock, Phones()
        self._settings = Settings(
            data=folder, database=address, demo=True, demo_cases=0, clock=clock
        )
        self.history: dict[int, list[Held]] = {}
        self.lines: list[Line] = []
        self.start()
        self._admit(LOGINS[:desks])
        self.desks = [self._sit(folder / login, login) for login in LOGINS[:desks]]
        self.sent: list[httpx.Request] = []

    def start(self) -> None:
        """The server begins, on whatever its file holds."""
        self.application = create_app(self._settings)
        self.server: Server = self.application.state.server
        jobs = Jobs(self.server.database, PUSH_PAUSE, self.clock, inbox_suffices=False)
        self.delivery = Delivery(jobs, self.phones)
        for line in self.lines:
            line.reach(self.application)

    def restart(self) -> None:
        self.server.close()
        self.start()

    async def close(self) -> None:
        for desk in self.desks:
            await desk.close()
        self.server.close()

    # --- people --------------------------------------------------------------------------------

    async def file(self, who: int, where: int, content: str) -> None:
        """A citizen files a report of waste, which needs no photo."""
        transport = httpx.ASGITransport(self.application)
        async with httpx.AsyncClient(transport=transport, base_url="http://city.test") as http:
            app = CitizenApp(http)
            token = f"citizen-{who % PEOPLE}"
            app.session = CitizenSession(token, self.clock.now, "", "verified")
            lat, lon = PLACES[where % len(PLACES)]
            await app.file("waste", "utility_waste", content, place="Phố Mẫu", lat=lat, lon=lon)

    def transfer(self, number: int, units: Iterable[str]) -> None:
        """An officer holds the same roles elsewhere from now on."""
        officer = self.history[number][-1].officer
        roles = dict.fromkeys(grant.role for grant in officer.grants)
        held = tuple(Grant(role, unit) for unit in units for role in roles)
        with self.server.database.write() as connection:
            connection.execute(delete(grants).where(grants.c.officer_id == number))
            rows: list[dict[str, Any]] = [
                {"officer_id": number, "place": place, "role": grant.role, "unit": grant.unit}
                for place, grant in enumerate(held)
            ]
            connection.execute(insert(grants), rows)
            touch(connection)
            since = current_number(connection, "audit")
        self.history[number].append(Held(since, replace(officer, grants=held)))

    async def repeat(self, request: httpx.Request) -> None:
        """What was sent once arrives again; nobody hears the answer."""
        again = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.content
        )
        there = httpx.ASGITransport(self.application, raise_app_exceptions=False)
        await (await there.handle_async_request(again)).aread()

    async def deliver(self, mood: str) -> None:
        """Try every push that is due."""
        self.phones.mood = mood
        await self.delivery.run()

    async def drain(self) -> None:
        """A good line, as the program uses it, until nothing moves any more."""
        self.clock.advance(days=1)
        for desk in self.desks:
            await desk.run_until(lambda sync, desk=desk: desk.is_done and sync.status.online)
        while self.delivery.next_due():
            self.clock.now += LEASE + LONGEST_PAUSE
            await self.deliver("told")
        for desk in self.desks:
            await desk.receive()

    def _admit(self, logins: Iterable[str]) -> None:
        later = self.clock.now + FOR_EVER
        with self.server.database.write() as connection:
            book = self.server.reference.rulebook(connection, self.clock.now)
            for officer in book.officers.values():
                self.history[officer.id] = [Held(0, officer)]
            people = select(citizens.c.id).order_by(citizens.c.id).offset(1).limit(PEOPLE)
            rows = [
                {"token_hash": token_hash(f"citizen-{turn}"), "citizen_id": number}
                for turn, number in enumerate(connection.execute(people).scalars())
            ]
            connection.execute(
                insert(devices).values(
                    citizen_id=rows[0]["citizen_id"],
                    token="may-hai",
                    platform="ios",
                    created_at=self.clock.now,
                )
            )
            desks = [
                {"token_hash": token_hash(officer.login), "officer_id": officer.id}
                for officer in book.officers.values()
                if officer.login in logins
            ]
            for row in (*rows, *desks):
                lasting = {"created_at": self.clock.now, "expires_at": later}
                connection.execute(insert(sessions).values(**row, **lasting))

    def _sit(self, folder: Path, login: str) -> Desk:
        line = Line(self.application)
        self.lines.append(line)
        held = [found[-1].officer for found in self.history.values()]
        me = next(officer for officer in held if officer.login == login)
        return Desk(folder, line, OwnClock(self.clock), me, login)
