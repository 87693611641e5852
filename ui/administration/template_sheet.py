"""Writing a ready sentence: its act, kind and field, the words, and how a sample of it reads."""

from dataclasses import asdict

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from ihanoi_desk.client import drafts
from ihanoi_desk.client.errors import EnvironmentProblem, ServerProblem
from ihanoi_desk.client.template_orders import TemplateOrders
from ihanoi_desk.domain import templates
from ihanoi_desk.domain.catalogue import ALL, ANY, Catalogue, ResponseTemplate
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.templates import MOST_CHARACTERS, fill
from ihanoi_desk.domain.units import UnitKey
from ihanoi_desk.domain.wire import TemplateDraft
from ui.dialogs.text_box import TextBox
from ui.parts.drop_list import DropList
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label, line
from ui.parts.later import later, no_later
from ui.parts.sheet import Sheet, problem_label
from ui.parts.wear import wear
from ui.trouble import sentence as trouble_sentence
from ui.workplace import Workplace

SAVE_DELAY_MS = 300
FIELDS = ("verb", "kind", "category", "text")


class TemplateSheet(Sheet):
    """Answers with the StoredTemplate the server made. `old` is replaced by it."""

    def __init__(
        self,
        window: QWidget,
        workplace: Workplace,
        catalogue: Catalogue,
        unit: UnitKey | None,
        unit_name: str,
        sample: dict[str, str],
        old: ResponseTemplate | None = None,
    ) -> None:
        look = workplace.look
        title = look.say("templates.replace" if old else "templates.add")
        super().__init__(window, look, "message-square", title, unit_name)
        self.set_size(960, 560)
        self._tasks, self._orders = workplace.tasks, TemplateOrders(workplace.api)
        self._store, self._catalogue = workplace.store, catalogue
        self._unit, self._sample, self._old = unit, sample, old
        self._draft_key = f"template:{unit or 'city'}:{old.code if old else ''}"
        self._keep_later = later(self, SAVE_DELAY_MS, self._keep)
        self._is_sending = False
        self._problems = {name: problem_label() for name in FIELDS}
        self.verb, self.kind, self.category = DropList(look), DropList(look), DropList(look)
        self.text = TextBox(look, look.say("templates.text"), "", MOST_CHARACTERS)
        self.preview = label("", wrap=True)
        self._missing = label("", "small", "text-3", wrap=True)
        self._trouble = problem_label()
        self._lay_out()
        self._fill_foot()
        kept = drafts.find(self._store, self._draft_key)
        self._offer(ResponseTemplate(code="", **kept) if kept else old)
        self.text.changed.connect(self._changed)
        self._changed()

    # --- the fields ----------------------------------------------------------------------------

    def _offer(self, old: ResponseTemplate | None) -> None:
        say = self.look.say
        for verb in templates.VERBS:
            self.verb.addItem(say(f"verb.{verb}"), verb)
        self.kind.addItem(say("templates.every_kind"), ALL)
        for kind in KINDS:
            self.kind.addItem(say(f"page.{kind}"), kind)
        self.kind.currentIndexChanged.connect(self._offer_categories)
        self._choose(self.kind, old.kind if old else "scene")
        self._choose(self.verb, old.verb if old else "resolve")
        self._offer_categories()
        self._choose(self.category, old.category if old else ANY)
        for field in (self.verb, self.kind, self.category):
            field.currentIndexChanged.connect(self._changed)
        if old:
            self.text.set_text(old.text_vi)

    def _offer_categories(self) -> None:
        kind = self.kind.currentData()
        self.category.clear()
        self.category.addItem(self.look.say("templates.every_category"), ANY)
        for row in self._catalogue.categories:
            if row.kind == kind:
                self.category.addItem(self.look.name(row.name_vi, row.name_en), row.code)

    @staticmethod
    def _choose(field: DropList, value: str) -> None:
        field.setCurrentIndex(max(0, field.findData(value)))

    @property
    def template(self) -> ResponseTemplate:
        """What the fields hold."""
        return ResponseTemplate(
            code="",
            kind=str(self.kind.currentData()),
            verb=str(self.verb.currentData()),
            category=str(self.category.currentData()),
            text_vi=self.text.text.strip(),
            unit=self._unit,
        )

    def first_focus(self) -> QWidget:
        return self.text.edit

    # --- the sheet -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = self.look
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(16, 12, 16, 12)
        left.setSpacing(4)
        choices = QHBoxLayout()
        choices.setSpacing(10)
        for name, field in (
            ("verb", self.verb),
            ("kind", self.kind),
            ("category", self.category),
        ):
            choices.addLayout(self._field(name, field), 1)
        left.addLayout(choices)
        self.text.head.insertWidget(self.text.head.count() - 1, self._placeholder_button())
        left.addWidget(self.text, 1)
        left.addWidget(self._problems["text"])
        row.addLayout(left, 3)
        row.addWidget(line(vertical=True))
        right = QVBoxLayout()
        right.setContentsMargins(16, 12, 16, 12)
        right.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(icon_label(look, "smartphone"))
        head.addWidget(label(look.say("templates.preview"), "smallstrong", "text-2"), 1)
        right.addLayout(head)
        bubble = QFrame(objectName="bubble")
        inside = QVBoxLayout(bubble)
        inside.setContentsMargins(10, 8, 10, 10)
        inside.addWidget(self.preview)
        right.addWidget(bubble)
        right.addWidget(self._missing)
        right.addStretch(1)
        row.addLayout(right, 2)

    def _field(self, name: str, field: DropList) -> QVBoxLayout:
        words = self.look.say(f"templates.{name}")
        field.setAccessibleName(words)
        title = label(words, "smallstrong", "text-2")
        title.setBuddy(field)
        column = QVBoxLayout()
        column.setSpacing(2)
        for part in (title, field, self._problems[name]):
            column.addWidget(part)
        return column

    def _placeholder_button(self) -> QPushButton:
        button = QPushButton(self.look.say("templates.placeholders"))
        button.setProperty("look", "link")
        menu = QMenu(button)
        for head, names in (("filled", templates.FILLED), ("by_hand", templates.BY_HAND)):
            part = menu.addMenu(self.look.say(f"templates.{head}"))
            for name in names:
                action = part.addAction(f"{self.look.say(f'placeholder.{name}')}  {{{name}}}")
                action.triggered.connect(lambda _=False, name=name: self.insert(name))
        button.setMenu(menu)
        return button

    def insert(self, name: str) -> None:
        """Put a placeholder where the caret is."""
        self.text.edit.insertPlainText(f"{{{name}}}")
        self.text.edit.setFocus()

    def _fill_foot(self) -> None:
        look = self.look
        self.foot.addWidget(icon_label(look, "history", "text-3"))
        since = label(look.say("templates.since_today"), "small", "text-2")
        self.foot.addWidget(since)
        self.foot.addWidget(self._trouble, 1)
        later = KeyButton(look, "", look.say("window.close"), "Esc")
        later.clicked.connect(lambda: self.answer(None))
        self.send_button = KeyButton(look, "save", look.say("templates.save"), "Ctrl ⏎", "main")
        self.send_button.clicked.connect(self.send)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.send)
        self.foot.addWidget(later)
        self.foot.addWidget(self.send_button)

    # --- checking and sending ------------------------------------------------------------------

    def _changed(self) -> None:
        template = self.template
        kinds = {row.code: row.kind for row in self._catalogue.categories}
        faults = templates.faults(template, kinds, self._catalogue.public_contacts)
        self._tell(
            {row.field: self.look.say(f"template.{row.code}", what=row.what) for row in faults}
        )
        filled = fill(template.text_vi, self._sample)
        self.preview.setText(filled.text)
        names = ", ".join(self._name_of(name) for name in dict.fromkeys(filled.missing))
        self._missing.setText(self.look.say("templates.gaps", names=names) if names else "")
        is_same = self._old is not None and template.text_vi == self._old.text_vi.strip()
        is_moved = self._old is not None and (template.verb, template.kind, template.category) != (
            self._old.verb,
            self._old.kind,
            self._old.category,
        )
        self.send_button.setEnabled(
            not faults and not self._is_sending and (not is_same or is_moved)
        )

        no_later(self._keep_later)

    def _keep(self) -> None:
        """What is typed outlives the sheet until the server has it."""
        row = self.template
        if row.text_vi:
            kept = {**asdict(row)}
            kept.pop("code")
            drafts.keep(self._store, self._draft_key, kept)
        else:
            drafts.forget(self._store, self._draft_key)

    def answer(self, value: object) -> None:
        self._keep_later.stop()
        if value is None:
            self._keep()
        else:
            drafts.forget(self._store, self._draft_key)
        super().answer(value)

    def _name_of(self, name: str) -> str:
        return self.look.say(f"placeholder.{name}") if name in templates.KNOWN else name

    def _tell(self, words: dict[str, str]) -> None:
        for name, shown in self._problems.items():
            _show(shown, words.get(name, ""))
        wear(self.text.edit, "wrong", "text" in words)

    def send(self) -> None:
        if self.send_button.isEnabled():
            self._tasks.spawn(self._give(), "template")

    async def _give(self) -> None:
        row = self.template
        draft = TemplateDraft(row.unit, row.kind, row.verb, row.category, row.text_vi)
        self._is_sending = True
        self.send_button.setEnabled(False)
        self._trouble.clear()
        try:
            made = await self._orders.put(draft, self._old.code if self._old else "")
        except EnvironmentProblem as trouble:
            self._is_sending = False
            self._changed()
            self._trouble.setText(trouble_sentence(self.look, trouble))
            if isinstance(trouble, ServerProblem) and trouble.problem.errors:
                self._tell({row.field: row.text for row in trouble.problem.errors})
        else:
            self.answer(made)


def _show(shown: QLabel, words: str) -> None:
    shown.setText(words)
    shown.setVisible(bool(words))
