"""The parts of a paper: fonts, letterhead rules, photos, the QR mark, both languages."""

import tomllib
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.units import Unit
from ihanoi_desk.domain.wire import CaseDoc
from ihanoi_desk.language import LANGUAGES, phrases
from ihanoi_desk.resources import RESOURCES
from reports_print import fonts
from reports_print.letterhead import agency_of, place_and_date
from reports_print.pictures import MOST_PIXELS, shrink
from reports_print.record_code import record_mark


def test_there_are_146_vietnamese_letters() -> None:
    letters = fonts.vietnamese_letters()
    assert len(set(letters)) == len(letters) == 146
    assert set("ễườĐặỘỦ") <= set(letters)


def test_the_bundled_faces_draw_all_of_them() -> None:
    for face in fonts.FACES:
        fonts.load(fonts.FOLDER, face)


def test_a_font_without_letters_is_refused_by_name() -> None:
    latin = set(range(0x20, 0x100))
    assert "ễ" in fonts.missing(latin, fonts.vietnamese_letters())


@pytest.mark.parametrize("content", [None, b"", b"not a font at all"])
def test_a_missing_or_damaged_font_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "Tinos-Bold.ttf").write_bytes(content)
    with pytest.raises(fonts.FontDefect, match=r"Tinos-Bold\.ttf"):
        fonts.load(tmp_path, fonts.BOLD)


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2027, 2, 3), "Hoàn Kiếm, ngày 03 tháng 02 năm 2027"),
        (date(2027, 3, 10), "Hoàn Kiếm, ngày 10 tháng 3 năm 2027"),
        (date(2026, 12, 9), "Hoàn Kiếm, ngày 09 tháng 12 năm 2026"),
    ],
)
def test_zeros_stand_before_small_days_and_the_first_two_months(day: date, printed: str) -> None:
    moment = datetime(day.year, day.month, day.day, 0, 30, tzinfo=HANOI)
    assert place_and_date("Hoàn Kiếm", moment, "vi") == printed


def test_a_department_stands_under_the_city_committee() -> None:
    unit = Unit(
        "SCT", date(2025, 3, 1), "Sở Công Thương", "Sở Công Thương Hà Nội", "department", "01"
    )
    agency = agency_of(unit, "vi")
    assert agency.superior == ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI")
    assert agency.name == ("SỞ CÔNG THƯƠNG HÀ NỘI",)
    assert (agency.place, agency.symbol) == ("Hà Nội", "SCT")


def test_photos_shrink_and_lose_their_metadata() -> None:
    picture = Image.new("RGB", (3000, 2000), "#336699")
    exif = picture.getexif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010E] = "21.03, 105.84"
    raw = BytesIO()
    picture.save(raw, "JPEG", exif=exif)
    small = shrink(raw.getvalue())
    assert small is not None
    file, (width, height) = small
    assert height > width
    assert max(width, height) == MOST_PIXELS
    assert b"105.84" in raw.getvalue()
    assert b"105.84" not in file
    assert not Image.open(BytesIO(file)).getexif()


def test_the_mark_holds_code_and_version_only(resolved: CaseDoc) -> None:
    assert record_mark(resolved.case) == "HT-018734/5"


def test_both_languages_hold_the_same_words_for_every_kind() -> None:
    catalogues = [
        tomllib.loads((RESOURCES / "locale" / lang / "print.toml").read_text(encoding="utf-8"))
        for lang in LANGUAGES
    ]
    first, *others = [
        {section: set(rows) for section, rows in catalogue.items()} for catalogue in catalogues
    ]
    assert all(first == other for other in others)
    for lang in LANGUAGES:
        assert all(f"print_kind.{code}" in phrases(lang) for code in KINDS)
