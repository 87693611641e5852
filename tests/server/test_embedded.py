"""The server as a desk starts it: a process of its own that dies with its parent."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from ihanoi_desk.citizen.app import ApiProblem, CitizenApp, Upload
from ihanoi_desk.domain.wire import API_VERSION
from ihanoi_desk.resources import ROOT
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.serving import GIVES_WAY, Serving
from ihanoi_desk.server.tables import sms_outbox
from tests.server.conftest import photo

WITHIN_S = 30
Process = subprocess.Popen[str]


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    code = "import sys; from ihanoi_desk.server.__main__ import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "serve", "--embedded", "--data", str(tmp_path)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        yield started
        started.kill()


def test_it_says_where_it_is_and_dies_when_stdin_closes(process: Process) -> None:
    assert process.stdout
    assert process.stdin
    line = json.loads(process.stdout.readline())
    assert line["pid"] == process.pid
    health = httpx.get(f"{line['url']}/v1/health").json()
    assert health == {"name": "iHanoi", "api_version": API_VERSION, "demo": False}
    assert httpx.get(f"{line['url']}/v1/desk/sign-ins").status_code == 404
    process.stdin.close()
    assert process.wait(WITHIN_S) == 0
    assert process.stdout.read() == ""
    assert process.stderr
    assert process.stderr.read() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there the desk asks for it")
def test_the_desk_on_the_same_machine_goes_first(process: Process) -> None:
    assert process.stdout
    assert process.stdout.readline()
    own = os.getpriority(os.PRIO_PROCESS, 0)
    most = 19
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == min(most, own + GIVES_WAY)


def test_of_an_unused_line_the_desk_hangs_up_first() -> None:
    """Both at once, and the desk would believe that the network is gone."""
    kept_by_desk = httpx.Limits().keepalive_expiry
    kept_by_server = Serving(FastAPI()).config.timeout_keep_alive
    assert kept_by_desk and kept_by_server > 2 * kept_by_desk


async def test_a_photo_too_large_is_answered_not_cut_off(process: Process, tmp_path: Path) -> None:
    assert process.stdout
    url = json.loads(process.stdout.readline())["url"]
    heavy = Upload("a.jpg", photo().content + b"\0" * 30_000_000)
    app = CitizenApp(url)
    await app.request_otp("0900700700")
    database = Database(f"sqlite:///{tmp_path / 'server.sqlite3'}")
    with database.read() as connection:
        code = connection.execute(select(sms_outbox.c.text)).scalar_one()[:6]
    database.close()
    await app.register("0900700700", code, "Lê Thử", "mat-khau-mau")
    with pytest.raises(ApiProblem) as refused:
        await app.file("scene", "pothole", "Ổ gà", place="Hồ", lat=21.0, lon=105.8, photos=[heavy])
    assert (refused.value.status, refused.value.code) == (413, "file_too_large")
    assert refused.value.problem
    assert "10 MB" in refused.value.problem.detail
    async with httpx.AsyncClient(base_url=url) as http:
        unsigned = await http.post(
            "/v1/citizen/reports",
            files={"files": (heavy.name, heavy.content, heavy.media_type)},
        )
        assert (unsigned.status_code, unsigned.json()["code"]) == (401, "signed_out")
        wrong = await http.post(
            "/v1/citizen/otp", content=heavy.content, headers={"Content-Type": "image/jpeg"}
        )
        assert (wrong.status_code, wrong.json()["code"]) == (415, "wrong_content_type")
    await app.close()
