"""Every sample QR text reads as expected, with exactly the expected doubts."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from ihanoi_desk.domain.cccd import read
from ihanoi_desk.domain.refusals import Refused

TODAY = date(2026, 11, 23)
FILE = Path(__file__).parent.parent / "data" / "cccd_qr.csv"
with FILE.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
assert len(ROWS) == 43


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_sample_reads_as_expected(row: dict[str, str]) -> None:
    payload, expected = json.loads(row["payload_json"]), json.loads(row["expected_json"])
    if not expected.pop("ok"):
        with pytest.raises(Refused) as refusal:
            read(payload, TODAY)
        assert refusal.value.code == f"cccd_{expected['reason']}"
        return
    card = read(payload, TODAY)
    found = {
        "layout": str(card.layout),
        "number": card.number,
        "old_number": card.old_number,
        "full_name": card.full_name,
        "date_of_birth": card.date_of_birth and card.date_of_birth.isoformat(),
        "sex": card.sex,
        "address": card.address,
        "issue_date": card.issue_date and card.issue_date.isoformat(),
        "extra_fields": card.extra_fields,
    }
    assert found == expected
    assert card.warnings == set(row["expected_warnings"].split(";"))


def test_the_masked_number_shows_no_birth_data() -> None:
    card = read("001085000123|012345678|Nguyễn Văn Thử|01021985|Nam|Số 1|10052021", TODAY)
    assert card.masked_number == "001••••••123"


@pytest.mark.parametrize("payload", ["|", "001085000123|", "001085000123|Tên|01021985"])
def test_a_torn_text_is_refused_not_a_crash(payload: str) -> None:
    with pytest.raises(Refused):
        read(payload, TODAY)
