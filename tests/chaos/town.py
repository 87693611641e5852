"""One server, some desks, the bad line between them: started, killed, started again."""

import contextlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.settings import Settings
from tests.chaos.citizens import Citizens
from tests.chaos.gateway import GOOD, Gateway
from tests.chaos.processes import Died, Process
from tests.chaos.proxy import Proxy

LOGINS = (
    "hoankiem.daumoi",
    "cuanam.daumoi",
    "hoankiem.canbo1",
    "thanhpho.daumoi",
    "hoankiem.canbo2",
    "cuanam.canbo",
)


@dataclass(slots=True)
class Seat:
    """A desk and its folder; `process` is None while it is dead."""

    login: str
    folder: Path
    process: Process | None = None


@dataclass(slots=True)
class Town:
    """Everything of a run. `kills` counts who was killed."""

    folder: Path
    database: str
    workers: int
    proxy: Proxy
    gateway: Gateway
    url: str
    push_url: str
    seats: list[Seat]
    citizens: Citizens
    server: Process | None = None
    ahead_s: float = 0.0
    _deaths: list[str] = field(default_factory=list)
    kills: dict[str, int] = field(default_factory=lambda: {"server": 0, "desk": 0})

    @classmethod
    async def open(
        cls, folder: Path, database: str, desks: int, workers: int, chance: Random
    ) -> "Town":
        """A demo city without cases, and nobody at work yet."""
        data = folder / "server"
        settings = Settings(data=data, database=database, demo=True, demo_cases=0)
        Server(settings).close()
        proxy = Proxy(chance)
        gateway = Gateway(chance, folder / "phones")
        url, push_url = await proxy.start(), await gateway.start()
        seats = [Seat(login, folder / login) for login in LOGINS[:desks]]
        citizens = Citizens(url, chance)
        return cls(folder, settings.url, workers, proxy, gateway, url, push_url, seats, citizens)

    async def begin(self) -> None:
        """Everybody comes to work, on a good line."""
        await self.start_server()
        await self.citizens.begin()
        for seat in self.seats:
            seat.folder.mkdir()
            await self.start_desk(seat)

    async def start_server(self) -> None:
        wanted = {
            "data": str(self.folder / "server"),
            "database": self.database,
            "push_url": self.push_url,
            "ahead_s": self.ahead_s,
            "workers": self.workers,
        }
        self.server = await Process.start("tests.chaos.serve", wanted, self.folder / "server.log")
        address = urlsplit((await self.server.hear())["url"])
        self.proxy.target = (str(address.hostname), int(address.port or 0))

    async def kill_server(self) -> None:
        server, self.server, self.proxy.target = self.server, None, None
        if server:
            self.kills["server"] += 1
            await server.kill()

    async def start_desk(self, seat: Seat) -> None:
        wanted = {"folder": str(seat.folder), "url": self.url, "login": seat.login}
        log = seat.folder / "log"
        seat.process = await Process.start("tests.chaos.desk", wanted, log)
        await seat.process.hear()

    async def kill_desk(self, seat: Seat) -> None:
        process, seat.process = seat.process, None
        if process:
            self.kills["desk"] += 1
            await process.kill()

    async def ask(self, seat: Seat, **command: Any) -> dict[str, Any] | None:
        """The desk's answer; None when it is dead, or died over it."""
        process = seat.process
        if process is None:
            return None
        try:
            return await process.ask(**command)
        except Died:
            if seat.process is process:
                self._deaths.append(f"{seat.login} died by itself")
                await process.kill()
                await self.start_desk(seat)
            return None

    async def heal(self) -> None:
        """Everything runs and nothing is in the way."""
        self.proxy.heal()
        self.gateway.mood = GOOD
        if self.server is None:
            await self.start_server()
        for seat in self.seats:
            if seat.process is None:
                await self.start_desk(seat)

    async def jump(self, seconds: float) -> None:
        """Start the server again with its clock ahead, so that every pause and lease is over."""
        if self.server:
            await self.server.end()
        self.ahead_s += seconds
        await self.start_server()

    async def close(self) -> None:
        await self.citizens.close()
        for process in (*(seat.process for seat in self.seats), self.server):
            if process:
                with contextlib.suppress(TimeoutError):
                    await process.end()
        await self.proxy.close()
        await self.gateway.close()

    def complaints(self) -> list[str]:
        """What nobody should have said: errors in the logs, pushes in a wrong shape."""
        found = [*self.gateway.complaints, *self._deaths]
        for log in [self.folder / "server.log", *(seat.folder / "log" for seat in self.seats)]:
            found += [
                f"{log.parent.name}: {line}"
                for line in log.read_text("utf-8", "replace").splitlines()
                if line.startswith(("ERROR", "WARNING", "Traceback"))
            ]
        return found

    def note(self, **what: Any) -> None:
        """A line of the run's own diary, for whoever reads up what happened."""
        line = {"at": datetime.now(UTC).isoformat(), **what}
        with (self.folder / "diary").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
