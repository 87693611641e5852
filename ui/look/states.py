"""Shape and colour of each state and urgency: the same in table, badge and map."""

from dataclasses import dataclass

from ihanoi_desk.domain.cases import State, Urgency


@dataclass(frozen=True, slots=True)
class Mark:
    """`icon` in resources/icons; `tone` names the colour token and its ``-soft`` ground."""

    icon: str
    tone: str


STATE_MARKS: dict[State, Mark] = {
    State.NEW: Mark("states/new", "accent"),
    State.ACCEPTED: Mark("states/accepted", "teal"),
    State.ASSIGNED: Mark("states/assigned", "teal"),
    State.WAITING: Mark("states/waiting", "ochre"),
    State.APPROVAL: Mark("states/approval", "violet"),
    State.REOPENED: Mark("states/reopened", "orange"),
    State.RESOLVED: Mark("states/resolved", "green"),
    State.REJECTED: Mark("states/rejected", "grey"),
    State.CLOSED: Mark("states/closed", "grey"),
}

URGENCY_MARKS: dict[Urgency, Mark | None] = {
    Urgency.URGENT: Mark("siren", "orange"),
    Urgency.COMPLEX: Mark("layers", "grey"),
    Urgency.NORMAL: None,
}
