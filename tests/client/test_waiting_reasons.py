"""Why something waits: one true reason for every row."""

from datetime import timedelta
from pathlib import Path

import pytest

from ihanoi_desk.client import dispatch, outbox, read_only
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.backoff import LONGEST_S, Backoff
from ihanoi_desk.client.resting import FIRST, LONGEST, Resting
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.sync import Sync
from ihanoi_desk.client.uploading import Upload
from ihanoi_desk.client.waiting import Circumstances, Reason, Why, explain
from ihanoi_desk.domain.refusals import Refused
from tests.client.replica_rows import NOW, UNDO, do, numbered, put

LATER = NOW + UNDO
OFFLINE = Why(Reason.OFFLINE, LATER + timedelta(seconds=6))


def reasons(store: Store, around: Circumstances) -> list[Why]:
    return [row.why for row in explain(outbox.pending_rows(store), LATER, around)]


def test_each_row_has_the_reason_that_counts_most(store: Store) -> None:
    put(store, *(numbered(number) for number in range(1, 6)))
    sending = do(store, 1, "accept")
    dispatch.claim(store, LATER)
    do(store, 1, "note", note="Sau.")
    do(store, 2, "accept", undo=2 * UNDO)
    uploading = do(store, 3, "accept")
    do(store, 4, "accept")
    do(store, 5, "accept")
    rest_ends = LATER + FIRST
    upload = Upload(uploading.action.id, 2, 3, 61)
    around = Circumstances(None, {4: rest_ends}, upload)
    free = [
        Why(Reason.SENDING),
        Why(Reason.BEHIND),
        Why(Reason.UNDO, NOW + 2 * UNDO),
        Why(Reason.UPLOADING, None, 2, 3, 61),
        Why(Reason.RESTING, rest_ends),
        Why(Reason.IN_LINE),
    ]
    assert reasons(store, around) == free
    held = Circumstances(OFFLINE, around.resting, upload)
    assert reasons(store, held) == [OFFLINE, free[1], free[2], OFFLINE, OFFLINE, OFFLINE]
    dispatch.refuse(store, sending, "wrong_state", "Đã có.")
    assert reasons(store, around) == free[2:]


def test_pauses_grow_vary_and_never_are_none() -> None:
    backoff = Backoff()
    pauses = [backoff.next() for _ in range(200)]
    assert all(0.1 <= pause <= LONGEST_S for pause in pauses)
    assert max(pauses[:2]) <= 1
    assert max(pauses) > LONGEST_S / 2
    assert len(set(pauses)) == len(pauses)
    backoff.reset()
    assert backoff.next() <= 0.5


def test_a_case_rests_longer_each_time_until_the_server_answers() -> None:
    now = NOW
    resting = Resting(lambda: now)
    lengths = []
    for _ in range(20):
        resting.add([1])
        lengths.append(resting.cases[1] - now)
        now = resting.cases[1]
        assert resting.cases == {}
    assert lengths[:3] == [FIRST, 2 * FIRST, 4 * FIRST]
    assert lengths[-1] == LONGEST
    assert resting.suspects == {1}
    resting.forgive([1])
    assert resting.suspects == frozenset()
    resting.add([1])
    assert resting.cases == {1: now + FIRST}
    resting.end()
    assert (resting.cases, resting.suspects) == ({}, {1})


async def test_a_desk_that_does_not_run_counts_truly(store: Store) -> None:
    put(store, numbered(1), numbered(2))
    do(store, 1, "accept")
    sync = Sync(store, DeskApi("http://khong-co.test"), lambda: NOW)
    assert (sync.status.waiting, sync.status.refused) == (1, 0)
    do(store, 2, "accept")
    assert sync.status.waiting == 2
    assert sync.status.why == Why(Reason.UNDO, LATER)
    dispatch.refuse(store, outbox.pending_rows(store)[0], "wrong_state", "Đã có.")
    do(store, 2, "note", note="Thêm.")
    assert (sync.status.waiting, sync.status.refused) == (2, 1)


def test_a_desk_too_old_reads_and_writes_nothing_until_it_is_renewed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, numbered(1))
    waiting = do(store, 1, "accept")
    read_only.put(store, True)
    with pytest.raises(Refused, match="desk_too_old"):
        do(store, 1, "note", note="Không được.")
    assert outbox.pending_rows(store) == [waiting]
    assert outbox.undo(store, waiting.action.id)
    monkeypatch.setattr(read_only, "API_VERSION", read_only.API_VERSION + 1)
    assert not read_only.is_set(store)
    do(store, 1, "accept")
