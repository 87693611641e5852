"""The way of a result that needs approval: who writes it, who lets it out, when the citizen is
told."""

from ihanoi_desk.domain.cases import Urgency
from ihanoi_desk.domain.guards import wants_approval
from ihanoi_desk.domain.officers import Role
from ui.dialogs.task import VerbTask
from ui.look.look import Look
from ui.parts.facts import Fact

MOST_NAMED = 3


def approval_route(look: Look, task: VerbTask) -> list[Fact]:
    names = [
        officer.name
        for officer in task.catalogue.officers
        if officer.id != task.me.id and Role.SUPERVISOR in officer.roles_at(task.case.unit)
    ]
    shown = ", ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        shown = look.say("approval.and_others", names=shown, n=len(names) - MOST_NAMED)
    lead = (
        Fact("stamp", "violet", look.say("approval.by", names=shown))
        if names
        else Fact("triangle-alert", "red", look.say("approval.nobody"))
    )
    return [
        Fact("circle", "accent", look.say("approval.author", name=task.me.name)),
        lead,
        Fact("bell", "text-3", look.say("approval.then_told")),
        Fact("timer", "text-3", look.say("approval.clock_runs")),
    ]


def route_reason(look: Look, task: VerbTask) -> str:
    """Why approval is wanted, or that it is not."""
    if not wants_approval(task.case, task.catalogue.rulebook()):
        return look.say("approval.not_wanted")
    urgent = task.case.urgency is Urgency.URGENT
    return look.say("approval.urgent" if urgent else "approval.always")
