"""The transition table, walked row by row, and everything it must forbid."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from ihanoi_desk.domain.cases import OPEN_STATES, Case, Rating, State, Urgency
from ihanoi_desk.domain.decide import Applied, allowed, needs_of, why_not
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.officers import OFFICER_ROLES, Actor, Officer, Role
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.transition import Clock, Transition
from ihanoi_desk.domain.transitions import ALL_VERBS, FILE, TABLE, VERBS, find
from tests.unit.town import (
    BOOK,
    CITY_COORDINATOR,
    CLASSIFIED,
    COORDINATOR,
    EVERYBODY,
    FILED,
    GATE,
    GATE_HANDLER,
    GUARDED,
    HANDLER,
    IN_STATE,
    LAKE,
    POSSIBLE,
    SECOND,
    SENDER,
    SUPERVISOR,
    SYSTEM,
    act,
    full,
    keys,
    new_case,
)


@dataclass(frozen=True)
class Did:
    """One verb of a scenario and what must be true after it."""

    verb: str
    officer: Actor
    state: State
    told: str | None
    holder: Officer | None = None
    facts: dict[str, object] = field(default_factory=dict)
    unit: str = LAKE.key
    hops: tuple[str, ...] = ()


NEW, ACCEPTED, ASSIGNED = State.NEW, State.ACCEPTED, State.ASSIGNED
WAITING, APPROVAL, REOPENED = State.WAITING, State.APPROVAL, State.REOPENED
RESOLVED, REJECTED, CLOSED = State.RESOLVED, State.REJECTED, State.CLOSED
TEXT = {"text": "Đã vá mặt đường."}
NOTE = {"note": "Thuộc địa bàn bên kia."}
PHOTO = {**TEXT, "attachments": ("anh-1",)}
REASON = {"text": "Việc này đã có người báo, xin xem mã chính.", "reason": "duplicate"}
TO_GATE = {**NOTE, "target_unit": GATE.key}
TO_SECOND = {"assignee_id": SECOND.id}
COMPLEX = {**NOTE, "urgency": Urgency.COMPLEX}
OTHER = {"category": "other"}
MASTER = {"master_id": 2}
DAYS = {**NOTE, "days": 3}
LATE = {"reason": "handle_late"}
BAD, GOOD = {"rating": Rating.UNSATISFIED}, {"rating": Rating.SATISFIED}
TAKEN = Did("accept", HANDLER, ACCEPTED, "case_accepted", HANDLER)
GIVEN = Did("assign", COORDINATOR, ASSIGNED, "case_processing", SECOND, TO_SECOND)
SENT_ON = Did("route", HANDLER, NEW, "case_routed", None, TO_GATE, unit=GATE.key, hops=keys(LAKE))
DONE = Did("resolve", HANDLER, RESOLVED, "case_result", HANDLER, PHOTO)
ASKED = Did("ask_citizen", HANDLER, WAITING, "case_info_requested", HANDLER, TEXT)
AGAIN = Did("reopen", SYSTEM, REOPENED, "case_reopened", HANDLER, NOTE)


def quiet(
    verb: str, actor: Actor, state: State, facts: dict[str, object], held: bool = True
) -> Did:
    """A step inside the office: the citizen hears nothing, the case stays in the same hands."""
    return Did(verb, actor, state, None, HANDLER if held else None, facts)


def classified(kind: str) -> Did:
    return quiet("classify", HANDLER, ACCEPTED, {"facts": CLASSIFIED[kind]})


SCENARIOS: dict[str, tuple[str, tuple[Did, ...]]] = {
    "accepted and repaired": ("scene", (TAKEN, DONE)),
    "accepted, assigned and answered on paper": (
        "procedure",
        (
            TAKEN,
            classified("procedure"),
            GIVEN,
            Did("resolve", SECOND, RESOLVED, "case_result", SECOND, TEXT),
        ),
    ),
    "assigned by the supervisor, assigned again, given back": (
        "waste",
        (
            TAKEN,
            classified("waste"),
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
            Did("resolve", HANDLER, RESOLVED, "case_result", None, PHOTO),
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
            quiet("classify", HANDLER, NEW, {"facts": {"stage": "idea"}}, held=False),
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
    "a procedure turns out to be another agency's": ("procedure", (TAKEN, SENT_ON)),
    "that, after it was assigned": ("procedure", (TAKEN, GIVEN, SENT_ON)),
    "rejected at sight, then noted": (
        "scene",
        (
            Did("reject", HANDLER, REJECTED, "case_rejected", None, REASON),
            Did("note", SUPERVISOR, REJECTED, None, None, NOTE),
        ),
    ),
    "rejected while in work": (
        "scene",
        (TAKEN, Did("reject", COORDINATOR, REJECTED, "case_rejected", HANDLER, REASON)),
    ),
    "rejected while assigned": (
        "procedure",
        (TAKEN, GIVEN, Did("reject", SECOND, REJECTED, "case_rejected", SECOND, REASON)),
    ),
    "notes change nothing": (
        "scene",
        (
            quiet("note", HANDLER, NEW, NOTE, held=False),
            TAKEN,
            quiet("note", COORDINATOR, ACCEPTED, NOTE),
        ),
    ),
    "the city takes a ward's case": (
        "scene",
        (Did("accept", CITY_COORDINATOR, ACCEPTED, "case_accepted", CITY_COORDINATOR),),
    ),
    "asked, answered, and asked again without an answer": (
        "scene",
        (
            TAKEN,
            ASKED,
            quiet("answer", SENDER, ACCEPTED, PHOTO),
            GIVEN,
            Did("ask_citizen", SECOND, WAITING, "case_info_requested", SECOND, TEXT),
            Did("resume", SECOND, ASSIGNED, None, SECOND, NOTE),
        ),
    ),
    "no answer came": (
        "scene",
        (
            TAKEN,
            ASKED,
            quiet("escalate", SYSTEM, WAITING, LATE),
            quiet("reschedule", SYSTEM, WAITING, NOTE),
            Did("message", HANDLER, WAITING, "case_message", HANDLER, TEXT),
            Did("reject", HANDLER, REJECTED, "case_rejected", HANDLER, REASON),
        ),
    ),
    "words back and forth": (
        "scene",
        (
            quiet("write", SENDER, NEW, TEXT, held=False),
            TAKEN,
            Did("message", HANDLER, ACCEPTED, "case_message", HANDLER, TEXT),
            quiet("write", SENDER, ACCEPTED, PHOTO),
            DONE,
            Did("message", HANDLER, RESOLVED, "case_message", HANDLER, TEXT),
            quiet("write", SENDER, RESOLVED, TEXT),
        ),
    ),
    "level and category are corrected": (
        "scene",
        (
            quiet("urgency", HANDLER, NEW, COMPLEX, held=False),
            quiet("categorize", HANDLER, NEW, OTHER, held=False),
            TAKEN,
            quiet("urgency", SUPERVISOR, ACCEPTED, {**NOTE, "urgency": Urgency.URGENT}),
            quiet("categorize", COORDINATOR, ACCEPTED, {"category": "pothole"}),
        ),
    ),
    "more time is asked for and granted": (
        "scene",
        (
            quiet("urgency", HANDLER, NEW, COMPLEX, held=False),
            TAKEN,
            quiet("ask_extension", HANDLER, ACCEPTED, DAYS),
            Did("extend", SUPERVISOR, ACCEPTED, "case_extended", HANDLER, TEXT),
        ),
    ),
    "more time is asked for and denied, then granted while the citizen is asked": (
        "scene",
        (
            quiet("urgency", HANDLER, NEW, COMPLEX, held=False),
            TAKEN,
            quiet("ask_extension", HANDLER, ACCEPTED, DAYS),
            quiet("deny_extension", SUPERVISOR, ACCEPTED, NOTE),
            quiet("ask_extension", HANDLER, ACCEPTED, DAYS),
            ASKED,
            Did("extend", SUPERVISOR, WAITING, "case_extended", HANDLER, TEXT),
        ),
    ),
    "a result is approved, published, withdrawn and the case closed": (
        "scene",
        (
            TAKEN,
            quiet("propose", HANDLER, APPROVAL, PHOTO),
            quiet("write", SENDER, APPROVAL, TEXT),
            Did("message", HANDLER, APPROVAL, "case_message", HANDLER, TEXT),
            quiet("escalate", SYSTEM, APPROVAL, LATE),
            quiet("reschedule", SYSTEM, APPROVAL, NOTE),
            Did("approve", SUPERVISOR, RESOLVED, "case_result", HANDLER),
            quiet("publish", COORDINATOR, RESOLVED, TEXT),
            quiet("unpublish", SUPERVISOR, RESOLVED, NOTE),
            quiet("close", SYSTEM, CLOSED, {}),
            quiet("publish", COORDINATOR, CLOSED, TEXT),
            quiet("unpublish", COORDINATOR, CLOSED, NOTE),
            quiet("note", HANDLER, CLOSED, NOTE),
            Did("reopen", COORDINATOR, REOPENED, "case_reopened", HANDLER, NOTE),
            replace(DONE, told="case_result_updated"),
        ),
    ),
    "rejected by mistake": (
        "scene",
        (
            Did("reject", HANDLER, REJECTED, "case_rejected", None, REASON),
            Did("reopen", SUPERVISOR, REOPENED, "case_reopened", None, NOTE),
            Did("assign", COORDINATOR, ASSIGNED, "case_processing", SECOND, TO_SECOND),
            Did("resolve", SECOND, RESOLVED, "case_result_updated", SECOND, PHOTO),
        ),
    ),
    "an answer on paper is sent back and approved": (
        "procedure",
        (
            TAKEN,
            classified("procedure"),
            quiet("propose", HANDLER, APPROVAL, TEXT),
            quiet("send_back", SUPERVISOR, ACCEPTED, NOTE),
            quiet("propose", HANDLER, APPROVAL, TEXT),
            Did("approve", SUPERVISOR, RESOLVED, "case_result", HANDLER),
        ),
    ),
    "the sender is not satisfied, then is": (
        "scene",
        (
            TAKEN,
            DONE,
            quiet("rate", SENDER, RESOLVED, BAD),
            AGAIN,
            quiet("urgency", HANDLER, REOPENED, COMPLEX),
            quiet("categorize", HANDLER, REOPENED, OTHER),
            quiet("ask_extension", HANDLER, REOPENED, DAYS),
            Did("extend", SUPERVISOR, REOPENED, "case_extended", HANDLER, TEXT),
            quiet("escalate", SYSTEM, REOPENED, LATE),
            Did("resolve", HANDLER, RESOLVED, "case_result_updated", HANDLER, PHOTO),
            quiet("rate", SENDER, RESOLVED, GOOD),
        ),
    ),
    "two reports of one matter": (
        "scene",
        (
            Did("merge", HANDLER, NEW, "case_merged", None, MASTER),
            quiet("separate", COORDINATOR, NEW, NOTE, held=False),
            TAKEN,
            Did("merge", HANDLER, ACCEPTED, "case_merged", HANDLER, MASTER),
            Did("follow", SYSTEM, RESOLVED, "case_result", HANDLER, TEXT),
            Did("reopen_along", SYSTEM, REOPENED, "case_reopened", HANDLER, NOTE),
            Did("follow", SYSTEM, RESOLVED, "case_result_updated", HANDLER, TEXT),
        ),
    ),
    "one of them is another unit's": (
        "scene",
        (Did("merge", HANDLER, NEW, "case_merged", None, MASTER), SENT_ON),
    ),
    "both are another unit's, and of no use": (
        "scene",
        (
            TAKEN,
            Did("merge", HANDLER, ACCEPTED, "case_merged", HANDLER, MASTER),
            replace(SENT_ON, verb="go_along", officer=SYSTEM),
            Did(
                *("reject_along", SYSTEM, REJECTED, "case_rejected", None, REASON),
                unit=GATE.key,
                hops=keys(LAKE),
            ),
            Did(
                *("reopen_along", SYSTEM, REOPENED, "case_reopened", None, NOTE),
                unit=GATE.key,
                hops=keys(LAKE),
            ),
        ),
    ),
    "the limits of a new report": (
        "scene",
        (
            quiet("escalate", SYSTEM, NEW, LATE, held=False),
            quiet("reschedule", SYSTEM, NEW, NOTE, held=False),
        ),
    ),
}


def walk(name: str) -> list[tuple[Did, Transition | None, Case, Applied]]:
    """Do the scenario: each verb with its row of the table, the case before, what came out."""
    kind, deeds = SCENARIOS[name]
    case = new_case(kind)
    walked = []
    for hour, did in enumerate(deeds, start=1):
        row = find(case, did.verb)
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


def test_filing_is_the_citizens_row() -> None:
    assert FILE.verb == "file" and FILE.to is NEW and FILE.roles == {Role.CITIZEN}
    assert FILE.clock is Clock.START_RECEIVING and FILE.event == "case_received"
    assert "file" not in VERBS


def test_officers_have_no_verb_of_the_sender_or_the_server() -> None:
    for row in TABLE:
        assert bool(row.roles & OFFICER_ROLES) == (row.verb in VERBS)
        assert Role.CITIZEN not in row.roles or row.roles == {Role.CITIZEN}


# --- what each kind of case allows in each state ------------------------------------------------

COMBINATIONS = [
    (kind, state, verb) for kind in KINDS for state in State for verb in (*ALL_VERBS, "delete", "")
]
WITH_FACTS = {"procedure", "waste", "initiative"}
WORKED = (ACCEPTED, ASSIGNED, REOPENED)


def is_possible(kind: str, state: State, verb: str) -> bool:
    """Whether the verb goes through on an unclassified, normal, never moved case."""
    if verb == "classify":
        return kind in WITH_FACTS and state in (NEW, *WORKED)
    if verb == "route" and kind == "procedure" and state in WORKED:
        return True
    if verb in ("resolve", "propose") and kind in WITH_FACTS:
        return False
    return verb in POSSIBLE[state]


def has_row(kind: str, state: State, verb: str) -> bool:
    """Whether only the case's own circumstances forbid the verb."""
    guarded = {
        "return": (NEW,),
        "ask_extension": WORKED,
        "extend": (*WORKED, WAITING),
        "deny_extension": (*WORKED, WAITING),
        "separate": tuple(OPEN_STATES),
        **dict.fromkeys(("follow", "go_along", "reject_along"), (NEW, *WORKED)),
        "reopen_along": (REJECTED, RESOLVED),
        "unpublish": (RESOLVED, CLOSED),
        "resolve": WORKED,
        "propose": WORKED,
    }
    return is_possible(kind, state, verb) or state in guarded.get(verb, ())


@pytest.mark.parametrize(("kind", "state", "verb"), COMBINATIONS)
def test_verb_is_possible_exactly_where_the_table_says(kind: str, state: State, verb: str) -> None:
    case = IN_STATE[state](kind)
    refusal = why_not(case, verb, EVERYBODY, BOOK)
    if is_possible(kind, state, verb):
        assert refusal is None
        assert act(case, verb, EVERYBODY, **full(kind)).step.verb == verb
        return
    assert refusal is not None
    with pytest.raises(Refused) as caught:
        act(case, verb, EVERYBODY, **full(kind))
    assert caught.value.code == refusal.code
    if verb not in ALL_VERBS:
        assert refusal.code == "unknown_verb"
    elif has_row(kind, state, verb):
        assert refusal.code == GUARDED[verb]
    else:
        assert refusal.code == "wrong_state" and refusal.facts == {"state": state}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", State)
def test_allowed_lists_the_live_verbs_in_the_order_of_the_table(kind: str, state: State) -> None:
    wanted = [verb for verb in VERBS if is_possible(kind, state, verb)]
    assert allowed(IN_STATE[state](kind), EVERYBODY, BOOK) == wanted


def test_at_most_one_row_fits_a_verb() -> None:
    for kind, state, verb in COMBINATIONS:
        rows = [
            row
            for row in TABLE
            if row.verb == verb and state in row.frm and (row.kinds is None or kind in row.kinds)
        ]
        assert len(rows) <= 1, (kind, state, verb)


@pytest.mark.parametrize("state", [REJECTED, CLOSED])
def test_only_a_lead_opens_a_closed_case_and_says_why(state: State) -> None:
    row, *along = [row for row in TABLE if state in row.frm and row.to is not None]
    assert (row.verb, row.to) == ("reopen", REOPENED)
    assert row.roles == {Role.COORDINATOR, Role.SUPERVISOR}
    assert [(other.verb, other.roles) for other in along] == (
        [("reopen_along", {Role.SYSTEM})] if state is REJECTED else []
    ), "what was rejected along with another one follows that"
    for who in (HANDLER, SYSTEM, SENDER):
        with pytest.raises(Refused, match="not_your_role"):
            act(IN_STATE[state]("scene"), "reopen", who, **NOTE)
    with pytest.raises(Refused, match="needs_note"):
        act(IN_STATE[state]("scene"), "reopen", COORDINATOR)


def test_a_case_stays_merged_only_where_the_other_goes() -> None:
    merged = act(new_case(), "merge", HANDLER, **MASTER).case
    alone = act(merged, "route", HANDLER, **TO_GATE)
    assert alone.case.master_id is None
    assert alone.step.facts == {"master_id": "", "master_id_was": "2"}
    assert act(merged, "go_along", SYSTEM, **TO_GATE).case.master_id == 2
    back = act(replace(alone.case, master_id=7), "return", GATE_HANDLER, **NOTE)
    assert back.case.master_id is None


def test_open_states() -> None:
    assert {NEW, ACCEPTED, ASSIGNED, WAITING, APPROVAL, REOPENED} == OPEN_STATES


@pytest.mark.parametrize("verb", ["resolve", "propose"])
@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("scene", ("text", "evidence")),
        ("waste", ("text", "evidence")),
        ("procedure", ("text",)),
        ("initiative", ("text",)),
    ],
)
def test_a_result_on_site_needs_evidence(kind: str, asked: tuple[str, ...], verb: str) -> None:
    assert needs_of(IN_STATE[ACCEPTED](kind), verb) == asked


def test_a_verb_without_a_row_asks_for_nothing() -> None:
    assert needs_of(new_case(), "resolve") == ()


# --- who: every actor without one of the row's roles is refused ---------------------------------


@dataclass(frozen=True)
class Only:
    """Has one role at Hoàn Kiếm."""

    role: Role
    id: int = 98
    name: str = "Một Vai"
    coordinates_city: bool = False

    def roles_at(self, unit: str) -> frozenset[Role]:
        return frozenset({self.role} if unit == LAKE.key else ())


@pytest.mark.parametrize("row", [row for row in TABLE if row is not FILE], ids=lambda row: row.verb)
@pytest.mark.parametrize("role", Role)
def test_a_row_is_for_its_roles_alone(row: Transition, role: Role) -> None:
    kind = next(iter(row.kinds or ("scene",)))
    for state in row.frm:
        refusal = why_not(IN_STATE[state](kind), row.verb, Only(role), BOOK)
        forbidden = refusal is not None and refusal.code == "not_your_role"
        assert forbidden == (role not in row.roles)
        elsewhere = replace(IN_STATE[state](kind), unit=GATE.key)
        refusal = why_not(elsewhere, row.verb, Only(role), BOOK)
        assert refusal is not None and refusal.code == "not_your_role"
