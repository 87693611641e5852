"""What leaves together, and what becomes of it: on the file alone, no server needed."""

from datetime import timedelta

import pytest

from ihanoi_desk.client import cases, dispatch, outbox, outgoing
from ihanoi_desk.client.pending import SENDING, WAITING
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import State, Urgency
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import MOST_ACTIONS, Answer, Outcome, Problem
from tests.client.replica_rows import NOW, UNDO, do, document, numbered, put, want
from tests.desk_key import KEY
from tests.unit.town import HANDLER

AT_ONCE = timedelta()
LATER = NOW + UNDO
PDF = b"%PDF-1.4 mau"


def ids(store: Store, most: int = MOST_ACTIONS) -> list[str]:
    return [row.action.id for row in dispatch.claim(store, LATER, most=most)]


def problem(status: int, code: str = "bad_request") -> Answer:
    return Answer(problem=Problem("urn:thu", "Lỗi", status, code, "Không được."))


def states(store: Store) -> dict[str, str]:
    return {row.action.id: row.state for row in outbox.pending_rows(store)}


def test_a_batch_takes_the_oldest_first_and_never_overtakes_within_a_case(store: Store) -> None:
    put(store, numbered(1), numbered(2), numbered(3))
    late = timedelta(hours=1)
    first = do(store, 1, "accept").action.id
    do(store, 2, "accept", undo=late)
    do(store, 2, "note", undo=AT_ONCE, note="Chờ việc trên.")
    second = do(store, 1, "note", note="Cùng hồ sơ.").action.id
    other = do(store, 3, "accept").action.id
    assert ids(store, most=2) == [first, second]
    assert ids(store) == [first, second, other]
    assert [row.action.id for row in dispatch.claim(store, LATER, resting=[1])] == [other]
    assert len(dispatch.claim(store, NOW + late)) == 5


def test_what_lacks_its_files_waits_with_all_that_follows_it(store: Store) -> None:
    put(store, numbered(1, state=State.ACCEPTED), numbered(2))
    kept = outgoing.keep(store, PDF, "bien-ban.pdf")
    before = do(store, 1, "note", note="Trước.").action.id
    with_file = do(store, 1, "resolve", text="Xong.", attachments=(kept.id,)).action.id
    after = do(store, 1, "note", note="Sau.").action.id
    other = do(store, 2, "accept").action.id
    assert dispatch.lacking_files(store, LATER) is None
    assert ids(store) == [before, other]
    for action_id in (before, other):
        row = next(row for row in outbox.pending_rows(store) if row.action.id == action_id)
        dispatch.settle(store, [row], [Answer(Outcome("applied", None))], LATER)
    put(store, numbered(1, state=State.ACCEPTED))
    lacking = dispatch.lacking_files(store, LATER)
    assert lacking
    assert (lacking.action.id, ids(store)) == (with_file, [])
    assert outgoing.missing(store, lacking.action.attachments) == [kept]
    assert dispatch.lacking_files(store, NOW) is None
    assert dispatch.lacking_files(store, LATER, resting=[1]) is None
    outgoing.mark_uploaded(store, kept)
    assert dispatch.lacking_files(store, LATER) is None
    assert ids(store) == [with_file, after]


def test_only_what_never_left_may_be_taken_back_again(store: Store) -> None:
    put(store, numbered(1), numbered(2))
    old, fresh = do(store, 1, "accept"), do(store, 2, "accept")
    once = dispatch.claim(store, LATER, resting=[2])
    assert [row.state for row in once] == [WAITING]
    again = dispatch.claim(store, LATER)
    assert [row.state for row in again] == [SENDING, WAITING]
    dispatch.release(store, again)
    assert states(store) == {old.action.id: SENDING, fresh.action.id: WAITING}
    assert outbox.undo_all(store, [old.action.id, fresh.action.id]) == {fresh.action.id}


def test_answers_are_taken_in_one_by_one(store: Store) -> None:
    put(store, *(numbered(number) for number in range(1, 6)))
    rows = [do(store, number, "accept") for number in range(1, 6)]
    skipped = do(store, 3, "note", note="Dựa trên việc trên.")
    behind = do(store, 4, "note", note="Sau việc hỏng.")
    claimed = dispatch.claim(store, LATER)
    accepted = numbered(1, state=State.ACCEPTED, version=9)
    stumbled = dispatch.settle(
        store,
        claimed,
        [
            Answer(Outcome("applied", document(accepted))),
            Answer(Outcome("refused", None, "unknown_case", "Đã chuyển.")),
            problem(422, "too_long"),
            problem(500),
            problem(429),
            Answer(),
            Answer(),
        ],
        LATER,
    )
    assert stumbled == {4, 5}
    assert states(store) == {
        rows[1].action.id: "refused",
        rows[2].action.id: "refused",
        rows[3].action.id: SENDING,
        rows[4].action.id: SENDING,
        skipped.action.id: "refused",
        behind.action.id: WAITING,
    }
    shown = cases.read(store, 1, HANDLER, NOW)
    assert shown
    assert shown.doc.case.version == 9
    assert cases.read(store, 2, HANDLER, NOW) is None
    assert [row.action_id for row in outbox.sent(store)] == [rows[0].action.id]


def test_a_row_made_while_the_batch_was_under_way_falls_too(store: Store) -> None:
    put(store, numbered(1))
    first = do(store, 1, "accept")
    (claimed,) = dispatch.claim(store, LATER)
    meanwhile = do(store, 1, "note", note="Tưởng đã nhận.")
    refused = Answer(Outcome("refused", document(numbered(1)), "wrong_state", "Đã có."))
    dispatch.settle(store, [claimed], [refused], LATER)
    rows = {row.action.id: row.fell_with for row in outbox.pending_rows(store)}
    assert rows == {first.action.id: None, meanwhile.action.id: first.action.id}


def test_answers_are_written_together_or_not_at_all(store: Store) -> None:
    put(store, numbered(1), numbered(2))
    do(store, 1, "accept")
    do(store, 2, "accept")
    claimed = dispatch.claim(store, LATER)
    before = outbox.pending_rows(store)
    with pytest.raises(ValueError, match="shorter"):
        dispatch.settle(store, claimed, [Answer(Outcome("applied", None))], LATER)
    assert outbox.pending_rows(store) == before
    assert outbox.sent(store) == []
    assert cases.read(store, 1, HANDLER, NOW)


def test_many_go_in_line_together_or_none_does(store: Store) -> None:
    put(store, numbered(1), numbered(2, state=State.RESOLVED))
    actions = [want(1, "accept"), want(1, "note", note="Rồi ghi."), want(2, "accept")]
    with pytest.raises(outbox.RefusedAmong) as caught:
        outbox.do_all(store, actions, HANDLER, NOW, UNDO)
    assert (caught.value.action, caught.value.code) == (actions[2], "wrong_state")
    assert outbox.pending_rows(store) == []
    rows = outbox.do_all(store, actions[:2], HANDLER, NOW, UNDO)
    assert [row.action for row in outbox.pending_rows(store)] == actions[:2]
    assert [row.basis for row in rows] == [1, 2]
    with pytest.raises(Refused, match="unknown_case"):
        outbox.do_all(store, [want(9, "accept")], HANDLER, NOW, UNDO)


def test_many_are_taken_back_in_one_step(store: Store) -> None:
    put(store, *(numbered(number) for number in range(1, 5)))
    actions = [want(number, "accept") for number in range(1, 5)]
    outbox.do_all(store, actions, HANDLER, NOW, UNDO)
    gone = dispatch.claim(store, LATER, most=1)
    later = do(store, 2, "note", note="Thêm.")
    undone = outbox.undo_all(store, [action.id for action in actions])
    assert undone == {*(action.id for action in actions[1:]), later.action.id}
    assert [row.action for row in outbox.pending_rows(store)] == [gone[0].action]


def test_an_urgent_case_does_not_wait_for_second_thoughts(store: Store) -> None:
    put(store, numbered(1), numbered(2, urgency=Urgency.URGENT))
    rows = outbox.do_all(store, [want(1, "accept"), want(2, "accept")], HANDLER, NOW, UNDO)
    assert [row.leaves_at for row in rows] == [LATER, NOW]


def test_after_a_restart_the_time_for_second_thoughts_goes_on(store: Store) -> None:
    put(store, numbered(1))
    row = do(store, 1, "accept")
    store.close()
    again = Store.open(store.path, KEY)
    assert outbox.pending_rows(again) == [row]
    assert dispatch.claim(again, LATER - timedelta(microseconds=1)) == []
    assert dispatch.soonest(again, NOW) == LATER
    assert outbox.undo(again, row.action.id)
    assert outbox.pending_rows(again) == []
    again.close()


def test_what_was_made_under_a_clock_that_ran_ahead_does_not_wait_for_it(store: Store) -> None:
    ahead = timedelta(days=1)
    put(store, numbered(1))
    made = do(store, 1, "accept", after=ahead)
    assert dispatch.claim(store, NOW + ahead) == []
    [row] = dispatch.claim(store, NOW)
    assert row.action == made.action


def test_a_clock_set_right_by_seconds_leaves_the_time_for_second_thoughts(store: Store) -> None:
    put(store, numbered(1))
    do(store, 1, "accept", after=timedelta(seconds=30))
    assert dispatch.claim(store, NOW + UNDO) == []
