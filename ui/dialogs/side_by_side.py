"""Two reports beside each other, with what agrees between them marked."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.duplicates import Alike, words_of
from ui.look.look import Look
from ui.look.states import STATE_MARKS
from ui.parts.labels import badge, label

WORD = re.compile(r"\w+")
TOP = Qt.AlignmentFlag.AlignTop
UNLIKE = "≠"
NAMES, SIGNS = 64, 56


class SideBySide(QScrollArea):
    """`show_pair` fills it anew."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(widgetResizable=True)
        self._look = look
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_pair(
        self, one: Case, main: Case, alike: Alike | None, category: Callable[[str], str]
    ) -> None:
        """`main` is what `one` would be merged into; `alike` None: further apart than the rule.
        `category` gives the words for a code."""
        look = self._look
        box = QWidget(objectName="scrolled")
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        for column, case, role in ((1, one, "merge.this"), (3, main, "merge.main")):
            grid.addWidget(label(case.code, "strong"), 0, column)
            grid.addWidget(label(look.say(role), "small", "text-3"), 1, column)
            state = look.say(f"state.{case.state}")
            mark = badge(look, STATE_MARKS[case.state], state)
            grid.addWidget(mark, 2, column, Qt.AlignmentFlag.AlignLeft)
            grid.setColumnStretch(column, 1)
        grid.setColumnMinimumWidth(0, NAMES)
        grid.setColumnMinimumWidth(2, SIGNS)
        shared = words_of(one.content) & words_of(main.content)
        mine, theirs = (self._marked(case.content, shared) for case in (one, main))
        same = one.category == main.category
        span = self._span(abs(one.filed_at - main.filed_at))
        metres = look.say("map.metres", amount=round(alike.metres)) if alike else UNLIKE
        percent = f"{round(alike.likeness * 100)} %" if alike else UNLIKE
        rows = (
            ("content", mine, theirs, percent),
            ("place", _words(one.place), _words(main.place), metres),
            ("filed", _words(look.moment(one.filed_at)), _words(look.moment(main.filed_at)), span),
            (
                "category",
                _words(category(one.category)),
                _words(category(main.category)),
                "=" if same else UNLIKE,
            ),
        )
        for at, (name, left, right, sign) in enumerate(rows, start=3):
            grid.addWidget(label(look.say(f"merge.{name}"), "small", "text-3"), at, 0, TOP)
            grid.addWidget(left, at, 1, TOP)
            tone = "text-3" if sign == UNLIKE else "green"
            grid.addWidget(label(sign, "smallstrong", tone), at, 2, TOP)
            grid.addWidget(right, at, 3, TOP)
        grid.setRowStretch(len(rows) + 3, 1)
        self.setWidget(box)

    def _span(self, apart: timedelta) -> str:
        minutes = int(apart.total_seconds()) // 60
        key = "time.hours_minutes" if minutes >= 60 else "time.minutes"
        return self._look.say(key, hours=minutes // 60, minutes=minutes % 60)

    def _marked(self, text: str, shared: frozenset[str]) -> QLabel:
        """`text` with the words that both reports use on a ground; escaped, for it is a
        citizen's."""
        ground, ink = self._look.hex("ochre-soft"), self._look.hex("text")

        def mark(found: re.Match[str]) -> str:
            word = html.escape(found[0])
            if not words_of(found[0]) <= shared:
                return word
            return f'<span style="background:{ground};color:{ink}">{word}</span>'

        pieces, at = [], 0
        for found in WORD.finditer(text):
            pieces += [html.escape(text[at : found.start()]), mark(found)]
            at = found.end()
        made = label("", "small", "text", wrap=True)
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setText("".join((*pieces, html.escape(text[at:]))).replace("\n", "<br>"))
        return made


def _words(text: str) -> QLabel:
    return label(text, "small", "text", wrap=True)
