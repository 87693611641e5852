"""What is pointed out in a text to be read by others, and what is left alone."""

import csv
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ihanoi_desk.domain.personal_data import PublicContact, find, kept_words, unsettled
from ihanoi_desk.resources import RESOURCES

with (RESOURCES / "seed" / "public_contacts.csv").open(encoding="utf-8", newline="") as file:
    PUBLIC = tuple(
        PublicContact(row["value"], row["name_vi"], row["use"]) for row in csv.DictReader(file)
    )

POINTED_OUT = [
    # mobile phones
    ("Cần báo thêm xin gọi anh Huy, 0912 345 678.", "phone", "0912 345 678", "09••••678"),
    ("gọi 0912345678 nhé", "phone", "0912345678", "09••••678"),
    ("ĐT: 0912.345.678", "phone", "0912.345.678", "09••••678"),
    ("số 091-234-5678", "phone", "091-234-5678", "09••••678"),
    ("Zalo +84 912 345 678", "phone", "+84 912 345 678", "09••••678"),
    ("Zalo +84912345678", "phone", "+84912345678", "09••••678"),
    ("Zalo (+84) 912345678", "phone", "(+84) 912345678", "09••••678"),
    ("số 84912345678 của chị", "phone", "84912345678", "09••••678"),
    ("+84 (0) 912 345 678", "phone", "+84 (0) 912 345 678", "09••••678"),
    ("sđt0356789012", "phone", "0356789012", "03••••012"),
    ("SĐT.0586789012", "phone", "0586789012", "05••••012"),
    ("(0912) 345 678", "phone", "(0912) 345 678", "09••••678"),
    ("gọi 0912345678 2 lần", "phone", "0912345678", "09••••678"),
    ("gọi 0 9 1 2 3 4 5 6 7 8", "phone", "0 9 1 2 3 4 5 6 7 8", "09••••678"),
    ("gọi 09 12 34 56 78", "phone", "09 12 34 56 78", "09••••678"),
    ("gọi ０９１２３４５６７８", "phone", "０９１２３４５６７８", "09••••678"),
    ("gọi 0912–345–678", "phone", "0912–345–678", "09••••678"),
    ("gọi 0912\u00a0345\u00a0678", "phone", "0912\u00a0345\u00a0678", "09••••678"),
    ("gọi 0912 - 345 - 678", "phone", "0912 - 345 - 678", "09••••678"),
    ("zalo.me/0912345678", "phone", "0912345678", "09••••678"),
    ("10:12 ngày 18/11/2026, 0912345678", "phone", "0912345678", "09••••678"),
    ("ĐT 0912345678/024", "phone", "0912345678", "09••••678"),
    ("ĐT 024,0912.345.678", "phone", "0912.345.678", "09••••678"),
    ("ĐT0912345678", "phone", "0912345678", "09••••678"),
    ("SĐT0912.345.678 gặp chị Mẫu", "phone", "0912.345.678", "09••••678"),
    ("TEL0912345678", "phone", "0912345678", "09••••678"),
    ("ZALO0912345678", "phone", "0912345678", "09••••678"),
    ("(84) 912 345 678", "phone", "(84) 912 345 678", "09••••678"),
    # landlines
    ("ĐT nhà 024 3825 3536", "phone", "024 3825 3536", "02••••536"),
    ("(024) 3825 3536", "phone", "(024) 3825 3536", "02••••536"),
    ("024.38253536", "phone", "024.38253536", "02••••536"),
    ("+84 24 3825 3536", "phone", "+84 24 3825 3536", "02••••536"),
    ("0204 3825 353", "phone", "0204 3825 353", "02••••353"),
    # identity cards
    ("CCCD 001085000123", "cccd", "001085000123", "001••••••123"),
    ("CCCD 001 085 000 123", "cccd", "001 085 000 123", "001••••••123"),
    ("số 036199004567 của bà", "cccd", "036199004567", "036••••••567"),
    ("sinh 2005, 079305001234", "cccd", "079305001234", "079••••••234"),
    ("số căn cước: 999985000123", "cccd", "999985000123", "999••••••123"),
    ("số định danh 001.085.000123", "cccd", "001.085.000123", "001••••••123"),
    # old cards
    ("CMND 012345678", "cmnd", "012345678", "01••••678"),
    ("chứng minh nhân dân số 812 345 678", "cmnd", "812 345 678", "81••••678"),
    ("CMT: 012.345.678", "cmnd", "012.345.678", "01••••678"),
    ("bà Mẫu, 012345678, trú tại ngõ 2", "cmnd", "012345678", "01••••678"),
    # passports
    ("hộ chiếu số B1234567", "passport", "B1234567", "B1••••567"),
    ("Hộ chiếu: c 12345678 hết hạn", "passport", "c 12345678", "C1••••678"),
    ("passport P01234567", "passport", "P01234567", "P0••••567"),
    # plates
    ("xe 29A-123.45 đỗ", "plate", "29A-123.45", "29••••45"),
    ("xe 30F1-234.56 đỗ", "plate", "30F1-234.56", "30••••56"),
    ("xe 29-B1 123.45", "plate", "29-B1 123.45", "29••••45"),
    ("xe 29A12345", "plate", "29A12345", "29••••45"),
    ("xe 29A 12345", "plate", "29A 12345", "29••••45"),
    ("29H1-1234 đậu trên vỉa hè", "plate", "29H1-1234", "29••••34"),
    ("biển 30e 1234", "plate", "30e 1234", "30••••34"),
    ("BKS: 29a-123.45", "plate", "29a-123.45", "29••••45"),
    ("xe điện 29-MĐ1 123.45", "plate", "29-MĐ1 123.45", "29••••45"),
    ("xe 80NG-123.45", "plate", "80NG-123.45", "80••••45"),
    ("xe 30A - 123.45", "plate", "30A - 123.45", "30••••45"),
    ("30A – 12345 đỗ trên vỉa hè", "plate", "30A – 12345", "30••••45"),
    ("biển số 30a - 1234", "plate", "30a - 1234", "30••••34"),
    ("xe ngoại giao 80-011-NG-01 đỗ", "plate", "80-011-NG-01", "80••••01"),
    ("80-221-QT-15", "plate", "80-221-QT-15", "80••••15"),
    ("29-456 NN 12 đỗ chắn ngõ", "plate", "29-456 NN 12", "29••••12"),
    ("xe biển đỏ TM 12-34", "plate", "TM 12-34", "TM••••34"),
    ("biển số KT-45-67", "plate", "KT-45-67", "KT••••67"),
    # mail and accounts
    ("gửi ban.mau@example.com nhé", "email", "ban.mau@example.com", "b•••@example.com"),
    ("Gửi: BAN_MAU+1@Example.com.vn.", "email", "BAN_MAU+1@Example.com.vn", "b•••@example.com.vn"),
    ("STK 0123456789012 ngân hàng", "account", "0123456789012", "01••••012"),
    ("số tài khoản: 1903 4567 8901", "account", "1903 4567 8901", "19••••901"),
    ("tài khoản 112233445566", "account", "112233445566", "11••••566"),
]

LEFT_ALONE = [
    "HT-018734 đã xử lý xong",
    "cột đèn B1234567",
    "mã số HDT0912345678",
    "nhà 12A - 15B, số 30A - 32A phố Mẫu",
    "làm hộ chiếu ở phòng A1",
    "TTHC-018734, HT-0912345",
    "Hồ sơ PAKN.20261118.0342",
    "thủ tục 1.001193",
    "mã 000.00.15.H26-261118-0342",
    "H26.15.10-261118-0342",
    "ngày 18/11/2026 lúc 08:30",
    "ngày 05.07.2026 10 giờ",
    "ngày 05-07-2026 10:30",
    "từ 03/09/2026 đến 05/09/2026",
    "số 15A ngõ 29 phố Hàng Cót",
    "số nhà 29B ngách 12/34",
    "số 12/0912345678",
    "số 3, 5, 7, 9, 11, 13, 15, 17, 19",
    "kinh phí 1.250.000.000 đồng",
    "kinh phí 84.912.345.678 đồng",
    "125000000 đồng",
    "125000000đ",
    "125.000.000 VND",
    "cách 1200 m, 0,35 km, rộng 40M 1200",
    "lúc 15h3000",
    "tọa độ 21.028511, 105.804817",
    "gọi 113, 114 hoặc 115",
    "gọi 024.1022, nhánh 8",
    "gọi 0241022 nhánh 7",
    "gọi 1022 hoặc 19001009",
    "gọi 1900 1009",
    "gọi 1900.1009",
    "MST 0312345678",
    "mã số thuế: 0812345678",
    "QĐ 1207/QĐ-UBND ngày 28/2/2025",
    "Nghị định 356/2025/NĐ-CP",
    "thửa 123, tờ bản đồ 45, diện tích 1234567 m2",
    "09••••678 và 001••••••123",
    "gửi về vpub@hanoi.gov.vn",
    "@ban_mau trên mạng",
    "cột đèn 29A",
    "hẻm TM 12-34",
    "80-011-KH-01",
    "tuyến buýt 29, 30E",
    "số 1234567890123456789012345",
    "điện áp 220V 12000",
    "",
    "Tổ đô thị đã rào chắn lúc 10:12 và thay nắp cống mới lúc 10:36.",
]


def both_forms(text: str) -> tuple[str, str]:
    return unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(("text", "kind", "found", "mask"), POINTED_OUT)
def test_is_pointed_out(text: str, kind: str, found: str, mask: str) -> None:
    for form in both_forms(text):
        (finding,) = find(form, PUBLIC)
        assert finding.kind == kind
        assert form[finding.start : finding.end] == finding.found
        assert unicodedata.normalize("NFC", finding.found) == found
        assert finding.mask == mask


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_is_left_alone(text: str) -> None:
    for form in both_forms(text):
        assert find(form, PUBLIC) == ()


def test_several_in_one_text_in_order() -> None:
    text = "Anh Thử 0912345678 0987654321, xe 29A-123.45, thư mau@example.com, CCCD 001085000123"
    kinds = [finding.kind for finding in find(text, PUBLIC)]
    assert kinds == ["phone", "phone", "plate", "email", "cccd"]


def test_a_phone_is_replaced_by_the_hotline_of_the_data() -> None:
    (finding,) = find("gọi 0912345678", PUBLIC)
    assert finding.replacement == "tổng đài 024.1022, nhánh 8"
    (plate,) = find("xe 29A-123.45", PUBLIC)
    assert plate.replacement is None


def test_a_reason_settles_every_way_of_writing_and_nothing_else() -> None:
    text = "gọi 0912 345 678 hoặc +84912345678 hoặc 0987654321"
    kept = {"0912345678": "Số trực của tổ, đã đồng ý công khai."}
    assert [finding.value for finding in unsettled(text, kept, PUBLIC)] == ["0987654321"]
    assert len(unsettled(text, {"0912345678": "  "}, PUBLIC)) == 3


def test_the_history_names_what_stays_by_its_mask() -> None:
    text = "gọi 0912 345 678 hoặc 0987654321, xe 29A-123.45"
    kept = {"0912345678": " Số trực của tổ. ", "29A12345": "Xe công vụ.", "0900000000": "Thừa."}
    assert kept_words(text, kept, PUBLIC) == "09••••678: Số trực của tổ.; 29••••45: Xe công vụ."


@given(st.lists(st.sampled_from([row[0] for row in POINTED_OUT]), min_size=1, max_size=4))
def test_masking_everything_leaves_nothing(texts: list[str]) -> None:
    text = "; ".join(texts)
    for _ in range(len(text)):
        found = find(text, PUBLIC)
        if not found:
            break
        first = found[0]
        text = text[: first.start] + first.mask.split("@")[0] + text[first.end :]
    assert find(text, PUBLIC) == ()


@given(st.text(alphabet="0123456789 .-+()@aAăđ/\u0301", max_size=60))
def test_spans_are_of_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for finding in find(text, PUBLIC):
        assert end <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.found
        end = finding.end
