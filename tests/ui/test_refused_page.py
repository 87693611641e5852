"""A refused action by keyboard alone: sent again, sent as a note, copied, dropped."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client import dropped
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.refusals import Way
from tests.ui.city import City, act, colleague_at, file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.outbox.dropped import DroppedCard
from ui.outbox.refused import RefusedCard
from ui.rehearsal.hand import until

OFFICER = "hoankiem.canbo1"
TIME_ENOUGH = timedelta(seconds=3)
"""In which a colleague at the next desk is faster."""
WORDS = "Đã hẹn tổ vệ sinh 14:00, thông đường lúc 10:05."


async def note(seat: Seat, words: str) -> None:
    seat.press(Qt.Key.Key_N)
    await until(lambda: seat.sheet, "the note sheet")
    seat.write(words)
    seat.press(Qt.Key.Key_Return, CONTROL)
    await until(lambda: not seat.sheet, "the sheet closed")


async def open_outbox(seat: Seat) -> RefusedCard:
    await until(lambda: seat.window.refused, "the refusal")
    seat.press(Qt.Key.Key_B, CONTROL)
    await until(seat.window.rooms["outbox"].isVisible, "the outbox")
    return await until(lambda: card(seat), "the refused card")


def card(seat: Seat) -> RefusedCard | None:
    shown = seat.window.rooms["outbox"].card
    return shown if isinstance(shown, RefusedCard) else None


def choose(seat: Seat, way: Way) -> None:
    """The way's number key, then Enter."""
    shown = card(seat)
    assert shown
    seat.press(Qt.Key(Qt.Key.Key_1 + shown.ways.index(way)))
    seat.press(Qt.Key.Key_Return)


async def notes_of(desk: DeskApi, code: str) -> list[str]:
    page = await desk.archive(code)
    return [step.note for step in page.cases[0].steps if step.note]


async def rejected_too_late(seat: Seat, city: City, code: str) -> None:
    """A colleague rejects while the officer's own rejection still waits."""
    await seat.find(code)
    case_id = seat.page.panel.shown.doc.case.id
    async with colleague_at(city.url) as colleague:
        seat.press(Qt.Key.Key_X)
        await until(lambda: seat.sheet, "the reject sheet")
        seat.press(Qt.Key.Key_1)
        await until(lambda: seat.send_button().isEnabled(), "ready")
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "closed")
        await act(
            colleague,
            case_id,
            "reject",
            reason="unclear_content",
            text="Chưa rõ địa điểm, xin gửi lại.",
        )


async def test_what_fell_is_sent_by_itself(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER, undo=TIME_ENOUGH) as seat, colleague_at(city.url) as colleague:
        await seat.find(code)
        case_id = seat.page.panel.shown.doc.case.id
        seat.press(Qt.Key.Key_A)
        await act(colleague, case_id, "accept")
        await seat.find(code, "all")
        await note(seat, WORDS)
        shown = await open_outbox(seat)
        assert shown.ways == (Way.DROP,)
        said = " | ".join(texts(seat.window.rooms["outbox"]))
        assert seat.say("outbox.conflict", code=code) in said
        assert seat.say("outbox.words_kept") in said

        seat.press(Qt.Key.Key_J)
        await until(lambda: card(seat) and Way.AGAIN in card(seat).ways, "the fallen note")
        offered = " | ".join(texts(seat.window.rooms["outbox"]))
        assert seat.say("offer.again_quiet") in offered
        assert seat.say("offer.again_about") not in offered
        choose(seat, Way.AGAIN)
        await until(lambda: seat.window.refused == 1, "only the accept is left")
        await until(lambda: card(seat) is None, "the note among what waits")
        seat.press(Qt.Key.Key_K)
        choose(seat, Way.DROP)
        await until(lambda: not seat.window.refused, "nothing refused any more")
        await seat.sent()
        assert await notes_of(colleague, code) == [WORDS]


async def test_what_was_typed_goes_to_the_colleague_as_a_note(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER, undo=TIME_ENOUGH) as seat, colleague_at(city.url) as colleague:
        await rejected_too_late(seat, city, code)
        shown = await open_outbox(seat)
        assert shown.ways == (Way.AS_NOTE, Way.COPY, Way.DROP)
        said = " | ".join(texts(seat.window.rooms["outbox"]))
        assert seat.say("outbox.in_force") in said
        choose(seat, Way.AS_NOTE)
        await until(lambda: not seat.window.refused, "the refusal dealt with")
        await seat.sent()
        (written,) = await notes_of(colleague, code)
        assert seat.say("verb.reject") in written


async def test_copying_leaves_it_there_and_dropping_keeps_the_words_a_week(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER, undo=TIME_ENOUGH) as seat:
        await rejected_too_late(seat, city, code)
        await open_outbox(seat)
        QGuiApplication.clipboard().clear()
        choose(seat, Way.COPY)
        typed = await until(lambda: QGuiApplication.clipboard().text(), "the copied words")
        assert seat.window.refused == 1
        choose(seat, Way.DROP)
        await until(lambda: not seat.window.refused, "the refusal dropped")
        (kept,) = dropped.read(seat.window.workplace.store)
        assert kept.case_code == code
        assert kept.action.text == typed
        await until(
            lambda: isinstance(seat.window.rooms["outbox"].card, DroppedCard), "the kept words"
        )
        assert f"“{typed}”" in texts(seat.window.rooms["outbox"])
        QGuiApplication.clipboard().clear()
        seat.press(Qt.Key.Key_Return)
        assert QGuiApplication.clipboard().text() == typed


async def test_a_waiting_line_says_why_and_can_be_taken_back(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER, undo=timedelta(minutes=10)) as seat:
        await seat.find(code)
        seat.press(Qt.Key.Key_A)
        await seat.find(code, "mine")
        await note(seat, WORDS)
        seat.press(Qt.Key.Key_B, CONTROL)
        outbox = seat.window.rooms["outbox"]
        await until(lambda: outbox.list.entry, "the waiting lines")
        said = " ".join(texts(outbox))
        assert seat.say("outbox.citizen_will_read") in said
        assert code in said
        seat.press(Qt.Key.Key_J)
        await until(lambda: WORDS in " ".join(texts(outbox)), "the note that waits")
        seat.press(Qt.Key.Key_Z)
        await until(lambda: seat.window.waiting == 1, "the note taken back")
        seat.press(Qt.Key.Key_Z)
        await until(lambda: not seat.window.waiting, "the accept taken back")
        seat.press(Qt.Key.Key_Escape)
        await until(lambda: seat.window.page, "back on the queue")


async def test_another_visit_begins_with_what_presses_most(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    codes = [(await file_scene(citizen)).code for _ in range(4)]
    async with take_seat(OFFICER, undo=TIME_ENOUGH) as seat:
        for code in codes[:3]:
            await seat.find(code)
            seat.press(Qt.Key.Key_A)
        await seat.sent()
        seat.press(Qt.Key.Key_B, CONTROL)
        lines = seat.window.rooms["outbox"].list
        await until(lambda: lines.entry, "the sent lines")
        for _ in range(2):
            seat.press(Qt.Key.Key_J)
        await until(lambda: lines.currentIndex().row() == 3, "the third sent line")
        seat.press(Qt.Key.Key_Escape)
        await rejected_too_late(seat, city, codes[3])
        await open_outbox(seat)
        assert lines.entry.refusal and not lines.entry.fell
        seat.press(Qt.Key.Key_J)
        await until(lambda: lines.entry.section == "sent", "a sent line")
        seat.press(Qt.Key.Key_K)
        seat.press(Qt.Key.Key_Escape)
        seat.press(Qt.Key.Key_B, CONTROL)
        await until(lambda: lines.isVisible() and lines.entry.refusal, "the refusal again")


@pytest.mark.parametrize("told", [True, False])
async def test_a_sent_line_says_what_the_citizen_read(
    citizen: CitizenApp, take_seat: TakeSeat, told: bool
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER) as seat:
        await seat.find(code)
        if told:
            seat.press(Qt.Key.Key_A)
        else:
            await note(seat, WORDS)
        await seat.sent()
        seat.press(Qt.Key.Key_B, CONTROL)
        outbox = seat.window.rooms["outbox"]
        key = "citizen_read" if told else "citizen_not_told"
        await until(lambda: seat.say(f"outbox.{key}") in texts(outbox), "what the citizen read")
