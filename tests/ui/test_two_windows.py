"""Two officers of one ward on the same case: one wins, the other is told by whom and when."""

import re

from PySide6.QtCore import Qt

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, texts
from ui.rehearsal.hand import until


async def test_the_slower_one_sees_who_was_faster(citizen: CitizenApp, take_seat: TakeSeat) -> None:
    code = (await file_scene(citizen)).code
    async with (
        take_seat("hoankiem.canbo1", folder="one") as one,
        take_seat("hoankiem.canbo2", folder="two") as two,
    ):
        for seat in (one, two):
            await seat.come_forward()
            await seat.find(code)
        for seat in (one, two):
            await seat.come_forward()
            seat.press(Qt.Key.Key_A)
            await until(seat.page.toast.isVisible, "the toast")
        for seat in (one, two):
            await seat.sent()
        refused = [seat.window.status.refused.text() for seat in (one, two)]
        none, some = one.say("status.refused", n=0), one.say("status.refused_open", n=1)
        assert sorted(refused) == sorted([none, some])
        loser, winner = (one, two) if refused[0] == some else (two, one)

        await loser.come_forward()
        await loser.find(code, "all")
        assert loser.cell(code, "left") == loser.say("queue.refused")
        await until(
            lambda: loser.page.panel.shown.doc.case.holder_name == winner.window.workplace.me.name,
            "the colleague holds it",
        )
        loser.press(Qt.Key.Key_B, CONTROL)
        await until(loser.window.rooms["outbox"].isVisible, "the outbox")
        said = " | ".join(texts(loser.window.rooms["outbox"]))
        assert loser.say("outbox.conflict", code=code) in said
        assert winner.window.workplace.me.name in said
        assert re.search(r"\b\d{2}:\d{2}\b", said)

        drop = len(loser.window.rooms["outbox"].card.ways)
        loser.press(Qt.Key(Qt.Key.Key_0 + drop))
        loser.press(Qt.Key.Key_Return)
        await until(
            lambda: loser.window.status.refused.text() == loser.say("status.refused", n=0),
            "the refusal dropped",
        )
    accepted = [step for step in (await citizen.report(code)).steps if step.verb == "accept"]
    assert len(accepted) == 1
