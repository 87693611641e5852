"""Moments and positions as they stand on paper: Hà Nội time, Vietnamese decimal comma."""

from datetime import datetime

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.language import say


def clock(moment: datetime) -> str:
    """``08:24``, local time."""
    return f"{moment.astimezone(HANOI):%H:%M}"


def day(moment: datetime) -> str:
    """``23/11/2026``, local date."""
    return f"{moment.astimezone(HANOI):%d/%m/%Y}"


def same_day(one: datetime, other: datetime) -> bool:
    return one.astimezone(HANOI).date() == other.astimezone(HANOI).date()


def in_full(moment: datetime, language: str) -> str:
    """``09 giờ 41 phút ngày 23/11/2026``."""
    local = moment.astimezone(HANOI)
    return say(language, "print.moment", hour=f"{local:%H}", minute=f"{local:%M}", day=day(moment))


def position(case: Case, language: str) -> str:
    """``21,031316; 105,847041; ± 8 m`` (WGS 84 degrees); empty when the case has no position."""
    if case.lat is None or case.lon is None:
        return ""
    point = say(language, "print.decimal_point")
    parts = [f"{value:.6f}".replace(".", point) for value in (case.lat, case.lon)]
    if case.accuracy_m is not None:
        parts.append(f"±\u00a0{case.accuracy_m:.0f}\u00a0m")
    return "; ".join(parts)
