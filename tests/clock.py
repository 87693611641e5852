"""A clock that a test turns."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Monday morning, 23 November 2026, 9:00 in Hà Nội, until the test turns it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


class OwnClock:
    """The clock of one machine, which may be `wrong` by some time."""

    def __init__(self, true: Clock) -> None:
        self._true = true
        self.wrong = timedelta()

    @property
    def now(self) -> datetime:
        return self._true.now + self.wrong

    def __call__(self) -> datetime:
        return self.now
