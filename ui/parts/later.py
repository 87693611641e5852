"""Doing something a moment later, once however often it is asked for meanwhile."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def later(owner: QObject, milliseconds: int, act: Callable[[], object]) -> QTimer:
    """A timer whose `start` asks for `act`, and asks again from the beginning."""
    timer = QTimer(owner, singleShot=True, interval=milliseconds)
    timer.timeout.connect(act)
    return timer


def no_later(timer: QTimer) -> None:
    """Ask for it without putting off what is already asked for: somebody who types on and on would
    never be served."""
    if not timer.isActive():
        timer.start()
