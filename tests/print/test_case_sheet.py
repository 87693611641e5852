"""Phiếu hồ sơ read back from the finished PDF."""

import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from ihanoi_desk.domain.cases import Rating
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Sender, System
from ihanoi_desk.domain.wire import CaseDoc, Telling
from reports_print.case_sheet import CaseSheet, case_sheet
from reports_print.letterhead import Signer
from reports_print.pictures import Photo
from tests.print.conftest import HA, MINH, NEXT, SECRET_NOTE, SENDER, Act, at, jpeg


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All words of the PDF, single-spaced."""
    pages = [page.extract_text() for page in read(pdf).pages]
    return " ".join(unicodedata.normalize("NFC", " ".join(pages)).split())


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Every font the pages name, and whether its file is embedded."""
    found = {}
    for page in read(pdf).pages:
        for entry in page["/Resources"].get("/Font", {}).values():
            font = entry.get_object()
            embedded = "/FontFile2" in font.get("/FontDescriptor", {})
            found[str(font["/BaseFont"])] = embedded
    return found


def test_the_letterhead_and_all_rows_stand_on_one_page(sheet: CaseSheet) -> None:
    pdf = case_sheet(sheet)
    text = text_of(pdf)
    for words in (
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG HOÀN KIẾM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: ………/PHS-UBND",
        "Hoàn Kiếm, ngày 23 tháng 11 năm 2026",
        "PHIẾU HỒ SƠ",
        "Phản ánh hiện trường HT-018734",
        "Nắp cống trước nhà hát Hồng Hà vỡ đôi",
        "phố Đường Thành (21,031316; 105,847041; ± 8 m)",
        "Thoát nước; khẩn",
        "Đã xác thực, danh tính không in trên phiếu",
        "09 giờ 41 phút ngày 23/11/2026; 01 giờ 17 phút trong hạn 08 giờ làm việc",
        "10 giờ 53 phút ngày 23/11/2026; 01 giờ 12 phút trong hạn 04 giờ làm việc",
        "thay nắp cống gang mới lúc 10:36",
        "Lê Đức Thử: tiếp nhận, phân công; Nguyễn Thu Mẫu: xử lý xong",
        "Gửi phản ánh, 1 video, 1 ảnh",
        "Phân công, giao Nguyễn Thu Mẫu",
        "đã báo 09:41",
        "- Lưu: VT, hồ sơ HT-018734.",
        "In lúc 11:02 ngày 23/11/2026 từ iHanoi Desk",
        "Bản ghi 5, máy chủ đã nhận",
        "(chừa chỗ ký số)",
    ):
        assert words in text, words
    assert len(read(pdf).pages) == 1


def test_the_sender_and_the_notes_are_absent(sheet: CaseSheet) -> None:
    text = text_of(case_sheet(sheet))
    assert SENDER not in text
    assert "09••••012" not in text
    assert SECRET_NOTE not in text
    assert "Ghi chú" not in text
    assert "Người dân" in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_font_is_embedded(sheet: CaseSheet, language: str) -> None:
    found = fonts_of(case_sheet(replace(sheet, language=language)))
    assert found
    assert all(found.values()), found
    assert all("Tinos" in name for name in found)


def test_the_same_values_give_the_same_bytes(sheet: CaseSheet) -> None:
    assert case_sheet(sheet) == case_sheet(sheet)
    assert case_sheet(sheet) != case_sheet(replace(sheet, printed_at=at(11, 3)))


@pytest.fixture
def often_switching() -> Iterator[None]:
    """Threads that take turns so often that whatever they share without care shows."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def test_workers_may_print_at_the_same_time(sheet: CaseSheet, often_switching: None) -> None:
    sheets = [replace(sheet, number=str(n), language=("vi", "en")[n % 2]) for n in range(8)]
    alone = [case_sheet(one) for one in sheets]
    with ThreadPoolExecutor(4) as workers:
        together = list(workers.map(case_sheet, sheets * 4))
    # Compared one by one: explaining how two files differ takes longer than a test may.
    assert [made == expected for made, expected in zip(together, alone * 4, strict=True)] == [
        True
    ] * 32


def test_a_long_case_flows_over_numbered_pages(sheet: CaseSheet, filed: CaseDoc, act: Act) -> None:
    sentences = [f"Câu thứ {n}: nước ngập ngõ từ đêm." for n in range(300)]
    doc = replace(filed, case=replace(filed.case, content=" ".join(sentences)))
    doc = act(doc, "accept", MINH, at(9, 41))
    for n in range(40):
        doc = act(doc, "assign", MINH, at(10, n), assignee_id=HA.id, text=f"Lượt giao {n}.")
    pdf = case_sheet(replace(sheet, doc=doc))
    pages = read(pdf).pages
    assert all(fonts_of(pdf).values())
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) >= 4
    assert all(sentence in text for sentence in sentences[::29])
    assert all(f"Lượt giao {n}." in text for n in range(40))
    firsts = [page.extract_text().split()[0] for page in pages]
    assert firsts[0] != "1"
    assert firsts[1:] == [str(number) for number in range(2, len(pages) + 1)]


def test_page_numbers_stand_in_the_middle_of_the_top_margin(
    sheet: CaseSheet,
) -> None:
    photos = tuple(Photo(f"Ảnh {n}", jpeg("#667788")) for n in range(20))
    page = read(case_sheet(replace(sheet, photos=photos))).pages[1]
    places: list[tuple[str, float, float]] = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: places.append((text.strip(), tm[4], tm[5]))
    )
    _, x, y = next(place for place in places if place[0] == "2")
    assert 285 < x < 300
    assert y > 842 - 57


@pytest.mark.parametrize("broken", [b"", b"not a picture", jpeg("#112233")[:200]])
def test_a_broken_photo_is_a_box_with_a_word(sheet: CaseSheet, broken: bytes) -> None:
    photos = (Photo("Trước, 08:24", broken), Photo("Sau, 10:38", jpeg("#445566")))
    text = text_of(case_sheet(replace(sheet, photos=photos)))
    assert "Không đọc được ảnh" in text
    assert "Trước, 08:24" in text
    assert "Sau, 10:38" in text


def test_markup_emoji_and_separate_accents_of_the_sender_are_printed_as_text(
    sheet: CaseSheet, resolved: CaseDoc
) -> None:
    apart = unicodedata.normalize("NFD", "Nguyễn Huệ ngập")
    content = f"<b>{apart}</b> & <br> 🚧 xong\u200d\ufe0f"
    doc = replace(resolved, case=replace(resolved.case, content=content))
    assert "“<b>Nguyễn Huệ ngập</b> & <br> □ xong”" in text_of(case_sheet(replace(sheet, doc=doc)))


def test_a_case_sent_on_and_rejected_names_unit_reason_and_basis(
    sheet: CaseSheet, filed: CaseDoc, act: Act
) -> None:
    doc = act(filed, "route", MINH, at(9, 0), target_unit=NEXT.key, note=SECRET_NOTE)
    back = replace(doc.case, unit=filed.case.unit)
    doc = act(
        replace(doc, case=back),
        "reject",
        HA,
        at(9, 5, day=24),
        reason="unclear",
        text="Xin gửi lại.",
    )
    text = text_of(case_sheet(replace(sheet, doc=doc)))
    assert "Chuyển, đến Phường Cửa Nam" in text
    assert "Từ chối. Lý do: Nội dung chưa rõ. Căn cứ: QĐ 1207/QĐ-UBND. Xin gửi lại." in text
    assert "Không tiếp nhận" in text
    assert "09:05 24/11/2026" in text
    assert SECRET_NOTE not in text


def test_what_came_after_the_result_is_not_the_result(
    sheet: CaseSheet, resolved: CaseDoc, act: Act
) -> None:
    doc = act(resolved, "rate", Sender(), at(11, 30), rating=Rating.SATISFIED, text="Cảm ơn.")
    doc = act(doc, "message", HA, at(11, 40), text="Cảm ơn ông/bà đã báo.")
    doc = act(doc, "close", System(), at(9, 0, day=30))
    text = text_of(case_sheet(replace(sheet, doc=doc)))
    assert "Chưa có kết quả" not in text
    result = text.partition("Kết quả")[2]
    assert result.strip().startswith("Tổ đô thị đã rào chắn")
    # Neither the sender nor an officer closed it.
    assert "iHanoi Desk Đóng hồ sơ" in text
    assert "Người dân Đánh giá" in text


def test_an_alarm_on_paper_has_no_code(sheet: CaseSheet, filed: CaseDoc, act: Act) -> None:
    doc = act(filed, "escalate", System(), at(16, 0), reason="scene_receive_late")
    text = text_of(case_sheet(replace(sheet, doc=doc)))
    assert "iHanoi Desk Báo động hạn" in text
    assert "scene_receive_late" not in text


def test_an_open_case_says_so_and_what_is_still_on_its_way(
    sheet: CaseSheet, filed: CaseDoc
) -> None:
    failed = Telling("s1", "", "", "", failure="no_device")
    doc = replace(filed, tellings=(failed,))
    late = replace(sheet, doc=doc, printed_at=at(10, 0, day=25), unsent=2, number="214")
    text = text_of(case_sheet(late))
    assert "Chưa có kết quả (hồ sơ đang ở trạng thái: mới)" in text
    assert "quá hạn 08 giờ làm việc" in text
    assert "không báo được" in text
    assert "còn 2 thao tác máy chủ chưa nhận" in text
    assert "Số: 214/PHS-UBND" in text


def test_the_signer_is_named_but_nothing_is_drawn_for_him(sheet: CaseSheet) -> None:
    signer = Signer(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Vũ Hoàng Giả Định")
    pdf = case_sheet(replace(sheet, signer=signer, photos=()))
    text = text_of(pdf)
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH (chừa chỗ ký số) Vũ Hoàng Giả Định" in text
    assert len(read(pdf).pages[0].images) == 1  # the QR code


def test_no_limits_in_the_catalogue_is_not_a_promise(
    sheet: CaseSheet, catalogue: Catalogue, resolved: CaseDoc
) -> None:
    case = replace(resolved.case, receive_due_at=None, handle_due_at=None)
    bare = replace(sheet, catalogue=replace(catalogue, limits=()), doc=replace(resolved, case=case))
    assert "01 giờ 12 phút làm việc, không đặt thời hạn" in text_of(case_sheet(bare))
