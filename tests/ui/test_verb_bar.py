"""The bar of verbs and the sheet of keys, over the table of the rules."""

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QMainWindow

from ihanoi_desk.domain.cases import Case, ExtensionRequest, State, Urgency
from ihanoi_desk.domain.decide import why_not
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.policies import Policy
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.transitions import VERBS
from tests.ui.conftest import application
from tests.unit.town import (
    ASKED,
    BOOK,
    COORDINATOR,
    HANDLER,
    IN_STATE,
    REFORM,
    SUPERVISOR,
)
from ui.keys_sheet import KeysSheet
from ui.look.look import Look
from ui.panel.verb_bar import AIR, VerbBar
from ui.verbs import VERB_LOOKS, stand_in

LOOK = Look()
STRICT = replace(
    BOOK, policies=(*BOOK.policies, Policy("approval", 2, "level", REFORM, False, "proposal"))
)
MORE_TIME = ExtensionRequest(
    author_id=HANDLER.id, author_name=HANDLER.name, at=ASKED, days=3, why="Chờ vật tư."
)


def bar_of(case: Case, me: Officer, book: Rulebook = BOOK) -> VerbBar:
    application()
    bar = VerbBar(LOOK)
    bar.resize(400, 120)
    bar.show()
    bar.show_case(case, me, book)
    return bar


def main_of(bar: VerbBar) -> str:
    return next(
        (verb for verb, button in bar.buttons.items() if button.property("look") == "main"), ""
    )


@pytest.mark.parametrize(
    ("state", "me", "main"),
    [
        (State.NEW, HANDLER, "accept"),
        (State.ACCEPTED, HANDLER, "resolve"),
        (State.ASSIGNED, HANDLER, "resolve"),
        (State.REOPENED, HANDLER, "resolve"),
        (State.WAITING, HANDLER, "resume"),
        (State.APPROVAL, SUPERVISOR, "approve"),
        (State.APPROVAL, HANDLER, ""),
        (State.RESOLVED, COORDINATOR, "publish"),
        (State.RESOLVED, HANDLER, ""),
        (State.REJECTED, HANDLER, ""),
        (State.CLOSED, HANDLER, ""),
        (State.REJECTED, SUPERVISOR, ""),
    ],
)
def test_the_main_button_brings_the_case_on(state: State, me: Officer, main: str) -> None:
    bar = bar_of(IN_STATE[state]("scene"), me)
    assert main_of(bar) == main
    if main:
        assert not bar.buttons[main].isHidden()


def test_a_superior_finds_the_request_for_more_time_on_the_bar() -> None:
    case = replace(
        IN_STATE[State.ACCEPTED]("scene"), urgency=Urgency.COMPLEX, extension_asked=MORE_TIME
    )
    bar = bar_of(case, SUPERVISOR)
    assert main_of(bar) == "extend"
    assert not bar.buttons["deny_extension"].isHidden()
    application().processEvents()
    for verb in ("extend", "deny_extension"):
        button = bar.buttons[verb]
        assert button.width() >= button.sizeHint().width() - AIR


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("me", [HANDLER, COORDINATOR, SUPERVISOR], ids=lambda me: me.login)
def test_a_dead_button_says_why(state: State, me: Officer) -> None:
    bar = bar_of(IN_STATE[state]("scene"), me)
    for button in bar.buttons.values():
        assert button.isEnabled() == (not button.toolTip())


def test_an_author_reads_why_somebody_else_has_to_approve() -> None:
    case = IN_STATE[State.APPROVAL]("scene")
    assert case.proposal
    author = replace(SUPERVISOR, id=case.proposal.author_id)
    bar = bar_of(case, author)
    assert bar.buttons["approve"].toolTip() == LOOK.say("refusal.own_proposal")


def test_the_key_of_a_result_proposes_it_where_a_superior_has_to_agree() -> None:
    case = IN_STATE[State.ACCEPTED]("scene")
    assert stand_in("resolve", why_not(case, "resolve", HANDLER, STRICT)) == "propose"
    assert stand_in("resolve", why_not(case, "resolve", HANDLER, BOOK)) == "resolve"
    assert stand_in("resolve", Refused("not_your_role")) == "resolve"
    strict, free = bar_of(case, HANDLER, STRICT), bar_of(case, HANDLER)
    assert main_of(strict) == "propose" and main_of(free) == "resolve"
    assert strict.buttons["propose"].accessibleName().endswith("(D)")
    assert free.buttons["propose"].accessibleName().endswith("(S)")


def test_no_two_verbs_share_a_key() -> None:
    keys = [shown.key for shown in VERB_LOOKS.values()]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_key_sheet_names_every_verb_without_overflow(language: str) -> None:
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    look = Look(language=language)
    sheet = KeysSheet(window, look, IN_STATE[State.RESOLVED]("scene"), HANDLER, BOOK)
    asked = asyncio.ensure_future(sheet.ask())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    rows = {row.text(): row for row in sheet.findChildren(QLabel)}
    for verb in VERBS:
        assert look.say(f"verb.{verb}") in rows
    body = sheet.body.rect()
    for row in rows.values():
        if sheet.body.isAncestorOf(row):
            corner = row.mapTo(sheet.body, QPoint(row.width(), row.height()))
            assert corner.y() <= body.height() and corner.x() <= body.width(), row.text()
            assert row.width() >= row.sizeHint().width(), row.text()
    sheet.answer(None)
    await asked
    window.deleteLater()
