"""The map in a real window: what it paints, what a mouse does to it, what it must not reach."""

import json
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.map.base_page import locate
from ui.map.clusters import Box, PointSet
from ui.map.engine import chromium_flags, prepare_engine
from ui.map.geography import read_streets
from ui.map.view import MapView
from ui.map.words import colours, words

prepare_engine()

HOAN_KIEM = "00070"
HONG_HA = "00097"
LAKE = (21.0287, 105.8524)
MakeMap = Callable[..., MapView]


@pytest.fixture(scope="session")
def map_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("map")


@pytest.fixture
def keep() -> Iterator[Callable[[MapView], MapView]]:
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
def make_map(qtbot: QtBot, keep: Callable[[MapView], MapView], map_folder: Path) -> MakeMap:
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


def make_points(*rows: tuple[int, float, float, int]) -> PointSet:
    ids, lat, lon, state = zip(*rows, strict=True)
    flags = np.zeros(len(rows), dtype=bool)
    return SimpleNamespace(
        ids=np.array(ids),
        lat=np.array(lat),
        lon=np.array(lon),
        state=np.array(state),
        late=flags,
        urgent=flags,
    )


def ask(qtbot: QtBot, view: MapView, code: str) -> str:
    answers: list[str] = []
    view.run_js(code, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    return answers[0]


def wait_for(qtbot: QtBot, view: MapView, code: str) -> None:
    qtbot.waitUntil(lambda: ask(qtbot, view, f"String({code})") == "true", timeout=10_000)


def symbol_at(qtbot: QtBot, view: MapView, case_id: int) -> QPoint:
    wait_for(qtbot, view, f"ihanoi.symbolAt({case_id}) !== 'null'")
    at = json.loads(ask(qtbot, view, f"ihanoi.symbolAt({case_id})"))
    return QPoint(round(at["x"]), round(at["y"]))


def click(view: MapView, at: QPoint) -> None:
    QTest.mouseClick(view.focusProxy().focusProxy(), Qt.MouseButton.LeftButton, pos=at)


def press(view: MapView, text: str) -> None:
    QTest.keyClicks(view.focusProxy().focusProxy(), text)


def count_pixels(view: MapView, colour: str) -> int:
    picture = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(picture.constBits(), dtype=np.uint32)
    return int(np.count_nonzero((pixels & 0xFFFFFF) == (QColor(colour).rgb() & 0xFFFFFF)))


def box_of(qtbot: QtBot, view: MapView) -> Box:
    code = """(() => { const b = ihanoi.map.getBounds();
        return JSON.stringify([b.getSouth(), b.getWest(), b.getNorth(), b.getEast()]); })()"""
    return Box(*json.loads(ask(qtbot, view, code)))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_paints_land_own_unit_and_symbols(qtbot: QtBot, make_map: MakeMap, theme: str) -> None:
    view = make_map(theme)
    view.set_points(make_points((7, *LAKE, 0), (8, 21.033, 105.845, 3)))
    wait_for(qtbot, view, "ihanoi.symbols.drawn() === 2")
    tones = colours(theme)
    qtbot.waitUntil(lambda: count_pixels(view, tones["green"]) > 20)
    assert count_pixels(view, tones["map-unit"]) > 5_000
    assert count_pixels(view, tones["map-land"]) > 50_000
    assert count_pixels(view, tones["accent"]) > 200


def test_theme_changes_without_loading_again(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map("light")
    view.set_theme("dark")
    qtbot.waitUntil(lambda: count_pixels(view, colours("dark")["map-land"]) > 50_000)
    assert count_pixels(view, colours("light")["map-land"]) == 0


def test_click_on_a_symbol_picks_its_case(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.set_points(make_points((41, *LAKE, 0), (2_000_000_042, 21.035, 105.845, 1)))
    at = symbol_at(qtbot, view, 2_000_000_042)
    with qtbot.waitSignal(view.picked) as picked:
        click(view, at)
    assert picked.args == [2_000_000_042]


def test_click_beside_every_symbol_picks_nothing(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.set_points(make_points((41, *LAKE, 0)))
    at = symbol_at(qtbot, view, 41)
    with qtbot.assertNotEmitted(view.picked):
        click(view, at + QPoint(40, -20))
        ask(qtbot, view, "'answered after the click'")


def test_click_on_a_cluster_zooms_until_its_cases_stand_apart(
    qtbot: QtBot, make_map: MakeMap
) -> None:
    view = make_map()
    view.set_points(make_points((1, 21.0287, 105.8524, 0), (2, 21.0289, 105.8527, 0)))
    wait_for(qtbot, view, "ihanoi.symbols.total() === 2 && ihanoi.symbols.drawn() === 1")
    code = """(() => { const p = ihanoi.map.latLngToContainerPoint([21.0288, 105.85255]);
        return JSON.stringify([Math.round(p.x), Math.round(p.y)]); })()"""
    at = QPoint(*json.loads(ask(qtbot, view, code)))
    with qtbot.waitSignal(view.moved):
        click(view, at)
    wait_for(qtbot, view, "ihanoi.symbols.drawn() === 2")


def test_cluster_at_one_spot_hands_over_its_cases(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.set_points(make_points((1, *LAKE, 0), (2, *LAKE, 0), (3, *LAKE, 1)))
    wait_for(qtbot, view, "ihanoi.symbols.total() === 3")
    code = f"""(() => {{ const p = ihanoi.map.latLngToContainerPoint({list(LAKE)});
        return JSON.stringify([Math.round(p.x), Math.round(p.y)]); }})()"""
    at = QPoint(*json.loads(ask(qtbot, view, code)))
    with qtbot.waitSignal(view.cluster_picked) as picked:
        click(view, at)
    assert sorted(picked.args[0]) == [1, 2, 3]


def test_selection_is_centred_and_does_not_count_as_moving(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.set_points(make_points((1, 21.04, 105.87, 0), (2, 21.04, 105.87, 0)))
    with qtbot.assertNotEmitted(view.moved):
        view.select(2, 21.04, 105.87)
        at = symbol_at(qtbot, view, 2)
        qtbot.waitUntil(
            lambda: (symbol_at(qtbot, view, 2) - QPoint(400, 125)).manhattanLength() < 4
        )
    assert at is not None


def test_keys_zoom_and_return_to_the_own_unit(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.setFocus()
    before = box_of(qtbot, view)
    with qtbot.waitSignal(view.moved) as zoomed:
        press(view, "+")
    inner: Box = zoomed.args[0]
    assert inner.north - inner.south < before.north - before.south
    with qtbot.waitSignal(view.moved) as returned:
        press(view, "0")
    assert returned.args[0].south == pytest.approx(before.south, abs=1e-4)


def test_buttons_carry_names_and_the_follow_switch_tells(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    code = """JSON.stringify([...document.querySelectorAll('button')].map(
        (button) => button.innerText || button.ariaLabel))"""
    said = words("vi")
    assert json.loads(ask(qtbot, view, code)) == [
        said[key] for key in ("follow", "locate", "zoom_out", "zoom_in")
    ]
    assert view.accessibleName() == said["name"]
    with qtbot.waitSignal(view.follow_toggled) as toggled:
        click(view, QPoint(40, 22))
    assert toggled.args == [True]


def test_language_changes_in_place(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.set_language("en")
    wait_for(qtbot, view, "document.querySelector('.follow').innerText === 'Follow the map'")
    assert "Accepted" in ask(qtbot, view, "document.querySelector('.legend').innerText")


def test_position_shows_accuracy_and_border(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.show_position(21.0341, 105.8540, 15.0, HONG_HA, 11.0)
    wait_for(qtbot, view, "ihanoi.position.isShown()")
    assert ask(qtbot, view, "document.querySelector('.caption').innerText").split("\n") == [
        "Cách Phường Hồng Hà",
        "11 m",
    ]
    assert ask(qtbot, view, "String(document.querySelector('.legend').hidden)") == "true"
    qtbot.waitUntil(lambda: count_pixels(view, colours("light")["orange"]) > 50)


def test_street_names_come_with_their_source(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    shown = "!document.querySelector('.source').hidden"
    assert ask(qtbot, view, f"String({shown})") == "false"
    view.run_js("ihanoi.map.setZoom(16, {animate: false})")
    wait_for(qtbot, view, shown)
    assert ask(qtbot, view, "document.querySelector('.source').innerText").startswith("© Open")


def test_lowest_height_still_paints(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.resize(500, view.minimumHeight())
    assert view.height() == 48
    qtbot.waitUntil(lambda: count_pixels(view, colours("light")["map-unit"]) > 300)


def test_nothing_reaches_the_network(
    qtbot: QtBot, make_map: MakeMap, listener: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "ui.map.engine")
    view = make_map()
    own = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    for address in (own, "http://example.invalid/"):
        view.run_js(
            f"window.said = null; fetch('{address}').then(() => said = 'reached', "
            "() => said = 'refused')"
        )
        wait_for(qtbot, view, "window.said !== null")
        assert ask(qtbot, view, "window.said") == "refused"
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert "no request to 127.0.0.1" in caplog.text
    assert "no request to example.invalid" in caplog.text


def test_a_configured_tile_host_is_reached(
    qtbot: QtBot, make_map: MakeMap, listener: socket.socket
) -> None:
    view = make_map(tile_hosts=("127.0.0.1",))
    port = listener.getsockname()[1]
    view.run_js(f"window.tile = new Image(); tile.src = 'http://127.0.0.1:{port}/1.png'")
    callers: list[socket.socket] = []

    def accept() -> bool:
        try:
            callers.append(listener.accept()[0])
        except BlockingIOError:
            return False
        return True

    qtbot.waitUntil(accept, timeout=10_000)
    callers[0].close()


def test_only_listed_files_are_served(
    qtbot: QtBot, make_map: MakeMap, caplog: pytest.LogCaptureFixture
) -> None:
    view = make_map()
    for path in ("secret.txt", "../theme/tokens.toml", "page/../../theme/tokens.toml"):
        view.run_js(
            f"window.said = null; fetch('{path}').then((a) => said = String(a.status), "
            "() => said = 'refused')"
        )
        wait_for(qtbot, view, "window.said !== null")
        assert ask(qtbot, view, "window.said") in ("refused", "404")
    caplog.clear()


def test_page_is_drawn_once(qtbot: QtBot, make_map: MakeMap, map_folder: Path) -> None:
    make_map()
    base = locate(map_folder)
    written = base.page.stat().st_mtime_ns
    make_map()
    assert base.page.stat().st_mtime_ns == written
    assert "https://" not in base.page.read_text(encoding="utf-8")


def test_unusable_folder_is_told_in_words(
    qtbot: QtBot, keep: Callable[[MapView], MapView], tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    view = keep(MapView("light", "vi", cache_folder=blocked / "map"))
    view.show()
    notice = view.findChild(QLabel)
    qtbot.waitUntil(notice.isVisible, timeout=10_000)
    assert notice.text().startswith("Không vẽ được bản đồ")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_a_killed_page_comes_back_as_it_was(
    qtbot: QtBot, make_map: MakeMap, caplog: pytest.LogCaptureFixture
) -> None:
    view = make_map()
    view.set_points(make_points((5, *LAKE, 0)))
    symbol_at(qtbot, view, 5)
    pid = view.focusProxy().page().renderProcessPid()
    with qtbot.waitSignal(view.ready, timeout=20_000):
        os.kill(pid, signal.SIGKILL)
    symbol_at(qtbot, view, 5)
    caplog.clear()


def test_a_hundred_thousand_points_move_smoothly(qtbot: QtBot, make_map: MakeMap) -> None:
    rng = np.random.default_rng(5)
    total = 100_000
    view = make_map()
    view.set_points(
        SimpleNamespace(
            ids=np.arange(total),
            lat=rng.normal(21.03, 0.05, total),
            lon=rng.normal(105.84, 0.05, total),
            state=rng.integers(0, 5, total),
            late=rng.random(total) < 0.1,
            urgent=rng.random(total) < 0.1,
        )
    )
    wait_for(qtbot, view, "ihanoi.symbols.total() > 1000")
    view.run_js("ihanoi.bench(10)")
    wait_for(qtbot, view, "Boolean(ihanoi.benchResult)")
    timings = json.loads(ask(qtbot, view, "ihanoi.benchResult"))
    assert timings["worstDrawMs"] < 1_000


def test_each_street_is_named_plainly() -> None:
    names = [name for name, _, _ in read_streets()]
    assert "Hàng Tre" in names
    assert not [name for name in names if name.startswith(("Phố ", "Đường ")) or "," in name]


def test_sandbox_is_off_for_root_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert "--no-sandbox" not in chromium_flags()
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert "--no-sandbox" in chromium_flags()
