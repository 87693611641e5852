"""The session has ended: the password once more, and work goes on where it stood."""

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ihanoi_desk.client.errors import EnvironmentProblem
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.parts.sheet import Sheet, problem_label
from ui.sign_in.password_field import PasswordField
from ui.tasks import Tasks
from ui.trouble import sentence


class RenewSheet(Sheet):
    """Answers True once the server gave a new session. `renew` asks it."""

    def __init__(
        self,
        window: QWidget,
        look: Look,
        tasks: Tasks,
        name: str,
        renew: Callable[[str], Awaitable[None]],
    ) -> None:
        super().__init__(window, look, "key-round", look.say("renew.title"))
        self.set_size(440, 280)
        self._tasks, self._renew = tasks, renew
        column = QVBoxLayout(self.body)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(6)
        column.addWidget(label(look.say("renew.about", name=name), wrap=True))
        self.password = PasswordField(look, look.say("sign_in.password"))
        self.password.returnPressed.connect(self.send)
        self._problem = problem_label()
        for part in (label(look.say("sign_in.password"), "small"), self.password, self._problem):
            column.addWidget(part)
        column.addStretch(1)
        self._send = KeyButton(look, "", look.say("sign_in.enter"), "⏎", "main")
        self._send.clicked.connect(self.send)
        later = KeyButton(look, "", look.say("renew.later"), "Esc")
        later.clicked.connect(lambda: self.answer(None))
        self.foot.addStretch(1)
        self.foot.addWidget(later)
        self.foot.addWidget(self._send)

    def first_focus(self) -> QWidget:
        return self.password

    def send(self) -> None:
        if self._send.isEnabled() and self.password.text():
            self._tasks.spawn(self._ask_server(), "renew")

    async def _ask_server(self) -> None:
        self._show_busy(True)
        try:
            await self._renew(self.password.text())
        except EnvironmentProblem as trouble:
            self._refuse(sentence(self.look, trouble))
        else:
            self.answer(True)

    def _show_busy(self, busy: bool) -> None:
        self._problem.clear()
        self._send.setEnabled(not busy)
        self._send.setText(self.look.say("sign_in.entering" if busy else "sign_in.enter"))

    def _refuse(self, words: str) -> None:
        self._show_busy(False)
        self._problem.setText(words)
        self.password.setFocus()
        self.password.selectAll()
