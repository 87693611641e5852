"""Files go ahead of their action, beside the line, so that large ones hold up nobody else."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.client import dispatch, outgoing
from ihanoi_desk.client.alarm import Alarm
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.errors import BadAnswer, ServerProblem
from ihanoi_desk.client.outgoing import FileLost
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.resting import Resting
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.language import say


@dataclass(frozen=True, slots=True)
class Upload:
    """File `file` of `files` of an action is on its way."""

    action_id: str
    file: int
    files: int
    percent: int


class Uploader:
    """`once` brings one file or waits for one; whoever calls it deals with outages."""

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
        self.now: Upload | None = None

    async def once(self) -> bool:
        """Whether the server answered."""
        now = self._clock()
        row = dispatch.lacking_files(self._store, now, self._resting.cases)
        if row is None:
            ends = self._resting.cases.values()
            await self.alarm.sleep([*ends, dispatch.soonest(self._store, now)])
            return False
        try:
            await self._bring(row)
        except FileLost as lost:
            self._refuse(row, "file_lost", say("vi", "sync.file_lost", name=lost))
            return False
        except ServerProblem as refusal:
            problem = refusal.problem
            if not dispatch.is_about_the_request(problem.status):
                self._resting.add([row.action.case_id])
                raise
            self._refuse(row, problem.code, problem.detail)
        except BadAnswer:
            self._resting.add([row.action.case_id])
            raise
        finally:
            self._show(None)
        return True

    async def _bring(self, row: Pending) -> None:
        action = row.action
        missing = outgoing.missing(self._store, action.attachments)
        file, files = missing[0], len(action.attachments)
        number = files - len(missing) + 1
        body = await asyncio.to_thread(outgoing.read, self._store, file)

        def gone(size: int) -> None:
            self._show(Upload(action.id, number, files, 100 * size // len(body)))

        gone(0)
        await self._api.upload(action.case_id, file, body, gone)
        outgoing.mark_uploaded(self._store, file)
        self._store.say(Changed(outbox=True))

    def _refuse(self, row: Pending, code: str, why: str) -> None:
        dispatch.refuse(self._store, row, code, why)
        self._store.say(Changed(cases=frozenset({row.action.case_id}), outbox=True))

    def _show(self, upload: Upload | None) -> None:
        if upload != self.now:
            self.now = upload
            self._moved()
