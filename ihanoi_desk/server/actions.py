"""The one door for officers' writes: everything an action causes happens in one transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection, func, select

from ihanoi_desk.domain.cases import MOST_TEXT, Action
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.decide import apply
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.personal_data import MOST_REASON
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.wire import Answer, Answers, CaseDoc, Outcome
from ihanoi_desk.server import merging, refused, steps, why
from ihanoi_desk.server.cases import case_of, document, lock_case, update_case
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.failures import Unavailable, retried
from ihanoi_desk.server.problems import ProblemRaised, problem_of
from ihanoi_desk.server.reference import Reference
from ihanoi_desk.server.tables import attachments

ID_LENGTH = 80


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
        _check_size(action)
        now = self._clock()
        with self._database.write() as connection:
            catalogue, book = self._reference.in_force(connection, now)
            try:
                write(connection, action, officer, now, catalogue, book)
            except Refused as refusal:
                refused.keep(connection, action, officer, refusal, now)
                doc = readable(connection, action.case_id, officer)
                sentence = why.explain(connection, refusal, action, officer)
                return Outcome("refused", doc, refusal.code, sentence)
            return Outcome("applied", readable(connection, action.case_id, officer))


def write(
    connection: Connection,
    action: Action,
    officer: Officer,
    now: datetime,
    catalogue: Catalogue,
    book: Rulebook,
) -> None:
    """Apply `action` in the caller's transaction; a known id has nothing left to do.

    Raises Refused, with nothing written.
    """
    row = lock_case(connection, action.case_id)
    known = steps.is_known(connection, action.id)
    digest = steps.content_hash(action)
    if known:
        if known != (officer.id, digest, action.case_id):
            raise Refused("id_taken")
        return
    refused.check(connection, action, officer)
    if row is None or not officer.may_read(row.unit):
        raise Refused("unknown_case")
    case = case_of(row)
    applied = apply(case, action, officer, now, book)
    _check_attachments(connection, action, officer)
    if action.verb == "merge":
        merging.check_master(connection, case, action, officer)
    update_case(connection, case, applied.case)
    steps.append(
        connection,
        applied.case,
        applied.step,
        row.citizen_id,
        catalogue,
        content_hash=digest,
        made_at=action.at,
    )
    merging.answer_merged(connection, case, applied.case, applied.step, catalogue, book)


def readable(connection: Connection, case_id: int, officer: Officer) -> CaseDoc | None:
    """The case document, if `officer` may read it."""
    doc = document(connection, case_id)
    return doc if doc and officer.may_read(doc.case.unit) else None


def _check_attachments(connection: Connection, action: Action, officer: Officer) -> None:
    wanted = set(action.attachments)
    if not wanted:
        return
    query = select(func.count()).where(
        attachments.c.id.in_(wanted),
        attachments.c.case_id == action.case_id,
        attachments.c.officer_id == officer.id,
    )
    if connection.execute(query).scalar_one() != len(wanted):
        raise Refused("unknown_attachment")


def _check_size(action: Action) -> None:
    if not action.id or len(action.id) > ID_LENGTH:
        raise ProblemRaised(422, "too_long", field="id", limit=ID_LENGTH)
    if action.at.tzinfo is None:
        raise ProblemRaised(422, "invalid_request", fields="at")
    for name in ("text", "note"):
        if len(getattr(action, name)) > MOST_TEXT:
            raise ProblemRaised(422, "too_long", field=name, limit=MOST_TEXT)
    for value, reason in action.kept.items():
        if len(value) > MOST_REASON or len(reason) > MOST_REASON:
            raise ProblemRaised(422, "too_long", field="kept", limit=MOST_REASON)
