"""From the outbox to the server: in order per case, each action until it is answered."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

from ihanoi_desk.client import dispatch
from ihanoi_desk.client.alarm import Alarm
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.errors import (
    BadAnswer,
    Offline,
    ServerProblem,
    SignedOut,
    TooOld,
)
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.resting import Resting
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.domain.wire import MOST_ACTIONS, Answer, Problem

REFUSING = frozenset({400, 413, 422})
"""What the server answers to a batch that it will not take in this form."""
SMALL = 5
"""Up to this many answers are written on the loop's own thread."""
LONGEST_HOLD_S = 1.0


class Sender:
    """`once` sends one batch or waits for one; whoever calls it deals with outages.

    A batch halves after a failure and doubles after a success, so that one row over which the
    server stumbles is soon alone, and rests.
    """

    def __init__(
        self,
        store: Store,
        api: DeskApi,
        clock: Callable[[], datetime],
        resting: Resting,
        moved: Callable[[], None],
    ) -> None:
        self._store, self._api, self._clock = store, api, clock
        self._resting, self._moved = resting, moved
        self.alarm = Alarm(clock)
        self._size = MOST_ACTIONS
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def quiet(self) -> None:
        """Until no large batch is under way, but not for long: its answer brings the same news as
        the feed, which would have to be asked for each action anew."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_HOLD_S):
                await self._quiet.wait()

    async def once(self) -> bool:
        """Whether the server answered."""
        # One look at the clock: what fell due between two would be slept over.
        now = self._clock()
        rows = self._claim(now)
        if not rows:
            ends = self._resting.cases.values()
            await self.alarm.sleep([*ends, dispatch.soonest(self._store, now)])
            return False
        self._moved()
        if len(rows) > SMALL:
            self._quiet.clear()
        try:
            answers = await self._deliver(rows)
            if answers:
                await self._settle(rows, answers)
        finally:
            self._quiet.set()
        return True

    def _claim(self, now: datetime) -> list[Pending]:
        resting = self._resting.cases
        suspects = self._resting.suspects
        rows = dispatch.claim(self._store, now, resting.keys() | suspects, self._size)
        if not rows and suspects:
            rows = dispatch.claim(self._store, now, resting, 1)
        return rows

    async def _deliver(self, rows: list[Pending]) -> tuple[Answer, ...]:
        """The answers; none when the batch has to be tried again in smaller pieces."""
        try:
            return await self._api.act([row.action for row in rows])
        except (SignedOut, TooOld):
            dispatch.release(self._store, rows)
            raise
        except Offline as trouble:
            if trouble.may_have_arrived:
                self._shrink(rows)
            else:
                dispatch.release(self._store, rows)
            raise
        except ServerProblem as refusal:
            if refusal.problem.status not in REFUSING:
                self._blame(rows)
                raise
            if len(rows) == 1:
                return (Answer(problem=refusal.problem),)
            self._shrink(rows)
            return ()
        except BadAnswer:
            self._blame(rows)
            raise

    def _blame(self, rows: list[Pending]) -> None:
        """The server stumbled over one of them, or over all."""
        if len(rows) == 1:
            self._resting.add([rows[0].action.case_id])
        self._shrink(rows)

    def _shrink(self, rows: list[Pending]) -> None:
        self._size = max(1, len(rows) // 2)

    async def _settle(self, rows: list[Pending], answers: tuple[Answer, ...]) -> None:
        facts = (self._store, rows, answers, self._clock())
        if len(rows) > SMALL:
            stumbled = await asyncio.to_thread(dispatch.settle, *facts)
        else:
            stumbled = dispatch.settle(*facts)
        cases = frozenset(row.action.case_id for row in rows)
        self._resting.forgive(cases - stumbled)
        self._resting.add(stumbled)
        self._store.say(Changed(cases=cases, outbox=True))
        if stumbled and not any(answer.outcome for answer in answers):
            self._shrink(rows)
            raise ServerProblem(_first_problem(answers))
        self._size = min(self._size * 2, MOST_ACTIONS)


def _first_problem(answers: tuple[Answer, ...]) -> Problem:
    return next(answer.problem for answer in answers if answer.problem)
