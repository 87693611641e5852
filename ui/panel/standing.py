"""What the case waits for or carries beside its state: one line each, with icon and words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.domain.cases import Rating, State
from ihanoi_desk.domain.wire import CaseDoc
from ui.look.look import Look
from ui.parts.labels import icon_label, label

RATING_TONES = {
    Rating.SATISFIED: "green",
    Rating.ACCEPTABLE: "teal",
    Rating.UNSATISFIED: "red",
}


@dataclass(frozen=True, slots=True)
class Fact:
    icon: str
    tone: str
    words: str
    about: str = ""


def facts(look: Look, doc: CaseDoc, now: datetime) -> Iterator[Fact]:
    say, case = look.say, doc.case
    if case.state is State.WAITING and case.waits:
        since = look.clock(case.waits[-1].start, now)
        yield Fact("pause", "ochre", say("standing.waiting", since=since))
    if case.proposal:
        at = look.clock(case.proposal.at, now)
        who = say("standing.proposal", who=case.proposal.author_name, at=at)
        yield Fact("stamp", "violet", who, case.proposal.text)
    if case.extension_asked:
        asked = case.extension_asked
        text = say("standing.extension_asked", who=asked.author_name, days=asked.days)
        yield Fact("timer-reset", "violet", text, asked.why)
    if case.extra_days:
        yield Fact("timer-reset", "text-3", say("standing.extended", days=case.extra_days))
    if case.reopenings:
        yield Fact("rotate-ccw", "orange", say("standing.reopened", n=case.reopenings))
    if case.rating:
        name = say(f"rating.{case.rating}")
        text = say("standing.rated", rating=name)
        written = [step.text for step in doc.steps if step.verb == "rate"]
        yield Fact("user-check", RATING_TONES[case.rating], text, written[-1] if written else "")
    if case.published_at:
        at = look.clock(case.published_at, now)
        yield Fact("upload", "green", say("standing.published", at=at))
    if case.master_id is not None:
        yield Fact("git-merge", "text-2", say("standing.merged"))


def standing(look: Look, rows: tuple[Fact, ...]) -> QWidget:
    """The lines of `rows` as a band of the panel."""
    box = QWidget(objectName="surface2")
    column = QVBoxLayout(box)
    column.setContentsMargins(16, 8, 16, 8)
    column.setSpacing(4)
    for fact in rows:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(icon_label(look, fact.icon, fact.tone, 14))
        row.addWidget(label(fact.words, "smallstrong", fact.tone, wrap=True), 1)
        column.addLayout(row)
        if fact.about:
            about = label(f"“{fact.about}”", "small", "text-2", wrap=True)
            column.addWidget(about)
    return box
