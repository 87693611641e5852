"""The outbox alone: what goes in, what may be taken back, in which order it leaves."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ihanoi_desk.client import dispatch, outbox, refusals
from ihanoi_desk.client.sqlite import IntegrityError
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.domain.cases import State
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import Outcome
from tests.client.replica_rows import (
    NOW,
    UNDO,
    claim_one,
    do,
    document,
    numbered,
    put,
    settle_one,
    want,
)
from tests.unit.town import AUDITOR, GATE_HANDLER, HANDLER

PROFILE = settings(settings.get_profile("client"), max_examples=60)
LATER = NOW + UNDO


def everything(store: Store) -> list[str]:
    """Every row of every table."""
    with store.read() as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return [
            f"{table} {row}"
            for (table,) in tables.fetchall()
            for row in connection.execute(f'SELECT * FROM "{table}"')
        ]


@pytest.mark.parametrize(
    ("verb", "facts", "me", "code"),
    [
        ("resolve", {"text": "Xong."}, HANDLER, "wrong_state"),
        ("reject", {"text": "", "reason": "duplicate"}, HANDLER, "needs_text"),
        ("reject", {"text": "Không.", "reason": "bua"}, HANDLER, "unknown_reason"),
        ("route", {"note": "nhờ", "target_unit": "99999@2025-07-01"}, HANDLER, "unknown_unit"),
        ("note", {"note": " "}, HANDLER, "needs_note"),
        ("accept", {}, AUDITOR, "not_your_role"),
        ("accept", {}, GATE_HANDLER, "not_your_role"),
        ("fly", {}, HANDLER, "unknown_verb"),
    ],
)
def test_what_the_table_forbids_writes_nothing(
    store: Store, verb: str, facts: dict[str, str], me: Officer, code: str
) -> None:
    put(store, numbered(1))
    before = everything(store)
    heard: list[Changed] = []
    store.subscribe(heard.append)
    with pytest.raises(Refused) as refused:
        do(store, 1, verb, me=me, **facts)
    with pytest.raises(Refused):
        do(store, 2, "accept")
    assert refused.value.code == code
    assert everything(store) == before
    assert heard == []


def test_a_click_writes_one_row_and_says_so(store: Store) -> None:
    put(store, numbered(1))
    before = everything(store)
    heard: list[Changed] = []
    leave = store.subscribe(heard.append)
    row = do(store, 1, "accept")
    added = [line for line in everything(store) if line not in before]
    assert len(added) == 1
    assert added[0].startswith("outbox ")
    assert heard == [Changed(cases=frozenset({1}), outbox=True)]
    assert outbox.pending_rows(store) == [row]
    assert (row.made_at, row.leaves_at) == (NOW, LATER)
    with pytest.raises(Refused):
        do(store, 1, "accept")
    leave()
    do(store, 1, "note", note="Sẽ đi xem.")
    assert len(heard) == 1


def test_nothing_leaves_before_its_time_and_is_then_claimed_once_per_case(store: Store) -> None:
    put(store, numbered(1), numbered(2))
    first = do(store, 1, "accept")
    do(store, 1, "note", undo=timedelta(), note="Ngay.")
    assert claim_one(store, NOW) is None
    assert dispatch.soonest(store, NOW) == LATER
    other = do(store, 2, "accept", undo=timedelta())
    assert claim_one(store, NOW).action.id == other.action.id
    settle_one(store, other, Outcome("applied", None), NOW)
    assert claim_one(store, LATER - timedelta(microseconds=1)) is None
    assert claim_one(store, LATER).action.id == first.action.id
    assert claim_one(store, LATER, resting=[1]) is None


def test_undo_takes_later_ones_of_the_case_but_nothing_that_left(store: Store) -> None:
    put(store, numbered(1), numbered(2))
    accept = do(store, 1, "accept")
    do(store, 1, "note", note="Sẽ đi xem.")
    stays = do(store, 2, "accept")
    assert outbox.undo(store, accept.action.id)
    assert [row.action.id for row in outbox.pending_rows(store)] == [stays.action.id]
    assert claim_one(store, LATER)
    assert outbox.undo(store, stays.action.id) is False
    assert outbox.undo(store, "khong-co") is False
    dispatch.release(store, [stays])
    assert outbox.undo(store, stays.action.id)
    assert outbox.numbers(store) == (0, 0)
    assert dispatch.soonest(store, NOW) is None
    assert claim_one(store, LATER) is None


def test_later_ones_fall_with_a_refused_one_and_keep_every_word(store: Store) -> None:
    put(store, numbered(1), numbered(2))
    first = do(store, 1, "accept")
    second = do(
        store,
        1,
        "reject",
        reason="duplicate",
        text="Trùng hồ sơ, xin xem mã chính.",
        note="Xem HT-1.",
    )
    other = do(store, 2, "accept")
    claimed = claim_one(store, LATER)
    assert claimed
    theirs = document(numbered(1, state=State.ACCEPTED, version=2, holder_name="Lê Văn Thử"))
    settle_one(store, claimed, Outcome("refused", theirs, "wrong_state", "Đã có."), LATER)
    root, fallen, waits = outbox.pending_rows(store)
    assert (root.action, root.state, root.code, root.why) == (
        first.action,
        "refused",
        "wrong_state",
        "Đã có.",
    )
    assert (fallen.action, fallen.state, fallen.fell_with) == (
        second.action,
        "refused",
        first.action.id,
    )
    assert waits.action == other.action
    assert outbox.numbers(store) == (1, 2)
    anew = do(store, 1, "reject", reason="duplicate", text="Trùng hồ sơ, xin xem mã chính.")
    assert claim_one(store, LATER).action.id == other.action.id
    settle_one(store, other, Outcome("applied", None), LATER)
    assert claim_one(store, LATER).action.id == anew.action.id
    refusals.drop(store, anew.action.id, LATER)
    assert len(outbox.pending_rows(store)) == 3
    refusals.drop(store, first.action.id, LATER)
    assert [row.action.id for row in outbox.pending_rows(store)] == [anew.action.id]


def test_what_was_sent_is_remembered_newest_first_and_bounded(store: Store) -> None:
    put(store, *(numbered(number) for number in range(1, 206)))
    for number in range(1, 206):
        row = do(store, number, "accept", undo=timedelta())
        settle_one(store, row, Outcome("applied", None), NOW + timedelta(seconds=number))
    sent = outbox.sent(store)
    assert [row.case_id for row in sent] == list(range(205, 5, -1))
    assert (sent[0].verb, sent[0].at) == ("accept", NOW + timedelta(seconds=205))


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["do", "undo", "claim", "release", "refuse", "settle"]),
        st.integers(1, 3),
        st.integers(0, 30),
    ),
    max_size=25,
)


@PROFILE
@given(MOVES)
def test_each_case_keeps_its_order_and_waiting_never_turns_into_spinning(
    store: Store, moves: list[tuple[str, int, int]]
) -> None:
    with store.write() as connection:
        connection.execute("DELETE FROM outbox")
    put(store, *(numbered(number) for number in (1, 2, 3)))
    now, held = NOW, {}
    order: dict[int, list[str]] = {1: [], 2: [], 3: []}
    for move, number, seconds in moves:
        waiting = order[number]
        if move == "do":
            row = do(store, number, "note", timedelta(seconds=seconds), note="Ghi.")
            waiting.append(row.action.id)
        elif move == "undo" and waiting:
            chosen = seconds % len(waiting)
            free = chosen > 0 or number not in held
            assert outbox.undo(store, waiting[chosen]) is free
            del waiting[chosen if free else len(waiting) :]
        elif move == "claim":
            now += timedelta(seconds=seconds)
            row = claim_one(store, now, resting=held)
            if row:
                assert order[row.action.case_id][0] == row.action.id
                assert row.leaves_at <= now
                held[row.action.case_id] = row
            else:
                soonest = dispatch.soonest(store, now)
                assert soonest is None or soonest > now
        elif move in ("release", "refuse", "settle") and number in held:
            row = held.pop(number)
            if move == "release":
                dispatch.release(store, [row])
            elif move == "refuse":
                dispatch.refuse(store, row, "wrong_state", "Không.")
                waiting.clear()
            else:
                settle_one(store, row, Outcome("applied", document(numbered(number))), now)
                waiting.pop(0)
    rows = [row for row in outbox.pending_rows(store) if row.state != "refused"]
    for number, wanted in order.items():
        assert [row.action.id for row in rows if row.action.case_id == number] == wanted
    assert outbox.numbers(store)[0] == sum(map(len, order.values()))


def test_an_id_is_used_once(store: Store) -> None:
    put(store, numbered(1), numbered(2))
    action = want(1, "note", note="Ghi.")
    outbox.do(store, action, HANDLER, NOW, UNDO)
    with pytest.raises(IntegrityError):
        outbox.do(store, action, HANDLER, NOW, UNDO)
