"""The rectangles over one picture while they are drawn, with the way back to earlier ones."""

from collections import Counter
from dataclasses import replace

from ihanoi_desk.domain.redactions import MOST_REDACTIONS, Covered, Redaction

LEAST = 8
"""Pixels of the picture: a smaller rectangle was a slip of the hand."""


class Boxes:
    """All rectangles stay inside a picture of `width` × `height`; one of them may be chosen."""

    def __init__(self, width: int, height: int, rows: tuple[Redaction, ...] = ()) -> None:
        self.width, self.height = width, height
        self.rows = rows
        self.chosen: int | None = None
        self._before: list[tuple[Redaction, ...]] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def counts(self) -> Counter[Covered]:
        return Counter(row.kind for row in self.rows)

    def add(self, left: float, top: float, right: float, bottom: float, kind: Covered) -> bool:
        """Cover what lies between two corners; False when that is too little, or there are too
        many already."""
        x, y = max(0, round(min(left, right))), max(0, round(min(top, bottom)))
        width = min(self.width, round(max(left, right))) - x
        height = min(self.height, round(max(top, bottom))) - y
        if min(width, height) < LEAST or len(self.rows) >= MOST_REDACTIONS:
            return False
        self._keep()
        self.rows = (*self.rows, Redaction(x, y, width, height, kind))
        self.chosen = len(self.rows) - 1
        return True

    def shift(self, dx: int, dy: int) -> None:
        """Move the chosen one, as far as the edge."""
        row = self._row()
        if row:
            x = min(max(0, row.x + dx), self.width - row.width)
            y = min(max(0, row.y + dy), self.height - row.height)
            self._put(replace(row, x=x, y=y))

    def grow(self, dx: int, dy: int) -> None:
        """Move the lower right corner of the chosen one."""
        row = self._row()
        if row:
            width = min(max(LEAST, row.width + dx), self.width - row.x)
            height = min(max(LEAST, row.height + dy), self.height - row.y)
            self._put(replace(row, width=width, height=height))

    def name(self, kind: Covered) -> None:
        """Say what the chosen one covers."""
        row = self._row()
        if row:
            self._put(replace(row, kind=kind))

    def delete(self) -> None:
        if self.chosen is not None:
            self._keep()
            self.rows = self.rows[: self.chosen] + self.rows[self.chosen + 1 :]
            self.chosen = None

    def undo(self) -> None:
        if self._before:
            self.rows = self._before.pop()
            self.chosen = None

    def choose_next(self) -> None:
        if self.rows:
            self.chosen = 0 if self.chosen is None else (self.chosen + 1) % len(self.rows)

    def choose_at(self, x: float, y: float) -> bool:
        """Choose the topmost rectangle over a point; none when there is none."""
        hits = [
            number
            for number, row in enumerate(self.rows)
            if row.x <= x <= row.x + row.width and row.y <= y <= row.y + row.height
        ]
        self.chosen = hits[-1] if hits else None
        return bool(hits)

    def begin(self) -> None:
        """A move of the hand begins; it is undone as one."""
        self._keep()

    def drag(self, row: Redaction) -> None:
        """Where the chosen one is while the hand moves; see `begin`."""
        if self.chosen is not None and row.fits(self.width, self.height):
            self.rows = (*self.rows[: self.chosen], row, *self.rows[self.chosen + 1 :])

    def end(self) -> None:
        """The hand is still: nothing to undo if nothing moved."""
        if self._before and self._before[-1] == self.rows:
            self._before.pop()

    def _row(self) -> Redaction | None:
        return None if self.chosen is None else self.rows[self.chosen]

    def _put(self, row: Redaction) -> None:
        assert self.chosen is not None
        if row != self.rows[self.chosen]:
            self._keep()
            self.rows = (*self.rows[: self.chosen], row, *self.rows[self.chosen + 1 :])

    def _keep(self) -> None:
        self._before.append(self.rows)
