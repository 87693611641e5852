"""Another language or theme while working: the officer stays where they stood."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client import settings
from ihanoi_desk.language import LANGUAGES, phrases
from tests.ui.city import file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import Seat, named, texts
from ui.look.tokens import THEMES
from ui.rehearsal.hand import until


async def put_on(seat: Seat, theme: str, language: str) -> None:
    """Change the look as the rail asks for it, and wait for the new window."""
    before = seat.window
    before.look_asked.emit(theme, language)
    await until(lambda: seat.window is not before, "the window made anew")
    await until(lambda: seat.page.model.rowCount() and seat.code, "the list again")
    await seat.come_forward()


def only_in(language: str) -> set[str]:
    """Whole phrases that no other language has."""
    own = {text for text in phrases(language).values() if "{" not in text}
    others = {text for other in LANGUAGES if other != language for text in phrases(other).values()}
    return own - others


def nameless(widget: QWidget) -> list[QWidget]:
    kinds = (QPushButton, QLineEdit, QPlainTextEdit)
    found = [row for kind in kinds for row in widget.findChildren(kind) if row.isVisible()]
    return [
        row
        for row in found
        if not (row.accessibleName() if not isinstance(row, QPushButton) else named(row))
    ]


@pytest.mark.parametrize("theme", THEMES)
async def test_another_look_leaves_the_officer_where_they_stood(
    citizen: CitizenApp, take_seat: TakeSeat, theme: str
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.find(code, "all")
        for language in ("en", "vi"):
            await put_on(seat, theme, language)
            assert seat.program.look.theme == theme
            assert seat.page.kind == "scene"
            assert seat.page.query.view == "all"
            assert seat.code == code
            foreign = set().union(*(only_in(other) for other in LANGUAGES if other != language))
            said = {text.strip() for text in texts(seat.window)}
            assert not said & foreign
            assert said & only_in(language)
            assert not nameless(seat.window)
        # The page that was left is gone with the role that opened it.
        settings.put(seat.window.workplace.store, "window.page", "administration")
        await put_on(seat, theme, "vi")
        assert seat.page.kind == "scene"


async def test_every_field_of_the_sign_in_page_has_a_name(take_seat: TakeSeat) -> None:
    async with take_seat() as seat:
        await until(lambda: seat.program.front and seat.program.front.isVisible(), "the page")
        page = seat.program.front
        assert page.findChildren(QLabel)
        assert not nameless(page)
