"""Duyệt, trả về sửa: the whole result that waits – words, files, who wrote it and since when."""

from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain.calendar import HANOI
from ui.dialogs.case_files import case_files
from ui.dialogs.words import WordsSheet
from ui.parts.facts import Fact, FactsCard
from ui.parts.labels import label
from ui.parts.sheet import column_title


class ProposalSheet(WordsSheet):
    def context(self) -> list[QWidget]:
        look, case = self.look, self.task.case
        proposal = case.proposal
        if proposal is None:
            return []
        parts: list[QWidget] = [
            FactsCard(look, self._facts()),
            column_title(look.say("resolve.text")),
            label(f"“{proposal.text}”", "body", wrap=True),
        ]
        if proposal.attachments:
            title = column_title(look.say("resolve.after"), look.say("approval.open_files"))
            files = case_files(self.window(), look, self.task, proposal.attachments)
            parts += [title, files]
        return parts

    def _facts(self) -> list[Fact]:
        look, case, now = self.look, self.task.case, self.task.clock()
        proposal = case.proposal
        assert proposal is not None
        calendar = self.task.catalogue.calendar_for(case.unit)
        waits = look.working_time(calendar.between(proposal.at, now))
        at = f"{proposal.at.astimezone(HANOI):%d/%m %H:%M}"
        words = look.say("approval.written", who=proposal.author_name, at=at, waits=waits)
        facts = [Fact("user", "violet", words)]
        if case.due_at:
            left = calendar.between(now, case.due_at)
            due = look.clock(case.due_at, now)
            words = look.say("approval.clock", left=look.time_left(left), at=due)
            facts.append(Fact("timer", "red" if case.due_at < now else "text-3", words))
        if proposal.waiver:
            words = look.say("approval.waiver", why=proposal.waiver)
            facts.append(Fact("image-off", "orange", words))
        return facts
