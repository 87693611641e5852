"""Making the Qt application: fonts, style, what must be set before it exists."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.collector import Collector
from ui.look import type as faces
from ui.look.look import Look
from ui.look.sheet import palette, style_sheet
from ui.map.engine import prepare_engine

WORKERS_YIELD_S = 0.001
"""How long a worker thread may go on before it yields to the window: a repaint enters Python many
times, and at the usual 5 ms a few of those waits are a stall that is seen."""


def make_application() -> QApplication:
    """The one QApplication of the process, ready for windows. Call once, before any widget."""
    prepare_engine()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication(sys.argv[:1])
    fit_out(application)
    return application


def fit_out(application: QApplication) -> None:
    """Give an application what every window of ours counts on."""
    application.setApplicationName("iHanoi Desk")
    application.setQuitOnLastWindowClosed(False)
    application.setStyle(QStyleFactory.create("Fusion"))
    sys.setswitchinterval(WORKERS_YIELD_S)
    faces.load_fonts()
    application.setFont(faces.font("body"))
    Collector(application)


def dress(look: Look) -> None:
    """Put the theme on every window, present and to come."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setPalette(palette(look.theme))
    application.setStyleSheet(style_sheet(look.theme))
