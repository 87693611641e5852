"""Taking back, falling together, giving up: the outbox on its own file, no server needed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ihanoi_desk.client import (
    cases,
    drafts,
    dropped,
    outbox,
    queues,
    reference,
    refusals,
    replica,
    settings,
)
from ihanoi_desk.client.pending import REFUSED
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.domain.cases import Action, State
from ihanoi_desk.domain.wire import CaseDoc, Outcome, Reporter
from tests.client.replica_rows import claim_one, settle_one
from tests.desk_key import KEY
from tests.unit.town import CATALOGUE, FILED, HANDLER, act, new_case

NOW = FILED + timedelta(hours=1)
UNDO = timedelta(seconds=10)
LATER = NOW + timedelta(seconds=11)
CASE = new_case()


def document(case: object = CASE) -> CaseDoc:
    return CaseDoc(case, Reporter("T•••", "09••••012", True, 1), (), (), ())  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "desk.sqlite3", KEY)
    with store.write() as connection:
        reference.put(connection, CATALOGUE)
        replica.put(connection, [document()])
    yield store
    store.close()


def do(store: Store, number: int, verb: str, **facts: object) -> str:
    action = Action(id=f"a{number}", case_id=1, verb=verb, at=NOW, **facts)  # type: ignore[arg-type]
    return outbox.do(store, action, HANDLER, NOW, UNDO).action.id


def state(store: Store) -> State:
    shown = cases.read(store, 1, HANDLER, NOW)
    assert shown
    return shown.doc.case.state


def test_an_old_answer_neither_regresses_nor_revives(desk: Store) -> None:
    do(desk, 1, "accept")
    row = claim_one(desk, LATER)
    assert row
    accepted = act(CASE, "accept", HANDLER).case
    noted = act(accepted, "note", HANDLER, note="Mới hơn.").case
    with desk.write() as connection:
        replica.put(connection, [document(noted)])
    settle_one(desk, row, Outcome("applied", document(accepted)), LATER)
    shown = cases.read(desk, 1, HANDLER, NOW)
    assert shown
    assert shown.doc.case.version == noted.version
    with desk.write() as connection:
        replica.drop(connection, [1])
        replica.advance(connection, document(noted))
    assert cases.read(desk, 1, HANDLER, NOW) is None


def test_refused_rows_fall_together_keep_their_text_and_can_be_given_up(desk: Store) -> None:
    heard: list[Changed] = []
    do(desk, 1, "accept")
    do(desk, 2, "note", note="Đã gọi điện.")
    row = claim_one(desk, LATER)
    assert row
    desk.subscribe(heard.append)
    settle_one(desk, row, Outcome("refused", document(), "wrong_state", "Đã có người."), LATER)
    first, second = outbox.pending_rows(desk)
    assert (first.state, first.why, first.fell_with) == (REFUSED, "Đã có người.", None)
    assert (second.state, second.action.note, second.fell_with) == (REFUSED, "Đã gọi điện.", "a1")
    assert queues.rows(desk, [1], HANDLER)[0].refused
    assert claim_one(desk, LATER) is None
    refusals.drop(desk, "a1", LATER)
    assert [row.action.note for row in dropped.read(desk)] == ["Đã gọi điện.", ""]
    assert not queues.rows(desk, [1], HANDLER)[0].refused
    assert heard[-1] == Changed(cases=frozenset({1}), outbox=True)


def test_drafts_settings_and_waiting_actions_survive_a_restart(desk: Store) -> None:
    drafts.keep(desk, "reject:1", {"text": "Chưa rõ địa chỉ"})
    drafts.keep(desk, "reject:2", {"text": "bỏ"})
    drafts.forget(desk, "reject:2")
    settings.put(desk, "window.page", "scene")
    do(desk, 1, "accept")
    desk.close()
    again = Store.open(desk.path, KEY)
    assert drafts.find(again, "reject:1") == {"text": "Chưa rõ địa chỉ"}
    assert drafts.find(again, "reject:2") is None
    assert settings.get(again, "window.page", "") == "scene"
    assert state(again) is State.ACCEPTED
    again.close()


def test_pages_continue_behind_the_last_row(desk: Store) -> None:
    many = [new_case(id=number, code=f"HT-{number:06d}") for number in range(2, 9)]
    ended = [
        new_case(id=number, code=f"HT-{number:06d}", state=State.REJECTED, closed_at=NOW)
        for number in range(20, 25)
    ]
    with desk.write() as connection:
        replica.put(connection, [document(case) for case in (*many, *ended)])
    do(desk, 1, "note", note="Đang chờ gửi.")
    query = queues.Query("scene", "all")
    whole = list(queues.ids(desk, query, HANDLER, NOW))
    got: list[int] = []
    last = None
    while part := queues.page(desk, query, HANDLER, NOW, 3, after=last):
        got += [row.id for row in part]
        last = part[-1]
    assert got == whole
    assert len(whole) == 13
