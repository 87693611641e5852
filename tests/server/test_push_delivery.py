"""Pushes reach a real HTTP gateway: retried until taken, and told exactly once a phone."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import devices
from tests.clock import Clock
from tests.server.conftest import City


class Phones:
    """A push service that checks what it is sent and answers what the test sets."""

    def __init__(self) -> None:
        self.answers: dict[str, int] = {}
        self.told: list[dict[str, Any]] = []
        self.asked = 0
        phones = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                assert set(body) == {"id", "token", "title", "body", "data"}
                assert all(isinstance(value, str) for value in body["data"].values())
                phones.asked += 1
                status = phones.answers.get(body["token"], 200)
                if status == 200:
                    phones.told.append(body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/push"
        self.thread = threading.Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def phones() -> Iterator[Phones]:
    service = Phones()
    yield service
    service.close()


@pytest.fixture
def settings(settings: Settings, phones: Phones) -> Settings:
    return replace(settings, push_url=phones.url)


async def deliver(city: City) -> int:
    return await city.server.delivery.run()


async def test_a_failing_gateway_is_retried_and_each_phone_told_once(
    city: City, clock: Clock, phones: Phones
) -> None:
    app = await city.citizen("Trần Thị Mẫu")
    await app.register_device("may-a")
    await app.register_device("may-b", "ios")
    case_id = await city.scene(app, content="Nhà số 7 có ổ gà")
    desk = await city.desk("hoankiem.canbo1")
    phones.answers = {"may-a": 503, "may-b": 503}
    assert await deliver(city) == 1
    start = (await desk.changes(0)).next
    clock.advance(seconds=1)
    assert await deliver(city) == 0
    phones.answers = {"may-b": 503}
    clock.advance(seconds=5)
    assert await deliver(city) == 1
    page = await desk.changes(start)
    assert page.changes[-1].doc
    telling = page.changes[-1].doc.tellings[0]
    assert (telling.told_at, telling.devices) == (clock.now, 1)
    assert telling.failure
    phones.answers = {}
    clock.advance(seconds=10)
    assert await deliver(city) == 1
    clock.advance(hours=1)
    assert await deliver(city) == 0
    assert sorted(body["token"] for body in phones.told) == ["may-a", "may-b"]
    sent = json.dumps(phones.told, ensure_ascii=False)
    assert "Mẫu" not in sent
    assert "số 7" not in sent
    assert phones.told[0]["data"] == {
        "event": "case_received",
        "case_code": f"HT-{case_id:06d}",
    }
    last = (await desk.changes(page.next)).changes[-1].doc
    assert last
    assert (last.tellings[0].devices, last.tellings[0].failure) == (2, None)


async def test_a_gateway_that_is_not_there_leaves_the_decision_standing(
    city: City, clock: Clock, phones: Phones
) -> None:
    app = await city.citizen()
    await app.register_device("may-c")
    case_id = await city.scene(app)
    phones.close()
    assert await deliver(city) == 1
    desk = await city.desk("hoankiem.canbo1")
    doc = (await desk.act(case_id, "accept")).case
    assert doc
    assert doc.case.state == "accepted"
    assert doc.tellings[0].told_at is None
    assert doc.tellings[0].failure
    assert city.server.delivery.next_due() == clock.now


async def test_a_phone_that_is_no_more_is_forgotten(
    city: City, clock: Clock, phones: Phones
) -> None:
    app = await city.citizen()
    known = city.count(devices)
    await app.register_device("may-d")
    await city.scene(app)
    phones.answers = {"may-d": 410}
    assert await deliver(city) == 1
    assert city.count(devices) == known
    assert city.server.delivery.next_due() is None
    desk = await city.desk("hoankiem.canbo1")
    doc = (await desk.changes(0)).changes[-1].doc
    assert doc
    assert "chưa cho phép thông báo" in (doc.tellings[0].failure or "")
    assert (await app.notifications())[0].event == "case_received"
