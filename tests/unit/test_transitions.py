"""The transition table, walked row by row, and everything it must forbid."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from ihanoi_desk.domain.cases import Case, State
from ihanoi_desk.domain.decide import Applied, allowed, needs_of, why_not
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.transitions import FILE, TABLE, VERBS, Clock, Transition, find
from tests.unit.town import (
    CITY_COORDINATOR,
    COORDINATOR,
    FILED,
    FULL,
    GATE,
    GATE_HANDLER,
    HANDLER,
    IN_STATE,
    LAKE,
    POSSIBLE,
    SECOND,
    SUPERVISOR,
    act,
    keys,
    new_case,
)


@dataclass(frozen=True)
class Did:
    """One verb of a scenario and what must be true after it."""

    verb: str
    officer: Officer
    state: State
    told: str | None
    holder: Officer | None = None
    facts: dict[str, object] = field(default_factory=dict)
    unit: str = LAKE.key
    hops: tuple[str, ...] = ()


NEW, ACCEPTED, ASSIGNED = State.NEW, State.ACCEPTED, State.ASSIGNED
TEXT = {"text": "Đã vá mặt đường."}
NOTE = {"note": "Thuộc địa bàn bên kia."}
PHOTO = {**TEXT, "attachments": ("anh-1",)}
REASON = {**TEXT, "reason": "duplicate"}
TO_GATE = {**NOTE, "target_unit": GATE.key}
TO_SECOND = {"assignee_id": SECOND.id}
TAKEN = Did("accept", HANDLER, ACCEPTED, "case_accepted", HANDLER)
GIVEN = Did("assign", COORDINATOR, ASSIGNED, "case_processing", SECOND, TO_SECOND)
SENT_ON = Did("route", HANDLER, NEW, "case_routed", None, TO_GATE, unit=GATE.key, hops=keys(LAKE))

SCENARIOS: dict[str, tuple[str, tuple[Did, ...]]] = {
    "accepted and repaired": (
        "scene",
        (TAKEN, Did("resolve", HANDLER, State.RESOLVED, "case_result", HANDLER, PHOTO)),
    ),
    "accepted, assigned and answered on paper": (
        "procedure",
        (TAKEN, GIVEN, Did("resolve", SECOND, State.RESOLVED, "case_result", SECOND, TEXT)),
    ),
    "assigned by the supervisor, assigned again, given back": (
        "waste",
        (
            TAKEN,
            Did("assign", SUPERVISOR, ASSIGNED, "case_processing", SECOND, TO_SECOND),
            Did(
                "assign",
                COORDINATOR,
                ASSIGNED,
                "case_processing",
                HANDLER,
                {"assignee_id": HANDLER.id},
            ),
            Did("return", HANDLER, ACCEPTED, None, None, NOTE),
            Did("resolve", HANDLER, State.RESOLVED, "case_result", None, PHOTO),
        ),
    ),
    "sent on and sent back": (
        "scene",
        (
            SENT_ON,
            Did("return", GATE_HANDLER, NEW, "case_routed", None, NOTE, hops=keys(LAKE, GATE)),
        ),
    ),
    "sent on and accepted there": (
        "initiative",
        (
            SENT_ON,
            Did(
                "accept",
                GATE_HANDLER,
                ACCEPTED,
                "case_accepted",
                GATE_HANDLER,
                unit=GATE.key,
                hops=keys(LAKE),
            ),
        ),
    ),
    "rejected at sight, then noted": (
        "scene",
        (
            Did("reject", HANDLER, State.REJECTED, "case_rejected", None, REASON),
            Did("note", SUPERVISOR, State.REJECTED, None, None, NOTE),
        ),
    ),
    "rejected while in work": (
        "scene",
        (TAKEN, Did("reject", COORDINATOR, State.REJECTED, "case_rejected", HANDLER, REASON)),
    ),
    "rejected while assigned": (
        "procedure",
        (TAKEN, GIVEN, Did("reject", SECOND, State.REJECTED, "case_rejected", SECOND, REASON)),
    ),
    "notes change nothing": (
        "scene",
        (
            Did("note", HANDLER, NEW, None, None, NOTE),
            TAKEN,
            Did("note", COORDINATOR, ACCEPTED, None, HANDLER, NOTE),
        ),
    ),
    "the city takes a ward's case": (
        "scene",
        (Did("accept", CITY_COORDINATOR, ACCEPTED, "case_accepted", CITY_COORDINATOR),),
    ),
}


def walk(name: str) -> list[tuple[Did, Transition | None, Case, Applied]]:
    """Do the scenario: each verb with its row of the table, the case before, what came out."""
    kind, deeds = SCENARIOS[name]
    case = new_case(kind)
    walked = []
    for hour, did in enumerate(deeds, start=1):
        row = find(case.kind, case.state, did.verb)
        done = act(case, did.verb, did.officer, after=timedelta(hours=hour), **did.facts)
        walked.append((did, row, case, done))
        case = done.case
    return walked


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str) -> None:
    for did, _, before, done in walk(name):
        after, step = done.case, done.step
        assert after.state is did.state
        assert step.event == did.told
        assert (after.holder_id, after.holder_name) == (
            (did.holder.id, did.holder.name) if did.holder else (None, None)
        )
        assert (after.unit, after.hops) == (did.unit, did.hops)
        assert after.version == before.version + 1
        assert after.filed_at == before.filed_at == FILED


def test_every_row_of_the_table_is_walked() -> None:
    walked = [row for name in SCENARIOS for _, row, _, _ in walk(name)]
    forgotten = [row for row in TABLE if row is not FILE and row not in walked]
    assert not forgotten


def test_every_state_of_every_row_is_walked() -> None:
    walked = {(row.verb, before.state) for name in SCENARIOS for _, row, before, _ in walk(name)}
    wanted = {(row.verb, state) for row in TABLE for state in row.frm if row.to is not None}
    assert wanted <= walked


def test_filing_is_the_citizens_row() -> None:
    assert FILE.verb == "file" and FILE.to is NEW and FILE.roles == {Role.CITIZEN}
    assert FILE.clock is Clock.START_RECEIVING and FILE.event == "case_received"
    assert all(Role.CITIZEN not in row.roles for row in TABLE if row is not FILE)
    assert "file" not in VERBS


# --- what each kind of case allows in each state ------------------------------------------------

CHIEF = CITY_COORDINATOR
COMBINATIONS = [
    (kind, state, verb)
    for kind in KINDS
    for state in State
    for verb in (*VERBS, "file", "delete", "")
]


@pytest.mark.parametrize(("kind", "state", "verb"), COMBINATIONS)
def test_verb_is_possible_exactly_where_the_table_says(kind: str, state: State, verb: str) -> None:
    case = IN_STATE[state](kind)
    if verb in POSSIBLE[state]:
        assert why_not(case, verb, CHIEF) is None
        assert act(case, verb, CHIEF, **FULL).step.verb == verb
        return
    refusal = why_not(case, verb, CHIEF)
    assert refusal is not None
    with pytest.raises(Refused) as caught:
        act(case, verb, CHIEF, **FULL)
    assert caught.value.code == refusal.code
    if verb not in VERBS:
        assert refusal.code == "unknown_verb"
    elif (state, verb) == (NEW, "return"):
        assert refusal.code == "no_earlier_unit"
    else:
        assert refusal.code == "wrong_state" and refusal.facts == {"state": state}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", State)
def test_allowed_lists_the_live_verbs_in_the_order_of_the_table(kind: str, state: State) -> None:
    case = IN_STATE[state](kind)
    assert allowed(case, CHIEF) == [verb for verb in VERBS if verb in POSSIBLE[state]]


def test_at_most_one_row_fits_a_verb() -> None:
    for kind, state, verb in COMBINATIONS:
        rows = [
            row
            for row in TABLE
            if row.verb == verb and state in row.frm and (row.kinds is None or kind in row.kinds)
        ]
        assert len(rows) <= 1, (kind, state, verb)


@pytest.mark.parametrize("state", [State.RESOLVED, State.REJECTED])
def test_nothing_opens_a_closed_case(state: State) -> None:
    assert all(row.to is None for row in TABLE if state in row.frm)


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("scene", ("text", "evidence")),
        ("waste", ("text", "evidence")),
        ("procedure", ("text",)),
        ("initiative", ("text",)),
    ],
)
def test_a_result_on_site_needs_evidence(kind: str, asked: tuple[str, ...]) -> None:
    assert needs_of(IN_STATE[ACCEPTED](kind), "resolve") == asked


def test_a_verb_without_a_row_asks_for_nothing() -> None:
    assert needs_of(new_case(), "resolve") == ()
