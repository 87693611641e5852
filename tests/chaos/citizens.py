"""Citizens who file until they have an answer, always under the same key."""

import asyncio
from random import Random

import httpx

from ihanoi_desk.citizen.app import ApiProblem, CitizenApp, Upload
from ihanoi_desk.server.seed.people import FIRST_PHONE, PASSWORD
from tests.chaos.picture import jpeg

PLACES = ((21.0287, 105.8524), (21.0225, 105.8470))
PEOPLE = 6
AGAIN_S = 0.3
TIMEOUT_S = 3.0


class Citizens:
    """They go through the same bad line as the desks."""

    def __init__(self, url: str, chance: Random) -> None:
        self._chance = chance
        self._http = httpx.AsyncClient(base_url=url, timeout=TIMEOUT_S, trust_env=False)
        self._apps: list[CitizenApp] = []
        self._photo = Upload("anh.jpg", jpeg())
        self.filed: set[str] = set()

    async def begin(self) -> None:
        """Sign in as soon as the server answers, and let a second phone be pushed to."""
        while not await self._is_answered():
            await asyncio.sleep(AGAIN_S)
        for turn in range(1, PEOPLE + 1):
            app = CitizenApp(self._http)
            await app.sign_in(f"0{FIRST_PHONE + turn}", PASSWORD)
            if turn % 2:
                await app.register_device(f"may-hai-{turn}", "ios")
            self._apps.append(app)

    async def file(self, key: str) -> None:
        """File a report; it is filed when this returns."""
        app = self._chance.choice(self._apps)
        lat, lon = self._chance.choice(PLACES)
        while True:
            try:
                await app.file(
                    "scene",
                    "pothole",
                    f"Ổ gà thử {key}.",
                    place="Phố Mẫu",
                    lat=lat,
                    lon=lon,
                    photos=[self._photo],
                    key=key,
                )
            except httpx.TransportError:
                await asyncio.sleep(AGAIN_S)
            except ApiProblem as problem:
                if problem.status < 500:
                    raise
                await asyncio.sleep(AGAIN_S)
            else:
                self.filed.add(key)
                return

    async def _is_answered(self) -> bool:
        try:
            return (await self._http.get("/v1/health")).is_success
        except httpx.TransportError:
            return False

    async def close(self) -> None:
        await self._http.aclose()
