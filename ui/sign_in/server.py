"""The server this desk works with: on this machine, or at a configured address."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.embedded import EmbeddedServer, NotStarted, Progress
from ihanoi_desk.client.errors import EnvironmentProblem, Offline
from ihanoi_desk.domain.wire import DemoSignIn

HERE = "127.0.0.1"
REST_S = 10.0
"""Between two tries to start a server that would not."""


class Server:
    """`url` is None until a server on this machine has started once."""

    def __init__(self, address: str | None, folder: Path) -> None:
        self._address, self._folder = address, folder
        self._embedded: EmbeddedServer | None = None
        self.url = address
        self.name = ""
        self.demo: list[DemoSignIn] = []

    @property
    def is_here(self) -> bool:
        return self._address is None

    @property
    def host(self) -> str:
        return (urlsplit(self._address).hostname or "") if self._address else HERE

    async def come_back(self) -> str:
        """Start a server of this machine that is down, however often it takes; its address."""
        while True:
            try:
                await self.reach(lambda _: None, None)
            except (NotStarted, EnvironmentProblem, OSError):
                await asyncio.sleep(REST_S)
            else:
                assert self.url is not None
                return self.url

    @property
    def is_down(self) -> bool:
        return self.is_here and not (self._embedded and self._embedded.is_running)

    async def reach(self, tell: Callable[[Progress], None], patience: float | None) -> None:
        """Start it if it is ours to start, and ask its name and its sample officers.

        A server elsewhere gets `patience` seconds for that. Raises NotStarted and
        EnvironmentProblem.
        """
        if self.is_here:
            if self.is_down:
                self._embedded = EmbeddedServer(self._folder)
                self.url = await self._embedded.start(tell)
            patience = None
        assert self.url is not None
        try:
            async with asyncio.timeout(patience):
                await self._ask(self.url)
        except TimeoutError as late:
            raise Offline("no answer in time") from late

    async def _ask(self, url: str) -> None:
        api = DeskApi(url)
        try:
            self.name = (await api.health()).name
            self.demo = await api.demo_sign_ins()
        finally:
            await api.close()

    async def stop(self) -> None:
        """Stop the server on this machine; one elsewhere is none of our business."""
        if self._embedded:
            await asyncio.to_thread(self._embedded.stop)
