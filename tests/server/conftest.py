"""A real server on real SQLite and on real PostgreSQL, with a clock the test turns."""

import io
import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from PIL import Image
from pydantic import TypeAdapter
from sqlalchemy import select

from ihanoi_desk.citizen.app import CitizenApp, Upload
from ihanoi_desk.domain.wire import Answer, Answers, Changes, Outcome, SignedIn
from ihanoi_desk.server import passwords
from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import sms_outbox
from tests.clock import Clock
from tests.databases import DIALECTS, Databases

HOAN_KIEM_LAKE = (21.0287, 105.8524)
PHONES = itertools.count(900_500_001)


def photo(colour: str = "grey", size: tuple[int, int] = (320, 240)) -> Upload:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return Upload("anh.jpg", buffer.getvalue())


class Desk:
    """An officer's desk as far as HTTP goes."""

    def __init__(self, http: httpx.AsyncClient, clock: Clock) -> None:
        self.http = http
        self.clock = clock
        self.ids = itertools.count(1)

    async def sign_in(self, login: str) -> "Desk":
        answer = await self.http.post(
            "/v1/desk/sign-in", json={"login": login, "password": "ihanoi-demo"}
        )
        self.me = TypeAdapter(SignedIn).validate_json(answer.raise_for_status().content)
        self.headers = {"Authorization": f"Bearer {self.me.token}", "X-Desk-Api": "2"}
        return self

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.http.get(path, params=query, headers=self.headers)

    async def act(self, case_id: int, verb: str, **what: Any) -> Outcome:
        """The outcome of one action that can be judged."""
        (answer,) = await self.act_all(self.action(case_id, verb, **what))
        assert answer.outcome, answer.problem
        return answer.outcome

    async def act_all(self, *actions: dict[str, Any]) -> tuple[Answer, ...]:
        body = {"actions": actions}
        answer = await self.http.post("/v1/actions", json=body, headers=self.headers)
        return TypeAdapter(Answers).validate_json(answer.raise_for_status().content).answers

    def action(self, case_id: int, verb: str, **what: Any) -> dict[str, Any]:
        action_id = f"{self.me.officer.login}-{next(self.ids)}"
        at = self.clock.now.isoformat()
        return {"id": action_id, "case_id": case_id, "verb": verb, "at": at, **what}

    async def attach(self, case_id: int, file_id: str, upload: Upload) -> httpx.Response:
        return await self.http.post(
            "/v1/attachments",
            data={"id": file_id, "case_id": str(case_id)},
            files={"file": (upload.name, upload.content, upload.media_type)},
            headers=self.headers,
        )

    async def changes(self, after: int, **query: Any) -> Changes:
        answer = await self.get("/v1/changes", after=after, **query)
        return TypeAdapter(Changes).validate_json(answer.raise_for_status().content)


class City:
    """The server under test and the people around it."""

    def __init__(self, server: Server, http: httpx.AsyncClient, clock: Clock) -> None:
        self.server = server
        self.http = http
        self.clock = clock

    async def citizen(self, name: str = "Trần Thị Mẫu", phone: str = "") -> CitizenApp:
        """A citizen who registered with a code that was really texted."""
        phone = phone or f"0{next(PHONES)}"
        app = CitizenApp(self.http)
        await app.request_otp(phone)
        await app.register(phone, self.code(phone), name, "mat-khau-mau")
        return app

    def code(self, phone: str) -> str:
        """The newest code that was texted to `phone`."""
        with self.server.database.read() as connection:
            query = select(sms_outbox.c.text).where(sms_outbox.c.phone == phone)
            return connection.execute(query.order_by(sms_outbox.c.id.desc())).scalars().first()[:6]

    async def desk(self, login: str) -> Desk:
        return await Desk(self.http, self.clock).sign_in(login)

    async def scene(self, app: CitizenApp, **other: Any) -> int:
        """File a scene report by the lake; the number of its case."""
        lat, lon = HOAN_KIEM_LAKE
        report = await app.file(
            "scene",
            "pothole",
            other.pop("content", "Ổ gà sâu giữa đường."),
            **{"place": "Hồ Hoàn Kiếm", "lat": lat, "lon": lon, "photos": [photo()], **other},
        )
        return int(report.code.partition("-")[2])

    def count(self, table: Any) -> int:
        with self.server.database.read() as connection:
            return len(connection.execute(select(table)).all())

    def blobs(self) -> list[Path]:
        folder = self.server.settings.data / "blobs"
        return [file for file in folder.rglob("*") if file.is_file()]


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashes that take a hundredth of the time; a stored one says itself how it was made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(1, 64, 1))
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """The kind of database a test runs on; every test of the server runs on both."""
    return str(request.param)


@pytest.fixture
def empty_database(databases: Databases, dialect: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    with databases.empty(dialect, tmp_path) as address:
        yield address


@pytest.fixture
def settings(
    databases: Databases, dialect: str, tmp_path: Path, clock: Clock
) -> Iterator[Settings]:
    """A demo city without cases that is ready to be opened."""
    with databases.copy(dialect, tmp_path, settle) as address:
        yield Settings(data=tmp_path, database=address, demo=True, demo_cases=0, clock=clock)


def settle(address: str, folder: Path) -> None:
    """Migrate a database and let the people of the demo city move in."""
    Server(Settings(data=folder, database=address, demo=True, demo_cases=0, clock=Clock())).close()


@pytest.fixture
def server(settings: Settings) -> Iterator[Any]:
    app = create_app(settings)
    yield app
    app.state.server.close()


@pytest.fixture
async def city(server: Any, clock: Clock) -> AsyncIterator[City]:
    transport = httpx.ASGITransport(server, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://city.test") as http:
        yield City(server.state.server, http, clock)
