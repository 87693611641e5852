"""How many pushes still want sending."""

from sqlalchemy import func, select

from ihanoi_desk.server.database import Database
from ihanoi_desk.server.tables import pushes


def waiting(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(
            select(func.count()).where(pushes.c.next_try_at.is_not(None))
        ).scalar_one()
