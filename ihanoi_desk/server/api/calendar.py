"""The doors of working calendars, for administrators of the city or of the unit."""

from datetime import date

from fastapi import APIRouter

from ihanoi_desk.domain.calendar_orders import (
    CalendarEffect,
    CalendarHistory,
    DayOrder,
    HolidayList,
    HoursOrder,
)
from ihanoi_desk.domain.units import UnitKey
from ihanoi_desk.server.api.access import Rooms, SignedOfficer
from ihanoi_desk.server.api.documentation import problems

ROUTER = APIRouter(prefix="/v1/admin", tags=["calendar"])


@ROUTER.get("/calendar", responses=problems(401, 403))
def read_calendar(rooms: Rooms, officer: SignedOfficer, unit: UnitKey = "") -> CalendarHistory:
    """Weeks and days that were entered for a unit, or for the city without one."""
    return rooms.calendars.history(unit, officer)


@ROUTER.put("/calendar/hours", responses=problems(401, 403))
def replace_hours(rooms: Rooms, officer: SignedOfficer, body: HoursOrder) -> CalendarEffect:
    """The limits of the unit's open cases are counted anew."""
    return rooms.calendars.replace_hours(body, officer)


@ROUTER.put("/calendar/days", responses=problems(401, 403))
def put_day(rooms: Rooms, officer: SignedOfficer, body: DayOrder) -> CalendarEffect:
    return rooms.calendars.put_day(body, officer)


@ROUTER.delete("/calendar/days", responses=problems(401, 403))
def remove_day(
    rooms: Rooms, officer: SignedOfficer, day: date, unit: UnitKey = "", rehearsal: bool = False
) -> CalendarEffect:
    return rooms.calendars.remove_day(unit, day, rehearsal, officer)


@ROUTER.post("/calendar/holidays", responses=problems(401, 403))
def import_holidays(rooms: Rooms, officer: SignedOfficer, body: HolidayList) -> CalendarEffect:
    """A CSV list for the whole city; one wrong line, and nothing is taken in."""
    return rooms.calendars.import_holidays(body, officer)
