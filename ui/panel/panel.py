"""The case panel: sections of the chosen case over its verbs."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QApplication,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ihanoi_desk.client import cases, presence, read_only, reference
from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.cases import Shown
from ihanoi_desk.client.similar import merged_into, similar
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.identities import why_hidden
from ihanoi_desk.domain.kind_fields import fields_of
from ihanoi_desk.domain.kinds import same_kind
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.out_of_scope import hides_sender
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import CaseDoc
from ui.look.look import Look
from ui.panel.clocks import ClockCards
from ui.panel.head import head
from ui.panel.history import TABS, History
from ui.panel.kind_draft import VERB
from ui.panel.kind_form import KindForm
from ui.panel.related import master_line, merged_line, similar_line
from ui.panel.report import report
from ui.panel.sender_line import SenderLine
from ui.panel.standing import facts, standing
from ui.panel.unmasking import AskIdentity, Unmasking
from ui.panel.verb_bar import VerbBar
from ui.parts.labels import label, line
from ui.parts.turn import Turn
from ui.refusal import sentence
from ui.tasks import Tasks

LEAST_WIDTH = 372
ROOM_FOR_BOTH_CLOCKS = 396


class CasePanel(QWidget):
    """`show_case` draws one case; `shown` is the value behind it for whoever acts on it."""

    photo_opened = Signal(int)
    similar_chosen = Signal(int)
    """The id of a case about the same thing, or perhaps so."""

    def __init__(
        self,
        store: Store,
        me: Officer,
        cache: Cache,
        tasks: Tasks,
        look: Look,
        clock: Callable[[], datetime],
        for_reading: bool = False,
        identity: AskIdentity | None = None,
    ) -> None:
        """`for_reading` leaves the verbs away; without `identity` the sender stays masked."""
        super().__init__(objectName="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._store, self._me, self._cache = store, me, cache
        self._tasks, self._look, self._clock = tasks, look, clock
        self._for_reading = for_reading
        self._unmasking = Unmasking(self, look, tasks, identity) if identity else None
        if self._unmasking:
            self._unmasking.changed.connect(self._redraw)
        self.shown: Shown | None = None
        self._seen = ""
        self._generation = 0
        """Which drawing or reading is the latest; an older reading changes nothing any more."""
        self._clocks: ClockCards | None = None
        self._tab = TABS[0]
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its room is kept: coming in the middle of a case it would have every text broken anew.
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        self._scroll.setAccessibleName(look.say("panel.name"))
        stage = QWidget(objectName="scrolled")
        self._stage = QVBoxLayout(stage)
        self._stage.setContentsMargins(0, 0, 0, 0)
        self._scroll.setWidget(stage)
        self._drawn: QWidget | None = None
        self._gone: list[QWidget] = []
        self._rest: Iterator[None] | None = None
        """Each turn of it draws some more, while not all of a case stands there."""
        self._turns = Turn(self, self._draw_more)
        self.verbs = VerbBar(look)
        self.form = KindForm(look, store)
        self.form.setParent(self)
        self.form.recorded.connect(lambda: self.verbs.chosen.emit(VERB))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        for part in (line(), self.verbs):
            column.addWidget(part)
            part.setVisible(not for_reading)
        self.setMinimumWidth(LEAST_WIDTH)
        self.show_case(0)

    def show_case(self, case_id: int) -> None:
        """Draw `case_id`; 0, or a case that is gone, leaves an empty panel with a word."""
        now = self._clock()
        shown = cases.read(self._store, case_id, self._me, now) if case_id else None
        if shown or self.shown or self._sight(None, now) != self._seen:
            self._draw(shown)

    def keep_current(self, case_id: int) -> None:
        """The same after data changed or a minute went by: drawn anew only when this case, who has
        it open, the rules or the day did, for drawing costs more than a change elsewhere may."""
        self._generation += 1
        self._tasks.spawn(self._look_again(case_id, self._generation), "case in the panel")

    async def _look_again(self, case_id: int, generation: int) -> None:
        now = self._clock()
        # Beside the window: while a fill writes, every line read is a wait.
        shown, sight = await asyncio.to_thread(self._read, case_id, now)
        if generation != self._generation:
            return
        if sight != self._seen:
            self._draw(shown)
        elif shown and self._clocks:
            self._clocks.show_moment(now)

    def _read(self, case_id: int, now: datetime) -> tuple[Shown | None, str]:
        shown = cases.read(self._store, case_id, self._me, now) if case_id else None
        return shown, self._sight(shown, now)

    def rest(self) -> None:
        """A reading still under way has nowhere to go: the panel is about to be dropped."""
        self._generation += 1

    def _sight(self, shown: Shown | None, now: datetime) -> str:
        """What the drawing was made from."""
        others = presence.present_on(self._store, shown.doc.case.id, self._me, now) if shown else ()
        refusal = read_only.refusal(self._store)
        version = reference.catalogue(self._store).version
        today = now.astimezone(HANOI).date()
        return repr((shown, others, refusal and refusal.code, version, today))

    def show_doc(self, doc: CaseDoc | None) -> None:
        """Draw a case that this machine need not hold."""
        self._draw(Shown(doc, ()) if doc else None)

    def _redraw(self) -> None:
        self._draw(self.shown)

    def hideEvent(self, event: QHideEvent) -> None:
        """The case view ends, and with it what was seen of its sender."""
        super().hideEvent(event)
        if self._unmasking:
            self._unmasking.hide()

    def _draw(self, shown: Shown | None) -> None:
        self._generation += 1
        self._turns.stop()
        before, self.shown = self.shown, shown
        if self._unmasking:
            self._unmasking.show_case(shown.doc.case.id if shown else 0)
        same = before and shown and before.doc.case.id == shown.doc.case.id
        place = self._scroll.verticalScrollBar().value() if same else 0
        now = self._clock()
        self._seen = self._sight(shown, now)
        writing = self._take_form_out()
        self._clocks = None
        drawn, self._rest = self._begin(shown, now) if shown else (self._empty(), iter(()))
        # What stood there is dropped last: making and dropping at once is a pause. And it goes from
        # where it stands: taken out first, Qt would put the style on all of it once more.
        if gone := self._drawn:
            self._stage.removeWidget(gone)
            gone.hide()
            self._gone.append(gone)
        self._drawn = drawn
        self._stage.addWidget(drawn)
        # By itself it would be seen, and could have the keys, only in the next turn.
        drawn.show()
        if same or not shown:
            while self._rest:
                self._draw_more()
        # Otherwise in turns of their own: all at once is a pause for who goes from row to row.
        self._scroll.verticalScrollBar().setValue(place)
        if writing and same:
            writing.setFocus()

    def _take_form_out(self) -> QWidget | None:
        """Save the form from what is drawn anew; what in it has the keys."""
        focused = QApplication.focusWidget()
        self.form.hide()
        self.form.setParent(self)
        return focused if focused and self.form.isAncestorOf(focused) else None

    def _empty(self) -> QWidget:
        box = QWidget(objectName="scrolled")
        column = QVBoxLayout(box)
        column.addStretch(1)
        key = "panel.empty_list" if self._for_reading else "panel.empty"
        words = label(self._look.say(key), "body", "text-3", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(words)
        column.addStretch(1)
        self._show_verbs(None)
        return box

    def _begin(self, shown: Shown, now: datetime) -> tuple[QWidget, Iterator[None]]:
        """A box with the first section, and what draws the others into it."""
        box = QWidget(objectName="scrolled")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        turns = self._draw_into(column, shown, now)
        next(turns)
        self._turns.start()
        return box, turns

    def _draw_into(self, column: QVBoxLayout, shown: Shown, now: datetime) -> Iterator[None]:
        """One section after the other; the verbs come as soon as it is plain whose they are."""
        for number, section in enumerate(self._sections(shown, now)):
            if section and number:
                _put(column, line())
            if section:
                _put(column, section)
            yield
            if number == 0:
                self._show_verbs(shown)
                yield

    def _sections(self, shown: Shown, now: datetime) -> Iterator[QWidget | None]:
        """From top to bottom; None when the one before goes on in another turn."""
        catalogue = reference.catalogue(self._store)
        doc, look = shown.doc, self._look
        yield self._head(shown, catalogue, now)
        if self._fill_form(shown):
            yield self.form
        beside = self.width() >= ROOM_FOR_BOTH_CLOCKS
        calendar = reference.working_time(self._store).of(doc.case.unit)
        self._clocks = ClockCards(look, doc.case, calendar, catalogue.limits, beside)
        self._clocks.show_moment(now)
        yield self._clocks
        if carried := tuple(facts(look, doc, now)):
            yield standing(look, carried)
        yield report(look, self._cache, self._tasks, doc, self.photo_opened.emit)
        if not self._for_reading:
            yield from self._related(doc.case)
        history = History(look, shown, catalogue, now)
        history.turned.connect(self._turn)
        yield history
        for _ in history.draw(self._tab):
            yield None

    def _fill_form(self, shown: Shown) -> bool:
        """Whether the rules of the case ask for anything."""
        case = shown.doc.case
        if not fields_of(case.kind, case.rule_set):
            self.form.flush()
            return False
        refusal = read_only.refusal(self._store) or decide.why_not(
            case, VERB, self._me, reference.rulebook(self._store)
        )
        is_live = refusal is None and not self._for_reading
        self.form.show_case(shown, is_live, sentence(self._look, refusal) if refusal else "")
        return True

    def _head(self, shown: Shown, catalogue: Catalogue, now: datetime) -> QWidget:
        doc = shown.doc
        others = presence.present_on(self._store, doc.case.id, self._me, now)
        names = [row.name for row in others]
        known = reference.names(self._store)
        code, unit = doc.case.category, doc.case.unit
        category = self._look.name(*known.categories.get(code, (code, code)))
        sender = self._sender(shown, catalogue)
        return head(self._look, doc, category, known.units.get(unit, unit), sender, names)

    def _show_verbs(self, shown: Shown | None) -> None:
        case = shown.doc.case if shown else None
        self.verbs.show_case(
            case, self._me, reference.rulebook(self._store), read_only.refusal(self._store)
        )

    def _draw_more(self) -> None:
        assert self._rest
        if next(self._rest, self) is not self:
            self._turns.start()
            return
        self._rest = None
        self._turns.stop()
        while self._gone:
            self._gone.pop().deleteLater()

    @property
    def is_whole(self) -> bool:
        """False for the moment in which not all of the case is drawn."""
        return self._rest is None

    def _related(self, case: Case) -> Iterator[QWidget]:
        """Where the case leads: its main report, those answered with it, those alike."""
        look, go = self._look, self.similar_chosen.emit
        if case.master_id is not None:
            yield master_line(look, same_kind(case.code, case.master_id), case.master_id, go)
        if merged := merged_into(self._store, case.id):
            yield merged_line(look, merged, go)
        if case.master_id is None and case.is_open and (alike := similar(self._store, case)):
            yield similar_line(look, alike, go)

    def _sender(self, shown: Shown, catalogue: Catalogue) -> QWidget:
        unmasking, doc = self._unmasking, shown.doc
        if hides_sender(doc.steps):
            return label(self._look.say("panel.sender_hidden"), "small", "text-3")
        if unmasking is None:
            return SenderLine(self._look, doc.reporter)
        hidden = why_hidden(doc.case, doc.steps, self._me, catalogue.identity_rights)
        if shown.pending and not hidden:
            # Who holds the case is decided by the server, which does not know of these yet.
            hidden = Refused("identity_waits")
        seen = None if hidden else unmasking.seen(doc.case.id)
        line = SenderLine(self._look, doc.reporter, seen, hidden, has_link=not hidden)
        line.pressed.connect(lambda: unmasking.toggle(doc.case, catalogue, self.window()))
        return line

    def _turn(self, tab: str) -> None:
        self._tab = tab


def _put(column: QVBoxLayout, part: QWidget) -> None:
    """Over the space at the end of `column`."""
    column.insertWidget(column.count() - 1, part)
    part.show()
