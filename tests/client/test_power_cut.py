"""What only this machine has waits for the disk; what the server has as well does not.

No test can cut the power, so SQLite is asked how it settled the last write.
"""

from collections.abc import Callable

import pytest

from ihanoi_desk.client import dispatch, drafts, outbox, refusals, settings
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.wire import Outcome
from tests.client.replica_rows import NOW, UNDO, claim_one, do, numbered, put, settle_one
from tests.unit.town import HANDLER

NORMAL, FULL = 1, 2
LATER = NOW + 2 * UNDO
Deed = Callable[[Store], object]


def settled_with(store: Store) -> int:
    with store.read() as connection:
        found: int = connection.execute("PRAGMA synchronous").fetchone()[0]
    return found


def refused(store: Store) -> Pending:
    do(store, 1, "note", note="Đã gọi điện.")
    row = claim_one(store, LATER)
    assert row
    settle_one(store, row, Outcome("refused", None, "wrong_state", "Đã có người tiếp nhận."), LATER)
    put(store, numbered(1))
    assert settled_with(store) == NORMAL
    return row


def act(store: Store) -> None:
    do(store, 1, "accept")


def take_back(store: Store) -> None:
    row = do(store, 1, "accept")
    put(store, numbered(2))
    assert outbox.undo(store, row.action.id)


def begin_to_send(store: Store) -> None:
    do(store, 1, "accept")
    put(store, numbered(2))
    assert dispatch.claim(store, LATER)


def send_again(store: Store) -> None:
    refused(store)
    [found] = refusals.read(store, HANDLER, LATER)
    assert refusals.send_again(store, found, HANDLER, LATER, UNDO, with_fallen=False)


def let_go(store: Store) -> None:
    refusals.drop(store, refused(store).action.id, LATER)


def write_a_draft(store: Store) -> None:
    drafts.keep(store, "note:1", {"note": "nửa chừng"})


@pytest.mark.parametrize("deed", [act, take_back, begin_to_send, send_again, let_go, write_a_draft])
def test_what_an_officer_did_is_on_the_disk_when_it_is_said_to_be_done(
    store: Store, deed: Deed
) -> None:
    put(store, numbered(1))
    assert settled_with(store) == NORMAL
    deed(store)
    assert settled_with(store) == FULL


def test_what_can_be_had_again_does_not_wait_for_the_disk(store: Store) -> None:
    put(store, numbered(1))
    act(store)
    settings.put(store, "view", "mine")
    assert settled_with(store) == NORMAL
