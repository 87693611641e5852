"""Plays the sequels of the demo city: who asks, answers, proposes, rates, publishes."""

from collections.abc import Callable
from datetime import datetime

from ihanoi_desk.domain.cases import Case, Rating, State, Urgency
from ihanoi_desk.domain.officers import Role, Sender
from ihanoi_desk.language import say
from ihanoi_desk.server.seed.deeds import Deeds
from ihanoi_desk.server.seed.sequels import SOON_AFTER, Sequel

IN_WORK = frozenset({State.ACCEPTED, State.ASSIGNED})
RESULT = frozenset({State.RESOLVED})


class Endings:
    """A case that went another way than planned is left as it is."""

    def __init__(self, deeds: Deeds) -> None:
        self._deeds = deeds
        self._play: dict[Sequel, tuple[frozenset[State], Callable[[Case, datetime], None]]] = {
            Sequel.ANSWERED: (IN_WORK, self._ask_and_hear),
            Sequel.MORE_TIME: (IN_WORK, self._want_more_time),
            Sequel.MERGED: (frozenset({State.NEW}), self._merge),
            Sequel.PRAISED: (RESULT, self._praise),
            Sequel.REOPENED: (RESULT, self._complain),
            Sequel.PUBLISHED: (RESULT, self._publish),
        }

    def play(self, sequel: Sequel, number: int, at: datetime) -> None:
        states, play = self._play[sequel]
        case = self._deeds.case(number)
        if case.state in states:
            play(case, at)

    def _ask_and_hear(self, case: Case, at: datetime) -> None:
        officer, text = self._deeds.holder(case), say("vi", "demo.ask")
        self._deeds.do(case, officer, at, "ask_citizen", text=text)
        text = say("vi", "demo.answer")
        self._deeds.do(case, Sender(), at + SOON_AFTER, "answer", text=text)

    def _want_more_time(self, case: Case, at: datetime) -> None:
        officer = self._deeds.holder(case)
        if case.urgency is not Urgency.COMPLEX:
            note = say("vi", "demo.complex")
            self._deeds.do(case, officer, at, "urgency", urgency=Urgency.COMPLEX, note=note)
        note = say("vi", "demo.more_time")
        self._deeds.do(case, officer, at, "ask_extension", days=3, note=note)

    def _merge(self, case: Case, at: datetime) -> None:
        master = self._deeds.open_beside(case)
        if master is not None:
            officer = self._deeds.front(case.unit)
            self._deeds.do(case, officer, at, "merge", master_id=master)

    def _praise(self, case: Case, at: datetime) -> None:
        rating = Rating.ACCEPTABLE if case.id % 3 == 0 else Rating.SATISFIED
        self._deeds.do(case, Sender(), at, "rate", rating=rating)

    def _complain(self, case: Case, at: datetime) -> None:
        text = say("vi", "demo.complaint")
        self._deeds.do(case, Sender(), at, "rate", rating=Rating.UNSATISFIED, text=text)

    def _publish(self, case: Case, at: datetime) -> None:
        self._praise(case, at)
        lead = self._deeds.one_of(case.unit, Role.COORDINATOR)
        self._deeds.do(case, lead, at, "publish", **self._deeds.for_everybody(case, lead, at))
