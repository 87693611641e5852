"""What senders and colleagues do meanwhile, through the server's own doors."""

import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.domain.cases import Action
from ui.rehearsal import citizen
from ui.rehearsal.citizen import Matter
from ui.rehearsal.hand import until
from ui.rehearsal.stage import Stage

ADMINISTRATOR, OFFICER, COORDINATOR = "quantri", "hoankiem.canbo1", "hoankiem.daumoi"


class Others:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._app: CitizenApp | None = None
        self._steps: Counter[str] = Counter()
        """How many steps each report has by now."""

    async def file(self, matter: Matter) -> str:
        """The code of a new report."""
        if self._app is None:
            offered = {row.login: row for row in self._stage.program.demo}
            self._app = await citizen.register(self._stage.url, offered[ADMINISTRATOR])
        code = (await citizen.file(self._app, matter)).code
        self._steps[code] = 1
        return code

    async def do(self, code: str, verb: str, by: str = OFFICER, **facts: Any) -> None:
        """Let the officer `by` carry out a verb."""
        desk = DeskApi(self._stage.url)
        offered = {row.login: row for row in self._stage.program.demo}
        signed_in = await desk.sign_in(by, offered[by].password)
        if verb == "assign":
            facts.setdefault("assignee_id", signed_in.officer.id)
        found = await desk.archive(code)
        act = Action(
            id=uuid.uuid4().hex,
            case_id=found.cases[0].case.id,
            verb=verb,
            at=datetime.now(UTC),
            **facts,
        )
        (answer,) = await desk.act([act])
        await desk.close()
        assert answer.outcome and answer.outcome.outcome == "applied", f"{verb} of {code}: {answer}"
        self._steps[code] += 1

    async def stand_on(self, code: str) -> None:
        """Find it, and wait until all that was done to it has come to this desk."""
        stage, steps = self._stage, self._steps[code]
        stage.show("all")
        await stage.find(code)
        panel = stage.page.panel
        await until(lambda: panel.shown and panel.shown.doc.case.version >= steps, f"{steps} steps")
