"""Why somebody needs to see who sent a case; what is written down about it is said before."""

from collections.abc import Awaitable, Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ihanoi_desk.client.errors import EnvironmentProblem, Offline
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.identities import MOST_NOTE, SHOWN_FOR, check_reason
from ihanoi_desk.domain.personal_data import find
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import Identity, IdentityQuestion
from ui.look.look import Look
from ui.parts.choices import Choice, Choices
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label, unverified
from ui.parts.sheet import Sheet, column_title, problem_label
from ui.refusal import sentence
from ui.tasks import Tasks
from ui.trouble import sentence as trouble_sentence


class IdentitySheet(Sheet):
    """Answers with the Identity the server gave, or None."""

    def __init__(
        self,
        window: QWidget,
        look: Look,
        tasks: Tasks,
        case: Case,
        catalogue: Catalogue,
        ask: Callable[[int, IdentityQuestion], Awaitable[Identity]],
    ) -> None:
        super().__init__(window, look, "eye", look.say("identity.title"), case.code)
        self.set_size(560, 580)
        self._tasks, self._case, self._ask = tasks, case, ask
        self._catalogue = catalogue
        self._reason = ""
        self._is_asking = False
        self._reasons = Choices(look, look.say("identity.why"))
        self._reasons.offer(
            [
                Choice(row.code, look.name(row.name_vi, row.name_en))
                for row in catalogue.identity_reasons
            ]
        )
        self._reasons.picked.connect(self._pick)
        self._note = QLineEdit(maxLength=MOST_NOTE)
        self._note.setPlaceholderText(look.say("identity.note"))
        self._note.setAccessibleName(look.say("identity.note"))
        self._note.textChanged.connect(self._changed)
        self._problem = problem_label()
        self._lay_out()
        later = KeyButton(look, "", look.say("identity.leave"), "Esc")
        later.clicked.connect(lambda: self.answer(None))
        self._send = KeyButton(look, "eye", look.say("identity.send"), "Ctrl ⏎", "main")
        self._send.clicked.connect(self.send)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.send)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.send)
        self.foot.addStretch(1)
        self.foot.addWidget(later)
        self.foot.addWidget(self._send)
        self._changed()

    def _lay_out(self) -> None:
        look = self.look
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 10, 0, 10)
        column.setSpacing(8)
        head = self._padded(column_title(look.say("identity.why"), look.say("dialog.press")))
        if "identity_reasons" in self._catalogue.unverified:
            head.addWidget(unverified(look))
        column.addLayout(head)
        column.addWidget(self._reasons, 1)
        column.addLayout(self._padded(self._note))
        minutes = int(SHOWN_FOR.total_seconds()) // 60
        kept = label(look.say("identity.kept", minutes=minutes), "small", "text-2", wrap=True)
        column.addLayout(self._padded(icon_label(look, "info", "text-3"), kept))
        column.addLayout(self._padded(self._problem))

    @staticmethod
    def _padded(*parts: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        for part in parts:
            row.addWidget(part, int(part is parts[-1]))
        return row

    def first_focus(self) -> QWidget:
        return self._reasons

    def _pick(self, code: object) -> None:
        self._reason = str(code)
        self._changed()

    def _changed(self) -> None:
        refusal = self._refusal()
        # Nothing is wrong yet with a sheet that was only just opened.
        is_worth_saying = refusal and (self._reason or refusal.code == "personal_data")
        self._say(sentence(self.look, refusal) if refusal and is_worth_saying else "")
        self._send.setEnabled(not refusal and not self._is_asking)

    def _refusal(self) -> Refused | None:
        found = find(self._note.text(), self._catalogue.public_contacts)
        if found:
            return Refused("personal_data", masks=", ".join(row.mask for row in found))
        try:
            check_reason(self._catalogue.identity_reasons, self._reason, self._note.text())
        except Refused as refusal:
            return refusal
        return None

    def _say(self, words: str) -> None:
        self._problem.setText(words)

    def send(self) -> None:
        if self._send.isEnabled():
            self._tasks.spawn(self._ask_server(), "ask for an identity")

    async def _ask_server(self) -> None:
        self._show_asking(True)
        question = IdentityQuestion(self._reason, self._note.text().strip())
        try:
            identity = await self._ask(self._case.id, question)
        except EnvironmentProblem as trouble:
            self._show_asking(False)
            is_offline = isinstance(trouble, Offline)
            needs = self.look.say("identity.needs_connection")
            self._say(needs if is_offline else trouble_sentence(self.look, trouble))
        else:
            self.answer(identity)

    def _show_asking(self, is_asking: bool) -> None:
        self._is_asking = is_asking
        self._send.setText(self.look.say("identity.asking" if is_asking else "identity.send"))
        self._changed()
