"""Changing one's password: an order, answered by the server at once."""

from collections.abc import Awaitable, Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ihanoi_desk.client.errors import EnvironmentProblem, ServerProblem
from ihanoi_desk.domain.passwords import OFFICER_LENGTH, is_strong
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.parts.sheet import Sheet, problem_label
from ui.parts.wear import wear
from ui.sign_in.password_field import PasswordField
from ui.tasks import Tasks
from ui.trouble import sentence

FIELDS = ("old", "new", "again")


class PasswordSheet(Sheet):
    """Answers True once the password is another one. `change` asks the server."""

    def __init__(
        self,
        window: QWidget,
        look: Look,
        tasks: Tasks,
        change: Callable[[str, str], Awaitable[None]],
    ) -> None:
        super().__init__(window, look, "key-round", look.say("password.title"))
        self.set_size(480, 440)
        self._tasks, self._change = tasks, change
        self._busy = False
        self.fields: dict[str, PasswordField] = {}
        self._problems: dict[str, QLabel] = {}
        column = QVBoxLayout(self.body)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(4)
        for name in FIELDS:
            self._add_field(column, name)
        column.addStretch(1)
        self._problem = problem_label()
        self._send = KeyButton(look, "key-round", look.say("password.send"), "Ctrl ⏎", "main")
        self._send.clicked.connect(self.send)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.send)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.send)
        later = KeyButton(look, "", look.say("password.leave"), "Esc")
        later.clicked.connect(lambda: self.answer(None))
        self.foot.addWidget(self._problem, 1)
        self.foot.addWidget(later)
        self.foot.addWidget(self._send)
        self._typed()

    def _add_field(self, column: QVBoxLayout, name: str) -> None:
        words = self.look.say(f"password.{name}")
        field = self.fields[name] = PasswordField(self.look, words)
        field.textEdited.connect(self._typed)
        title = label(words, "small")
        title.setBuddy(field)
        problem = self._problems[name] = problem_label()
        problem.setMinimumHeight(34)
        for part in (title, field, problem):
            column.addWidget(part)

    def first_focus(self) -> QWidget:
        return self.fields["old"]

    # --- the rule ------------------------------------------------------------------------------

    def _typed(self) -> None:
        """Say at each field what is still wrong with it, once something stands there."""
        old, new, again = (self.fields[name].text() for name in FIELDS)
        least = OFFICER_LENGTH
        self._say("old", "")
        if 0 < len(new) < least:
            self._say("new", self.look.say("password.too_short", n=len(new), least=least))
        elif new and not is_strong(new):
            self._say("new", self.look.say("password.weak"))
        elif new and new == old:
            self._say("new", self.look.say("password.same"))
        else:
            self._say("new", self.look.say("password.rule", least=least), "text-3")
        differs = again and not new.startswith(again)
        self._say("again", self.look.say("password.differs") if differs else "")
        is_good = is_strong(new) and new == again and new != old and bool(old)
        self._send.setEnabled(is_good and not self._busy)

    def _say(self, name: str, words: str, tone: str = "red") -> None:
        shown = self._problems[name]
        shown.setText(words)
        wear(shown, "tone", tone)
        field = self.fields[name]
        wear(field, "wrong", tone == "red" and bool(words))

    # --- sending -------------------------------------------------------------------------------

    def send(self) -> None:
        if self._send.isEnabled():
            self._tasks.spawn(self._ask_server(), "password")

    async def _ask_server(self) -> None:
        self._show_busy(True)
        try:
            await self._change(self.fields["old"].text(), self.fields["new"].text())
        except ServerProblem as refused:
            self._show_busy(False)
            self._show_refusal(refused)
        except EnvironmentProblem as trouble:
            self._show_busy(False)
            self._problem.setText(sentence(self.look, trouble))
        else:
            self.answer(True)

    def _show_busy(self, busy: bool) -> None:
        self._busy = busy
        self._problem.clear()
        for field in self.fields.values():
            field.setReadOnly(busy)
        self._send.setText(self.look.say("password.sending" if busy else "password.send"))
        self._typed()

    def _show_refusal(self, refused: ServerProblem) -> None:
        """The server's sentence at the field it is about."""
        problem = refused.problem
        named = next((row.field for row in problem.errors if row.field in FIELDS), "")
        self._refuse(
            named or ("old" if problem.status in (401, 403, 429) else "new"), problem.detail
        )

    def _refuse(self, name: str, words: str) -> None:
        self._say(name, words)
        self.fields[name].setFocus()
        self.fields[name].selectAll()
