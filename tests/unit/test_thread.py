"""The conversation and the corrections of a case, read from its history."""

from datetime import timedelta

from ihanoi_desk.domain.cases import Case, Rating, Step, Urgency
from ihanoi_desk.domain.officers import Actor
from ihanoi_desk.domain.thread import edits, messages
from tests.unit.town import COORDINATOR, HANDLER, SENDER, SUPERVISOR, act, new_case

HOUR = timedelta(hours=1)
DEEDS: tuple[tuple[str, Actor, dict[str, object]], ...] = (
    ("write", SENDER, {"text": "Tôi gửi thêm: gần cổng trường."}),
    ("urgency", HANDLER, {"urgency": Urgency.COMPLEX, "note": "Nhiều bên."}),
    ("accept", HANDLER, {"text": "Chúng tôi đã nhận."}),
    ("ask_citizen", HANDLER, {"text": "Hố ở làn nào?"}),
    ("answer", SENDER, {"attachments": ("anh-2",)}),
    ("categorize", COORDINATOR, {"category": "other"}),
    ("note", SUPERVISOR, {"note": "Làm trong tuần."}),
    ("message", HANDLER, {"text": "Mai 14:00 đội thi công đến."}),
    ("resolve", HANDLER, {"text": "Đã vá.", "attachments": ("anh-3",)}),
    ("rate", SENDER, {"rating": Rating.ACCEPTABLE, "text": "Vá chưa phẳng."}),
)


def history() -> list[Step]:
    case: Case = new_case()
    steps = []
    for hour, (verb, actor, facts) in enumerate(DEEDS):
        done = act(case, verb, actor, after=HOUR * hour, **facts)
        case = done.case
        steps.append(done.step)
    return steps


def test_the_conversation_is_what_both_wrote_oldest_first() -> None:
    found = messages(reversed(history()))
    assert [(row.mine, row.text, row.attachments, row.is_question) for row in found] == [
        (False, "Tôi gửi thêm: gần cổng trường.", (), False),
        (True, "Hố ở làn nào?", (), True),
        (False, "", ("anh-2",), False),
        (True, "Mai 14:00 đội thi công đến.", (), False),
        (False, "Vá chưa phẳng.", (), False),
    ]


def test_corrections_are_the_steps_that_changed_the_report_newest_first() -> None:
    found = edits(history())
    assert [(row.verb, row.facts) for row in found] == [
        ("categorize", {"category": "other", "category_was": "pothole"}),
        ("urgency", {"urgency": "complex", "urgency_was": "normal"}),
    ]
