"""A step of a case, whoever does it: what it causes happens in the caller's transaction."""

from datetime import datetime
from itertools import chain

from sqlalchemy import Connection, bindparam, select

from ihanoi_desk.domain.cases import MOST_TEXT, Action, Case
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.decide import apply
from ihanoi_desk.domain.officers import Actor, System
from ihanoi_desk.domain.personal_data import MOST_REASON
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.upcoming import next_look
from ihanoi_desk.server import consequences, publishing, refused, steps
from ihanoi_desk.server.cases import case_of, lock_case, update_case
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.tables import attachments
from ihanoi_desk.server.tables import steps as lines

ID_LENGTH = 80
NAME_LENGTH = 60
MOST = {
    **dict.fromkeys(("text", "note"), MOST_TEXT),
    "waiver": 500,
    **dict.fromkeys(("verb", "reason", "category", "target_unit"), NAME_LENGTH),
}
"""Characters of the words of an action."""
RESULTS = frozenset({"propose", "resolve"})
PROPOSED = select(lines.c.attachments).where(
    lines.c.case_id == bindparam("case_id"), lines.c.verb == "propose"
)
MOST_FACT = 500
MOST_DAYS = 366
MOST_FILES = 60


def write(
    connection: Connection,
    action: Action,
    actor: Actor,
    now: datetime,
    catalogue: Catalogue,
    book: Rulebook,
) -> None:
    """Apply `action` and what the server does because of it; a known id has nothing left to do.

    Raises Refused, with nothing written.
    """
    row = lock_case(connection, action.case_id)
    known = steps.is_known(connection, action.id)
    digest = steps.content_hash(action)
    if known:
        if known != (actor.id, digest, action.case_id):
            raise Refused("id_taken")
        return
    refused.check(connection, action, actor)
    if row is None or not actor.may_read(row.unit):
        raise Refused("unknown_case")
    case = case_of(row)
    applied = apply(case, action, actor, now, book)
    _check_attachments(connection, case, action, actor)
    if action.verb == "publish":
        publishing.check_files(connection, frozenset(action.attachments))
    # Other cases are locked before the feed's counter, for which everybody waits.
    following = consequences.of(connection, case, applied, actor, book)
    update_case(connection, case, applied.case, next_look(applied.case, book, now))
    steps.append(
        connection,
        applied.case,
        applied.step,
        row.citizen_id,
        catalogue,
        content_hash=digest,
        made_at=action.at,
    )
    for next_action in following:
        _go_on(connection, next_action, actor, now, catalogue, book)


def _go_on(
    connection: Connection,
    action: Action,
    cause: Actor,
    now: datetime,
    catalogue: Catalogue,
    book: Rulebook,
) -> None:
    # Where the city sends a case, those that go along stay as well.
    system = System(coordinates_city=cause.coordinates_city)
    try:
        write(connection, action, system, now, catalogue, book)
    except Refused as refusal:
        # A refusal is answered and committed; this is a fault, and undoes the whole step.
        raise RuntimeError(f"{action.verb} was refused: {refusal.code}") from refusal


def check_size(action: Action) -> None:
    """Raises ProblemRaised 422 for what no table holds."""
    if not action.id or len(action.id) > ID_LENGTH:
        raise ProblemRaised(422, "too_long", field="id", limit=ID_LENGTH)
    if action.at.tzinfo is None:
        raise ProblemRaised(422, "invalid_request", fields="at")
    for name, most in MOST.items():
        if len(getattr(action, name) or "") > most:
            raise ProblemRaised(422, "too_long", field=name, limit=most)
    if (action.days or 0) > MOST_DAYS:
        raise ProblemRaised(422, "too_large", field="days", limit=MOST_DAYS)
    if len(action.attachments) > MOST_FILES:
        raise ProblemRaised(413, "too_many_files", limit=MOST_FILES)
    for value in (*action.facts, *action.facts.values()):
        if len(value) > MOST_FACT:
            raise ProblemRaised(422, "too_long", field="facts", limit=MOST_FACT)
    for value, reason in action.kept.items():
        if len(value) > MOST_REASON or len(reason) > MOST_REASON:
            raise ProblemRaised(422, "too_long", field="kept", limit=MOST_REASON)


def _check_attachments(connection: Connection, case: Case, action: Action, actor: Actor) -> None:
    """Whoever brings a file brought it to that case; a result has what was proposed before, also
    by a colleague."""
    wanted = set(action.attachments).difference(case.proposal.attachments if case.proposal else ())
    if not wanted:
        return
    own = select(attachments.c.id).where(
        attachments.c.id.in_(wanted),
        attachments.c.case_id == action.case_id,
        attachments.c.officer_id == actor.id,
    )
    foreign = wanted.difference(connection.execute(own).scalars())
    if foreign and action.verb in RESULTS:
        rows = connection.execute(PROPOSED, {"case_id": action.case_id}).scalars()
        foreign = foreign.difference(chain.from_iterable(rows))
    if foreign:
        raise Refused("unknown_attachment")
