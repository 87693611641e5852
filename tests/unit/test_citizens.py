"""Phone numbers as people type them, and what each level of account may file."""

import pytest

from ihanoi_desk.domain.citizens import Level, check_may_file, normal_phone
from ihanoi_desk.domain.kinds import KINDS, Kind
from ihanoi_desk.domain.refusals import Refused

VIETNAMOBILE = ("092", "052", "056", "058")


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        ("0901234567", "0901234567"),
        ("0312345678", "0312345678"),
        ("0561234567", "0561234567"),
        ("0791234567", "0791234567"),
        ("0849012345", "0849012345"),
        ("+84901234567", "0901234567"),
        ("84901234567", "0901234567"),
        ("+84 90 123 45 67", "0901234567"),
        ("090.123.4567", "0901234567"),
        ("090-123-4567", "0901234567"),
        ("(090) 1234567", "0901234567"),
        ("  0901234567\n", "0901234567"),
        ("090\u00a0123\u00a04567", "0901234567"),
    ],
)
def test_normal_phone(raw: str, phone: str) -> None:
    assert normal_phone(raw) == phone
    assert normal_phone(phone) == phone


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "090123456",
        "09012345678",
        "0201234567",
        "0412345678",
        "0612345678",
        "1901234567",
        "02438253536",
        "01234567890",
        "+840901234567",
        "+85901234567",
        "0084901234567",
        "84 012345678",
        "090123456a",
        "0901234567;0901234568",
        "09\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660",
        "09\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff10",
    ],
)
def test_bad_phone(raw: str) -> None:
    with pytest.raises(Refused) as caught:
        normal_phone(raw)
    assert caught.value.code == "bad_phone"


@pytest.mark.parametrize(
    ("raw", "prefix"),
    [
        ("0921234567", "092"),
        ("+84 52 123 4567", "052"),
        ("0561234567", "056"),
        ("84581234567", "058"),
    ],
)
def test_excluded_carrier(raw: str, prefix: str) -> None:
    with pytest.raises(Refused) as caught:
        normal_phone(raw, VIETNAMOBILE)
    assert (caught.value.code, caught.value.facts) == ("carrier_not_supported", {"prefix": prefix})


def test_other_carriers_are_not_touched_by_the_list() -> None:
    assert normal_phone("0551234567", VIETNAMOBILE) == "0551234567"


@pytest.mark.parametrize(
    ("code", "level", "may"),
    [
        ("scene", Level.REGISTERED, True),
        ("waste", Level.REGISTERED, True),
        ("initiative", Level.REGISTERED, True),
        ("procedure", Level.REGISTERED, False),
        *((code, Level.VERIFIED, True) for code in KINDS),
    ],
)
def test_level_opens_kind(code: str, level: Level, may: bool) -> None:
    if may:
        check_may_file(KINDS[code], level)
        return
    with pytest.raises(Refused, match="needs_verified_account"):
        check_may_file(KINDS[code], level)


@pytest.mark.parametrize(
    ("code", "required", "photo", "example"),
    [
        ("scene", ("place", "content"), True, "HT-018734"),
        ("procedure", ("place", "title", "content"), False, "TT-018734"),
        ("waste", ("place", "content"), False, "LP-018734"),
        ("initiative", ("title", "content"), False, "SK-018734"),
    ],
)
def test_kinds_ask_what_the_guide_asks(
    code: str, required: tuple[str, ...], photo: bool, example: str
) -> None:
    kind: Kind = KINDS[code]
    assert (kind.required, kind.needs_photo, kind.case_code(18734)) == (required, photo, example)


def test_long_case_numbers_are_not_cut() -> None:
    assert KINDS["scene"].case_code(1_234_567) == "HT-1234567"
