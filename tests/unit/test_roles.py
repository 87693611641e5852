"""Who may do what, and where: roles at the own unit, at another one, at the city."""

import pytest

from ihanoi_desk.domain.cases import State
from ihanoi_desk.domain.decide import allowed, apply
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.refusals import Refused
from tests.unit.town import (
    ADMINISTRATOR,
    AUDITOR,
    BOOK,
    CITY_COORDINATOR,
    CITY_HANDLER,
    COORDINATOR,
    FILED,
    FULL,
    GATE,
    GATE_HANDLER,
    HANDLER,
    IN_STATE,
    LAKE,
    POSSIBLE,
    ROADS_HANDLER,
    SECOND,
    SUPERVISOR,
    act,
    action,
    new_case,
)

NEW, ACCEPTED, ASSIGNED = State.NEW, State.ACCEPTED, State.ASSIGNED

SORT = ["urgency", "categorize"]
MAY = {
    Role.HANDLER: {
        NEW: ["accept", "route", *SORT, "reject", "merge", "note"],
        ACCEPTED: [
            *SORT,
            "ask_citizen",
            "message",
            "resolve",
            "propose",
            "reject",
            "merge",
            "note",
        ],
        ASSIGNED: [
            *("return", *SORT, "ask_citizen", "message"),
            *("resolve", "propose", "reject", "merge", "note"),
        ],
        State.WAITING: ["resume", "message", "reject", "note"],
        State.APPROVAL: ["message", "send_back", "note"],
        State.RESOLVED: ["message", "note"],
        State.CLOSED: ["note"],
    },
    Role.COORDINATOR: {
        NEW: ["accept", "route", *SORT, "reject", "merge", "note"],
        ACCEPTED: [
            *("assign", *SORT, "ask_citizen", "message"),
            *("resolve", "propose", "reject", "merge", "note"),
        ],
        ASSIGNED: [
            *("assign", "return", *SORT, "ask_citizen", "message"),
            *("resolve", "propose", "reject", "merge", "note"),
        ],
        State.APPROVAL: ["message", "send_back", "note"],
        State.RESOLVED: ["message", "publish", "reopen", "note"],
        State.REJECTED: ["reopen", "note"],
        State.CLOSED: ["publish", "reopen", "note"],
    },
    Role.SUPERVISOR: {
        NEW: [*SORT, "note"],
        ACCEPTED: ["assign", *SORT, "message", "note"],
        ASSIGNED: ["assign", "return", *SORT, "message", "note"],
        State.APPROVAL: ["message", "approve", "send_back", "note"],
        State.RESOLVED: ["message", "publish", "reopen", "note"],
        State.REJECTED: ["reopen", "note"],
        State.CLOSED: ["publish", "reopen", "note"],
    },
    Role.AUDITOR: {NEW: [], ACCEPTED: [], ASSIGNED: [], State.RESOLVED: []},
    Role.ADMINISTRATOR: {NEW: [], ACCEPTED: [], ASSIGNED: [], State.REJECTED: []},
}
POSTS = {
    Role.HANDLER: HANDLER,
    Role.COORDINATOR: COORDINATOR,
    Role.SUPERVISOR: SUPERVISOR,
    Role.AUDITOR: AUDITOR,
    Role.ADMINISTRATOR: ADMINISTRATOR,
}


@pytest.mark.parametrize(
    ("role", "state", "verbs"),
    [(role, state, verbs) for role, rows in MAY.items() for state, verbs in rows.items()],
)
def test_role_at_the_own_unit(role: Role, state: State, verbs: list[str]) -> None:
    officer = POSTS[role]
    case = IN_STATE[state]("scene")
    assert allowed(case, officer, BOOK) == verbs
    for verb in POSSIBLE[state] - set(verbs):
        with pytest.raises(Refused, match="not_your_role"):
            act(case, verb, officer, **FULL)


@pytest.mark.parametrize("stranger", [GATE_HANDLER, ROADS_HANDLER], ids=lambda who: who.name)
@pytest.mark.parametrize("state", State)
def test_an_officer_of_another_unit_may_nothing(state: State, stranger: Officer) -> None:
    case = IN_STATE[state]("scene")
    assert allowed(case, stranger, BOOK) == []
    for verb in POSSIBLE[state]:
        with pytest.raises(Refused, match="not_your_role"):
            act(case, verb, stranger, **FULL)


def test_a_grant_at_the_city_reaches_every_unit() -> None:
    for unit in (LAKE, GATE):
        case = new_case(unit=unit.key)
        assert allowed(case, CITY_COORDINATOR, BOOK) == allowed(new_case(), COORDINATOR, BOOK)
        assert allowed(case, CITY_HANDLER, BOOK) == allowed(new_case(), HANDLER, BOOK)


def test_the_city_does_not_open_to_a_ward() -> None:
    assert allowed(new_case(unit="01@2025-07-01"), HANDLER, BOOK) == []


def test_a_grant_at_the_former_unit_of_the_same_code_opens_nothing() -> None:
    assert allowed(new_case(unit="00070@2004-01-01"), HANDLER, BOOK) == []


def test_sending_a_case_on_gives_it_out_of_hand() -> None:
    gone = act(new_case(), "route", HANDLER, **FULL).case
    assert allowed(gone, HANDLER, BOOK) == []
    assert "accept" in allowed(gone, GATE_HANDLER, BOOK)


def test_the_second_accept_is_refused() -> None:
    taken = act(new_case(), "accept", HANDLER).case
    with pytest.raises(Refused) as caught:
        apply(taken, action("accept", taken), SECOND, FILED, BOOK)
    assert caught.value.code == "wrong_state"
    assert caught.value.facts == {"state": State.ACCEPTED}
