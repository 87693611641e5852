"""What a ready sentence can say of a case by itself, in the words the citizen reads: Vietnamese."""

from datetime import datetime

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import Action, Case
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.kinds import same_kind
from ihanoi_desk.domain.personal_data import HOTLINE
from ihanoi_desk.domain.policies import find_policy
from ihanoi_desk.domain.units import Unit, UnitKey

ANSWER_DAYS = "answer_days"
"""The policy that says for how many working days an answer is awaited; nothing ends by itself."""
CITIZEN_TITLE = "ông/bà"
COMMUNES = frozenset({"phuong", "xa", "thi_tran", "thanh_pho"})
"""Kinds of unit that a People's Committee leads."""


def values(
    case: Case,
    catalogue: Catalogue,
    now: datetime,
    action: Action | None = None,
    after: Case | None = None,
) -> dict[str, str]:
    """By placeholder; what is not known is left out. `action` holds what the dialog asked for so
    far: the receiving unit, the reason; `after` is the case as it would then be."""
    unit = _unit(catalogue, case.unit)
    hotline = next((row.name_vi for row in catalogue.public_contacts if row.use == HOTLINE), "")
    known = {
        "case_code": case.code,
        "title": case.title,
        "place": case.place,
        "citizen_title": CITIZEN_TITLE,
        "unit_name": unit.full_name if unit else "",
        "unit_phone": hotline,
        "hotline": hotline,
        "reception_place": _seat(unit),
        "received_at": _clock(case.received_at or now, now),
        "due_at": _moment(case.due_at),
        "done_at": _clock(now, now),
        "routed_at": _clock(now, now),
    }
    answer_days = find_policy(catalogue.policies, ANSWER_DAYS, case.rule_set, case.unit)
    if answer_days:
        calendar = catalogue.calendar_for(case.unit)
        known["answer_by"] = _moment(calendar.add_days(now, answer_days.amount))
    master_id = action.master_id if action and action.master_id else case.master_id
    if master_id is not None:
        known["master_case_code"] = same_kind(case.code, master_id)
    if case.extension_asked:
        known["extend_reason"] = case.extension_asked.why
    if after and after.handle_due_at != case.handle_due_at:
        known["new_due_at"] = _moment(after.handle_due_at)
    if action:
        known |= _asked(action, catalogue)
    return {name: value for name, value in known.items() if value}


def _asked(action: Action, catalogue: Catalogue) -> dict[str, str]:
    target = _unit(catalogue, action.target_unit)
    reasons = {row.code: row.name_vi for row in catalogue.reasons}
    return {
        "to_unit": target.full_name if target else "",
        "agency_name": target.full_name if target else "",
        "reason_text": reasons.get(action.reason or "", ""),
    }


def _unit(catalogue: Catalogue, key: UnitKey | None) -> Unit | None:
    return next((unit for unit in catalogue.units if unit.key == key), None)


def _seat(unit: Unit | None) -> str:
    if unit is None:
        return ""
    return f"trụ sở {'UBND ' if unit.type in COMMUNES else ''}{unit.full_name}"


def _clock(moment: datetime, now: datetime) -> str:
    local, today = moment.astimezone(HANOI), now.astimezone(HANOI).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%H:%M ngày %d/%m}"


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(HANOI):%H:%M ngày %d/%m/%Y}" if moment else ""
