"""One line of the list of alarms, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from ihanoi_desk.client import queues, reference
from ihanoi_desk.client.alarms import Alarm
from ihanoi_desk.domain.calendar import HANOI
from ui.bell.words import duty_codes, is_late, rang, stands
from ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Entry:
    """`line`: code, how the case stands now, place. `about`: what rang and when, the headline.

    `is_duty`: it rang outside working hours and the officer does not know yet.
    """

    case_id: int
    code: str
    place: str
    headline: str
    line: str
    about: str
    is_unseen: bool
    is_duty: bool
    is_late: bool


def entries(workplace: Workplace, alarms: Sequence[Alarm]) -> list[Entry]:
    """In the order of `alarms`, without cases that left meanwhile."""
    store, look, now = workplace.store, workplace.look, workplace.clock()
    catalogue, hours = reference.catalogue(store), reference.working_time(store)
    by_id = {alarm.case_id: alarm for alarm in alarms}
    made = []
    for row in queues.rows(store, list(by_id), workplace.me):
        alarm = by_id[row.id]
        left = hours.of(row.unit).between(now, row.due_at) if row.due_at else None
        filed_on = row.filed_at.astimezone(HANOI).date()
        duty = duty_codes(catalogue).intersection(alarm.unseen)
        what = rang(look, catalogue, min(duty, default=alarm.codes[-1]), filed_on)
        at = look.clock(alarm.at, now)
        line = (row.code, stands(look, row, left) or what, row.place)
        told = "bell.rang" if alarm.unseen else "bell.rang_known"
        about = (look.say(told, at=at, what=what), row.headline)
        made.append(
            Entry(
                case_id=row.id,
                code=row.code,
                place=row.place,
                headline=row.headline,
                line=" · ".join(filter(None, line)),
                about=" · ".join(about),
                is_unseen=bool(alarm.unseen),
                is_duty=bool(duty),
                is_late=is_late(catalogue, alarm.codes),
            )
        )
    return made
