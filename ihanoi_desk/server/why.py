"""The sentence that tells an officer why an action was refused: who did what, and when."""

from typing import Any

from sqlalchemy import Connection, Row, select

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.language import phrases, refusal_words, say
from ihanoi_desk.server.tables import steps


def explain(connection: Connection, refusal: Refused, action: Action, officer: Officer) -> str:
    """The Vietnamese sentence for `refusal`."""
    if refusal.code == "wrong_state":
        did = _told(_last_change(connection, action.case_id))
        return f"{did} {refusal_words('vi', refusal.code, refusal.facts)}".strip()
    sentence = refusal_words("vi", refusal.code, refusal.facts)
    if refusal.code == "unknown_case":
        return f"{_told(_sent_away(connection, action.case_id, officer))} {sentence}".strip()
    return sentence


def _last_change(connection: Connection, case_id: int) -> Row[Any] | None:
    return connection.execute(
        select(steps)
        .where(steps.c.case_id == case_id, steps.c.from_state != steps.c.to_state)
        .order_by(steps.c.seq.desc())
        .limit(1)
    ).one_or_none()


def _sent_away(connection: Connection, case_id: int, officer: Officer) -> Row[Any] | None:
    """The step by which the case left a unit of `officer`, who knew it until then."""
    query = (
        select(steps)
        .where(steps.c.case_id == case_id, steps.c.target_unit.is_not(None))
        .order_by(steps.c.seq.desc())
    )
    return next((row for row in connection.execute(query) if officer.may_read(row.unit)), None)


def _told(row: Row[Any] | None) -> str:
    if row is None:
        return ""
    at = row.at.astimezone(HANOI)
    verb = phrases("vi").get(f"who_did.{row.verb}", row.verb)
    # Senders act without a name.
    who = row.actor_name or say("vi", "role.citizen")
    return say("vi", "who_did.sentence", who=who, verb=verb, at=at)
