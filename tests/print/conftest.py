"""A case that went through the real rules, and its sheet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from PIL import Image

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import Action, Case, State, Step, Urgency
from ihanoi_desk.domain.catalogue import Catalogue, Category, Reason
from ihanoi_desk.domain.deadlines import Limit, LimitUnit
from ihanoi_desk.domain.decide import apply
from ihanoi_desk.domain.effects import start_receiving
from ihanoi_desk.domain.officers import Actor, Grant, Officer, Role
from ihanoi_desk.domain.units import Unit
from ihanoi_desk.domain.wire import Attachment, CaseDoc, Reporter, Telling
from reports_print.case_sheet import CaseSheet
from reports_print.pictures import Photo

WARD = Unit("00070", date(2025, 7, 1), "Hoàn Kiếm", "Phường Hoàn Kiếm", "phuong", "01")
NEXT = Unit("00082", date(2025, 7, 1), "Cửa Nam", "Phường Cửa Nam", "phuong", "01")
SECRET_NOTE = "GHI CHÚ NỘI BỘ: đừng in dòng này"
SENDER = "Trần Thị Danh Tính"


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """A moment of November 2026, Hà Nội time."""
    return datetime(2026, 11, day, hour, minute, tzinfo=HANOI)


def officer(id_: int, name: str, role: Role, unit: Unit = WARD) -> Officer:
    return Officer(id_, f"o{id_}", name, (Grant(role, unit.key),))


MINH = officer(1, "Lê Đức Thử", Role.COORDINATOR)
HA = officer(2, "Nguyễn Thu Mẫu", Role.HANDLER)


@pytest.fixture
def catalogue() -> Catalogue:
    start = date(2025, 3, 1)
    hours = LimitUnit.WORKING_HOURS
    return Catalogue(
        units=(WARD, NEXT),
        officers=(MINH, HA),
        categories=(Category("drain", "scene", "water", "Thoát nước", "Drainage", "urgent", None),),
        reasons=(
            Reason("unclear", "all", "Nội dung chưa rõ", "Not clear", "QĐ 1207/QĐ-UBND", "", ""),
        ),
        limits=(
            Limit("scene", "receive", "*", 8, hours, start, True, "QĐ 1207/QĐ-UBND"),
            Limit("scene", "handle", "urgent", 4, hours, start, True, "QĐ 1207/QĐ-UBND"),
        ),
    )


@pytest.fixture
def filed(catalogue: Catalogue) -> CaseDoc:
    """A scene report as the citizen sent it at 08:24."""
    bare = Case(
        id=18734,
        code="HT-018734",
        kind="scene",
        state=State.NEW,
        urgency=Urgency.URGENT,
        category="drain",
        title="",
        content="Nắp cống trước nhà hát Hồng Hà vỡ đôi, đã có một xe máy ngã lúc khoảng 8 giờ. "
        "Đề nghị phường đặt rào chắn ngay rồi thay nắp.",
        place="Trước nhà hát Hồng Hà, phố Đường Thành",
        lat=21.031316,
        lon=105.847041,
        accuracy_m=8.0,
        unit=WARD.key,
        filed_at=at(8, 24),
        receive_due_at=None,
        rule_set=date(2025, 3, 1),
        version=1,
    )
    step = Step(
        id="s1",
        case_id=bare.id,
        seq=1,
        verb="file",
        at=at(8, 24),
        actor_name=SENDER,
        actor_id=None,
        unit=WARD.key,
        from_state=None,
        to_state=State.NEW,
        attachments=("a1", "a2"),
        event="case_received",
    )
    return CaseDoc(
        case=start_receiving(bare, at(8, 24), catalogue.rulebook()),
        reporter=Reporter(SENDER, "09••••012", True, 1),
        steps=(step,),
        tellings=(Telling("s1", "", "", "", told_at=at(8, 24), devices=1),),
        attachments=(
            Attachment("a1", "report", "a1.jpg", "image/jpeg", 1, ""),
            Attachment("a2", "report", "a2.mp4", "video/mp4", 1, ""),
            Attachment("a3", "result", "a3.jpg", "image/jpeg", 1, ""),
        ),
    )


Act = Callable[..., CaseDoc]


@pytest.fixture
def act(catalogue: Catalogue) -> Act:
    """Apply a verb to a case by the real rules: ``act(doc, "accept", HA, at(9, 41))``."""

    def act(doc: CaseDoc, verb: str, who: Actor, when: datetime, **more: object) -> CaseDoc:
        action = Action(
            id=f"s{doc.case.version + 1}", case_id=doc.case.id, verb=verb, at=when, **more
        )
        done = apply(doc.case, action, who, when, catalogue.rulebook())
        told = Telling(action.id, "", "", "", told_at=when, devices=1)
        tellings = (*doc.tellings, told) if done.step.event else doc.tellings
        return replace(doc, case=done.case, steps=(*doc.steps, done.step), tellings=tellings)

    return act


@pytest.fixture
def resolved(filed: CaseDoc, act: Act) -> CaseDoc:
    doc = act(filed, "accept", MINH, at(9, 41))
    doc = act(doc, "assign", MINH, at(9, 41), assignee_id=HA.id, note=SECRET_NOTE)
    doc = act(doc, "note", HA, at(10, 5), note=SECRET_NOTE)
    return act(
        doc,
        "resolve",
        HA,
        at(10, 53),
        text="Tổ đô thị đã rào chắn lúc 10:12 và thay nắp cống gang mới lúc 10:36. "
        "Mặt đường đi lại được.",
        note=SECRET_NOTE,
        attachments=("a3",),
    )


def jpeg(colour: str, size: tuple[int, int] = (640, 430)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def sheet(resolved: CaseDoc, catalogue: Catalogue) -> CaseSheet:
    return CaseSheet(
        doc=resolved,
        catalogue=catalogue,
        unit=WARD,
        printed_at=at(11, 2),
        printed_by="Nguyễn Thu Mẫu",
        photos=(
            Photo("Trước, 08:24", jpeg("#8890a0")),
            Photo("Trước, 08:31", jpeg("#606878", (430, 640))),
            Photo("Sau, 10:38", jpeg("#a0b0a0")),
        ),
    )
