"""What must hold for every clock: monotone, additive, never inside closed time; what it shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ihanoi_desk.domain.calendar import HANOI, WorkingCalendar
from ihanoi_desk.domain.clocks import Going, Wait, due_if_answered_now, handle_due, read
from ihanoi_desk.domain.deadlines import Limit, LimitUnit
from tests.unit.town import CALENDAR, hanoi
from tests.unit.working_time import OWN

HOUR = timedelta(hours=1)
CALENDARS = st.sampled_from([CALENDAR, OWN])
MOMENTS = st.datetimes(datetime(2025, 9, 1), datetime(2027, 6, 30), timezones=st.just(UTC))
LENGTHS = st.timedeltas(timedelta(), timedelta(days=12))
LIMITS = st.builds(
    lambda amount, unit: Limit("scene", "handle", "*", amount, unit, date(2025, 3, 1), True, ""),
    st.integers(1, 15),
    st.sampled_from(LimitUnit),
)


@st.composite
def waits(draw: st.DrawFn, since: datetime) -> list[Wait]:
    """Up to three, one after the other, from `since` on."""
    found, at = [], since
    for _ in range(draw(st.integers(0, 3))):
        start = at + draw(LENGTHS)
        at = start + draw(LENGTHS)
        found.append(Wait(start, at))
    return found


STORIES = MOMENTS.flatmap(lambda start: st.tuples(st.just(start), waits(start)))
Story = tuple[datetime, list[Wait]]


@given(CALENDARS, LIMITS, STORIES, st.integers(0, 5))
def test_a_clock_never_runs_out_in_closed_time(
    calendar: WorkingCalendar, limit: Limit, story: Story, extra: int
) -> None:
    end = handle_due(limit, *story, extra, calendar)
    assert end is not None and end > story[0]
    periods = calendar.sessions(end.astimezone(HANOI).date())
    assert any(opens <= end <= closes for opens, closes in periods)


@given(CALENDARS, LIMITS, MOMENTS, MOMENTS, st.integers(0, 5))
def test_a_later_receipt_never_ends_earlier(
    calendar: WorkingCalendar, limit: Limit, one: datetime, other: datetime, extra: int
) -> None:
    ends = [handle_due(limit, start, (), extra, calendar) for start in sorted((one, other))]
    assert ends[0] and ends[1] and ends[0] <= ends[1]


@given(CALENDARS, MOMENTS, st.timedeltas(timedelta(), timedelta(hours=60)))
def test_before_and_add_are_opposites(
    calendar: WorkingCalendar, end: datetime, amount: timedelta
) -> None:
    start = calendar.before(end, amount)
    assert calendar.between(start, end) == amount
    assert calendar.add(start, amount) <= end


@given(CALENDARS, LIMITS, STORIES, st.integers(0, 4))
def test_a_wait_or_a_granted_day_never_shortens(
    calendar: WorkingCalendar, limit: Limit, story: Story, extra: int
) -> None:
    start, held = story
    plain = handle_due(limit, start, (), extra, calendar)
    waited = handle_due(limit, start, held, extra, calendar)
    granted = handle_due(limit, start, held, extra + 1, calendar)
    assert plain and waited and granted
    assert plain <= waited <= granted


@given(CALENDARS, LIMITS, STORIES, LENGTHS)
def test_a_longer_wait_never_ends_earlier(
    calendar: WorkingCalendar, limit: Limit, story: Story, longer: timedelta
) -> None:
    start, held = story
    assume(held)
    assert held[-1].end
    stretched = [*held[:-1], Wait(held[-1].start, held[-1].end + longer)]
    one, other = (handle_due(limit, start, some, 0, calendar) for some in (held, stretched))
    assert one and other and one <= other


@given(CALENDARS, st.integers(1, 15), STORIES)
def test_hours_counted_outside_waits_are_exactly_the_limit(
    calendar: WorkingCalendar, amount: int, story: Story
) -> None:
    start, held = story
    limit = Limit(
        "scene", "handle", "*", amount, LimitUnit.WORKING_HOURS, date(2025, 3, 1), True, ""
    )
    end = handle_due(limit, start, held, 0, calendar)
    assert end is not None
    reading = read(start, end, end, held, calendar, end)
    assert (reading.spent, reading.left, reading.late) == (amount * HOUR, timedelta(), False)


@given(CALENDARS, LIMITS, STORIES)
def test_waits_add_up_whatever_their_order_and_pieces(
    calendar: WorkingCalendar, limit: Limit, story: Story
) -> None:
    start, held = story
    pieces = []
    for wait in held:
        assert wait.end
        middle = wait.start + (wait.end - wait.start) / 2
        pieces += [Wait(middle, wait.end), Wait(wait.start, middle)]
    whole = handle_due(limit, start, held, 0, calendar)
    assert handle_due(limit, start, list(reversed(held)), 0, calendar) == whole
    assert handle_due(limit, start, pieces, 0, calendar) == whole


@given(CALENDARS, LIMITS, MOMENTS, LENGTHS, LENGTHS)
def test_an_awaited_answer_moves_the_end_and_takes_no_time(
    calendar: WorkingCalendar, limit: Limit, start: datetime, until: timedelta, later: timedelta
) -> None:
    asked = start + until
    now = asked + later
    open_wait = [Wait(asked)]
    assume(handle_due(limit, start, open_wait, 0, calendar) is None)
    end = due_if_answered_now(limit, start, open_wait, 0, calendar, now)
    before = due_if_answered_now(limit, start, open_wait, 0, calendar, asked)
    assert end and before and end >= before
    left = read(start, end, None, open_wait, calendar, now).left
    assert left == calendar.between(asked, before)


@pytest.mark.parametrize(
    ("due", "ended", "waits_", "now", "going", "spent", "left", "late"),
    [
        # Received on Monday 2 March 2026 at 08:00 with four hours to go.
        ("02 12:00", "", (), "02 09:00", Going.RUNNING, 1, 3, False),
        ("02 12:00", "", (), "02 12:00", Going.RUNNING, 4, 0, False),
        ("02 12:00", "", (), "02 12:45", Going.RUNNING, 4, 0, True),
        ("02 12:00", "", (), "02 14:30", Going.RUNNING, 5, -1, True),
        ("02 12:00", "02 12:00", (), "05 09:00", Going.DONE, 4, 0, False),
        ("02 12:00", "02 10:00", (), "05 09:00", Going.DONE, 2, 2, False),
        ("02 12:00", "02 14:30", (), "05 09:00", Going.DONE, 5, -1, True),
        ("02 15:00", "", (("02 10:00", ""),), "02 11:30", Going.SUSPENDED, 2, 2, False),
        ("02 12:00", "", (("02 14:30", ""),), "02 15:30", Going.RUNNING, 6, -2, True),
        ("02 15:30", "", (("02 09:00", "02 11:00"),), "02 14:30", Going.RUNNING, 3, 1, False),
        ("", "", (), "02 09:00", Going.RUNNING, 1, None, False),
    ],
)
def test_what_a_clock_shows(
    due: str,
    ended: str,
    waits_: tuple[tuple[str, str], ...],
    now: str,
    going: Going,
    spent: int,
    left: int | None,
    late: bool,
) -> None:
    def at(text: str) -> datetime | None:
        return hanoi(f"2026-03-{text}") if text else None

    held = [Wait(at(start) or hanoi(now), at(end)) for start, end in waits_]
    moment = at(now)
    assert moment
    found = read(at("02 08:00"), at(due), at(ended), held, CALENDAR, moment)
    assert found.going is going and found.late is late
    assert found.spent == spent * HOUR
    assert found.left == (left * HOUR if left is not None else None)


@pytest.mark.parametrize(
    ("now", "fraction", "soon"),
    [
        ("02 08:00", 0, False),
        ("02 09:00", 0.25, False),
        ("02 10:00", 0.5, True),
        ("02 11:30", 0.875, True),
        ("02 12:00", 1, True),
        ("03 09:00", 1, False),
    ],
)
def test_the_dial(now: str, fraction: float, soon: bool) -> None:
    start, due = hanoi("2026-03-02 08:00"), hanoi("2026-03-02 12:00")
    found = read(start, due, None, (), CALENDAR, hanoi(f"2026-03-{now}"))
    assert (found.fraction, found.soon) == (fraction, soon)


def test_a_clock_that_never_began_shows_nothing() -> None:
    found = read(None, None, None, (), CALENDAR, hanoi("2026-03-02 08:00"))
    assert (found.going, found.fraction, found.left) == (Going.NOT_STARTED, 0, None)
