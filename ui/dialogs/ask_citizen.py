"""Hỏi dân: the question, and that the handling clock rests until the answer."""

from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain import template_values
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.policies import find_policy
from ui.dialogs.words import WordsSheet
from ui.parts.facts import Fact, FactsCard


class AskCitizenSheet(WordsSheet):
    def context(self) -> list[QWidget]:
        look, case, now = self.look, self.task.case, self.task.clock()
        facts = [Fact("pause", "ochre", look.say("ask.clock_rests"))]
        if case.handle_due_at and case.handle_due_at < now:
            late = look.say("ask.late_already", at=look.clock(case.handle_due_at, now))
            facts = [Fact("triangle-alert", "red", late)]
        elif case.handle_due_at:
            calendar = self.task.catalogue.calendar_for(case.unit)
            left = look.working_time(calendar.between(now, case.handle_due_at))
            facts.append(Fact("timer", "text-3", look.say("ask.left_after", left=left)))
        days = find_policy(
            self.task.catalogue.policies, template_values.ANSWER_DAYS, case.rule_set, case.unit
        )
        if days:
            calendar = self.task.catalogue.calendar_for(case.unit)
            words = look.say(
                "ask.answer_by", at=look.clock(calendar.add_days(now, days.amount), now)
            )
            facts.append(Fact("calendar", "text-3", words, doubtful=not days.verified))
        if case.waits:
            last = case.waits[-1].start.astimezone(HANOI)
            words = look.say("ask.asked_before", n=len(case.waits), day=f"{last:%d/%m}")
            facts.append(Fact("history", "text-3", words))
        return [FactsCard(look, facts)]
