"""Desks that earlier programs left with work waiting: everything is there, and may be sent."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ihanoi_desk.client import dispatch, drafts, outgoing, queues, refusals, settings
from ihanoi_desk.client.outbox import pending_rows
from ihanoi_desk.client.pending import REFUSED
from ihanoi_desk.client.queues import Query
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import Urgency
from ihanoi_desk.domain.wire import Answer, Outcome
from ihanoi_desk.migrate import HEADS
from tests.client.replica_rows import NOW, document, numbered
from tests.desk_key import KEY
from tests.unit.town import GATE, HANDLER

OLD = Path(__file__).with_name("old")
REVISIONS = sorted(folder.name for folder in OLD.iterdir() if folder.is_dir())
LATER = NOW + timedelta(hours=1)
NO_URGENCY = ("c0002", "c0003", "c0004")
"""Programs without a verb for it."""


@pytest.fixture(params=REVISIONS)
def revision(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def store(revision: str, tmp_path: Path) -> Iterator[Store]:
    folder = Path(shutil.copytree(OLD / revision, tmp_path / "desk"))
    opened = Store.open(folder / "desk.sqlite3", KEY)
    yield opened
    opened.close()


def test_every_encrypted_revision_has_a_file_of_its_own() -> None:
    newest = int(HEADS["client"].removeprefix("c"))
    assert [f"c{number:04d}" for number in range(2, newest)] == REVISIONS


def test_all_that_waits_is_there_word_for_word(store: Store, revision: str) -> None:
    rows = [row for row in pending_rows(store) if row.state != REFUSED]
    accept, resolve, *second, note, route = [row.action for row in rows]
    assert (accept.case_id, accept.verb) == (1, "accept")
    assert (resolve.verb, resolve.text) == ("resolve", "Đã vá xong lúc 10:05.")
    assert (note.verb, note.note) == ("note", "Sẽ đi xem.")
    assert (route.verb, route.target_unit, route.note) == ("route", GATE.key, "Bên kia đường.")
    if revision in NO_URGENCY:
        assert not second
    else:
        (urgency,) = second
        assert (urgency.urgency, urgency.note) == (Urgency.URGENT, "Có người ngã.")
    (file,) = outgoing.kept(store, resolve.attachments)
    assert file.name == "Ảnh sau.jpg"
    assert outgoing.read(store, file).startswith(b"\xff\xd8\xff")
    assert drafts.find(store, "case:5:reject") == {"text": "nửa chừng"}
    assert settings.get(store, "view", "") == "mine"


def test_what_was_refused_can_still_be_decided(store: Store) -> None:
    (refusal,) = refusals.read(store, HANDLER, LATER)
    assert (refusal.mine.action.verb, refusal.mine.action.case_id) == ("accept", 4)
    assert [row.action.note for row in refusal.fallen] == ["Đã hẹn đội vệ sinh."]
    assert refusal.ways


def test_the_lists_show_what_was_done(store: Store, revision: str) -> None:
    rows = {row.id: row for row in queues.page(store, Query("scene", "all"), HANDLER, LATER)}
    assert (rows[1].state, rows[5].state) == ("resolved", "new")
    assert {number for number, row in rows.items() if row.sending} == {1, 2, 3}
    urgent = {number for number, row in rows.items() if row.urgency == Urgency.URGENT}
    assert urgent == (set() if revision in NO_URGENCY else {2})


def test_all_of_it_goes_out_in_order(store: Store) -> None:
    waiting = [row.action for row in pending_rows(store) if row.state != REFUSED]
    for action in waiting:
        for file in outgoing.kept(store, action.attachments):
            outgoing.mark_uploaded(store, file)
    sent = []
    while rows := dispatch.claim(store, LATER, most=1):
        doc = document(numbered(rows[0].action.case_id, version=9))
        dispatch.settle(store, rows, [Answer(Outcome("applied", doc))], LATER)
        sent.append(rows[0].action)
    assert sent == waiting
    assert [row.state for row in pending_rows(store)] == [REFUSED, REFUSED]
