"""What comes after the plain course of a demo case: one in every state the table knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ihanoi_desk.server.seed.people import HOAN_KIEM
from ihanoi_desk.server.seed.plans import Fate, Plan


class Sequel(StrEnum):
    """`ANSWERED`: the citizen was asked, and has answered."""

    ANSWERED = "answered"
    MORE_TIME = "more_time"
    MERGED = "merged"
    PRAISED = "praised"
    REOPENED = "reopened"
    PUBLISHED = "published"


OPEN = (Sequel.MORE_TIME, Sequel.ANSWERED)
"""Of the cases in work at Hoàn Kiếm, in the order of their filing; the others go on as they are."""
DONE = (Sequel.PUBLISHED, Sequel.REOPENED, Sequel.PUBLISHED)
"""Of the results of Hoàn Kiếm of the last days, the newest first."""
FRESH = timedelta(days=6)
PRAISED_EVERY = 3
AFTER = timedelta(hours=3)
SOON_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, order=True)
class Later:
    """`turn` is the number of the plan."""

    at: datetime
    turn: int
    sequel: Sequel


def later(plans: Sequence[Plan], now: datetime) -> list[Later]:
    """What follows, and when: after the last act of a plan and before `now`, or not at all."""
    return [
        row for row in _wanted(plans, now) if _last(plans[row.turn]) < row.at <= now - SOON_AFTER
    ]


def _wanted(plans: Sequence[Plan], now: datetime) -> Iterator[Later]:
    here = [turn for turn, plan in enumerate(plans) if plan.spot["ward_code"] == HOAN_KIEM]
    in_work = [turn for turn in here if plans[turn].fate in (Fate.ACCEPTED, Fate.ASSIGNED)]
    for turn, sequel in zip(in_work, OPEN, strict=False):
        yield Later(_half_way(plans[turn], now), turn, sequel)
    new = [turn for turn in here if plans[turn].fate is Fate.NEW]
    scenes = [turn for turn in new if plans[turn].text["kind"] == "scene" and not plans[turn].via]
    for turn in scenes[-1:]:
        yield Later(_half_way(plans[turn], now), turn, Sequel.MERGED)
    done = [turn for turn, plan in enumerate(plans) if plan.fate is Fate.RESOLVED]
    fresh = [turn for turn in done if now - plans[turn].acts[-1] < FRESH and turn in here]
    newest = sorted(fresh, key=lambda turn: plans[turn].acts[-1], reverse=True)
    taken = dict(zip(newest, DONE, strict=False))
    for turn in done:
        if turn in taken:
            yield Later(_half_way(plans[turn], now), turn, taken[turn])
        elif turn % PRAISED_EVERY and plans[turn].acts[-1] + AFTER < now:
            yield Later(plans[turn].acts[-1] + AFTER, turn, Sequel.PRAISED)


def _half_way(plan: Plan, now: datetime) -> datetime:
    last = _last(plan)
    return last + (now - last) / 2


def _last(plan: Plan) -> datetime:
    return max((plan.filed + SOON_AFTER, *plan.acts))
