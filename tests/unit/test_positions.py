"""Metres between two places."""

import pytest

from ihanoi_desk.domain.positions import Position

LAKE = Position(21.0287, 105.8524)


@pytest.mark.parametrize(
    ("other", "metres"),
    [
        (LAKE, 0),
        (Position(21.0297, 105.8524), 111.2),
        (Position(21.0287, 105.8534), 103.8),
        (Position(10.7769, 106.7009), 1_143_700),
    ],
)
def test_metres_over_ground(other: Position, metres: float) -> None:
    assert LAKE.metres_to(other) == pytest.approx(metres, rel=0.01, abs=0.1)
    assert other.metres_to(LAKE) == pytest.approx(LAKE.metres_to(other))
