"""The verbs as buttons with their keys; a verb that cannot be used stays and says why."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.transitions import VERBS
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.refusal import sentence
from ui.verbs import VERB_LOOKS

COLUMNS = 3
ROOM_FOR_COLUMNS = 396
"""Below this width in pixels two columns leave every word and key whole."""
FORWARD = ("accept", "resolve")
"""Of these the first that may be used is the main button of the page."""
ORDER = ("accept", "resolve", "route", "reject", "note", "assign", "return")


class VerbBar(QWidget):
    chosen = Signal(str)
    print_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(objectName="surface2")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 8, 8, 8)
        self._grid.setSpacing(6)
        self.buttons: dict[str, KeyButton] = {}
        for verb in sorted(VERBS, key=ORDER.index):
            shown = VERB_LOOKS[verb]
            button = KeyButton(look, shown.icon, look.say(f"verb.{verb}"), shown.key, red=shown.red)
            button.clicked.connect(lambda _=False, name=verb: self.chosen.emit(name))
            self.buttons[verb] = button
        paper = KeyButton(look, "printer", look.say("panel.print"), "P", "flat")
        paper.clicked.connect(self.print_asked)
        self.paper = paper
        self._columns = 0
        self._arrange(COLUMNS)
        self.show_case(None, None)

    def _arrange(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            for position, button in enumerate((*self.buttons.values(), self.paper)):
                self._grid.addWidget(button, *divmod(position, columns))

    def minimumSizeHint(self) -> QSize:
        """As narrow as two columns: the bar folds before it forces the panel wider."""
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        return QSize(2 * widest + 24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(COLUMNS if self.width() >= ROOM_FOR_COLUMNS else COLUMNS - 1)

    def show_case(
        self, case: Case | None, me: Officer | None, forbidden: Refused | None = None
    ) -> None:
        """Enable what the table allows, nothing when all is `forbidden`; the tooltip of the rest
        gives the reason."""
        self.paper.setEnabled(case is not None)
        refusals = {
            verb: forbidden or decide.why_not(case, verb, me) if case and me else None
            for verb in self.buttons
        }
        main = next((verb for verb in FORWARD if case and not refusals[verb]), None)
        for verb, button in self.buttons.items():
            refusal = refusals[verb]
            button.setEnabled(case is not None and refusal is None)
            button.setToolTip(sentence(self._look, refusal) if refusal else "")
            button.set_kind("main" if verb == main else "plain")
