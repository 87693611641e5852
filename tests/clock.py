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
