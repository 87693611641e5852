"""The verbs as buttons with their keys; a verb that cannot be used stays and says why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.transitions import VERBS
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.refusal import sentence
from ui.verbs import VERB_LOOKS

COLUMNS = 3
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
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setSpacing(6)
        self.buttons: dict[str, KeyButton] = {}
        for position, verb in enumerate(sorted(VERBS, key=ORDER.index)):
            shown = VERB_LOOKS[verb]
            button = KeyButton(look, shown.icon, look.say(f"verb.{verb}"), shown.key, red=shown.red)
            button.clicked.connect(lambda _=False, name=verb: self.chosen.emit(name))
            self.buttons[verb] = button
            grid.addWidget(button, *divmod(position, COLUMNS))
        paper = KeyButton(look, "printer", look.say("panel.print"), "P", "flat")
        paper.clicked.connect(self.print_asked)
        self.paper = paper
        grid.addWidget(paper, *divmod(len(VERBS), COLUMNS))
        self.show_case(None, None)

    def show_case(self, case: Case | None, me: Officer | None) -> None:
        """Enable what the table allows; the tooltip of the rest gives the reason."""
        self.paper.setEnabled(case is not None)
        main = next(
            (verb for verb in FORWARD if case and me and not decide.why_not(case, verb, me)), None
        )
        for verb, button in self.buttons.items():
            refusal = decide.why_not(case, verb, me) if case and me else None
            button.setEnabled(case is not None and refusal is None)
            button.setToolTip(sentence(self._look, refusal) if refusal else "")
            button.set_kind("main" if verb == main else "plain")
