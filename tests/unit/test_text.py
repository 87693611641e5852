"""Folding for search and masking of identities."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ihanoi_desk.domain.text import fold, mask_name, mask_phone


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Phường Hoàn Kiếm", "phuong hoan kiem"),
        ("ĐƯỜNG ĐÊ LA THÀNH", "duong de la thanh"),
        ("đống đa", "dong da"),
        ("Ổ gà, ổ voi", "o ga, o voi"),
        ("àáảãạ ằắẳẵặ ầấẩẫậ", "aaaaa aaaaa aaaaa"),
        ("èéẻẽẹ ềếểễệ ìíỉĩị", "eeeee eeeee iiiii"),
        ("òóỏõọ ồốổỗộ ờớởỡợ", "ooooo ooooo ooooo"),
        ("ùúủũụ ừứửữự ỳýỷỹỵ", "uuuuu uuuuu yyyyy"),
        ("ĂÂÊÔƠƯ ăâêôơư", "aaeoou aaeoou"),
        ("Hòa Lạc", "hoa lac"),
        ("Hoà Lạc", "hoa lac"),
        ("  Ngõ\t12 \n Láng  ", "ngo 12 lang"),
        ("HT-018734", "ht-018734"),
        ("", ""),
        (" \u00a0 ", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐàếộữỹ bcd"))
def test_the_form_of_the_letters_does_not_matter(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(composed) == fold(text.upper())
    assert fold(text).isascii()


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Trần Thị Mẫu", "T••• T••• M•••"),
        ("Đỗ Thử", "Đ••• T•••"),
        ("  Ví   Dụ ", "V••• D•••"),
        ("", ""),
    ],
)
def test_mask_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("0900000012", "09••••012"), ("0312345678", "03••••678"), ("113", "•••"), ("", "•••")],
)
def test_mask_phone(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True))
def test_a_masked_phone_hides_half_of_the_digits(phone: str) -> None:
    assert sum(char.isdigit() for char in mask_phone(phone)) == 5
