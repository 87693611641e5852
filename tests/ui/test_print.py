"""P writes the sheet of the chosen case, without who sent it."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import City, act, colleague_at, file_scene
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


async def test_a_state_secret_is_not_printed(
    city: City, citizen: CitizenApp, take_seat: TakeSeat, tmp_path: Path
) -> None:
    code = (await file_scene(citizen)).code
    async with colleague_at(city.url) as other:
        words = "Xin mang trực tiếp đến công an gần nhất."
        await act(other, int(code.partition("-")[2]), "reject", reason="state_secret", text=words)
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.find(code, "all")
        seat.press(Qt.Key.Key_P)
        told = seat.say("toast.not_printed")
        await until(lambda: told in texts(seat.page.toast), "why there is no paper")
        assert seat.say("out_of_scope.police") in texts(seat.page.toast)
        assert not list((tmp_path / "desk" / "sheets").glob("*.pdf"))
