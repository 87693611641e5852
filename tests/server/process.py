"""The server as an office runs it: a process of its own, or several, that can be killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import httpx
from sqlalchemy import select

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.resources import ROOT
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.tables import sms_outbox

WITHIN_S = 30
CODE = "import sys; from ihanoi_desk.server.__main__ import main; sys.exit(main())"


class ServerProcess:
    """Started with the arguments of ``serve``; waits for its address."""

    def __init__(self, folder: Path, *arguments: str, settings: Mapping[str, str]) -> None:
        self._errors = (folder / "stderr.txt").open("a+b")
        self.process = subprocess.Popen(
            [sys.executable, "-c", CODE, "serve", "--port", "0", "--data", str(folder), *arguments],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    def url(self) -> str:
        """Where it is, as soon as it says so."""
        assert self.process.stdout
        return str(json.loads(self.process.stdout.readline())["url"])

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(sign)
        return self.process.wait(WITHIN_S)

    def close_stdin(self) -> int:
        assert self.process.stdin
        self.process.stdin.close()
        return self.process.wait(WITHIN_S)

    def errors(self) -> str:
        """What it has said on stderr so far."""
        self._errors.seek(0)
        return self._errors.read().decode()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self._errors):
            if pipe:
                pipe.close()


@contextmanager
def started(
    folder: Path, *arguments: str, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[ServerProcess]:
    """A server that is gone afterwards, whatever became of it; `settings` as ``IHANOI_*``."""
    server = ServerProcess(folder, *arguments, settings=settings)
    try:
        yield server
    finally:
        server.end()


async def registered(http: httpx.AsyncClient, address: str) -> CitizenApp:
    """A citizen of the server behind `http`, whose code is read from its database."""
    app, phone = CitizenApp(http), "0900800001"
    await app.request_otp(phone)
    database = Database(address)
    with database.read() as connection:
        code = connection.execute(select(sms_outbox.c.text)).scalars().one()[:6]
    database.close()
    await app.register(phone, code, "Lê Thử", "mat-khau-mau")
    return app
