"""Sends the pushes that are due, several at a time, so that one slow phone holds up no other."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from ihanoi_desk.server.failures import Unavailable
from ihanoi_desk.server.push.gateway import Answer, Message, PushGateway
from ihanoi_desk.server.push.jobs import Job, Jobs

T = TypeVar("T")

LOG = logging.getLogger(__name__)
SENDERS = 8
SENDING_S = 45.0
"""No further phone of a citizen is tried after this long; the lease outlives it by far."""


class Delivery:
    """Retries with growing pauses; a phone that was told once is never told again.

    A process that dies between sending and noting sends once more, under the same message id.
    """

    def __init__(self, jobs: Jobs, gateway: PushGateway) -> None:
        self._jobs = jobs
        self._gateway = gateway
        self._busy = 0
        self._missed = False
        self._tried = 0

    async def run(self) -> int:
        """Send everything that is due; how many pushes were tried."""
        before = self._tried
        async with asyncio.TaskGroup() as senders:
            self.start(senders)
        return self._tried - before

    def start(self, senders: asyncio.TaskGroup) -> None:
        """See that one more of `senders` looks for something to send, unless all are busy."""
        if self._busy == SENDERS:
            self._missed = True
            return
        self._busy += 1
        senders.create_task(self._work(senders))

    def next_due(self) -> datetime | None:
        """When the next push wants sending."""
        return self._jobs.next_due()

    async def _work(self, senders: asyncio.TaskGroup) -> None:
        try:
            while job := await self._next():
                # There may be more where this came from.
                self.start(senders)
                answers = await self._send(job)
                await to_the_end(partial(self._jobs.settle, job, answers))
                self._tried += 1
        except Unavailable as error:
            LOG.warning("pushes wait for the database: %s", error)
        except Exception:
            # Its lease will end, and it is tried again.
            LOG.exception("a push was given up")
        finally:
            self._busy -= 1

    async def _next(self) -> Job | None:
        job = await to_the_end(self._jobs.take)
        while job is None and self._missed:
            self._missed = False
            job = await to_the_end(self._jobs.take)
        return job

    async def _send(self, job: Job) -> dict[int, Answer]:
        """The answer of each phone; those that the time does not suffice for have failed."""
        push, until = job.push, time.monotonic() + SENDING_S
        answers: dict[int, Answer] = {}
        for phone in job.phones:
            if time.monotonic() > until:
                answers[phone.id] = "failed"
                continue
            answers[phone.id] = await self._gateway.send(
                Message(
                    id=f"{push.id}-{phone.id}",
                    token=phone.token,
                    title=push.title,
                    body=push.body,
                    event=push.event,
                    case_code=push.code,
                )
            )
        return answers


async def to_the_end(work: Callable[[], T]) -> T:
    """`work` in a thread; a cancel waits until it is over, so that nothing is closed under it."""
    working = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait([working])
        raise
