"""Sends the pushes that are due and notes, phone by phone, whether the citizen was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from ihanoi_desk.language import say
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.push.gateway import Answer, InboxOnly, Message, PushGateway
from ihanoi_desk.server.steps import announce
from ihanoi_desk.server.tables import cases, deliveries, devices, pushes

LEASE = timedelta(minutes=2)
"""How long a push is left to the process that took it."""
LONGEST_PAUSE = timedelta(minutes=15)
MAX_TRIES = 40
BATCH = 20


@dataclass(frozen=True, slots=True)
class Job:
    """A push that was taken, and the phones that were not told yet."""

    push: Row[Any]
    phones: tuple[Row[Any], ...]
    told_before: int


class Delivery:
    """Retries with growing pauses; a phone that was told once is never told again."""

    def __init__(self, database: Database, gateway: PushGateway, pause: timedelta) -> None:
        self._database = database
        self._gateway = gateway
        self._pause = pause

    def run(self, now: datetime) -> int:
        """Send everything due at `now`; how many pushes were tried."""
        count = 0
        while jobs := self._take(now):
            for job in jobs:
                answers = {phone.id: self._send(job.push, phone) for phone in job.phones}
                self._settle(job, answers, now)
            count += len(jobs)
        return count

    def next_due(self) -> datetime | None:
        """When the next push wants sending."""
        with self._database.read() as connection:
            return connection.execute(
                select(pushes.c.next_try_at)
                .where(pushes.c.next_try_at.is_not(None))
                .order_by(pushes.c.next_try_at)
                .limit(1)
            ).scalar()

    def _take(self, now: datetime) -> list[Job]:
        due = (
            select(pushes, cases.c.code)
            .join_from(pushes, cases, pushes.c.case_id == cases.c.id)
            .where(pushes.c.next_try_at <= now)
            .order_by(pushes.c.next_try_at, pushes.c.id)
            .limit(BATCH)
        )
        with self._database.read() as connection:
            if connection.execute(due).first() is None:
                return []
        with self._database.write() as connection:
            rows = connection.execute(due.with_for_update(of=pushes, skip_locked=True)).all()
            connection.execute(
                update(pushes)
                .where(pushes.c.id.in_([row.id for row in rows]))
                .values(next_try_at=now + LEASE)
            )
            return [_job(connection, row) for row in rows]

    def _send(self, push: Row[Any], phone: Row[Any]) -> Answer:
        return self._gateway.send(
            Message(phone.token, push.title, push.body, push.event, push.code)
        )

    def _settle(self, job: Job, answers: dict[int, Answer], now: datetime) -> None:
        told = [phone for phone, answer in answers.items() if answer == "told"]
        gone = [phone for phone, answer in answers.items() if answer == "gone"]
        failed = "failed" in answers.values()
        reached = job.told_before + len(told)
        with self._database.write() as connection:
            unit = connection.execute(
                select(cases.c.unit).where(cases.c.id == job.push.case_id).with_for_update()
            ).scalar_one()
            announce(connection, job.push.case_id, unit, now)
            if told:
                connection.execute(
                    insert(deliveries),
                    [{"push_id": job.push.id, "device_id": phone, "at": now} for phone in told],
                )
            if gone:
                connection.execute(delete(devices).where(devices.c.id.in_(gone)))
            tries = job.push.tries + 1
            again = failed and tries < MAX_TRIES
            in_inbox = isinstance(self._gateway, InboxOnly)
            done = bool(reached) or (in_inbox and not failed)
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
        return min(LONGEST_PAUSE, self._pause * (1 << min(tries - 1, 12)))


def _job(connection: Connection, push: Row[Any]) -> Job:
    told: Sequence[int] = (
        connection.execute(select(deliveries.c.device_id).where(deliveries.c.push_id == push.id))
        .scalars()
        .all()
    )
    phones = connection.execute(
        select(devices).where(devices.c.citizen_id == push.citizen_id).order_by(devices.c.id)
    ).all()
    return Job(push, tuple(phone for phone in phones if phone.id not in told), len(told))


def _failure(done: bool, failed: bool) -> str | None:
    if failed:
        return say("vi", "push.some_unreached" if done else "push.unreachable")
    return None if done else say("vi", "push.no_device")
