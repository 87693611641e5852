"""Rejections: every reason shows a way on; what the system may not take has its own channel."""

import unicodedata
from dataclasses import replace

import pytest

from ihanoi_desk.domain.cases import State, Step
from ihanoi_desk.domain.identities import PROTECTED
from ihanoi_desk.domain.next_steps import names_next_step
from ihanoi_desk.domain.out_of_scope import (
    ROWS,
    Channel,
    hides_sender,
    may_be_printed,
    out_of_scope,
)
from tests.unit.town import LAKE, hanoi, seed_rows

REASONS = seed_rows("rejection_reasons")
REJECTED = Step(
    id="a",
    case_id=1,
    seq=2,
    verb="reject",
    at=hanoi("2026-11-24 08:00"),
    actor_name="Trần Thị Mẫu",
    actor_id=1,
    unit=LAKE.key,
    from_state=State.NEW,
    to_state=State.REJECTED,
)


@pytest.mark.parametrize("row", REASONS, ids=lambda row: row["code"])
def test_a_reason_of_the_catalogue_shows_a_way_on_and_its_ground(row: dict[str, str]) -> None:
    assert names_next_step(row["citizen_text_vi"])
    assert row["legal_basis"]
    assert row["officer_hint_vi"]


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("Phản ánh không được tiếp nhận.", False),
        ("Không đúng thẩm quyền. Trân trọng.", False),
        ("Chúng tôi đã xem ảnh và không thấy gì.", False),
        ("Mong ông/bà gửi lại kèm ảnh.", True),
        ("Gọi tổng đài 024.1022.", True),
        ("VUI LÒNG GỌI 024.1022.", True),
        ("Ông/bà có quyền khởi kiện tại tòa án.", True),
        ("Ông/bà sẽ nhận kết quả theo mã chính.", True),
        ("Ông/bà cần bổ sung ảnh rõ hơn.", True),
        ("Nhờ ông/bà cung cấp số thửa.", True),
        ("Trình báo công an phường nơi xảy ra.", True),
        ("Làm đơn tại bộ phận tiếp công dân.", True),
        ("Ông/bà cần thì tra cứu trên cổng dịch vụ công.", True),
        ("Báo cáo của tổ dân phố nêu khác.", False),
        ("Việc này không cần thiết.", False),
        ("", False),
    ],
)
def test_a_way_on_is_asked_or_offered_in_one_sentence(text: str, shows: bool) -> None:
    assert names_next_step(text) is shows


def test_marks_typed_apart_are_the_same_words() -> None:
    assert names_next_step(unicodedata.normalize("NFD", "Mong ông/bà gửi lại kèm ảnh."))


@pytest.mark.parametrize(
    ("reason", "channel"),
    [
        ("complaint_denunciation", Channel.RECEPTION),
        ("land_complaint", Channel.RECEPTION),
        ("state_secret", Channel.POLICE),
    ],
)
def test_what_may_not_be_taken_has_its_channel(reason: str, channel: Channel) -> None:
    rule = out_of_scope(reason)
    assert rule and rule.channel is channel
    assert reason in {row["code"] for row in REASONS}


def test_ordinary_reasons_have_none() -> None:
    assert out_of_scope("unclear_content") is None
    assert out_of_scope(None) is None
    assert set(ROWS) >= PROTECTED


def test_a_state_secret_gets_no_copy_on_paper() -> None:
    assert not may_be_printed([replace(REJECTED, reason="state_secret")])
    assert may_be_printed([REJECTED, replace(REJECTED, reason="complaint_denunciation")])


def test_a_denunciation_hides_its_sender() -> None:
    assert hides_sender([replace(REJECTED, reason="complaint_denunciation")])
    assert not hides_sender([replace(REJECTED, reason="state_secret")])
    assert not hides_sender([])
