"""A demo city in a server process, officers at real windows, everything on Qt's own loop."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.config import Config
from tests.ui.city import City, register
from tests.ui.seat import Seat
from ui.application import fit_out, make_application
from ui.desk import DeskProgram
from ui.map.engine import prepare_engine

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
prepare_engine()
TakeSeat = Callable[..., AbstractAsyncContextManager[Seat]]
SHORT = timedelta(milliseconds=300)


def application() -> QApplication:
    """The application as the desk makes it, also when another test made it first."""
    made = QApplication.instance()
    if not isinstance(made, QApplication):
        return make_application()
    if made.applicationName() != "iHanoi Desk":
        fit_out(made)
    return made


@pytest.hookimpl
def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"qasync": lambda: qasync.QEventLoop(application())}


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a server leaves behind after it made a demo city."""
    folder = tmp_path_factory.mktemp("demo-city")
    City(folder).stop()
    return folder


@pytest.fixture(scope="session")
def city(demo_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The city all tests share: they file cases of their own and leave those of others alone."""
    yield from _city_of(demo_files, tmp_path_factory.mktemp("shared"))


@pytest.fixture
def own_city(demo_files: Path, tmp_path: Path) -> Iterator[City]:
    """A fresh demo city for one test, to be counted in or killed."""
    yield from _city_of(demo_files, tmp_path)


def _city_of(files: Path, folder: Path) -> Iterator[City]:
    city = City(Path(shutil.copytree(files, folder / "server")))
    yield city
    if city.process.poll() is None:
        city.stop()


@pytest.fixture
async def citizen(city: City) -> AsyncIterator[CitizenApp]:
    app = await register(city.url)
    yield app
    await app.close()


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))


@pytest.fixture
def take_seat(tmp_path: Path, city: City) -> TakeSeat:
    """Programs that end with their `async with`, while the loop still runs."""

    @asynccontextmanager
    async def take(
        login: str = "",
        undo: timedelta = SHORT,
        url: str = "",
        folder: str = "desk",
        **settings: timedelta,
    ) -> AsyncIterator[Seat]:
        config = Config(data=tmp_path / folder, server=url or city.url, undo=undo, **settings)
        seat = Seat(DeskProgram(config, lambda: datetime.now(UTC)))
        try:
            if login:
                await seat.sign_in(login)
            yield seat
        finally:
            await seat.leave()

    return take
