"""The verbs as buttons with their keys; a verb that cannot be used stays and says why."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.transitions import VERBS
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.refusal import sentence
from ui.verbs import STAND_INS, VERB_LOOKS, stand_in

COLUMNS = 3
ROOM_FOR_COLUMNS = 396
"""Below this width in pixels two columns leave every word and key whole."""
SLOTS = (
    ("accept", "approve", "extend", "resume", "reopen"),
    ("resolve", "propose", "publish"),
    ("route", "assign"),
    ("reject", "send_back", "deny_extension"),
    ("note",),
    ("message",),
)
"""One place each: the first that may be used stands there, else the first."""
MAIN = ("accept", "approve", "extend", "resume", "resolve", "propose", "publish")
"""The first live one of these is the main button of the page: what brings the case on."""
ON_THE_BAR = frozenset(verb for slot in SLOTS for verb in slot)


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
        for verb in (verb for slot in SLOTS for verb in slot):
            shown = VERB_LOOKS[verb]
            words = look.say(f"verb.{verb}")
            # A button without a parent that is shown becomes a window and takes the keys away.
            button = KeyButton(look, shown.icon, words, shown.key, red=shown.red, parent=self)
            button.clicked.connect(lambda _=False, name=verb: self.chosen.emit(name))
            self.buttons[verb] = button
        paper = KeyButton(look, "printer", look.say("panel.print"), "P", "flat")
        paper.clicked.connect(self.print_asked)
        self.paper = paper
        self.more = KeyButton(look, "ellipsis", look.say("panel.more_verbs"), ".", "flat")
        self.more.clicked.connect(self.open_menu)
        self._refusals: dict[str, Refused | None] = dict.fromkeys(VERBS)
        self._columns = 0
        self._standing: list[str] = []
        self.show_case(None, None, Rulebook())

    def _arrange(self) -> None:
        columns = COLUMNS if self.width() >= ROOM_FOR_COLUMNS else COLUMNS - 1
        standing = [self._of_slot(slot) for slot in SLOTS]
        if (columns, standing) == (self._columns, self._standing):
            return
        self._columns, self._standing = columns, standing
        for verb, button in self.buttons.items():
            self._grid.removeWidget(button)
            button.setVisible(verb in standing)
        places = (*(self.buttons[verb] for verb in standing), self.paper, self.more)
        for position, button in enumerate(places):
            self._grid.addWidget(button, *divmod(position, columns))

    def _of_slot(self, slot: tuple[str, ...]) -> str:
        return next((verb for verb in slot if not self._refusals[verb]), slot[0])

    def minimumSizeHint(self) -> QSize:
        """As narrow as two columns: the bar folds before it forces the panel wider."""
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        return QSize(2 * widest + 24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def show_case(
        self,
        case: Case | None,
        me: Officer | None,
        book: Rulebook,
        forbidden: Refused | None = None,
    ) -> None:
        """Enable what the table allows, nothing when all is `forbidden`; the tooltip of the rest
        gives the reason."""
        for button in (self.paper, self.more):
            button.setEnabled(case is not None)
        self._refusals = {
            verb: forbidden or decide.why_not(case, verb, me, book) if case and me else None
            for verb in VERBS
        }
        live = [verb for verb in VERBS if case and not self._refusals[verb]]
        main = next((verb for verb in MAIN if verb in live), None)
        for verb, button in self.buttons.items():
            refusal = self._refusals[verb]
            button.setEnabled(verb in live)
            button.setToolTip(sentence(self._look, refusal) if refusal else "")
            button.set_kind("main" if verb == main else "plain")
        for (verb, _), other in STAND_INS.items():
            standing = stand_in(verb, self._refusals[verb])
            self.buttons[other].set_key(VERB_LOOKS[verb if standing == other else other].key)
        self._arrange()

    def open_menu(self) -> None:
        """All other verbs, with their keys."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for verb in VERBS:
            if verb in self._standing:
                continue
            shown = VERB_LOOKS[verb]
            text = f"{self._look.say(f'verb.{verb}')}\t{shown.key}"
            action = menu.addAction(self._look.icon(shown.icon), text)
            refusal = self._refusals[verb]
            action.setEnabled(refusal is None)
            action.setToolTip(sentence(self._look, refusal) if refusal else "")
            action.triggered.connect(lambda _=False, name=verb: self.chosen.emit(name))
        corner = self.more.mapToGlobal(self.more.rect().topLeft())
        menu.popup(corner - QPoint(0, menu.sizeHint().height()))
