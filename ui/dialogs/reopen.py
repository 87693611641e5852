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
REJECTIONS = frozenset({"reject", "reject_along"})
RESULT_MARK, REJECTION_MARK = ("circle-check", "green"), ("circle-x", "red")
SHOWN = 300
TONES = {Rating.SATISFIED: "green", Rating.ACCEPTABLE: "ochre", Rating.UNSATISFIED: "red"}


class ReopenSheet(WordsSheet):
    def context(self) -> list[QWidget]:
        look, case, now = self.look, self.task.case, self.task.clock()
        facts = []
        ended = self.task.last(*RESULTS, *REJECTIONS)
        is_result = ended is not None and ended.verb in RESULTS
        if ended:
            key, mark = ("result", RESULT_MARK) if is_result else ("rejected", REJECTION_MARK)
            at = look.clock(ended.at, now)
            words = look.say(f"reopen.{key}", at=at, text=elided(ended.text, SHOWN))
            facts.append(Fact(*mark, words))
        if is_result:
            facts.append(self._rating())
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

    def _rating(self) -> Fact:
        look, rating = self.look, self.task.case.rating
        if rating is None:
            return Fact("message-square", "text-3", look.say("reopen.not_rated"))
        words = look.say("reopen.rating", rating=look.say(f"rating.{rating}"))
        rated = self.task.last("rate")
        if rated and rated.text:
            words = f"{words} “{elided(rated.text, SHOWN)}”"
        return Fact("message-square", TONES[rating], words)
