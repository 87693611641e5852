"""A list of holidays as people send it: CSV with a header, every wrong line named."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ihanoi_desk.domain.calendars import CITY_KINDS, DayOff

REQUIRED = ("date", "kind", "name_vi")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OFFICIAL = "official"
MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class WrongLine:
    """`code` names the sentence in the catalogue (``holiday_list.*``), `value` what stood there."""

    line: int
    code: str
    value: str = ""


class WrongList(Exception):
    """Nothing of the list can be used; every wrong line is told at once."""

    def __init__(self, lines: list[WrongLine]) -> None:
        super().__init__(f"{len(lines)} wrong lines")
        self.lines = tuple(lines)


def read_list(text: str) -> tuple[DayOff, ...]:
    """The days of `text`: the columns date, kind, name_vi, and if given weekday and status.

    Without the status ``official`` a day counts as unverified. Raises WrongList.
    """
    table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff").strip()))
    missing = [name for name in REQUIRED if name not in (table.fieldnames or ())]
    if missing:
        raise WrongList([WrongLine(1, "no_column", ", ".join(missing))])
    days: dict[date, DayOff] = {}
    wrong: list[WrongLine] = []
    # The number of the record, not of the text line: nobody writes a date over two lines.
    for number, row in enumerate(table, start=2):
        if number > MOST_LINES:
            raise WrongList([WrongLine(number, "too_long", str(MOST_LINES))])
        faults = list(_faults(row, number))
        wrong += faults
        if faults:
            continue
        day = _day(row)
        if day.day in days:
            wrong.append(WrongLine(number, "twice", day.day.isoformat()))
        days[day.day] = day
    if wrong:
        raise WrongList(wrong)
    if not days:
        raise WrongList([WrongLine(1, "empty")])
    return tuple(days[day] for day in sorted(days))


def _day(row: Mapping[str, str]) -> DayOff:
    return DayOff(
        day=date.fromisoformat(_cell(row, "date")),
        kind=_cell(row, "kind"),
        name_vi=_cell(row, "name_vi"),
        verified=_cell(row, "status") == OFFICIAL,
    )


def _faults(row: Mapping[str, str], number: int) -> Iterator[WrongLine]:
    text, weekday, kind = (_cell(row, name) for name in ("date", "weekday", "kind"))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        yield WrongLine(number, "bad_date", text)
    else:
        if weekday and weekday != WEEKDAYS[day.weekday()]:
            yield WrongLine(number, "wrong_weekday", weekday)
    if kind not in CITY_KINDS:
        yield WrongLine(number, "unknown_kind", kind)
    if not _cell(row, "name_vi"):
        yield WrongLine(number, "no_name")


def _cell(row: Mapping[str, str], name: str) -> str:
    # A short line lacks its last columns, and DictReader says None.
    return (row.get(name) or "").strip()
