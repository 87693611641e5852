"""Mở lại: what was answered, how the sender rates it and in which words."""

from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Rating
from ihanoi_desk.domain.policies import find_policy
from ui.dialogs.new_due import due_facts
from ui.dialogs.words import WordsSheet
from ui.parts.facts import Fact, FactsCard
from ui.parts.labels import elided
from ui.parts.sheet import column_title

RESULTS = frozenset({"resolve", "approve", "follow"})
SHOWN = 300
TONES = {Rating.SATISFIED: "green", Rating.ACCEPTABLE: "ochre", Rating.UNSATISFIED: "red"}


class ReopenSheet(WordsSheet):
    def context(self) -> list[QWidget]:
        look, case, now = self.look, self.task.case, self.task.clock()
        facts = []
        result = self.task.last(*RESULTS)
        if result:
            at = look.clock(result.at, now)
            words = look.say("reopen.result", at=at, text=elided(result.text, SHOWN))
            facts.append(Fact("circle-check", "green", words))
        if case.rating:
            words = look.say("reopen.rating", rating=look.say(f"rating.{case.rating}"))
            rated = self.task.last("rate")
            if rated and rated.text:
                words = f"{words} “{elided(rated.text, SHOWN)}”"
            facts.append(Fact("message-square", TONES[case.rating], words))
        else:
            facts.append(Fact("message-square", "text-3", look.say("reopen.not_rated")))
        most = find_policy(
            self.task.catalogue.policies, "most_reopenings", case.rule_set, case.unit
        )
        if most:
            words = look.say("reopen.times", n=case.reopenings, most=most.amount)
            facts.append(Fact("info", "text-3", words, doubtful=not most.verified))
        after = decide.preview(*self._decision(self._blank()))
        if after:
            facts += due_facts(look, case, after.case, now)[1:]
        return [column_title(look.say("reopen.about")), FactsCard(look, facts)]
