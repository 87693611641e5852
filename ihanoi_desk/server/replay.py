"""Plays another city's half year of requests against this server, through the citizens' doors."""

import asyncio
import csv
import gzip
import io
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import httpx
import uvicorn
from PIL import Image
from pydantic import TypeAdapter

from ihanoi_desk.citizen.app import ApiProblem, CitizenApp, Upload
from ihanoi_desk.domain.wire import Answers, Sms
from ihanoi_desk.language import say
from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.seed.people import PASSWORD
from ihanoi_desk.server.seed.plans import ON_STREETS
from ihanoi_desk.server.seed.reference import Line, table
from ihanoi_desk.server.settings import Settings

AT_ONCE = 8
POOL = 12
FIRST_PHONE = 900_700_001
ADMINISTRATOR = "quantri"
CLOSER = "thanhpho.daumoi"
CLOSED = "Closed"
CATEGORIES = {
    "Sanitation": "garbage_uncollected",
    "Recycling": "garbage_uncollected",
    "Street Cleaning": "illegal_dumping",
    "Highway Maintenance": "pothole",
    "Street Lights": "street_light",
    "Signs & Signals": "traffic_light",
    "Trees": "dangerous_tree",
    "Park Maintenance & Safety": "park_facility",
    "Housing": "site_safety",
    "Building": "illegal_building",
    "Graffiti": "illegal_advert",
    "Enforcement & Abandoned Vehicles": "illegal_parking",
    "Parking Complaints": "parking_fee",
    "Traffic Management & Engineering": "congestion",
    "Environmental Services": "epidemic_risk",
    "Health": "food_safety",
    "Catchbasin": "blocked_drain",
    "Water Issues": "pipe_leak",
    "Fire Hydrant": "pipe_leak",
    "Sidewalk Cover / Manhole": "manhole_cover",
    "Bridge Maintenance": "bridge_guardrail",
}
OTHER = "other_scene"

ANSWERS = TypeAdapter(Answers)


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the file. Times are the other city's own; only their distances count."""

    id: str
    created_at: datetime
    closed_at: datetime | None
    category: str


@dataclass(slots=True)
class Tally:
    """What became of the requests."""

    filed: int = 0
    closed: int = 0
    failed: int = 0


def read_requests(file: Path, limit: int) -> list[Request]:
    """The requests of a CSV or CSV.gz file in the order in which they came."""
    content = file.read_bytes()
    text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode()
    found = [_request(row) for row in csv.DictReader(text.splitlines())]
    return sorted(found, key=lambda request: request.created_at)[: limit or None]


def replay(
    file: Path, settings: Settings, *, speed: float, limit: int, close: bool
) -> dict[str, float]:
    """Start the server on its own port, play the file, stop it; the tally and the rate."""
    return asyncio.run(_replay(read_requests(file, limit), settings, speed, close))


async def _replay(
    requests: Sequence[Request], settings: Settings, speed: float, close: bool
) -> dict[str, float]:
    async with running(settings) as address, httpx.AsyncClient(base_url=address) as http:
        citizens = await _pool(http)
        token = await _sign_in(http, CLOSER) if close else ""
        started = time.perf_counter()
        tally = await Player(http, citizens, speed, token).play(requests)
        seconds = time.perf_counter() - started
    return {
        "filed": tally.filed,
        "closed": tally.closed,
        "failed": tally.failed,
        "seconds": round(seconds, 3),
        "per_second": round(tally.filed / seconds, 2) if seconds else 0.0,
    }


class Player:
    """Files each request when it is due and, with a token, closes it when that is due."""

    def __init__(
        self, http: httpx.AsyncClient, citizens: Sequence[CitizenApp], speed: float, token: str
    ) -> None:
        self._http = http
        self._citizens = citizens
        self._speed = speed
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._photo = _photo()
        self._spots = [row for row in table("gazetteer.csv") if row["kind"] in ON_STREETS]
        self._texts: dict[str, list[Line]] = {}
        for row in table("report_texts.csv"):
            if row["kind"] == "scene" and row["valid"] == "yes":
                self._texts.setdefault(row["citizen_category"], []).append(row)
        self._tally = Tally()

    async def play(self, requests: Sequence[Request]) -> Tally:
        """Play them all; a failed one is counted and the rest go on."""
        if requests:
            self._began = time.perf_counter()
            self._first = requests[0].created_at
            async with asyncio.TaskGroup() as tasks:
                for request in requests:
                    await self._until(request.created_at)
                    await self._gate.acquire()
                    tasks.create_task(self._one(request))
        return self._tally

    async def _one(self, request: Request) -> None:
        try:
            try:
                code = await self._file(request)
            finally:
                self._gate.release()
            self._tally.filed += 1
            if self._headers and request.closed_at:
                await self._until(request.closed_at)
                async with self._gate:
                    await self._close(int(code.partition("-")[2]))
                self._tally.closed += 1
        except (ApiProblem, httpx.HTTPError):
            self._tally.failed += 1

    async def _until(self, moment: datetime) -> None:
        if self._speed > 0:
            due = (moment - self._first).total_seconds() / self._speed
            await asyncio.sleep(max(0.0, due - (time.perf_counter() - self._began)))

    async def _file(self, request: Request) -> str:
        chance = Random(request.id)
        spot = chance.choice(self._spots)
        text = chance.choice(self._texts.get(request.category) or self._texts[OTHER])
        citizen = self._citizens[chance.randrange(len(self._citizens))]
        report = await citizen.file(
            "scene",
            request.category,
            text["text"],
            place=spot["name"],
            lat=float(spot["lat"]),
            lon=float(spot["lon"]),
            accuracy_m=10.0,
            photos=[self._photo],
            key=f"replay-{request.id}",
        )
        return report.code

    async def _close(self, case_id: int) -> None:
        await self._act(case_id, "accept")
        file_id = str(uuid.uuid4())
        answer = await self._http.post(
            "/v1/attachments",
            data={"id": file_id, "case_id": str(case_id)},
            files={"file": (self._photo.name, self._photo.content, self._photo.media_type)},
            headers=self._headers,
        )
        answer.raise_for_status()
        await self._act(case_id, "resolve", text=say("vi", "demo.resolve_1"), attachments=[file_id])

    async def _act(self, case_id: int, verb: str, **what: object) -> None:
        action = {
            "id": str(uuid.uuid4()),
            "case_id": case_id,
            "verb": verb,
            "at": datetime.now(UTC).isoformat(),
            **what,
        }
        body = {"actions": [action]}
        answer = await self._http.post("/v1/actions", json=body, headers=self._headers)
        (done,) = ANSWERS.validate_json(answer.raise_for_status().content).answers
        if done.outcome is None or done.outcome.outcome != "applied":
            raise ApiProblem(answer.status_code, done.problem)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[str]:
    """A server of its own on a free loopback port; its address."""
    config = uvicorn.Config(create_app(settings), port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started:
            if serving.done():
                await serving
            await asyncio.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await serving


async def _pool(http: httpx.AsyncClient) -> list[CitizenApp]:
    """Fictitious citizens, who register the first time and sign in afterwards."""
    headers = {"Authorization": f"Bearer {await _sign_in(http, ADMINISTRATOR)}"}
    found = []
    for turn in range(POOL):
        app = CitizenApp(http)
        phone = f"0{FIRST_PHONE + turn}"
        try:
            await app.sign_in(phone, PASSWORD)
        except ApiProblem:
            await app.request_otp(phone)
            answer = await http.get("/v1/admin/sms", headers=headers)
            texts = TypeAdapter(list[Sms]).validate_json(answer.raise_for_status().content)
            code = next(sms.text[:6] for sms in texts if sms.phone == phone)
            await app.register(phone, code, f"Người Thử Số {turn + 1}", PASSWORD)
        found.append(app)
    return found


async def _sign_in(http: httpx.AsyncClient, login: str) -> str:
    body = {"login": login, "password": PASSWORD}
    answer = await http.post("/v1/desk/sign-in", json=body)
    return str(answer.raise_for_status().json()["token"])


def _request(row: Line) -> Request:
    closed = row["closed_at"] if row["status"] == CLOSED else ""
    return Request(
        id=row["request_id"],
        created_at=datetime.fromisoformat(row["created_at"]),
        closed_at=datetime.fromisoformat(closed) if closed else None,
        category=CATEGORIES.get(row["reason"], OTHER),
    )


def _photo() -> Upload:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), (128, 140, 152)).save(buffer, "JPEG")
    return Upload("anh-mau.jpg", buffer.getvalue())
