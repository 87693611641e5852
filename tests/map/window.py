"""Asking a map in a window about itself, and touching it as an officer would."""

import json
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.map.clusters import Box, PointSet
from ui.map.view import MapView

HOAN_KIEM = "00070"
HONG_HA = "00097"
LAKE = (21.0287, 105.8524)
MakeMap = Callable[..., MapView]
Keep = Callable[[MapView], MapView]


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
