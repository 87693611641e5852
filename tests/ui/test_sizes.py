"""Windows from the smallest to a large one: what an officer needs is whole in each of them."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget

from ihanoi_desk.language import LANGUAGES
from tests.ui.conftest import TakeSeat
from tests.ui.seat import Seat
from ui.panel.verb_bar import SLOTS
from ui.queue.model import COLUMNS
from ui.queue.table import GIVE_WAY
from ui.rehearsal.hand import until
from ui.window import Window

SIZES = [(960, 560), (1093, 614), (1366, 688), (1366, 768), (1920, 1080)]

SLACK = 16
"""Of the room a verb asks for so much is air at its sides."""


def spot(widget: QWidget, window: Window) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def check_list(window: Window) -> None:
    """The time left is whole; columns are given up in their order only."""
    table = window.page.table
    at = COLUMNS.index("left")
    left = table.columnViewportPosition(at)
    assert not table.isColumnHidden(at)
    assert left >= 0
    assert left + table.columnWidth(at) <= table.viewport().width()
    assert table.columnWidth(COLUMNS.index("headline")) >= 80
    gone = [table.isColumnHidden(COLUMNS.index(name)) for name, _ in GIVE_WAY]
    assert gone == sorted(gone, reverse=True)
    assert window.rect().contains(spot(table, window))


def check_verbs(window: Window) -> None:
    bar = window.page.panel.verbs
    standing = [button for button in bar.buttons.values() if not button.isHidden()]
    assert len(standing) == len(SLOTS)
    buttons = [*standing, bar.paper, bar.more]
    spots = [spot(button, window) for button in buttons]
    inside = spot(bar, window)
    for button, place in zip(buttons, spots, strict=True):
        assert button.isVisible()
        assert window.rect().contains(place)
        assert inside.contains(place)
        assert button.width() >= button.sizeHint().width() - SLACK, button.text()
    assert not [pair for pair in combinations(spots, 2) if pair[0].intersects(pair[1])]


def check_panel(window: Window) -> None:
    scroll = window.page.panel.findChild(QScrollArea)
    assert scroll.widget().width() <= scroll.viewport().width()
    assert scroll.widget().minimumSizeHint().width() <= scroll.viewport().width()


def check_views(window: Window) -> None:
    bar = window.page.views
    names = [row for row in bar.findChildren(QPushButton) if row.isVisible()]
    for button in names:
        assert button.width() >= button.fontMetrics().horizontalAdvance(button.text())
        assert bar.rect().contains(button.geometry())
    spots = [button.geometry() for button in names]
    assert not [pair for pair in combinations(spots, 2) if pair[0].intersects(pair[1])]


async def resize(seat: Seat, size: tuple[int, int]) -> Window:
    window = seat.window
    window.resize(*size)
    await until(lambda: window.size() == QSize(*size), f"{size}")
    for _ in range(3):
        # A bar that folds asks its parents to lay out again.
        QApplication.sendPostedEvents()
    return window


@pytest.mark.parametrize("language", LANGUAGES)
async def test_nothing_needed_is_cut(take_seat: TakeSeat, language: str) -> None:
    async with take_seat("hoankiem.canbo1") as seat:
        if language != seat.program.look.language:
            seat.window.look_asked.emit(seat.program.look.theme, language)
            await until(lambda: seat.page.model.rowCount() and seat.code, "the list again")
        for size in SIZES:
            window = await resize(seat, size)
            check_list(window)
            check_verbs(window)
            check_panel(window)
            check_views(window)
