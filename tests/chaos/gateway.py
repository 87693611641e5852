"""A push service on a real socket: checks what it is sent, and is not to be relied upon."""

import asyncio
import json
from pathlib import Path
from random import Random
from typing import Any

from tests.chaos.plain_http import Request, answer, read_request

HANG_S = 1.0
GOOD = "good"
MOODS = (GOOD, "refuses", "hangs", "takes_and_fails", "answers_twice", "hangs_up")
FIELDS = {"id", "token", "title", "body", "data"}
DATA = {"event", "case_code"}


class Gateway:
    """Writes down each message that it put on a phone; `mood` is how it deals with the rest."""

    def __init__(self, chance: Random, record: Path) -> None:
        self._chance = chance
        self._record = record
        self._open: set[asyncio.StreamWriter] = set()
        self.mood = GOOD
        self.complaints: list[str] = []

    async def start(self) -> str:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}/push"

    async def close(self) -> None:
        self._server.close()
        for writer in tuple(self._open):
            writer.transport.abort()
        await self._server.wait_closed()

    def shown(self) -> list[dict[str, Any]]:
        """Every message that reached a phone, in order, repeats as well."""
        if not self._record.exists():
            return []
        return [json.loads(line) for line in self._record.read_text("utf-8").splitlines()]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while request := await read_request(reader):
                if not await self._meet(request, writer):
                    return
        except ConnectionError:
            return
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _meet(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection goes on."""
        message = self._checked(request)
        mood = self.mood if self._chance.random() < 0.6 else GOOD
        if mood == "hangs_up":
            return False
        if mood == "hangs":
            await asyncio.sleep(HANG_S)
        if mood == "refuses":
            writer.write(answer(503))
        else:
            self._show(message)
            writer.write(answer(503 if mood == "takes_and_fails" else 200))
        if mood == "answers_twice":
            writer.write(answer(200))
        await writer.drain()
        return True

    def _checked(self, request: Request) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(request.body)
        data = message.get("data", {})
        if set(message) != FIELDS or set(data) != DATA:
            self.complaints.append(f"a push with {sorted(message)} and {sorted(data)}")
        if not all(isinstance(value, str) for value in data.values()):
            self.complaints.append("a push whose data are no texts")
        return message

    def _show(self, message: dict[str, Any]) -> None:
        with self._record.open("a", encoding="utf-8") as file:
            file.write(json.dumps(message, ensure_ascii=False) + "\n")
