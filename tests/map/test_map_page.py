"""The map's page behind the window: what it must not reach, how it is drawn and kept alive."""

import logging
import os
import signal
import socket
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.map.window import LAKE, Keep, MakeMap, ask, make_points, symbol_at, wait_for
from ui.map.base_page import locate
from ui.map.engine import chromium_flags
from ui.map.geography import read_streets
from ui.map.view import MapView


def test_nothing_reaches_the_network(
    qtbot: QtBot, make_map: MakeMap, listener: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "ui.map.page")
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


def test_unusable_folder_is_told_in_words(qtbot: QtBot, keep: Keep, tmp_path: Path) -> None:
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


def test_each_street_is_named_plainly() -> None:
    names = [name for name, _, _ in read_streets()]
    assert "Hàng Tre" in names
    assert not [name for name in names if name.startswith(("Phố ", "Đường ")) or "," in name]


def test_sandbox_is_off_for_root_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert "--no-sandbox" not in chromium_flags()
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert "--no-sandbox" in chromium_flags()
