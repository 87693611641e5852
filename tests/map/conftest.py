"""Maps in windows, and a port that would notice a caller."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from tests.map.window import HOAN_KIEM, Keep, MakeMap
from ui.map.engine import prepare_engine
from ui.map.view import MapView

prepare_engine()


@pytest.fixture(scope="session")
def map_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("map")


@pytest.fixture
def keep() -> Iterator[Keep]:
    """Deletes its views at once: a deletion put off to the end of the process lets Qt complain."""
    kept: list[MapView] = []

    def take(view: MapView) -> MapView:
        kept.append(view)
        return view

    yield take
    for view in kept:
        view.close()
        shiboken6.delete(view)


@pytest.fixture
def make_map(qtbot: QtBot, keep: Keep, map_folder: Path) -> MakeMap:
    def make(theme: str = "light", language: str = "vi", **options: object) -> MapView:
        view = keep(MapView(theme, language, cache_folder=map_folder, **options))
        view.resize(800, 250)
        view.set_own_unit(HOAN_KIEM)
        view.focus_unit(HOAN_KIEM)
        with qtbot.waitSignal(view.ready, timeout=20_000):
            view.show()
        return view

    return make


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server
