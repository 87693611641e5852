"""The doors of limits and policies, for administrators of the city or of the unit."""

from fastapi import APIRouter

from ihanoi_desk.domain.rule_orders import RuleEffect, RuleOrder, RuleWithdrawal
from ihanoi_desk.server.api.access import Rooms, SignedOfficer
from ihanoi_desk.server.api.documentation import problems

ROUTER = APIRouter(prefix="/v1/admin/rules", tags=["rules"])


@ROUTER.post("", responses=problems(401, 403, 422))
def change_rule(rooms: Rooms, officer: SignedOfficer, body: RuleOrder) -> RuleEffect:
    """Another amount for cases filed from a day on; cases filed before keep theirs."""
    return rooms.rules.change(body, officer)


@ROUTER.post("/withdrawal", responses=problems(401, 403, 422))
def withdraw_rule(rooms: Rooms, officer: SignedOfficer, body: RuleWithdrawal) -> RuleEffect:
    """What was to begin or end on a day is taken back; a unit returns to the city's policy."""
    return rooms.rules.withdraw(body, officer)
