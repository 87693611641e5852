"""Units keyed by code and period, and how far a grant reaches."""

from datetime import date, timedelta

import pytest

from ihanoi_desk.domain.officers import Role
from ihanoi_desk.domain.units import Unit, by_code, code_of, covers, unit_key
from tests.unit.town import (
    ADMINISTRATOR,
    AUDITOR,
    CITY,
    CITY_COORDINATOR,
    FORMER,
    GATE,
    HANDLER,
    LAKE,
    OFFICERS,
    REFORM,
    ROADS,
    SUPERVISOR,
    UNITS,
    seed_rows,
)

EVE = REFORM - timedelta(days=1)


def test_key_names_code_and_period() -> None:
    assert LAKE.key == unit_key("00070", REFORM) == "00070@2025-07-01"
    assert FORMER.key == "00070@2004-01-01"
    assert code_of(LAKE.key) == code_of(FORMER.key) == "00070"


@pytest.mark.parametrize(
    ("unit", "day", "exists"),
    [
        (LAKE, EVE, False),
        (LAKE, REFORM, True),
        (LAKE, date(2099, 1, 1), True),
        (FORMER, date(2003, 12, 31), False),
        (FORMER, date(2004, 1, 1), True),
        (FORMER, EVE, True),
        (FORMER, REFORM, False),
    ],
)
def test_exists_on(unit: Unit, day: date, exists: bool) -> None:
    assert unit.exists_on(day) is exists


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("00070", EVE, "Hàng Trống"),
        ("00070", REFORM, "Hoàn Kiếm"),
        ("00070", date(2003, 1, 1), None),
        ("00082", EVE, None),
        ("99999", REFORM, None),
    ],
)
def test_by_code(code: str, day: date, name: str | None) -> None:
    unit = by_code(UNITS, code, day)
    assert (unit.name if unit else None) == name


@pytest.mark.parametrize(
    ("holder", "unit", "reaches"),
    [
        (LAKE, LAKE, True),
        (LAKE, GATE, False),
        (LAKE, FORMER, False),
        (FORMER, LAKE, False),
        (ROADS, LAKE, False),
        (LAKE, CITY, False),
        (CITY, CITY, True),
        (CITY, LAKE, True),
        (CITY, FORMER, True),
        (CITY, ROADS, True),
    ],
)
def test_covers(holder: Unit, unit: Unit, reaches: bool) -> None:
    assert covers(holder.key, unit.key) is reaches


def test_who_may_read_a_wards_cases() -> None:
    readers = {officer.name for officer in OFFICERS if officer.may_read(LAKE.key)}
    assert ADMINISTRATOR.name not in readers
    assert {HANDLER.name, SUPERVISOR.name, AUDITOR.name, CITY_COORDINATOR.name} <= readers
    assert not any(
        officer.may_read(GATE.key) for officer in (HANDLER, SUPERVISOR, AUDITOR, ADMINISTRATOR)
    )
    assert CITY_COORDINATOR.may_read(GATE.key)


def test_home_roles_and_units_of_an_officer() -> None:
    assert CITY_COORDINATOR.home == CITY.key
    assert CITY_COORDINATOR.roles_at(GATE.key) == {Role.COORDINATOR}
    assert HANDLER.roles_at(GATE.key) == frozenset()
    assert HANDLER.units_with([Role.HANDLER, Role.AUDITOR]) == {LAKE.key}
    assert HANDLER.units_with([Role.AUDITOR]) == frozenset()


# --- the bundled lists --------------------------------------------------------------------------


def test_every_new_commune_carries_the_code_of_a_former_one() -> None:
    new = {row["code"] for row in seed_rows("units_2025-07-01") if row["parent_code"]}
    old = {row["code"]: row["full_name"] for row in seed_rows("units_2025-06-30")}
    names = {row["code"]: row["full_name"] for row in seed_rows("units_2025-07-01")}
    assert len(new) == 126 and new <= old.keys()
    assert sum(old[code] != names[code] for code in new) == 103


def test_every_new_commune_has_known_predecessors() -> None:
    new = {row["code"] for row in seed_rows("units_2025-07-01") if row["parent_code"]}
    old = {row["code"] for row in seed_rows("units_2025-06-30")}
    links = seed_rows("unit_successors_2025-07-01")
    assert {row["new_code"] for row in links} == new
    assert {row["old_code"] for row in links} <= old
