"""An administrator's orders about working calendars: the server answers at once, or not at all."""

from datetime import date

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.codec import encode
from ihanoi_desk.domain.calendar_orders import CalendarEffect, DayOrder, HolidayList, HoursOrder
from ihanoi_desk.domain.calendars import DayOff, WorkingHours
from ihanoi_desk.domain.units import UnitKey

HOURS, DAYS = "/v1/admin/calendar/hours", "/v1/admin/calendar/days"
HOLIDAYS = "/v1/admin/calendar/holidays"


class CalendarOrders:
    """Each order raises EnvironmentProblem, with the server's sentence where it refused.

    A `rehearsal` only says what the order would change.
    """

    def __init__(self, api: DeskApi) -> None:
        self._api = api

    async def replace_hours(self, hours: WorkingHours, rehearsal: bool) -> CalendarEffect:
        return await self._put(HOURS, HoursOrder(hours, rehearsal))

    async def put_day(self, day: DayOff, rehearsal: bool) -> CalendarEffect:
        return await self._put(DAYS, DayOrder(day, rehearsal))

    async def remove_day(self, unit: UnitKey, day: date, rehearsal: bool) -> CalendarEffect:
        facts = {"unit": unit, "day": day.isoformat(), "rehearsal": str(rehearsal).lower()}
        return await self._api.order(CalendarEffect, "DELETE", DAYS, parameters=facts)

    async def import_holidays(self, csv: str, rehearsal: bool) -> CalendarEffect:
        body = encode(HolidayList(csv, rehearsal))
        return await self._api.order(CalendarEffect, "POST", HOLIDAYS, body)

    async def _put(self, path: str, order: HoursOrder | DayOrder) -> CalendarEffect:
        return await self._api.order(CalendarEffect, "PUT", path, encode(order))
