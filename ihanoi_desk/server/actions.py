"""The door for officers' writes: batches of actions, each one answered the same for ever."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection

from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import Answer, Answers, CaseDoc, Outcome
from ihanoi_desk.server import refused, why
from ihanoi_desk.server.cases import document
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.failures import Unavailable, retried
from ihanoi_desk.server.problems import problem_of
from ihanoi_desk.server.reference import Reference
from ihanoi_desk.server.writing import check_size, write


class Actions:
    """Applies officers' actions. Both outcomes are remembered by the action's id."""

    def __init__(
        self, database: Database, reference: Reference, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._reference = reference
        self._clock = clock

    def act_all(self, actions: Iterable[Action], officer: Officer) -> Answers:
        """Each action on its own, in order: one that fails harms none but the later ones of its
        case, which are then not tried."""
        answers: list[Answer] = []
        stopped: set[int] = set()
        with self._database.answered_together():
            for action in actions:
                if action.case_id in stopped:
                    answers.append(Answer())
                    continue
                answer = self._answer(action, officer)
                if answer.outcome is None or answer.outcome.outcome == "refused":
                    stopped.add(action.case_id)
                answers.append(answer)
        return Answers(tuple(answers))

    def _answer(self, action: Action, officer: Officer) -> Answer:
        try:
            return Answer(self.act(action, officer))
        except Unavailable:
            # The whole batch will come again; each action would only wait anew.
            raise
        except Exception as error:
            return Answer(problem=problem_of(error, f"action {action.verb}"))

    @retried
    def act(self, action: Action, officer: Officer) -> Outcome:
        """The outcome of `action` by `officer`, with the case as it stands afterwards."""
        check_size(action)
        now = self._clock()
        with self._database.write() as connection:
            catalogue, book = self._reference.steady(connection, now)
            try:
                write(connection, action, officer, now, catalogue, book)
            except Refused as refusal:
                refused.keep(connection, action, officer, refusal, now)
                doc = readable(connection, action.case_id, officer)
                sentence = why.explain(connection, refusal, action, officer)
                return Outcome("refused", doc, refusal.code, sentence)
            return Outcome("applied", readable(connection, action.case_id, officer))


def readable(connection: Connection, case_id: int, officer: Officer) -> CaseDoc | None:
    """The case document, if `officer` may read it."""
    doc = document(connection, case_id)
    return doc if doc and officer.may_read(doc.case.unit) else None
