"""What the server does by itself right after a step, in the same transaction."""

import uuid
from typing import Any

from sqlalchemy import Connection

from ihanoi_desk.domain.cases import Action, Case, Rating, State, Step
from ihanoi_desk.domain.decide import Applied, why_not
from ihanoi_desk.domain.duplicates import goes_along
from ihanoi_desk.domain.guards import wants_approval
from ihanoi_desk.domain.officers import Actor, System
from ihanoi_desk.domain.personal_data import masked
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.transitions import ALONG
from ihanoi_desk.domain.wire import CaseDoc
from ihanoi_desk.language import say
from ihanoi_desk.server import merging
from ihanoi_desk.server.lending import lend

SPACE = uuid.UUID("5f2d6a0e-4c0b-4f53-9d1e-0d9a3c1b7e42")
"""Of the ids that follow from another step's id, so that a repeat makes the same ones."""


def of(
    connection: Connection, before: Case, applied: Applied, actor: Actor, book: Rulebook
) -> list[Action]:
    """The actions of the server that `applied` leads to, in order; the cases they are about stay
    locked. Raises Refused for a case that cannot be merged."""
    case, step = applied.case, applied.step
    if step.verb == "rate" and _comes_back(case, book):
        return [_by_itself(step, case.id, "reopen", note=say("vi", "by_itself.unsatisfied"))]
    if step.verb == "merge":
        master = merging.find_master(connection, before, case.master_id or 0, actor)
        result = merging.result_of(connection, master)
        return _follow(connection, step, case, result, book) if result else []
    if step.verb == "classify" and case.classified_at and not before.classified_at:
        result = merging.result_of_master(connection, case)
        return _follow(connection, step, case, result, book) if result else []
    if step.verb in ALONG and (case.unit != before.unit or case.is_open is not before.is_open):
        merged = merging.merged_into(connection, case.id)
        along = [_along(connection, step, case, row, book) for row in merged]
        return [action for actions in along for action in actions]
    return []


def _along(
    connection: Connection, step: Step, master: Case, doc: CaseDoc, book: Rulebook
) -> list[Action]:
    """What `step` of `master` means for a case that was merged into it. One that waits for its
    citizen or for approval by itself is left to its officers."""
    verb, case = ALONG[step.verb], doc.case
    if verb == "follow":
        result = merging.Result(step.text, step.attachments, step.verb == "approve")
        return _follow(connection, step, case, result, book)
    if verb == "go_along" and case.unit != step.unit:
        return []
    if goes_along(doc, verb) and _may(case, verb, book):
        what = {"text": _for_others(step.text, book), "note": step.note, "reason": step.reason}
        return [_by_itself(step, case.id, verb, target_unit=step.target_unit, **what)]
    if verb == "go_along" and _may(case, "separate", book):
        note = say("vi", "by_itself.master_left", code=master.code)
        return [_by_itself(step, case.id, "separate", note=note)]
    return []


def _comes_back(case: Case, book: Rulebook) -> bool:
    """Whether the sender's rating opens `case` again, which happens only so often."""
    if case.state is not State.RESOLVED or case.rating is not Rating.UNSATISFIED:
        return False
    most = book.policy("most_reopenings", case)
    return most is None or case.reopenings < most


def _may(case: Case, verb: str, book: Rulebook) -> bool:
    return why_not(case, verb, System(), book) is None


def _follow(
    connection: Connection, step: Step, case: Case, result: merging.Result, book: Rulebook
) -> list[Action]:
    """`case` answered with `result`; nothing where its own rules forbid that: one that needs a
    superior does not follow what none let out."""
    if not _may(case, "follow", book) or (wants_approval(case, book) and not result.is_approved):
        return []
    files = lend(connection, result.files, case.id, step.id, step.at)
    text = _for_others(result.text, book)
    return [_by_itself(step, case.id, "follow", text=text, attachments=files)]


def _for_others(text: str, book: Rulebook) -> str:
    """What was kept for one sender, with a reason, is not for the others."""
    return masked(text, book.public_contacts)


def _by_itself(step: Step, case_id: int, verb: str, **what: Any) -> Action:
    name = str(uuid.uuid5(SPACE, f"{step.id}/{case_id}/{verb}"))
    return Action(id=name, case_id=case_id, verb=verb, at=step.at, **what)
