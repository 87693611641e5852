"""Where the officer stands in a list that changes under him."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QPushButton, QScrollArea

from ihanoi_desk.client import cases, reference
from tests.ui.conftest import TakeSeat
from ui.panel.history import History
from ui.queue import table
from ui.rehearsal.hand import until


async def test_another_view_begins_with_its_most_pressing_case(take_seat: TakeSeat) -> None:
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.show("closed")
        await until(lambda: len(seat.codes()) > 3, "what is done")
        for _ in range(3):
            seat.press(Qt.Key.Key_J)
        await until(lambda: seat.code == seat.codes()[3], "the fourth")
        await seat.show("to_receive")
        await until(lambda: seat.code in seat.codes(), "a case of the view")
        assert seat.code == seat.codes()[0]


async def test_another_case_is_read_from_its_top(take_seat: TakeSeat) -> None:
    async with take_seat("hoankiem.canbo1") as seat:
        seat.window.resize(1366, 600)
        await seat.show("closed")
        await until(lambda: len(seat.codes()) > 1 and seat.code == seat.codes()[0], "the first")
        bar = seat.page.panel.findChild(QScrollArea).verticalScrollBar()
        await until(bar.maximum, "more than fits")
        bar.setValue(bar.maximum())
        seat.page.refresh()
        await until(lambda: seat.code == seat.codes()[0], "the same case")
        assert bar.value() == bar.maximum()
        seat.press(Qt.Key.Key_J)
        await until(lambda: seat.code == seat.codes()[1], "the second")
        assert bar.value() == 0


def painted_rows(rows: table.QueueTable) -> Iterator[bool]:
    """Whether anything can be read in each of the first rows: more than ground and line."""
    picture = rows.viewport().grab().toImage()
    for number in range(4):
        y = rows.rowViewportPosition(number) + table.ROW_HEIGHT // 2
        yield len({picture.pixel(x, y) for x in range(picture.width())}) > 3


async def test_a_list_comes_to_its_end_however_slow_the_machine(
    take_seat: TakeSeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if what is painted already took all the time there is.
    monkeypatch.setattr(table, "LONGEST_PAINT_S", -1.0)
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.show("closed")
        await until(lambda: len(seat.codes()) > 3, "what is done")
        await until(lambda: all(painted_rows(seat.page.table)), "every row painted")


async def test_the_end_of_a_fill_draws_nothing_anew_of_an_unchanged_case(
    take_seat: TakeSeat,
) -> None:
    """All of a case in one go is a pause."""
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.show("closed")
        await until(lambda: seat.code == seat.codes()[0], "a case with a history")
        status, read = seat.page.status, []
        seat.page.show_status(replace(status, filling=(1, 2)))
        await until(lambda: seat.code == seat.codes()[0], "the same case")
        history, dropped = seat.page.panel.findChild(History), []
        history.destroyed.connect(lambda: dropped.append(history))
        seat.page.model.loaded.connect(lambda: read.append(seat.codes()))
        seat.page.show_status(replace(status, filling=None))
        await until(lambda: bool(read) and seat.code == read[-1][0], "the list, read again")
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert not dropped


async def test_another_tab_may_be_opened_while_the_history_is_drawn(take_seat: TakeSeat) -> None:
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.show("closed")
        await until(lambda: seat.code == seat.codes()[0], "what is done")
        place = seat.window.workplace
        done = (
            cases.read(place.store, number, place.me, place.clock())
            for number in seat.page.model.case_ids
        )
        shown = next(row for row in done if row and len(row.doc.steps) > 2)
        catalogue = reference.catalogue(place.store)
        history = History(place.look, shown, catalogue, place.clock())
        drawing = history.draw("history")
        next(drawing)
        words = seat.say("panel.messages")
        tabs = history.findChildren(QPushButton)
        next(row for row in tabs if row.text().startswith(words)).click()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert not list(drawing)
        history.deleteLater()
