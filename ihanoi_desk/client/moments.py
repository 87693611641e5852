"""Moments as the replica stores them: microseconds since 1970 UTC, so that SQL can compare."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NEVER = 1 << 62
"""Sorts after every moment: an open case without a limit."""

RESTING = 1 << 61
"""Plus the time left: an open case whose clock rests, behind every running one."""


def to_us(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def from_us(stored: int | None) -> datetime | None:
    if stored is None:
        return None
    return EPOCH + timedelta(microseconds=stored)
