"""What must hold of a town in which nothing moves any more."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select

from ihanoi_desk.client import dropped, outbox, replica
from ihanoi_desk.client.codec import decode
from ihanoi_desk.client.filling import MARK
from ihanoi_desk.client.pending import REFUSED
from ihanoi_desk.client.sync import KEPT_CLOSED_DAYS
from ihanoi_desk.domain import decide, effects
from ihanoi_desk.domain.cases import Action, Case, Rating, State, Urgency
from ihanoi_desk.domain.officers import Actor, Sender, System
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.wire import CaseDoc
from ihanoi_desk.server import audit
from ihanoi_desk.server.cases import case_of
from ihanoi_desk.server.tables import attachments, cases, devices, pushes, steps
from ihanoi_desk.server.tables import audit as audit_trail
from tests.flow.town.desk import Desk
from tests.flow.town.town import Held, Town

Words = tuple[str, str]
"""The text for the citizen and the note for the colleagues."""

SAID = (
    *("id", "code", "kind", "title", "content", "place", "lat", "lon", "accuracy_m"),
    *("filed_at", "rule_set"),
)
"""Fields of a case that no step changes."""


async def everything(town: Town, accepted: Mapping[str, Words], given_up: set[str]) -> None:
    """`accepted` is what the outboxes took; `given_up` what was taken back or sent anew."""
    kept: dict[str, Words] = {}
    for desk in town.desks:
        await desk_equals_server(desk)
        rows = [row.action for row in outbox.pending_rows(desk.store)]
        rows += [row.action for row in dropped.read(desk.store)]
        kept |= {row.id: (row.text, row.note) for row in rows}
    each_action_once(town, accepted, given_up, kept)
    each_step_told_once(town)
    only_what_the_table_allows(town)
    audit_is_whole(town)


async def desk_equals_server(desk: Desk) -> None:
    """Documents, the columns of the lists, and nothing that waits."""
    assert {row.state for row in outbox.pending_rows(desk.store)} <= {REFUSED}
    lines = [line async for line in desk.api.snapshot("", KEPT_CLOSED_DAYS, 500)]
    docs = [decode(CaseDoc, line) for line in lines[1:] if not line.startswith(MARK)]
    served = {doc.case.id: doc for doc in docs}
    names = ", ".join(replica.COLUMNS)
    with desk.store.read() as connection:
        held = dict(connection.execute("SELECT id, body FROM docs").fetchall())
        rows = connection.execute(f"SELECT {names} FROM cases").fetchall()
        found = connection.execute("SELECT rowid FROM case_words").fetchall()
    assert {number: decode(CaseDoc, body) for number, body in held.items()} == served
    columns = {row[0]: dict(zip(replica.COLUMNS, row, strict=True)) for row in rows}
    assert columns == {doc.case.id: replica.row(doc).columns for doc in docs}
    assert {number for (number,) in found} == set(served)


def each_action_once(
    town: Town, accepted: Mapping[str, Words], given_up: set[str], kept: Mapping[str, Words]
) -> None:
    """Applied once, or refused and still there with every word; what was taken back, never.

    `kept` are the words of refused and dropped actions on the desks.
    """
    with town.server.database.read() as connection:
        history = connection.execute(select(steps)).all()
    applied = Counter(row.id for row in history)
    words = {row.id: (row.text, row.note) for row in history}
    for action_id, typed in accepted.items():
        where = (applied[action_id], action_id in kept)
        if action_id in given_up:
            assert applied[action_id] == 0, f"{action_id} was given up and yet applied"
            continue
        assert where in ((1, False), (0, True)), f"{action_id}: applied, kept = {where}"
        found = words.get(action_id) or kept[action_id]
        assert tuple(map(str.strip, found)) == tuple(map(str.strip, typed))
    filed = {row.id for row in history if row.verb == "file"}
    assert set(applied) <= set(accepted) | filed


def each_step_told_once(town: Town) -> None:
    """A push for every step the citizen is to know of, shown once on each of their phones."""
    with town.server.database.read() as connection:
        visible = {row.id for row in connection.execute(select(steps)).all() if row.event}
        told = connection.execute(select(pushes)).all()
        owned = connection.execute(select(devices)).all()
    assert Counter(row.step_id for row in told) == Counter(visible)
    due = Counter(
        (phone.token, row.step_id)
        for row in told
        for phone in owned
        if phone.citizen_id == row.citizen_id
    )
    step_of = {str(row.id): row.step_id for row in told}
    shown = Counter((token, step_of[name.partition("-")[0]]) for token, name in town.phones.shown)
    assert shown == due
    assert all(row.told_at and row.next_try_at is None for row in told)


def only_what_the_table_allows(town: Town) -> None:
    """Every history, played again by the rules with the roles held then, leads to the case."""
    with town.server.database.read() as connection:
        book = town.server.reference.rulebook(connection, town.clock.now)
        ids = {row.name: row.id for row in book.officers.values()}
        lines = {
            json.loads(row.facts).get("step"): row.n
            for row in connection.execute(select(audit_trail)).all()
        }
        files = dict(connection.execute(select(attachments.c.id, attachments.c.case_id)).all())
        for row in connection.execute(select(cases)).all():
            history = connection.execute(
                select(steps).where(steps.c.case_id == row.id).order_by(steps.c.seq)
            ).all()
            assert [step.seq for step in history] == list(range(1, row.version + 1))
            case = _as_filed(case_of(row), history, book)
            for step in history[1:]:
                then = _as_then(town.history, lines[step.id], book)
                actor = _actor(step, then)
                applied = decide.apply(case, _action(step, case, ids), actor, step.at, then)
                assert (applied.step.from_state, applied.step.event) == (
                    step.from_state,
                    step.event,
                )
                assert {files[name] for name in step.attachments} <= {row.id}
                case = applied.case
            assert case == case_of(row)


def audit_is_whole(town: Town) -> None:
    with town.server.database.read() as connection:
        audit.verify(connection)


def _as_filed(case: Case, history: Sequence[Row[Any]], book: Rulebook) -> Case:
    """The case before anything happened to it: what the sender said, and nothing else."""
    first = {"urgency": case.urgency, "category": case.category}
    for step in reversed(history):
        for name in first:
            first[name] = (step.facts or {}).get(f"{name}_was", first[name])
    bare = Case(
        **{name: getattr(case, name) for name in SAID},
        urgency=Urgency(first["urgency"]),
        category=first["category"],
        state=State.NEW,
        unit=history[0].unit,
        receive_due_at=None,
        version=1,
    )
    return effects.start_receiving(bare, case.filed_at, book)


def _as_then(history: Mapping[int, list[Held]], line: int, book: Rulebook) -> Rulebook:
    """`book` with the roles that everybody held at a line of the audit trail."""
    officers = {
        number: [entry.officer for entry in held if entry.since < line][-1]
        for number, held in history.items()
    }
    return replace(book, officers=officers)


def _actor(step: Row[Any], then: Rulebook) -> Actor:
    if step.actor_id:
        return then.officers[step.actor_id]
    return System() if step.actor_name else Sender()


def _action(step: Row[Any], case: Case, ids: Mapping[str, int]) -> Action:
    # A case sent back goes where it came from, without being told so.
    target = step.target_unit if step.verb == "route" else None
    changed = {
        name: value for name, value in (step.facts or {}).items() if not name.endswith("_was")
    }
    days, master = changed.get("days"), changed.get("master_id")
    return Action(
        id=step.id,
        case_id=step.case_id,
        verb=step.verb,
        at=step.made_at,
        text="" if step.verb == "approve" else step.text,
        note=step.note,
        reason=step.reason,
        target_unit=target,
        assignee_id=ids[step.assignee_name] if step.assignee_name else None,
        attachments=() if step.verb == "approve" else tuple(step.attachments),
        waiver=changed.get("waiver", ""),
        urgency=Urgency(changed["urgency"]) if step.verb == "urgency" else None,
        category=changed.get("category"),
        # Whoever answers again what was answered changes nothing, which is what the step says.
        facts=(changed or case.facts) if step.verb == "classify" else {},
        days=int(days) if days else None,
        rating=Rating(changed["rating"]) if step.verb == "rate" else None,
        master_id=int(master) if master else None,
    )
