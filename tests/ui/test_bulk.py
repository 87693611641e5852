"""One verb for many cases: who is left out, one way back for all, one of them refused."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client import drafts, read_only
from tests.ui.city import City, act, colleague_at, file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.bulk.actions import NOTE_DRAFT
from ui.rehearsal.hand import until

OFFICER = "hoankiem.canbo1"
LONG = timedelta(minutes=10)
TIME_ENOUGH = timedelta(seconds=3)
SHIFT = Qt.KeyboardModifier.ShiftModifier


async def several(citizen: CitizenApp, word: str) -> tuple[list[str], str]:
    """Three ordinary cases and an urgent one, found by `word`."""
    usual = [(await file_scene(citizen, f"Ổ gà số {turn}, {word}.")).code for turn in range(3)]
    urgent = await file_scene(citizen, f"Mất nắp hố ga, {word}.", "manhole_cover")
    return usual, urgent.code


async def list_them(seat: Seat, word: str, count: int) -> None:
    await seat.show("to_receive")
    seat.press(Qt.Key.Key_Slash)
    seat.write(word)
    await until(lambda: len(seat.codes()) == count, "the cases in the list")
    seat.page.table.setFocus()


async def test_all_are_accepted_and_taken_back_together(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    word = "khuvuonhoa"
    usual, urgent = await several(citizen, word)
    async with take_seat(OFFICER, undo=LONG) as seat:
        await list_them(seat, word, 4)
        seat.press(Qt.Key.Key_A, CONTROL)
        page = seat.page
        title = seat.say("bulk.accept_title", n=3)
        await until(lambda: title in texts(page.bulk_pane), "what would be done")
        said = " ".join(texts(page.bulk_pane))
        assert f"{urgent}: {seat.say('bulk.urgent')}" in said
        assert seat.say("bulk.readers", n=3) in said

        seat.press(Qt.Key.Key_A)
        await until(lambda: seat.window.waiting == 3, "three wait")
        assert not page.bulk_bar.isVisible()
        assert seat.codes() == [urgent]
        assert seat.say("bulk.accept_done", n=3) in texts(page.toast)
        seat.press(Qt.Key.Key_Z)
        await until(lambda: not seat.window.waiting, "all taken back")
        await until(lambda: sorted(seat.codes()) == sorted([*usual, urgent]), "all back")
    for code in usual:
        assert (await citizen.report(code)).state == "new"


async def test_the_one_a_colleague_took_is_refused_alone(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    word = "bohosen"
    usual, _ = await several(citizen, word)
    async with take_seat(OFFICER, undo=TIME_ENOUGH) as seat, colleague_at(city.url) as colleague:
        await list_them(seat, word, 4)
        taken = seat.row(usual[1])
        assert taken
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.press(Qt.Key.Key_A)
        await until(lambda: seat.window.waiting == 3, "three wait")
        await act(colleague, taken.id, "accept")
        await seat.sent()
        assert seat.window.refused == 1
    for code in usual:
        assert (await citizen.report(code)).state == "accepted"


async def test_rows_are_picked_by_keys_and_verbs_for_one_say_so(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    word = "congvienme"
    await several(citizen, word)
    async with take_seat(OFFICER, undo=LONG) as seat:
        await list_them(seat, word, 4)
        selection = seat.page.selection
        seat.page.table.select_position(0)
        seat.press(Qt.Key.Key_Space)
        assert len(selection) == 1
        seat.press(Qt.Key.Key_Down, SHIFT)
        assert len(selection) == 2
        seat.press(Qt.Key.Key_X)
        await until(lambda: seat.say("bulk.alone") in texts(seat.page.toast), "one by one")
        assert not seat.sheet
        seat.press(Qt.Key.Key_Escape)
        assert len(selection) == 0
        assert len(seat.codes()) == 4


async def test_one_note_goes_into_every_case(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    word = "hemcuto"
    usual, _ = await several(citizen, word)
    async with take_seat(OFFICER) as seat, colleague_at(city.url) as colleague:
        await list_them(seat, word, 4)
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.press(Qt.Key.Key_N)
        await until(lambda: seat.sheet, "the note sheet")
        seat.write("Cùng một đợt kiểm tra.")
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "closed")
        await seat.sent()
        for code in usual:
            (doc,) = (await colleague.archive(code)).cases
            assert doc.steps[-1].note == "Cùng một đợt kiểm tra."


async def test_words_for_many_are_kept_as_typed_and_until_they_are_in_line(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    word = "duongvong"
    await several(citizen, word)
    async with take_seat(OFFICER, undo=LONG) as seat:
        await list_them(seat, word, 4)
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.press(Qt.Key.Key_N)
        await until(lambda: seat.sheet, "the note sheet")
        store = seat.window.workplace.store

        def types_on() -> bool:
            seat.write("a")
            return drafts.find(store, NOTE_DRAFT) is not None

        await until(types_on, "kept while it is typed")
        typed = seat.open_sheet().findChild(QPlainTextEdit).toPlainText()
        read_only.put(store, True)
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "closed")
        await until(lambda: seat.page.toast.isVisible(), "the refusal")
        assert not seat.window.waiting
        assert drafts.find(store, NOTE_DRAFT) == {"note": typed}
        read_only.put(store, False)
        seat.press(Qt.Key.Key_N)
        await until(lambda: seat.sheet, "the note sheet again")
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: seat.window.waiting == 3, "all in line but the urgent one")
        assert drafts.find(store, NOTE_DRAFT) is None
        seat.press(Qt.Key.Key_Z)
        await until(lambda: not seat.window.waiting, "all taken back")
        assert drafts.find(store, NOTE_DRAFT) == {"note": typed}


async def test_a_coordinator_gives_them_to_a_handler_at_once(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    word = "ngatucot"
    usual, _ = await several(citizen, word)
    async with take_seat("hoankiem.daumoi") as seat, colleague_at(city.url) as colleague:
        await list_them(seat, word, 4)
        seat.press(Qt.Key.Key_A, CONTROL)
        await until(lambda: seat.page.bulk_pane.shares.first_open, "who gets what")
        box = seat.page.bulk_pane.shares.first_open
        box.setCurrentIndex(1)
        chosen = box.currentText()
        seat.page.table.setFocus()
        seat.press(Qt.Key.Key_A)
        await until(lambda: seat.window.waiting == 6, "accepted and assigned")
        await seat.sent()
        for code in usual:
            (doc,) = (await colleague.archive(code)).cases
            assert (doc.case.state, doc.case.holder_name) == ("assigned", chosen)
