"""The fictitious officers and citizens of the demo city."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert

from ihanoi_desk.domain.citizens import Level
from ihanoi_desk.domain.officers import Role
from ihanoi_desk.domain.units import CITY_CODE, UnitKey, unit_key
from ihanoi_desk.server.passwords import protect
from ihanoi_desk.server.seed.reference import REFORM, table
from ihanoi_desk.server.tables import catalogue, citizens, devices, grants, officers

PASSWORD = "ihanoi-demo"
"""Of every account of the demo city, and of nobody else: such a city exists only on request."""

HOAN_KIEM = "00070"
SMALL_DESKS = (
    ("Hồng Hà", "hongha"),
    ("Cửa Nam", "cuanam"),
    ("Ba Đình", "badinh"),
    ("Đống Đa", "dongda"),
    ("Hai Bà Trưng", "haibatrung"),
    ("Cầu Giấy", "caugiay"),
    ("Tây Hồ", "tayho"),
    ("Thanh Xuân", "thanhxuan"),
    ("Long Biên", "longbien"),
)
DEPARTMENT_DESKS = (("SXD", "soxaydung"), ("CATP", "congan"), ("SNNMT", "somoitruong"))
FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
)
MARKS = ("Thử", "Mẫu", "Ví Dụ", "Giả Định")
GIVEN = ("Hà", "Minh", "Lan", "Nam", "Hương", "Sơn", "Thảo", "Dũng", "Mai", "Phúc", "Yến", "Quân")
CITIZENS = 30
FIRST_PHONE = 900_000_001
VERIFIED_EVERY = 3
DEVICELESS_EVERY = 7


@dataclass(frozen=True, slots=True)
class Seat:
    """A fictitious officer before it has a number."""

    login: str
    name: str
    grants: tuple[tuple[Role, UnitKey], ...]


def names() -> Iterator[str]:
    """Distinct names that nobody takes for real ones."""
    for turn in range(len(FAMILIES) * len(MARKS)):
        family = FAMILIES[turn % len(FAMILIES)]
        mark = MARKS[(turn + turn // len(FAMILIES)) % len(MARKS)]
        yield f"{family} {mark} {GIVEN[(turn * 5 + turn // len(FAMILIES)) % len(GIVEN)]}"


def seats() -> list[Seat]:
    """Everybody who works in the demo city."""
    name = names()
    return [Seat(login, next(name), held) for login, held in _posts()]


def _posts() -> Iterator[tuple[str, tuple[tuple[Role, UnitKey], ...]]]:
    codes = {row["name"]: row["code"] for row in table("units_2025-07-01.csv")}
    hoan_kiem = unit_key(HOAN_KIEM, REFORM)
    yield "hoankiem.canbo1", ((Role.HANDLER, hoan_kiem),)
    yield "hoankiem.canbo2", ((Role.HANDLER, hoan_kiem),)
    yield "hoankiem.daumoi", ((Role.COORDINATOR, hoan_kiem), (Role.HANDLER, hoan_kiem))
    yield "hoankiem.lanhdao", ((Role.SUPERVISOR, hoan_kiem),)
    for unit_name, login in SMALL_DESKS:
        unit = unit_key(codes[unit_name], REFORM)
        yield f"{login}.canbo", ((Role.HANDLER, unit),)
        yield f"{login}.daumoi", ((Role.COORDINATOR, unit), (Role.HANDLER, unit))
    for code, login in DEPARTMENT_DESKS:
        unit = unit_key(code, REFORM)
        yield f"{login}.canbo", ((Role.HANDLER, unit),)
        yield f"{login}.daumoi", ((Role.COORDINATOR, unit), (Role.HANDLER, unit))
    city = unit_key(CITY_CODE, REFORM)
    yield "thanhpho.canbo", ((Role.HANDLER, city),)
    yield "thanhpho.daumoi", ((Role.COORDINATOR, city), (Role.HANDLER, city))
    yield "thanhpho.lanhdao", ((Role.SUPERVISOR, city),)
    yield "thanhpho.kiemtra", ((Role.AUDITOR, city),)
    yield "quantri", ((Role.ADMINISTRATOR, city),)
    yield "quantri2", ((Role.ADMINISTRATOR, city), (Role.AUDITOR, city))
    yield "hoankiem.quantri", ((Role.ADMINISTRATOR, hoan_kiem),)


def add_officers(connection: Connection, people: Sequence[Seat], protected: str) -> None:
    for seat in people:
        officer_id = connection.execute(
            insert(officers)
            .values(login=seat.login, name=seat.name, password_hash=protected)
            .returning(officers.c.id)
        ).scalar_one()
        rows = [
            {"officer_id": officer_id, "place": place, "role": role, "unit": unit}
            for place, (role, unit) in enumerate(seat.grants)
        ]
        connection.execute(insert(grants), rows)


def add_citizens(connection: Connection, protected: str, now: datetime) -> list[int]:
    """The ids of the fictitious senders; every third is verified, most have a phone to push to."""
    found = []
    family = ("Thị", "Văn")
    for turn in range(CITIZENS):
        words = (FAMILIES[turn % 12], family[turn % 2], MARKS[turn % 2], GIVEN[turn * 5 % 12])
        verified = turn % VERIFIED_EVERY == 0
        citizen_id = connection.execute(
            insert(citizens)
            .values(
                phone=f"0{FIRST_PHONE + turn}",
                name=" ".join(words),
                password_hash=protected,
                level=Level.VERIFIED if verified else Level.REGISTERED,
                created_at=now,
            )
            .returning(citizens.c.id)
        ).scalar_one()
        found.append(int(citizen_id))
        if turn % DEVICELESS_EVERY:
            connection.execute(
                insert(devices).values(
                    citizen_id=citizen_id,
                    token=f"demo-{turn:02d}",
                    platform="android" if turn % 2 else "ios",
                    created_at=now,
                )
            )
    return found


def want_approval(connection: Connection) -> None:
    """Hoàn Kiếm lets urgent results go out only when a superior has approved them."""
    unit = unit_key(HOAN_KIEM, REFORM)
    body = {
        "code": "approval",
        "amount": 1,
        "unit": "level",
        "valid_from": REFORM.isoformat(),
        "verified": False,
        "source": "proposal",
        "where": unit,
    }
    row = {"kind": "policies", "code": f"approval.{unit}", "valid_from": REFORM}
    more = {"valid_to": None, "verified": False, "place": 0, "body": body}
    connection.execute(insert(catalogue).values(**row, **more))


def protect_once() -> str:
    """One hash for all demo accounts: hashing each would cost a second of every first start."""
    return protect(PASSWORD)
