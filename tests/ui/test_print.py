"""P writes the sheet of the chosen case, without who sent it."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import texts
from ui.rehearsal.hand import until


async def test_p_prints_the_chosen_case_without_its_sender(
    citizen: CitizenApp, take_seat: TakeSeat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    # The desktop's PDF viewer is not part of the desk.
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    code = (await file_scene(citizen)).code
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.find(code)
        reporter = seat.page.panel.shown.doc.reporter
        seat.press(Qt.Key.Key_P)
        title = seat.say("toast.printed", code=code)
        await until(lambda: title in texts(seat.page.toast), "the toast")
        file = tmp_path / "desk" / "sheets" / f"{code}.pdf"
        assert opened == [str(file)]
        words = " ".join(page.extract_text() for page in PdfReader(file).pages)
    assert not file.exists(), "paper in the clear outlives the shift"
    assert code in words
    assert reporter.phone not in words
    assert reporter.name not in words
