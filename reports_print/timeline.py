"""The history of a case in printed words. Colleagues' notes never reach this page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ihanoi_desk.domain.cases import Case, State, Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.transitions import FILE, SENDER_VERBS
from ihanoi_desk.domain.wire import Attachment, CaseDoc, Telling
from ihanoi_desk.language import say
from reports_print.moments import clock, day, same_day

ENDINGS = frozenset({State.RESOLVED, State.REJECTED})
SENDERS = frozenset({FILE.verb, *SENDER_VERBS})
INTERNAL_VERBS = frozenset({"note"})


@dataclass(frozen=True, slots=True)
class Line:
    at: str
    who: str
    what: str
    told: str


def lines(doc: CaseDoc, catalogue: Catalogue, language: str) -> list[Line]:
    """One line a step, oldest first, without internal notes."""
    told = {telling.step_id: telling for telling in doc.tellings}
    files = {file.id: file for file in doc.attachments}
    result = closing_step(doc)
    one_day = all(same_day(step.at, doc.case.filed_at) for step in doc.steps)
    return [
        Line(
            at=clock(step.at) if one_day else f"{clock(step.at)}\n{day(step.at)}",
            who=who(step, language),
            what=_what(step, doc.case, result, files, catalogue, language),
            told=_told(step, told.get(step.id), language),
        )
        for step in public_steps(doc)
    ]


def public_steps(doc: CaseDoc) -> list[Step]:
    """The steps that are not mere notes among colleagues, in order."""
    ordered = sorted(doc.steps, key=lambda step: step.seq)
    return [step for step in ordered if step.verb not in INTERNAL_VERBS]


def closing_step(doc: CaseDoc) -> Step | None:
    """The step that answered the case for good; None while it is open."""
    if doc.case.is_open:
        return None
    endings = (
        step
        for step in reversed(public_steps(doc))
        if step.to_state in ENDINGS and step.from_state != step.to_state
    )
    return next(endings, None)


def who(step: Step, language: str) -> str:
    """The name of the officer or of the program; the sender is never named."""
    return say(language, "role.citizen") if step.verb in SENDERS else step.actor_name


def reason_name(code: str, catalogue: Catalogue, language: str) -> str:
    """The reason in words; its code when the catalogue no longer holds it."""
    for row in catalogue.reasons:
        if row.code == code:
            return row.name_vi if language == "vi" else row.name_en
    return code


def files_counted(files: Iterable[Attachment], language: str) -> str:
    """``1 video, 2 ảnh``; empty for no files."""
    kinds = Counter(_file_kind(file) for file in files)
    return ", ".join(
        say(language, f"print_step.{kind}", count=kinds[kind])
        for kind in ("video", "image", "document")
        if kinds[kind]
    )


def _file_kind(file: Attachment) -> str:
    kind = file.media_type.partition("/")[0]
    return kind if kind in ("video", "image") else "document"


def _what(
    step: Step,
    case: Case,
    result: Step | None,
    files: dict[str, Attachment],
    catalogue: Catalogue,
    language: str,
) -> str:
    parts = [say(language, f"verb.{step.verb}")]
    if step.target_unit:
        units = {unit.key: unit.full_name for unit in catalogue.units}
        name = units.get(step.target_unit, step.target_unit)
        parts.append(say(language, "print_step.to_unit", unit=name))
    if step.assignee_name:
        parts.append(say(language, "print_step.to_officer", name=step.assignee_name))
    # What rang is a code of the rules, not a reason.
    if step.reason and step.verb != "escalate":
        name = reason_name(step.reason, catalogue, language)
        parts.append(say(language, "print_step.reason", reason=name))
    counted = files_counted((files[id_] for id_ in step.attachments if id_ in files), language)
    first = ", ".join([*parts, counted] if counted else parts)
    # The result and the report itself already stand in the table above.
    repeated = step is result or step.text == case.content
    return first if repeated or not step.text else f"{first}. {step.text}"


def _told(step: Step, telling: Telling | None, language: str) -> str:
    if telling is None:
        return ""
    if telling.told_at is None:
        key = "print_step.not_told" if telling.failure else "print_step.not_yet_told"
        return say(language, key)
    at = clock(telling.told_at)
    if not same_day(telling.told_at, step.at):
        at = f"{at} {day(telling.told_at)}"
    return say(language, "print_step.told", at=at)
