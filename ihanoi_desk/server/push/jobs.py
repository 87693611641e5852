"""Pushes as work to be done: taken by one process for a while, and noted when it is over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import uniform
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from ihanoi_desk.language import say
from ihanoi_desk.server import news
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.failures import retried
from ihanoi_desk.server.push.gateway import Answer
from ihanoi_desk.server.steps import announce, announce_sender
from ihanoi_desk.server.tables import cases, deliveries, devices, pushes

LEASE = timedelta(minutes=2)
"""How long a push is left to the process that took it; longer than sending may last."""
LONGEST_PAUSE = timedelta(minutes=15)
MAX_TRIES = 40


@dataclass(frozen=True, slots=True)
class Job:
    """A push that was taken until `lease`, and the phones that were not told yet."""

    push: Row[Any]
    phones: tuple[Row[Any], ...]
    told_before: int
    lease: datetime


class Jobs:
    """The pushes of one database. `inbox_suffices` when no phone has to be reached."""

    def __init__(
        self,
        database: Database,
        pause: timedelta,
        clock: Callable[[], datetime],
        *,
        inbox_suffices: bool,
    ) -> None:
        self._database = database
        self._pause = pause
        self._clock = clock
        self._inbox_suffices = inbox_suffices

    def next_due(self) -> datetime | None:
        """When the next push wants sending."""
        with self._database.read() as connection:
            return connection.execute(
                select(pushes.c.next_try_at)
                .where(pushes.c.next_try_at.is_not(None))
                .order_by(pushes.c.next_try_at)
                .limit(1)
            ).scalar()

    @retried
    def take(self) -> Job | None:
        """The push that has been due for longest and is nobody else's, if there is one."""
        now = self._clock()
        due = (
            select(pushes, cases.c.code)
            .join_from(pushes, cases, pushes.c.case_id == cases.c.id)
            .where(pushes.c.next_try_at <= now)
            .order_by(pushes.c.next_try_at, pushes.c.id)
            .limit(1)
        )
        with self._database.read() as connection:
            if connection.execute(due).first() is None:
                return None
        with self._database.write() as connection:
            row = connection.execute(due.with_for_update(of=pushes, skip_locked=True)).first()
            if row is None:
                return None
            lease = now + LEASE
            connection.execute(
                update(pushes).where(pushes.c.id == row.id).values(next_try_at=lease)
            )
            return _job(connection, row, lease)

    @retried
    def settle(self, job: Job, answers: Mapping[int, Answer]) -> None:
        """Note how each phone answered; nothing when the push was taken by somebody else since."""
        now = self._clock()
        told = [phone for phone, answer in answers.items() if answer == "told"]
        gone = [phone for phone, answer in answers.items() if answer == "gone"]
        failed = "failed" in answers.values()
        reached = job.told_before + len(told)
        with self._database.write() as connection:
            held = select(pushes.c.next_try_at).where(pushes.c.id == job.push.id)
            if connection.execute(held.with_for_update()).scalar_one() != job.lease:
                return
            unit = connection.execute(
                select(cases.c.unit).where(cases.c.id == job.push.case_id).with_for_update()
            ).scalar_one()
            if gone:
                connection.execute(delete(devices).where(devices.c.id.in_(gone)))
                announce_sender(connection, job.push.citizen_id, now)
            else:
                announce(connection, job.push.case_id, unit, now)
            if told:
                connection.execute(
                    insert(deliveries),
                    [{"push_id": job.push.id, "device_id": phone, "at": now} for phone in told],
                )
            tries = job.push.tries + 1
            again = failed and tries < MAX_TRIES
            if again:
                news.tell(connection, news.PUSHES)
            done = bool(reached) or (self._inbox_suffices and not failed)
            connection.execute(
                update(pushes)
                .where(pushes.c.id == job.push.id)
                .values(
                    tries=tries,
                    told_at=job.push.told_at or (now if done else None),
                    devices=reached,
                    failure=_failure(done, failed),
                    next_try_at=now + self._wait(tries) if again else None,
                )
            )

    def _wait(self, tries: int) -> timedelta:
        longest = min(LONGEST_PAUSE, self._pause * (1 << min(tries - 1, 12)))
        return longest * uniform(0.5, 1.0)


def _job(connection: Connection, push: Row[Any], lease: datetime) -> Job:
    told = (
        connection.execute(select(deliveries.c.device_id).where(deliveries.c.push_id == push.id))
        .scalars()
        .all()
    )
    phones = connection.execute(
        select(devices).where(devices.c.citizen_id == push.citizen_id).order_by(devices.c.id)
    ).all()
    untold = tuple(phone for phone in phones if phone.id not in told)
    return Job(push, untold, len(told), lease)


def _failure(done: bool, failed: bool) -> str | None:
    if failed:
        return say("vi", "push.some_unreached" if done else "push.unreachable")
    return None if done else say("vi", "push.no_device")
