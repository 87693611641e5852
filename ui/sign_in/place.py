"""Where an officer stood when the data was locked, beyond what every page remembers anyway."""

import contextlib

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ihanoi_desk.client import settings
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.client.store import StoreDamaged
from ui.parts.sheet import Sheet
from ui.window import Window

KEY = "window.sheet"


def keep_place(window: Window) -> None:
    """Close every sheet, its draft kept to the last letter, and remember the one of a verb."""
    QGuiApplication.inputMethod().commit()
    # A full disk or a broken file must not keep the data on the screen.
    with contextlib.suppress(EnvironmentProblem, StoreDamaged):
        for sheet in window.findChildren(Sheet):
            if sheet.isVisible():
                _close(sheet, window)


def _close(sheet: Sheet, window: Window) -> None:
    sheet.answer(None)
    if sheet.resumes:
        settings.put(window.workplace.store, KEY, sheet.resumes)


def resume(window: Window) -> None:
    """Open the sheet that was open, once the list stands on its case again."""
    store, page = window.workplace.store, window.page
    kept = settings.get(store, KEY, None)
    if kept is None:
        return
    settings.put(store, KEY, None)
    if page is None:
        return
    verb, case_id = kept

    def go_on() -> None:
        if page.shown and page.shown.doc.case.id == case_id:
            page.hands.act(verb)

    if page.shown or not page.model.rowCount():
        go_on()
    else:
        # A long list is put in order by a worker first.
        page.model.loaded.connect(go_on, Qt.ConnectionType.SingleShotConnection)
