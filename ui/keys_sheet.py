"""`?`: every key on one sheet; those without use now are greyed with the reason."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.transitions import VERBS
from ui.administration.whose import is_administrator
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label, line
from ui.parts.sheet import Sheet
from ui.parts.short_label import ShortLabel
from ui.refusal import sentence
from ui.verbs import VERB_LOOKS

SIZE = (1320, 700)
SIDE = 290
"""Most width of the columns without verbs."""
LIST_KEYS = (
    ("arrow-up-down", "next_row", "J  K"),
    ("search", "search", "/"),
    ("panel-left", "view", "Alt 1–9"),
    ("refresh-cw", "reload", "F5"),
    ("check", "pick", "Space"),
    ("list-ordered", "pick_all", "Ctrl A"),
)
MAP_KEYS = (("zoom-in", "zoom", "+  −"), ("locate-fixed", "home", "0"))
SHEET_KEYS = (
    ("list-ordered", "choose", "1–9"),
    ("message-square", "template", "Ctrl 1–9"),
    ("send", "send", "Ctrl ⏎"),
    ("x", "later", "Esc"),
)
EVERYWHERE_KEYS = (
    ("undo-2", "undo", "Z"),
    ("send", "outbox", "Ctrl B"),
    ("panel-left", "page", "Ctrl 1–4"),
    ("history", "archive", "Ctrl ⇧ F"),
    ("bell-ring", "alarms", "Ctrl H"),
    ("lock", "lock", "Ctrl L"),
    ("keyboard", "keys", "?"),
)
ADMINISTRATION = ("sliders-horizontal", "administration", "Ctrl 0")


class KeysSheet(Sheet):
    def __init__(
        self, window: QWidget, look: Look, case: Case | None, me: Officer, book: Rulebook
    ) -> None:
        about = case.code if case else ""
        super().__init__(window, look, "keyboard", look.say("keys.title"), about)
        self.set_size(*SIZE)
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._column(("in_list", LIST_KEYS), ("on_map", MAP_KEYS)), 1)
        row.addWidget(line(vertical=True))
        row.addWidget(self._verbs(case, me, book), 2)
        row.addWidget(line(vertical=True))
        keys = (*EVERYWHERE_KEYS, ADMINISTRATION) if is_administrator(me) else EVERYWHERE_KEYS
        row.addWidget(self._column(("in_sheet", SHEET_KEYS), ("everywhere", keys)), 1)
        self._close = KeyButton(look, "", look.say("window.close"), "Esc", "main")
        self._close.clicked.connect(lambda: self.answer(None))
        self.foot.addStretch(1)
        self.foot.addWidget(self._close)

    def first_focus(self) -> QWidget:
        return self._close

    def _column(self, *groups: tuple[str, tuple[tuple[str, str, str], ...]]) -> QWidget:
        box = QWidget()
        box.setMaximumWidth(SIDE)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(16, 12, 16, 8)
        rows.setSpacing(8)
        for name, keys in groups:
            rows.addWidget(label(self.look.say(f"keys.{name}"), "smallstrong", "text-2"))
            rows.addWidget(line())
            for icon, key, cap in keys:
                rows.addWidget(self._row(icon, self.look.say(f"keys.{key}"), cap, ""))
            rows.addSpacing(8)
        rows.addStretch(1)
        return box

    def _verbs(self, case: Case | None, me: Officer, book: Rulebook) -> QWidget:
        """Two columns, filled downwards in the order of the table."""
        box = QWidget()
        outer = QVBoxLayout(box)
        outer.setContentsMargins(20, 12, 20, 8)
        outer.setSpacing(8)
        outer.addWidget(label(self.look.say("keys.with_case"), "smallstrong", "text-2"))
        outer.addWidget(line())
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(3)
        entries = [self._verb(verb, case, me, book) for verb in VERBS]
        entries.append(self._row("printer", self.look.say("panel.print"), "P", ""))
        entries.append(self._row("ellipsis", self.look.say("panel.more_verbs"), ".", ""))
        half = (len(entries) + 1) // 2
        for place, entry in enumerate(entries):
            grid.addWidget(entry, place % half, place // half, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        outer.addLayout(grid)
        outer.addStretch(1)
        return box

    def _verb(self, verb: str, case: Case | None, me: Officer, book: Rulebook) -> QWidget:
        refusal = decide.why_not(case, verb, me, book) if case else None
        reason = sentence(self.look, refusal) if refusal else ""
        shown = VERB_LOOKS[verb]
        cap = shown.key.replace("Shift+", "⇧ ")
        return self._row(shown.icon, self.look.say(f"verb.{verb}"), cap, reason)

    def _row(self, icon: str, text: str, cap: str, reason: str) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        tone = "text-3" if reason else "text"
        grid.addWidget(icon_label(self.look, icon, tone), 0, 0)
        grid.addWidget(label(text, "body", tone), 0, 1)
        grid.addWidget(label(cap, "smallstrong", tone), 0, 2)
        if reason:
            grid.addWidget(ShortLabel(reason, "caption"), 1, 1, 1, 2)
            box.setAccessibleDescription(reason)
        grid.setColumnStretch(1, 1)
        return box
