"""Taking in a list of holidays: what stands in it, what is wrong with it, what it would change."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from ihanoi_desk.client.calendar_orders import CalendarOrders
from ihanoi_desk.domain.calendars import DayOff
from ihanoi_desk.domain.holiday_list import WrongLine, WrongList, read_list
from ui.administration.days import title
from ui.administration.order_sheet import Order, OrderSheet
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.workplace import Workplace


class ImportSheet(OrderSheet):
    """Wrong lines are told at once, before anything is asked of the server."""

    def __init__(self, window: QWidget, workplace: Workplace) -> None:
        look = workplace.look
        words = look.say("administration.import_about")
        title = look.say("administration.import_title")
        super().__init__(window, workplace, "file-up", title, words)
        self.set_size(760, 520)
        self._orders = CalendarOrders(workplace.api)
        self._csv = ""
        self._choose = KeyButton(look, "folder-open", look.say("administration.choose"), "F2")
        self._choose.setShortcut("F2")
        self._choose.clicked.connect(self._pick)
        self.file = label(look.say("administration.no_file"), "small", "text-2")
        self.lines = QListWidget()
        self.lines.setAccessibleName(look.say("administration.lines"))
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._choose)
        top.addWidget(self.file, 1)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(label(look.say("administration.columns"), "small", "text-3", wrap=True))
        column.addWidget(self.lines, 1)

    def first_focus(self) -> QWidget:
        return self._choose

    def show_file(self, path: Path) -> None:
        """Read `path`; what cannot be read is told in its place."""
        self.file.setText(path.name)
        self.lines.clear()
        self._csv = ""
        try:
            text = path.read_text(encoding="utf-8-sig")
            days = read_list(text)
        except WrongList as wrong:
            self._show_wrong(wrong.lines)
        except (OSError, UnicodeDecodeError):
            self.lines.addItem(self.look.say("administration.unreadable"))
            self._refuse()
        else:
            self._csv = text
            for day in days:
                self.lines.addItem(self._words(day))
            self.typed()

    def order(self) -> Order | None:
        csv = self._csv
        return (lambda rehearsal: self._orders.import_holidays(csv, rehearsal)) if csv else None

    def _pick(self) -> None:
        picker = QFileDialog(self, self.look.say("administration.choose"))
        picker.setFileMode(QFileDialog.FileMode.ExistingFile)
        picker.setNameFilter(self.look.say("administration.files") + " (*.csv)")
        picker.fileSelected.connect(lambda name: self.show_file(Path(name)))
        picker.open()

    def _show_wrong(self, lines: tuple[WrongLine, ...]) -> None:
        for row in lines:
            fault = self.look.say(f"holiday_list.{row.code}", value=row.value)
            self.lines.addItem(self.look.say("administration.wrong", line=row.line, fault=fault))
        self._refuse()

    def _refuse(self) -> None:
        self.send_button.setEnabled(False)
        self.effect.setText(self.look.say("administration.nothing_taken"))

    def _words(self, day: DayOff) -> str:
        kind = self.look.say(f"day_kind.{day.kind}")
        mark = "" if day.verified else self.look.say("window.unverified")
        return " · ".join(filter(None, (title(self.look, day.day), day.name_vi, kind, mark)))
