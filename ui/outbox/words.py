"""How a line of the outbox reads: what, on which case, why it is still here or whether it told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.client import cases
from ihanoi_desk.client.dropped import KEPT, Dropped
from ihanoi_desk.client.outbox import Sent
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.waiting import Reason, Why
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import CaseDoc, Telling
from ui.look.look import Look
from ui.outbox.entries import Entry
from ui.parts.reasons import reason
from ui.verbs import VERB_LOOKS

ICONS = {
    Reason.BEHIND: ("clock", "text-2"),
    Reason.SIGNED_OUT: ("key-round", "orange"),
    Reason.TOO_OLD: ("circle-arrow-up", "ochre"),
    Reason.DISK_FULL: ("hard-drive", "red"),
    Reason.UPLOADING: ("image-plus", "ochre"),
    Reason.RESTING: ("timer-reset", "ochre"),
    Reason.OFFLINE: ("wifi-off", "ochre"),
    Reason.SENDING: ("upload", "text-2"),
    Reason.IN_LINE: ("upload", "text-2"),
}
"""Icon and colour of each reason to wait; in the time for taking back, the verb's own icon."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a line, in words, with the icon and colour that say the same."""

    icon: str
    tone: str
    text: str


class EntryWords:
    """Reads each case once; `forget` after the data changed."""

    def __init__(
        self, store: Store, me: Officer, look: Look, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._me, self._look, self._clock = store, me, look, clock
        self._docs: dict[int, CaseDoc | None] = {}

    def forget(self) -> None:
        self._docs.clear()

    def doc(self, case_id: int) -> CaseDoc | None:
        """The case as the officer sees it; None when it has left this machine."""
        if case_id not in self._docs:
            shown = cases.read(self._store, case_id, self._me, self._clock())
            self._docs[case_id] = shown.doc if shown else None
        return self._docs[case_id]

    def title(self, entry: Entry) -> str:
        return self._look.say(f"verb.{entry.verb}")

    def code(self, entry: Entry) -> str:
        return entry.row.case_code if entry.row else ""

    def about(self, entry: Entry) -> str:
        """What was typed where it says more than the case, else the case's own words."""
        row = entry.row
        if isinstance(row, Dropped) or (
            isinstance(row, Pending) and (entry.fell or entry.verb == "note")
        ):
            typed = row.action.text or row.action.note
            if typed:
                return f"“{' '.join(typed.split())}”"
        doc = self.doc(entry.case_id)
        return " ".join((doc.case.title or doc.case.content).split()) if doc else ""

    def time(self, entry: Entry) -> str:
        row = entry.row
        if row is None:
            return ""
        moment = row.made_at if isinstance(row, Pending) else row.at
        return self._look.clock(moment, self._clock())

    def fate(self, entry: Entry) -> Fate:
        if isinstance(entry.row, Sent):
            return self._told(entry)
        if isinstance(entry.row, Dropped):
            until = self._look.moment(entry.row.at + KEPT)
            return Fate("trash-2", "text-2", self._look.say("outbox.kept_until", at=until))
        if entry.why:
            return self._waits(entry, entry.why)
        if entry.fell:
            return Fate("corner-down-right", "text-2", self._look.say("outbox.fell"))
        overtaken = entry.refusal is not None and entry.refusal.decided is not None
        key = "overtaken" if overtaken else "not_taken"
        return Fate("circle-x", "red", self._look.say(f"outbox.{key}"))

    def _waits(self, entry: Entry, why: Why) -> Fate:
        icon, tone = ICONS.get(why.reason, (VERB_LOOKS[entry.verb].icon, "ochre"))
        return Fate(icon, tone, reason(self._look, why, self._clock(), short=True))

    def why(self, entry: Entry) -> str:
        """The reason it waits, as part of a sentence."""
        return reason(self._look, entry.why, self._clock()) if entry.why else ""

    def telling(self, entry: Entry) -> Telling | None:
        """What the citizen was told by this line, once the feed has brought it."""
        doc = self.doc(entry.case_id)
        return (
            next((row for row in doc.tellings if row.step_id == entry.key), None) if doc else None
        )

    def _told(self, entry: Entry) -> Fate:
        say = self._look.say
        telling = self.telling(entry)
        if telling is None:
            return Fate("check", "green", say("outbox.taken"))
        if telling.told_at is None:
            return Fate("bell-off", "orange", say("outbox.not_told"))
        at = self._look.clock(telling.told_at, self._clock())
        return Fate("check", "green", say("outbox.told", at=at))

    def arrival(self, telling: Telling) -> str:
        """Whether the notice reached the citizen, and how."""
        if telling.told_at is None:
            return self._look.say(f"timeline.{'not_told' if telling.failure else 'telling'}")
        at = self._look.clock(telling.told_at, self._clock())
        key = "told" if telling.devices else "told_inbox"
        return self._look.say(f"timeline.{key}", at=at, devices=telling.devices)

    def said(self, entry: Entry) -> str:
        """The whole line, as a screen reader says it."""
        if entry.row is None:
            return self._look.say(f"outbox.{entry.section}")
        fate = self.fate(entry).text
        return f"{self.title(entry)} {self.code(entry)}, {fate}, {self.about(entry)}"
