"""The rows of a queue as a Qt model: ids in order, pages of rows fetched as they scroll in."""

import asyncio
from array import array
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
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
PAGES_SEEN = 2
"""As many as the list on the screen can lie across."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Read:
    """What one reading brought: ids in order, some pages of rows, who has which case open."""

    order: "array[int]"
    pages: dict[int, dict[int, Row]]
    open_by: dict[int, list[str]]


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
        self._left: dict[int, timedelta | None] = {}
        self._generation = 0
        self.calendars = Calendars()
        self.category_names: dict[str, str] = {}
        self.standing = 0
        """The case the officer stands on; its row is read with the order."""
        self.open_by: dict[int, list[str]] = {}
        """Colleagues who have a case of the list open."""

    def show_query(self, query: Query) -> None:
        """Show `query` from its first row."""
        self._query = query
        self._generation += 1
        now = self._clock()
        first = queues.page(self._store, query, self._me, now, limit=PAGE)
        order = array("q", (row.id for row in first))
        open_by = presence.present_elsewhere(self._store, self._me, now)
        self._replace(Read(order, {0: {row.id: row for row in first}}, open_by))
        if len(first) == PAGE:
            self._read_order()
        else:
            self.loaded.emit()

    def refresh(self) -> None:
        """Read the same query again after a change."""
        if self._query:
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
        pages = list(self._pages)[-PAGES_SEEN:]
        read = await asyncio.to_thread(self._read, query, pages)
        if generation == self._generation:
            self._replace(read)
            self.loaded.emit()

    def _read(self, query: Query, numbers: list[int]) -> Read:
        """The order and what of it is on the screen, off the window's thread."""
        now = self._clock()
        order = queues.ids(self._store, query, self._me, now)
        if self.standing in order:
            numbers = [*numbers, order.index(self.standing) // PAGE]
        pages = {number: self._page(order, number) for number in numbers}
        return Read(order, pages, presence.present_elsewhere(self._store, self._me, now))

    def _page(self, order: "array[int]", number: int) -> dict[int, Row]:
        wanted = order[number * PAGE : (number + 1) * PAGE]
        return {row.id: row for row in queues.rows(self._store, wanted, self._me)}

    def _replace(self, read: Read) -> None:
        self.beginResetModel()
        self._ids, self.open_by = read.order, read.open_by
        self._pages = OrderedDict(read.pages)
        self._left.clear()
        self.endResetModel()

    # --- reading -------------------------------------------------------------------------

    def row(self, position: int) -> Row | None:
        """The row at `position`; None when it left the replica meanwhile."""
        if not 0 <= position < len(self._ids):
            return None
        number = position // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._page(self._ids, number)
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
        """Working time until the running clock's limit when the list was read; negative when late,
        None when closed or unlimited. While the citizen is awaited, what is left once the answer
        comes."""
        if row.id not in self._left:
            self._left[row.id] = self._count_left(row)
        return self._left[row.id]

    def _count_left(self, row: Row) -> timedelta | None:
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
