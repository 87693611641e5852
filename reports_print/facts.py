"""The first table of the case sheet: a label and its words, a row each."""

from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.domain.cases import State
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.wire import CaseDoc
from ihanoi_desk.language import say
from reports_print.clocks import handling, receiving
from reports_print.moments import position
from reports_print.timeline import closing_step, public_steps, reason_name


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    text: str


def facts(doc: CaseDoc, catalogue: Catalogue, now: datetime, language: str) -> list[Fact]:
    """The rows in printed order; rows without words are left out."""
    case = doc.case
    rows = {
        "title": case.title,
        "content": say(language, "print.quoted", text=case.content) if case.content else "",
        "place": _place(doc, language),
        "category": _category(doc, catalogue, language),
        "sender": say(
            language,
            "print.sender_verified" if doc.reporter.verified else "print.sender_not_verified",
        ),
        "receiving": receiving(case, catalogue, now, language),
        "handling": handling(case, catalogue, now, language),
        "result": _result(doc, catalogue, language),
        "people": _people(doc, language),
    }
    return [Fact(say(language, f"print_fact.{key}"), text) for key, text in rows.items() if text]


def _place(doc: CaseDoc, language: str) -> str:
    spot = position(doc.case, language)
    if doc.case.place and spot:
        return f"{doc.case.place} ({spot})"
    return doc.case.place or spot


def _category(doc: CaseDoc, catalogue: Catalogue, language: str) -> str:
    case = doc.case
    names = {
        row.code: row.name_vi if language == "vi" else row.name_en for row in catalogue.categories
    }
    urgency = say(language, f"urgency.{case.urgency}").lower()
    return f"{names.get(case.category, case.category)}; {urgency}"


def _result(doc: CaseDoc, catalogue: Catalogue, language: str) -> str:
    step = closing_step(doc)
    if step is None:
        state = say(language, f"state.{doc.case.state}").lower()
        return say(language, "print.no_result", state=state)
    if step.to_state is not State.REJECTED:
        return step.text
    name = reason_name(step.reason, catalogue, language) if step.reason else ""
    basis = next((row.legal_basis for row in catalogue.reasons if row.code == step.reason), "")
    lines = [
        say(language, "print.rejected", reason=name),
        say(language, "print.basis", basis=basis) if basis else "",
        step.text,
    ]
    return "\n".join(filter(None, lines))


def _people(doc: CaseDoc, language: str) -> str:
    """Every officer once, in order of the first act, with what they did."""
    acts: dict[str, list[str]] = {}
    for step in public_steps(doc):
        if step.actor_id is not None:
            verb = say(language, f"verb.{step.verb}").lower()
            done = acts.setdefault(step.actor_name, [])
            if verb not in done:
                done.append(verb)
    return "; ".join(f"{name}: {', '.join(verbs)}" for name, verbs in acts.items())
