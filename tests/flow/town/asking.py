"""What an officer fills in for a verb, picked from what the screen offers."""

from collections.abc import Sequence
from typing import Any

from ihanoi_desk.domain.cases import Case, Urgency
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.kind_fields import CRITERIA
from ihanoi_desk.domain.officers import Role

HOAN_KIEM, CUA_NAM, ROADS = "00070@2025-07-01", "00082@2025-07-01", "SXD@2025-07-01"
TARGETS = (HOAN_KIEM, CUA_NAM, ROADS)
CRITERIA_MET = dict.fromkeys(CRITERIA, "met")
FACTS: dict[str, tuple[dict[str, str], ...]] = {
    "procedure": (
        {"nature": "behaviour"},
        {"nature": "regulation", "sufficient": "yes", **CRITERIA_MET},
        {"pakn_number": "PAKN mẫu"},
    ),
    "waste": ({"waste_of": "money"}, {"waste_of": "time", "agency": "Đơn vị mẫu"}),
    "initiative": ({"field": "transport", "assessment": "known"}, {"stage": "idea"}),
}
WEIGHTS = {"accept": 6, "assign": 5, "route": 5, "return": 5, "note": 2, "resolve": 3}
"""Any other verb counts once."""


def verb_of(verbs: Sequence[str], pick: int) -> str:
    """One of `verbs`; those that keep a case going come more often."""
    return _one([verb for verb in verbs for _ in range(WEIGHTS.get(verb, 1))], pick)


def facts_for(verb: str, case: Case, catalogue: Catalogue, pick: int) -> dict[str, Any]:
    """The unit, colleague or reason for `verb`; `pick` chooses among them."""
    if verb == "route":
        return {"target_unit": _one([key for key in TARGETS if key != case.unit], pick)}
    if verb == "assign":
        able = [row for row in catalogue.officers if Role.HANDLER in row.roles_at(case.unit)]
        return {"assignee_id": _one(able, pick).id} if able else {}
    if verb == "reject":
        return {"reason": _one([r.code for r in catalogue.reasons if r.fits(case.kind)], pick)}
    if verb == "urgency":
        return {"urgency": _one([row for row in Urgency if row is not case.urgency], pick)}
    if verb == "categorize":
        codes = [row.code for row in catalogue.categories if row.kind == case.kind]
        return {"category": _one([code for code in codes if code != case.category], pick)}
    if verb == "classify":
        return {"facts": _one(FACTS[case.kind], pick)}
    if verb == "ask_extension":
        return {"days": 1 + pick % 5}
    return {}


def _one(found: Sequence[Any], pick: int) -> Any:
    return found[pick % len(found)]
