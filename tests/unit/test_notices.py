"""What the citizen is told: the lock screen holds a code, the app the text, neither the note."""

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ihanoi_desk.domain.cases import State, Step
from ihanoi_desk.domain.notices import Notice, compose
from ihanoi_desk.domain.officers import OFFICER_ROLES
from ihanoi_desk.domain.personal_data import find
from ihanoi_desk.domain.transitions import TABLE
from tests.unit.town import CATALOGUE, COORDINATOR, FULL, GATE, IN_STATE, act, keys, new_case

CODE = "HT-000001"
SECRET = "Người gửi là hàng xóm của tôi, số 0900000012"
TOLD = [
    (State.NEW, "accept"),
    (State.NEW, "route"),
    (State.NEW, "reject"),
    (State.ACCEPTED, "assign"),
    (State.ACCEPTED, "resolve"),
]


SENT_ON = (
    "Phường Hoàn Kiếm đã chuyển phản ánh đến Phường Cửa Nam lúc 08:30 ngày 02/03/2026."
    " Ông/bà không phải gửi lại."
)


def notice_of(step: Step) -> Notice:
    assert step.event is not None
    return compose(step.event, CODE, step, CATALOGUE)


def step_of(state: State, verb: str, **facts: object) -> Step:
    return act(IN_STATE[state]("scene"), verb, COORDINATOR, **{**FULL, **facts}).step


@pytest.mark.parametrize(
    ("state", "verb", "title", "detail"),
    [
        (State.NEW, "accept", "Đã tiếp nhận", FULL["text"]),
        (
            State.NEW,
            "route",
            "Đã chuyển đơn vị xử lý",
            f"{SENT_ON}\n{FULL['text']}",
        ),
        (
            State.NEW,
            "reject",
            "Phản ánh không được tiếp nhận",
            f"Lý do: Trùng phản ánh.\n{FULL['text']}",
        ),
        (State.ACCEPTED, "assign", "Đang xử lý", FULL["text"]),
        (State.ASSIGNED, "resolve", "Đã có kết quả", FULL["text"]),
    ],
)
def test_compose(state: State, verb: str, title: str, detail: str) -> None:
    notice = notice_of(step_of(state, verb))
    assert (notice.title, notice.detail) == (title, detail)
    assert CODE in notice.body


def test_a_return_tells_the_unit_it_went_to() -> None:
    step = act(new_case(hops=keys(GATE)), "return", COORDINATOR, note="Của bên kia.").step
    assert notice_of(step).detail == SENT_ON


def test_a_merged_report_names_the_one_that_is_answered() -> None:
    step = act(new_case(), "merge", COORDINATOR, master_id=18655).step
    assert "Kết quả của HT-018655 sẽ được gửi cho ông/bà" in notice_of(step).detail


def test_a_result_that_takes_the_place_of_another_is_told_as_that() -> None:
    again = act(IN_STATE[State.RESOLVED]("scene"), "reopen", COORDINATOR, note="Lún lại.").case
    step = act(again, "resolve", COORDINATOR, **FULL).step
    assert notice_of(step).title == "Kết quả được cập nhật"
    assert "Mời ông/bà xem và đánh giá" in notice_of(step).body


def test_nothing_to_say_is_an_empty_detail() -> None:
    assert notice_of(step_of(State.NEW, "accept", text="")).detail == ""


@pytest.mark.parametrize(("state", "verb"), TOLD)
@given(
    text=st.text().filter(lambda words: not find(words)),
    note=st.text(min_size=1).map(lambda tail: SECRET + tail),
)
def test_the_note_never_reaches_the_citizen(state: State, verb: str, text: str, note: str) -> None:
    step = step_of(state, verb, text=f"Xin gửi lại ảnh.\n{text}", note=note)
    notice = notice_of(step)
    assert step.note.startswith(SECRET)
    assert SECRET not in f"{notice.title}{notice.body}{notice.detail}"


@pytest.mark.parametrize(("state", "verb"), TOLD)
def test_the_lock_screen_depends_on_the_code_alone(state: State, verb: str) -> None:
    one = notice_of(step_of(state, verb, text="Xin gửi lại. Nguyễn Thị Thử ở số 1 Phố Mẫu"))
    other = notice_of(step_of(state, verb, text="Khác hẳn, xin gửi lại"))
    assert (one.title, one.body) == (other.title, other.body)
    assert one.detail != other.detail


def test_braces_in_a_text_are_only_text() -> None:
    text = "Đã lắp {case_code} và {0} nắp {hố"
    assert text in notice_of(step_of(State.NEW, "accept", text=text)).detail


def test_an_event_without_a_template_is_an_error() -> None:
    with pytest.raises(KeyError):
        compose("case_forgotten", CODE, step_of(State.NEW, "accept"), CATALOGUE)


def test_every_event_of_the_table_has_a_template() -> None:
    events = {event for row in TABLE for event in (row.event, row.again) if event}
    assert events <= {row.event for row in CATALOGUE.pushes}


def test_the_citizen_is_told_of_every_change_but_work_inside_the_unit() -> None:
    silent = {row.verb for row in TABLE if row.event is None and row.roles & OFFICER_ROLES}
    assert silent == {
        *("note", "return", "urgency", "categorize", "classify", "resume", "separate"),
        *("ask_extension", "deny_extension", "propose", "send_back", "publish", "unpublish"),
    }
    assert all(row.event for row in TABLE if State.RESOLVED is row.to or State.REJECTED is row.to)


@pytest.mark.parametrize("push", CATALOGUE.pushes, ids=lambda push: push.event)
def test_a_push_holds_nothing_but_the_case_code(push: object) -> None:
    for part in ("title_vi", "body_vi", "title_en", "body_en"):
        text = getattr(push, part)
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        assert named <= {"case_code"} and len(text) <= 120
