"""A box to tick is seen as one in both themes: three to one against its ground (WCAG 2.1)."""

import pytest
from PySide6.QtGui import QColor

from tests.ui.conftest import application
from tests.ui.test_look import luminance
from ui.look.look import Look
from ui.look.sheet import style_sheet
from ui.look.tokens import THEMES, colours
from ui.parts.check_box import CheckBox

LEAST = 3.0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ticked", [False, True])
def test_the_edge_of_the_box_stands_out(theme: str, ticked: bool) -> None:
    application()
    ground = colours(theme)["surface"]
    box = CheckBox(Look(theme, "vi"), "")
    box.setStyleSheet(style_sheet(theme) + f"QCheckBox {{ background: {ground}; }}")
    box.setChecked(ticked)
    box.resize(box.sizeHint())
    picture = box.grab().toImage()
    middle = picture.height() // 2
    inks = {picture.pixelColor(x, middle).name() for x in range(picture.width())}
    assert max(contrast(ink, ground) for ink in inks) >= LEAST


def contrast(ink: str, ground: str) -> float:
    low, high = sorted((luminance(QColor(ink).name()), luminance(ground)))
    return (high + 0.05) / (low + 0.05)
