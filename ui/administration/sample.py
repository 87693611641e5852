"""A fictitious case, by which an administrator sees how a ready sentence reads."""

from dataclasses import replace
from datetime import datetime, timedelta

from ihanoi_desk.domain import template_values
from ihanoi_desk.domain.cases import Action, Case, State, Urgency
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.units import UnitKey


def sample_values(catalogue: Catalogue, unit: UnitKey, now: datetime) -> dict[str, str]:
    """What the program would fill in for a case of `unit`."""
    case = Case(
        id=0,
        code="HT-018734",
        kind="scene",
        state=State.ACCEPTED,
        urgency=Urgency.NORMAL,
        category="",
        title="Nắp cống vỡ giữa lòng đường",
        content="",
        place="Phố Mẫu",
        lat=None,
        lon=None,
        accuracy_m=None,
        unit=unit,
        filed_at=now,
        receive_due_at=None,
        rule_set=now.date(),
        received_at=now - timedelta(hours=1),
        handle_due_at=now + timedelta(days=3),
    )
    later = replace(case, handle_due_at=now + timedelta(days=6))
    reason = catalogue.reasons[0].code if catalogue.reasons else None
    target = next((row.key for row in catalogue.units if row.key != unit), None)
    asked = Action(id="", case_id=0, verb="", at=now, target_unit=target, reason=reason)
    return template_values.values(case, catalogue, now, asked, later)
