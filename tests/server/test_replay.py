"""A real request stream, filed and closed through the real doors."""

from pathlib import Path

from sqlalchemy import func, select

from ihanoi_desk.server.database import Database
from ihanoi_desk.server.replay import read_requests, replay
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import cases

SAMPLE = Path(__file__).parent.parent / "data" / "service_requests_sample.csv"


def test_sixty_requests_are_filed_and_closed(settings: Settings) -> None:
    tally = replay(SAMPLE, settings, speed=0, limit=60, close=True)
    due = sum(request.closed_at is not None for request in read_requests(SAMPLE, 60))
    assert (tally["filed"], tally["closed"], tally["failed"]) == (60, due, 0)
    database = Database(settings.url)
    with database.read() as connection:
        states = connection.execute(select(cases.c.state, func.count()).group_by(cases.c.state))
        assert {row[0]: row[1] for row in states} == {
            state: count for state, count in (("resolved", due), ("new", 60 - due)) if count
        }
    again = replay(SAMPLE, settings, speed=0, limit=60, close=False)
    assert (again["filed"], again["failed"]) == (60, 0)
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(cases)).scalar_one() == 60
    database.close()
