"""Gỡ công khai: since when and with which words it can be read by everybody."""

from PySide6.QtWidgets import QWidget

from ui.dialogs.words import WordsSheet
from ui.parts.facts import Fact, FactsCard
from ui.parts.labels import elided

SHOWN = 300


class UnpublishSheet(WordsSheet):
    def context(self) -> list[QWidget]:
        look, case, now = self.look, self.task.case, self.task.clock()
        if case.published_at is None:
            return []
        at = look.clock(case.published_at, now)
        facts = [Fact("upload", "green", look.say("publish.since", at=at))]
        published = self.task.last("publish")
        if published and published.text:
            facts.append(Fact("file-text", "text-3", f"“{elided(published.text, SHOWN)}”"))
        facts.append(Fact("info", "text-3", look.say("publish.citizen_keeps")))
        return [FactsCard(look, facts)]
