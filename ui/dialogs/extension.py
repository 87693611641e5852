"""Duyệt gia hạn, không gia hạn: who asked for how many days and why, and what it makes of the
limit."""

from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.policies import find_policy
from ui.dialogs.new_due import due_facts
from ui.dialogs.words import WordsSheet
from ui.parts.facts import Fact, FactsCard
from ui.parts.sheet import column_title


class ExtensionSheet(WordsSheet):
    def context(self) -> list[QWidget]:
        look, case, now = self.look, self.task.case, self.task.clock()
        asked = case.extension_asked
        if asked is None:
            return []
        at = look.clock(asked.at, now)
        days = look.say("panel.working_days", n=asked.days)
        policies = self.task.catalogue.policies
        most = find_policy(policies, "extension_days", case.rule_set, case.unit)
        facts = [
            Fact("user", "text-3", look.say("extension.asked", who=asked.author_name, at=at)),
            Fact(
                "timer-reset",
                "violet",
                look.say("extension.asked_days", days=days),
                doubtful=most is not None and not most.verified,
            ),
            Fact("sticky-note", "text-3", f"“{asked.why}”"),
        ]
        after = decide.preview(*self._decision(self._blank()))
        facts += due_facts(look, case, after.case if after else case, now)
        return [column_title(look.say("extension.request")), FactsCard(look, facts)]
