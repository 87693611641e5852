"""A bad line: cuts, stalls, asks twice, loses requests and answers, breaks answers off."""

import asyncio
import contextlib
from dataclasses import dataclass
from random import Random

from tests.chaos.plain_http import Request, read_request

CHUNK = 65536
LARGEST_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Weather:
    """How likely each trouble is for a request."""

    lose_request: float = 0.0
    lose_answer: float = 0.0
    truncate: float = 0.0
    double: float = 0.0


CALM = Weather()
STORM = Weather(lose_request=0.1, lose_answer=0.15, truncate=0.15, double=0.3)


class Leash:
    """How many more bytes of answers a connection carries; None: all."""

    left: int | None = None


class Proxy:
    """Between the desks and the server at `target`; faults are set from outside."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.target: tuple[str, int] | None = None
        self.weather = CALM
        self.troubles = 0
        self._is_cut = False
        self._flows = asyncio.Event()
        self._flows.set()
        self._open: set[asyncio.StreamWriter] = set()
        self._apart: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Listen; the address to give to the desks."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=LARGEST_HEAD)
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    async def close(self) -> None:
        self.cut()
        self._server.close()
        await self._server.wait_closed()
        for task in self._apart:
            task.cancel()
        await asyncio.gather(*self._apart, return_exceptions=True)

    def cut(self) -> None:
        """End every connection and let none begin."""
        self._is_cut = True
        for writer in tuple(self._open):
            writer.transport.abort()

    def mend(self) -> None:
        self._is_cut = False

    def stall(self) -> None:
        """Hold every byte back."""
        self._flows.clear()

    def flow(self) -> None:
        self._flows.set()

    def heal(self) -> None:
        self.mend()
        self.flow()
        self.weather = CALM

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            if self._is_cut or self.target is None:
                return
            with contextlib.suppress(OSError):
                await self._connect(reader, writer, self.target)
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _connect(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: tuple[str, int]
    ) -> None:
        from_server, to_server = await asyncio.open_connection(*target)
        leash = Leash()
        answers = asyncio.create_task(self._carry(from_server, writer, leash))
        try:
            while request := await read_request(reader):
                await self._flows.wait()
                if not await self._pass_on(request, to_server, leash, target):
                    return
        finally:
            answers.cancel()
            await asyncio.gather(answers, return_exceptions=True)
            to_server.transport.abort()

    async def _pass_on(
        self,
        request: Request,
        to_server: asyncio.StreamWriter,
        leash: Leash,
        target: tuple[str, int],
    ) -> bool:
        """Whether the connection goes on."""
        draw, weather = self._chance.random, self.weather
        if draw() < weather.lose_request:
            self.troubles += 1
            return False
        if draw() < weather.lose_answer:
            self.troubles += 1
            leash.left = 0
        elif draw() < weather.truncate:
            self.troubles += 1
            leash.left = self._chance.randrange(1, 2000)
        doubled = draw() < weather.double
        if doubled:
            self.troubles += 1
        if doubled and draw() < 0.5:
            await self._send_apart(request, target)
        elif doubled:
            task = asyncio.create_task(self._send_apart(request, target))
            self._apart.add(task)
            task.add_done_callback(self._apart.discard)
        to_server.write(request.whole)
        await to_server.drain()
        return True

    async def _send_apart(self, request: Request, target: tuple[str, int]) -> None:
        """The same request once more; nobody hears the answer."""
        with contextlib.suppress(OSError, TimeoutError):
            reader, writer = await asyncio.open_connection(*target)
            try:
                writer.write(request.whole)
                async with asyncio.timeout(1):
                    await reader.read(CHUNK)
            finally:
                writer.transport.abort()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, leash: Leash
    ) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                await self._flows.wait()
                if leash.left is not None:
                    chunk, leash.left = chunk[: leash.left], leash.left - len(chunk)
                writer.write(chunk)
                await writer.drain()
                if leash.left is not None and leash.left <= 0:
                    break
        # A closed, not aborted, connection still delivers what was written before.
        writer.close()
