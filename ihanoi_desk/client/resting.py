"""Cases whose action the server stumbled over: they rest while the others go on."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

FIRST = timedelta(seconds=15)
LONGEST = timedelta(minutes=10)


class Resting:
    """`suspects` stumbled lately, also those whose rest is over; they are best sent alone."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._until: dict[int, datetime] = {}
        self._stumbles: Counter[int] = Counter()

    def add(self, cases: Iterable[int]) -> None:
        """Each time a case stumbles it rests longer."""
        for case_id in cases:
            pause = min(FIRST * 2 ** min(self._stumbles[case_id], 10), LONGEST)
            self._until[case_id] = self._clock() + pause
            self._stumbles[case_id] += 1

    def forgive(self, cases: Iterable[int]) -> None:
        """The server answered."""
        for case_id in cases:
            self._until.pop(case_id, None)
            self._stumbles.pop(case_id, None)

    def end(self) -> None:
        """All may be tried at once."""
        self._until.clear()

    @property
    def cases(self) -> dict[int, datetime]:
        """Those that rest now, and until when."""
        now = self._clock()
        self._until = {case: until for case, until in self._until.items() if until > now}
        return dict(self._until)

    @property
    def suspects(self) -> frozenset[int]:
        return frozenset(self._stumbles)
