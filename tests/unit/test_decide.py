"""What an action must bring, and what it makes of the case, its clocks and its history."""

import copy
from datetime import timedelta

import pytest

from ihanoi_desk.domain.cases import Course, State
from ihanoi_desk.domain.decide import apply, preview
from ihanoi_desk.domain.refusals import Refused
from tests.unit.town import (
    BOOK,
    CATALOGUE,
    CITY_COORDINATOR,
    CITY_HANDLER,
    COORDINATOR,
    FILED,
    FORMER,
    FULL,
    GATE,
    GATE_HANDLER,
    HANDLER,
    IN_STATE,
    LAKE,
    ROADS,
    ROADS_HANDLER,
    SECOND,
    SUPERVISOR,
    act,
    action,
    hanoi,
    keys,
    new_case,
)

HOUR = timedelta(hours=1)
NEW, ACCEPTED, ASSIGNED = State.NEW, State.ACCEPTED, State.ASSIGNED


# --- what is missing has a name -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "verb", "spoilt", "code"),
    [
        (NEW, "route", {"note": ""}, "needs_note"),
        (NEW, "route", {"note": " \n"}, "needs_note"),
        (NEW, "route", {"target_unit": None}, "needs_target_unit"),
        (NEW, "route", {"target_unit": ""}, "needs_target_unit"),
        (NEW, "route", {"target_unit": LAKE.key}, "same_unit"),
        (NEW, "route", {"target_unit": "99999@2025-07-01"}, "unknown_unit"),
        (NEW, "route", {"target_unit": "00082"}, "unknown_unit"),
        (NEW, "route", {"target_unit": FORMER.key}, "unknown_unit"),
        (NEW, "return", {}, "no_earlier_unit"),
        (NEW, "reject", {"reason": None}, "needs_reason"),
        (NEW, "reject", {"reason": ""}, "needs_reason"),
        (NEW, "reject", {"reason": "because"}, "unknown_reason"),
        (NEW, "reject", {"reason": "land_complaint"}, "unknown_reason"),
        (NEW, "reject", {"text": "  "}, "needs_text"),
        (ACCEPTED, "reject", {"text": ""}, "needs_text"),
        (NEW, "reject", {"text": "Không thuộc thẩm quyền."}, "needs_next_step"),
        (NEW, "accept", {"text": "Đã nhận lúc […], sẽ trả lời."}, "gap_left"),
        (ACCEPTED, "resolve", {"text": "Đã vá […] m2."}, "gap_left"),
        (State.RESOLVED, "publish", {"text": "Đã vá […] m2."}, "gap_left"),
        (ACCEPTED, "assign", {"assignee_id": None}, "needs_assignee"),
        (ACCEPTED, "assign", {"assignee_id": 999}, "assignee_elsewhere"),
        (ACCEPTED, "assign", {"assignee_id": 0}, "assignee_elsewhere"),
        (ACCEPTED, "assign", {"assignee_id": GATE_HANDLER.id}, "assignee_elsewhere"),
        (ACCEPTED, "assign", {"assignee_id": ROADS_HANDLER.id}, "assignee_elsewhere"),
        (ACCEPTED, "assign", {"assignee_id": SUPERVISOR.id}, "assignee_elsewhere"),
        (ACCEPTED, "resolve", {"text": "\t"}, "needs_text"),
        (ACCEPTED, "resolve", {"attachments": ()}, "needs_evidence"),
        (ASSIGNED, "resolve", {"attachments": ()}, "needs_evidence"),
        (ASSIGNED, "return", {"note": ""}, "needs_note"),
        (NEW, "note", {"note": ""}, "needs_note"),
        (State.RESOLVED, "note", {"note": ""}, "needs_note"),
    ],
)
def test_refusal(state: State, verb: str, spoilt: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as caught:
        act(IN_STATE[state]("scene"), verb, COORDINATOR, **{**FULL, **spoilt})
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (NEW, "reject"),
        (ACCEPTED, "resolve"),
        (ACCEPTED, "propose"),
        (ACCEPTED, "ask_citizen"),
        (ACCEPTED, "message"),
    ],
)
def test_somebodys_data_in_words_to_the_citizen_needs_a_reason_that_is_kept(
    state: State, verb: str
) -> None:
    words = {**FULL, "text": "Xin gọi 0912 345 678."}
    with pytest.raises(Refused, match="personal_data"):
        act(IN_STATE[state]("scene"), verb, COORDINATOR, **words)
    kept = {"0912345678": "Số trực của tổ."}
    step = act(IN_STATE[state]("scene"), verb, COORDINATOR, **words, kept=kept).step
    assert step.facts["kept"] == "09••••678: Số trực của tổ."


def test_nothing_is_kept_in_words_for_everybody() -> None:
    words = {**FULL, "text": "Xin gọi 0912 345 678."}
    kept = {"0912345678": "Số trực của tổ."}
    with pytest.raises(Refused) as caught:
        act(IN_STATE[State.RESOLVED]("scene"), "publish", COORDINATOR, **words, kept=kept)
    assert caught.value.code == "personal_data_for_all"
    assert caught.value.facts == {"masks": "09••••678"}


def test_words_for_colleagues_may_hold_a_number() -> None:
    step = act(new_case(), "note", HANDLER, note="Đã gọi 0912 345 678.").step
    assert "kept" not in step.facts


@pytest.mark.parametrize(
    ("kind", "reason", "fits"),
    [
        ("scene", "edited_image", True),
        ("scene", "land_complaint", False),
        ("procedure", "land_complaint", True),
        ("procedure", "edited_image", False),
        ("waste", "duplicate", True),
        ("initiative", "duplicate", True),
        ("initiative", "edited_image", False),
    ],
)
def test_a_reason_belongs_to_a_kind(kind: str, reason: str, fits: bool) -> None:
    facts = {**FULL, "reason": reason}
    if fits:
        assert act(new_case(kind), "reject", HANDLER, **facts).step.reason == reason
    else:
        with pytest.raises(Refused, match="unknown_reason"):
            act(new_case(kind), "reject", HANDLER, **facts)


def test_a_case_is_not_returned_to_a_unit_that_was_merged() -> None:
    with pytest.raises(Refused, match="unknown_unit"):
        act(new_case(hops=keys(FORMER)), "return", HANDLER, **FULL)


def test_a_unit_takes_cases_from_its_first_day_in_hanoi_on() -> None:
    eve = hanoi("2025-06-30 23:59")
    first_minute = hanoi("2025-07-01 00:00")
    case = new_case(unit=GATE.key)
    to_lake = action("route", case, **{**FULL, "target_unit": LAKE.key})
    to_former = action("route", case, **{**FULL, "target_unit": FORMER.key})
    with pytest.raises(Refused, match="unknown_unit"):
        apply(case, to_lake, GATE_HANDLER, eve, BOOK)
    assert apply(case, to_lake, GATE_HANDLER, first_minute, BOOK).case.unit == LAKE.key
    assert apply(case, to_former, GATE_HANDLER, eve, BOOK).case.unit == FORMER.key
    with pytest.raises(Refused, match="unknown_unit"):
        apply(case, to_former, GATE_HANDLER, first_minute, BOOK)


def test_a_handler_of_the_city_may_be_given_a_wards_case() -> None:
    done = act(IN_STATE[ACCEPTED]("scene"), "assign", COORDINATOR, assignee_id=CITY_HANDLER.id)
    assert done.case.holder_id == CITY_HANDLER.id and done.case.unit == LAKE.key


# --- the way of a case --------------------------------------------------------------------------


def test_hops_remember_every_sender_oldest_first() -> None:
    first = act(new_case(), "route", HANDLER, **FULL).case
    second = act(first, "route", GATE_HANDLER, **{**FULL, "target_unit": ROADS.key}).case
    assert (second.unit, second.hops) == (ROADS.key, keys(LAKE, GATE))
    back = act(second, "return", CITY_COORDINATOR, note="Không phải đường do Sở quản lý.").case
    assert (back.unit, back.hops) == (GATE.key, keys(LAKE, GATE, ROADS))


def test_after_the_second_hop_only_the_citys_coordinator_sends_a_case_on() -> None:
    case = new_case(unit=ROADS.key, hops=keys(LAKE, GATE), course=Course.RISEN)
    for officer in (ROADS_HANDLER, CITY_HANDLER):
        for verb in ("route", "return"):
            with pytest.raises(Refused, match="city_routes") as caught:
                act(case, verb, officer, **FULL)
            assert caught.value.facts == {"n": "2"}
    assert act(case, "route", CITY_COORDINATOR, **FULL).case.unit == GATE.key


@pytest.mark.parametrize("verb", ["route", "return"])
def test_a_case_that_leaves_is_in_nobodys_hands(verb: str) -> None:
    held = new_case(hops=keys(GATE), holder_id=HANDLER.id, holder_name=HANDLER.name)
    gone = act(held, verb, COORDINATOR, **FULL).case
    assert (gone.unit, gone.holder_id, gone.holder_name) == (GATE.key, None, None)


def test_ping_pong_rises_to_the_citys_coordinator_and_is_all_counted() -> None:
    case = act(new_case(), "route", HANDLER, **FULL).case
    case = act(case, "return", GATE_HANDLER, note="Không phải chúng tôi.").case
    with pytest.raises(Refused, match="city_routes"):
        act(case, "return", HANDLER, note="Cũng không phải chúng tôi.")
    case = act(case, "return", CITY_COORDINATOR, note="Cửa Nam chủ trì.").case
    assert (case.unit, case.hops) == (GATE.key, keys(LAKE, GATE, LAKE))
    assert case.filed_at == FILED and case.version == 4


def test_a_case_accepted_by_the_city_stays_with_its_unit() -> None:
    done = act(new_case(), "accept", CITY_COORDINATOR)
    assert done.case.unit == LAKE.key and done.case.holder_id == CITY_COORDINATOR.id
    assert done.step.unit == LAKE.key and done.step.target_unit is None
    assert act(done.case, "resolve", HANDLER, **FULL).case.state is State.RESOLVED


# --- the line in the history --------------------------------------------------------------------


def test_step_of_a_transfer() -> None:
    case = new_case()
    spaced = {**FULL, "text": "\n Kính gửi ông/bà. ", "note": " Bên kia. \n"}
    step = act(case, "route", HANDLER, after=HOUR, **spaced).step
    assert (step.id, step.case_id, step.seq) == ("route-1", case.id, 2)
    assert (step.verb, step.at) == ("route", FILED + HOUR)
    assert (step.actor_id, step.actor_name) == (HANDLER.id, HANDLER.name)
    assert (step.unit, step.target_unit) == (LAKE.key, GATE.key)
    assert (step.from_state, step.to_state) == (NEW, NEW)
    assert (step.text, step.note) == ("Kính gửi ông/bà.", "Bên kia.")
    assert step.attachments == ("tep-1",)


def test_step_of_a_return_names_the_unit_it_goes_to() -> None:
    step = act(new_case(hops=keys(GATE)), "return", HANDLER, note="Của các anh chị.").step
    assert (step.unit, step.target_unit) == (LAKE.key, GATE.key)


def test_the_servers_clock_counts_not_the_desks() -> None:
    case = new_case()
    slow = action("accept", case, FILED - 100 * HOUR)
    done = apply(case, slow, HANDLER, FILED + HOUR, BOOK)
    assert done.step.at == done.case.received_at == FILED + HOUR


@pytest.mark.parametrize(
    ("state", "verb", "reason", "assignee", "target"),
    [
        (NEW, "accept", None, None, None),
        (NEW, "route", None, None, GATE.key),
        (NEW, "reject", "duplicate", None, None),
        (ACCEPTED, "assign", None, SECOND.name, None),
        (ASSIGNED, "return", None, None, None),
        (ASSIGNED, "resolve", None, None, None),
        (ASSIGNED, "note", None, None, None),
    ],
)
def test_a_step_keeps_only_what_its_verb_asks_for(
    state: State, verb: str, reason: str | None, assignee: str | None, target: str | None
) -> None:
    step = act(IN_STATE[state]("scene"), verb, COORDINATOR, **FULL).step
    assert (step.reason, step.assignee_name, step.target_unit) == (reason, assignee, target)


@pytest.mark.parametrize("verb", ["accept", "route", "reject", "note"])
def test_the_case_that_goes_in_is_not_changed(verb: str) -> None:
    case = new_case()
    before = copy.deepcopy(case)
    assert act(case, verb, HANDLER, after=HOUR, **FULL).case is not case
    assert case == before


def test_applying_twice_gives_the_same() -> None:
    case = new_case()
    assert act(case, "route", HANDLER, **FULL) == act(case, "route", HANDLER, **FULL)


# --- the preview --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "verb"),
    [(NEW, "accept"), (NEW, "route"), (NEW, "reject"), (ACCEPTED, "assign"), (ASSIGNED, "return")],
)
def test_the_preview_of_a_finished_action_is_what_will_happen(state: State, verb: str) -> None:
    case = IN_STATE[state]("scene")
    full = action(verb, case, **FULL)
    assert preview(case, full, COORDINATOR, FILED, BOOK) == apply(
        case, full, COORDINATOR, FILED, BOOK
    )


@pytest.mark.parametrize(("state", "verb"), [(NEW, "route"), (NEW, "return"), (ACCEPTED, "assign")])
def test_the_preview_of_an_empty_action_names_nobody(state: State, verb: str) -> None:
    case = IN_STATE[state]("scene")
    done = preview(case, action(verb, case), COORDINATOR, FILED, BOOK)
    assert done is not None and done.case.unit == case.unit and done.case.hops == ()
    assert done.step.target_unit is None and done.step.assignee_name is None


def test_no_preview_where_the_table_has_no_row() -> None:
    case = IN_STATE[State.RESOLVED]("scene")
    assert preview(case, action("accept", case), HANDLER, FILED, CATALOGUE.rulebook()) is None
