"""Many callbacks leave the interpreter's own objects alone; a closed program leaves nothing."""

import asyncio
import gc
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.ui.conftest import TakeSeat
from ui.rehearsal.hand import until

ROUNDS = 10_000
LEAST_DRIFT = 500


async def test_callbacks_do_not_wear_out_none_and_true() -> None:
    button = QPushButton()
    heard: list[bool] = []
    button.clicked.connect(lambda checked: heard.append(checked))
    fired = 0

    def fire() -> None:
        nonlocal fired
        fired += 1

    gc.collect()
    before = [sys.getrefcount(thing) for thing in (None, True, False)]
    for _ in range(ROUNDS):
        QTimer.singleShot(0, lambda: fire())
        button.click()
    await until(lambda: fired == ROUNDS, "every timer")
    assert len(heard) == ROUNDS
    heard.clear()
    gc.collect()
    after = [sys.getrefcount(thing) for thing in (None, True, False)]
    assert max(abs(one - two) for one, two in zip(before, after, strict=True)) < LEAST_DRIFT


async def test_a_closed_program_leaves_nothing_behind(take_seat: TakeSeat) -> None:
    before, windows = asyncio.all_tasks(), visible()
    async with take_seat("hoankiem.canbo1") as seat:
        assert seat.window in visible()
    assert asyncio.all_tasks() == before
    assert not visible() - windows


def visible() -> set[QWidget]:
    """Windows on the screen; other tests may have left some of their own."""
    return {row for row in QApplication.topLevelWidgets() if row.isVisible()}
