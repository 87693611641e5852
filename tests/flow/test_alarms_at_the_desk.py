"""An escalation reaches those it is for, and leaves them when it is over."""

from ihanoi_desk.client.alarms import alarms
from tests.flow.conftest import Seat
from tests.flow.place import Place
from tests.server.conftest import City


def rung(place: Place) -> list[tuple[int, tuple[str, ...]]]:
    return [(alarm.case_id, alarm.codes) for alarm in alarms(place.store, place.me)]


async def test_an_alarm_rings_at_the_desks_it_is_for(city: City, seat: Seat) -> None:
    case_id = await city.scene(await city.citizen())
    logins = ("hoankiem.canbo1", "hoankiem.daumoi", "hoankiem.lanhdao", "cuanam.daumoi")
    places = [await seat(login) for login in logins]
    for place in places:
        place.start()
        await place.until_fresh()
    # Eight working hours from Monday 9:00, with Tuesday off: due on Wednesday at 9:00.
    city.clock.advance(hours=7, minutes=30)
    city.server.duty.run()
    city.clock.advance(days=1, hours=16, minutes=30)
    city.server.duty.run()
    for place in places:
        await place.stop()
        await place.api.sign_in(place.me.login, "ihanoi-demo")
        place.start()
    handler, coordinator, chief, stranger = places
    early, due, late = "receive_before", "receive_due", "receive_after"
    await coordinator.until(lambda: rung(coordinator))
    assert rung(coordinator) == [(case_id, (early, due))]
    assert rung(chief) == []
    city.clock.advance(hours=5, minutes=30)
    city.server.duty.run()
    await chief.until(lambda: rung(chief))
    assert rung(chief) == [(case_id, (late,))]
    assert rung(stranger) == []
    await handler.until(lambda: handler.version(case_id) == 4)
    assert rung(handler) == []
    handler.do(case_id, "accept")
    await handler.until_sent()
    await chief.until(lambda: not rung(chief))
    await coordinator.until(lambda: not rung(coordinator))
