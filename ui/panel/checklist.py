"""The criteria of a regulation one under the other: how many are judged, and what follows."""

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.domain.kind_fields import KindField
from ui.look.look import Look
from ui.panel.criterion import Criterion
from ui.parts.labels import icon_label, label


class Checklist(QWidget):
    """Without rows, or while none of them applies, it is not there."""

    answered = Signal(str, str)
    """Field code and value."""

    def __init__(self, look: Look, fields: Sequence[KindField]) -> None:
        super().__init__()
        self._look, self._fields = look, fields
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        self._progress = label("", "smallstrong")
        top.addWidget(self._progress, 1)
        top.addWidget(label(look.say("panel.criteria_keys"), "small", "text-3"))
        column.addLayout(top)
        self._rows = {
            field.code: Criterion(look, field, place) for place, field in enumerate(fields, 1)
        }
        for row in self._rows.values():
            row.answered.connect(self.answered)
            row.walked.connect(self._walk)
            column.addWidget(row)
        end = QHBoxLayout()
        end.setContentsMargins(0, 6, 0, 0)
        end.addWidget(icon_label(look, "arrow-right", "orange"))
        self._conclusion = label("", "small", wrap=True)
        end.addWidget(self._conclusion, 1)
        column.addLayout(end)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [stop for row in self._rows.values() for stop in (row, row.remark)]

    def row(self, code: str) -> Criterion:
        return self._rows[code]

    def arrange(self, width: int) -> None:
        """Lay out for a form of `width` pixels."""
        for row in self._rows.values():
            row.arrange(width)

    def show_facts(self, facts: Mapping[str, str]) -> None:
        self.setVisible(any(field.applies(facts) for field in self._fields))
        for row in self._rows.values():
            row.show_facts(facts)
        verdicts = Counter(facts[code] for code in self._rows if facts.get(code))
        done, unmet, of = sum(verdicts.values()), verdicts["not_met"], len(self._rows)
        say = self._look.say
        self._progress.setText(say("panel.criteria", n=done, of=of))
        if unmet:
            words = say("panel.unmet", n=unmet)
        else:
            words = say("panel.none_unmet" if done == of else "panel.criteria_open")
        self._conclusion.setText(words)

    def _walk(self, by: int) -> None:
        rows = list(self._rows.values())
        here = next(place for place, row in enumerate(rows) if row.hasFocus())
        rows[max(0, min(here + by, len(rows) - 1))].setFocus(Qt.FocusReason.TabFocusReason)
