"""Reading the QR code of a chip identity card (CCCD): tolerant, because printers and scanners vary.

The text is unsigned: it proves possession of a text, not an identity (domain notes on CCCD).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from ihanoi_desk.domain.refusals import Refused

LAST_PROVINCE = 96
"""Codes 001 to 096 name a province of birth registration; foreign birth codes exist beyond."""
OLDEST = 120
MALE, FEMALE = "male", "female"
SEXES = {"nam": MALE, "nữ": FEMALE}


@dataclass(frozen=True, slots=True)
class Card:
    """What a QR code says. `warnings` never block; ``unsigned`` is always among them."""

    number: str
    old_number: str | None
    full_name: str
    date_of_birth: date | None
    sex: str | None
    address: str
    issue_date: date | None
    layout: int
    extra_fields: int
    warnings: frozenset[str]

    @property
    def masked_number(self) -> str:
        """``001••••••123``: enough to recognise one's own card by."""
        return mask_number(self.number)


def mask_number(number: str) -> str:
    """``001••••••123`` for the number of a card."""
    return f"{number[:3]}••••••{number[-3:]}"


def is_plausible_number(number: str) -> bool:
    """Whether twelve digits can be the number of somebody born in 1900 to 2099 in a province."""
    return 1 <= int(number[:3]) <= LAST_PROVINCE and number[3] in "0123"


def read(payload: str, today: date) -> Card:
    """The card in `payload`.

    Raises Refused ``cccd_empty``, ``cccd_not_cccd``, ``cccd_number_not_digits``,
    ``cccd_number_length`` or ``cccd_too_few_fields``.
    """
    text, warnings = _clean(payload)
    if not text:
        raise Refused("cccd_empty")
    parts = text.split("|")
    if len(parts) == 1:
        raise Refused("cccd_not_cccd")
    fields = [part.strip() for part in parts]
    if fields != parts:
        warnings.add("whitespace_stripped")
    number = _number(fields[0])
    layout = 7 if not fields[1] or fields[1].isdecimal() else 6
    if len(fields) < layout:
        raise Refused("cccd_too_few_fields")
    if layout == 6:
        fields.insert(1, "")
    _, old, name, born_text, sex_text, address, issued_text, *tail = fields
    if tail:
        warnings.add("tail_ignored")
    if "/" in born_text + issued_text:
        warnings.add("slash_dates")
    born, issued = _day(born_text), _day(issued_text)
    sex = SEXES.get(sex_text.casefold())
    warnings |= _doubts(number, sex, born, issued, today)
    if not address:
        warnings.add("address_empty")
    return Card(
        number,
        old or None,
        name,
        born,
        sex,
        address,
        issued,
        layout,
        len(tail),
        frozenset(warnings),
    )


def _clean(payload: str) -> tuple[str, set[str]]:
    warnings = {"unsigned"}
    text = payload
    if text.startswith("\ufeff"):
        text = text.removeprefix("\ufeff")
        warnings.add("bom_stripped")
    if text != text.strip():
        text = text.strip()
        warnings.add("whitespace_stripped")
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        warnings.add("normalised_nfc")
    return composed, warnings


def _number(text: str) -> str:
    if not re.fullmatch(r"[0-9]+", text):
        raise Refused("cccd_number_not_digits")
    if len(text) != 12:
        raise Refused("cccd_number_length")
    return text


def _day(text: str) -> date | None:
    found = re.fullmatch(r"(\d\d)/?(\d\d)/?(\d{4})", text)
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _doubts(
    number: str, sex: str | None, born: date | None, issued: date | None, today: date
) -> set[str]:
    century, female = divmod(int(number[3]), 2)
    year = 1900 + 100 * century + int(number[4:6])
    checks = {
        "province_unknown": not 1 <= int(number[:3]) <= LAST_PROVINCE,
        "sex_mismatch": sex is not None and sex != (FEMALE if female else MALE),
        "dob_invalid": born is None,
        "issue_invalid": issued is None,
        "issue_in_future": issued is not None and issued > today,
        "issue_before_birth": bool(born and issued and issued < born),
    }
    if born is not None:
        checks["year_mismatch"] = born.year != year
        checks["dob_in_future"] = born > today
        checks["age_implausible"] = today.year - born.year > OLDEST
    return {name for name, doubtful in checks.items() if doubtful}
