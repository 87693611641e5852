"""The rows of a queue as a Qt model: ids in order, pages of rows fetched as they scroll in."""

import asyncio
from array import array
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ihanoi_desk.client import presence, queues
from ihanoi_desk.client.queues import Query, Row
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.calendars import Calendars
from ihanoi_desk.domain.kind_fields import sorting_field
from ihanoi_desk.domain.officers import Officer
from ui.look.look import Look
from ui.tasks import Tasks

COLUMNS = ("check", "mark", "code", "headline", "category", "aside", "left", "holder")
PAGE = 50
KEPT_PAGES = 64
RowRole = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractTableModel):
    """`show_query` puts the first page up at once and the rest of the order when it is read."""

    loaded = Signal()

    def __init__(
        self,
        store: Store,
        me: Officer,
        look: Look,
        clock: Callable[[], datetime],
        tasks: Tasks,
    ) -> None:
        super().__init__()
        self._store, self._me, self._look, self._clock = store, me, look, clock
        self._tasks = tasks
        self._query: Query | None = None
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self._generation = 0
        self.calendars = Calendars()
        self.category_names: dict[str, str] = {}
        self.open_by: dict[int, list[str]] = {}
        """Colleagues who have a case of the list open."""

    def show_query(self, query: Query) -> None:
        """Show `query` from its first row."""
        self._query = query
        now = self._clock()
        first = queues.page(self._store, query, self._me, now, limit=PAGE)
        self._replace(array("q", (row.id for row in first)))
        self._pages[0] = {row.id: row for row in first}
        if len(first) == PAGE:
            self._read_order()
        else:
            self.loaded.emit()

    def refresh(self) -> None:
        """Read the same query again after a change."""
        if self._query:
            self._pages.clear()
            if len(self._ids) < PAGE:
                self.show_query(self._query)
            else:
                self._read_order()

    def _read_order(self) -> None:
        self._generation += 1
        self._tasks.spawn(self._order(self._generation), "queue order")

    async def _order(self, generation: int) -> None:
        query = self._query
        assert query is not None
        order = await asyncio.to_thread(queues.ids, self._store, query, self._me, self._clock())
        if generation == self._generation:
            self._replace(order)
            self.loaded.emit()

    def _replace(self, order: "array[int]") -> None:
        self.beginResetModel()
        self.open_by = presence.present_elsewhere(self._store, self._me, self._clock())
        self._ids = order
        self._pages.clear()
        self.endResetModel()

    # --- reading -------------------------------------------------------------------------

    def row(self, position: int) -> Row | None:
        """The row at `position`; None when it left the replica meanwhile."""
        if not 0 <= position < len(self._ids):
            return None
        number = position // PAGE
        page = self._pages.get(number)
        if page is None:
            wanted = self._ids[number * PAGE : (number + 1) * PAGE]
            found = queues.rows(self._store, wanted, self._me)
            page = self._pages[number] = {row.id: row for row in found}
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        return page.get(self._ids[position])

    def case_at(self, position: int) -> int:
        """The id at `position`, without reading the row; 0 beyond the end."""
        return self._ids[position] if 0 <= position < len(self._ids) else 0

    @property
    def case_ids(self) -> "array[int]":
        """Every id in order."""
        return self._ids

    def position(self, case_id: int) -> int | None:
        try:
            return self._ids.index(case_id)
        except ValueError:
            return None

    def time_left(self, row: Row) -> timedelta | None:
        """Working time until the running clock's limit; negative when late, None when closed or
        unlimited. While the citizen is awaited, what is left once the answer comes."""
        if row.due_at is None:
            return row.left_at_rest
        return self.calendars.of(row.unit).between(self._clock(), row.due_at)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            column = COLUMNS[section]
            sorting = sorting_field(self._query.kind) if self._query else None
            if column == "aside":
                column = sorting.code if sorting else "place"
            return self._look.say(f"column.{column}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        if role == RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(row, COLUMNS[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, COLUMNS[index.column()])
        return None

    def words(self, row: Row, column: str) -> str:
        """The text of a cell; also what a screen reader says."""
        if column == "check":
            return ""
        if column == "mark":
            state = self._look.say(f"state.{row.state}")
            return f"{state}, {self._look.say(f'urgency.{row.urgency}')}"
        if column == "code":
            return row.code.partition("-")[2]
        if column == "category":
            return self.category_names.get(row.category, row.category)
        if column == "aside":
            return self._aside(row)
        if column == "left":
            return self._left_words(row)
        if column == "holder":
            return row.holder_name or self._look.say("queue.nobody")
        if column == "headline":
            return " · ".join(filter(None, (self.asks(row), row.headline)))
        return str(getattr(row, column))

    def asks(self, row: Row) -> str:
        """What a superior has to decide beside a result; empty without anything."""
        return self._look.say("queue.asks_days", n=row.asked_days) if row.asked_days else ""

    def _aside(self, row: Row) -> str:
        """The place; of kinds with questions, the answer to the first of them."""
        if not sorting_field(row.kind):
            return row.place
        if row.sort_code:
            return self._look.say(f"choice.{row.sort_code}")
        return self._look.say("queue.unclassified") if row.is_open else "–"

    def _left_words(self, row: Row) -> str:
        if row.refused:
            return self._look.say("queue.refused")
        if row.sending:
            return self._look.say("queue.sending")
        left = self.time_left(row)
        if left is not None:
            return self._look.time_left(left)
        if row.closed_at:
            return self._look.say(f"state.{row.state}").lower()
        return self._look.say("queue.no_limit")

    def _tip(self, row: Row, column: str) -> str:
        if column == "left" and row.due_at:
            return self._look.say("queue.due_tip", at=self._look.moment(row.due_at))
        if column == "headline":
            names = self.open_by.get(row.id)
            open_by = self._look.say("panel.open_by", names=", ".join(names)) if names else ""
            return "\n".join(filter(None, (self.words(row, column), open_by)))
        return self.words(row, column)
