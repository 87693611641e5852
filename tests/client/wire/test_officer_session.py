"""Signing in, unlocking without the server, passwords that change: the same data every time."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from ihanoi_desk.client import drafts
from ihanoi_desk.client.errors import Offline, ServerProblem
from ihanoi_desk.client.key import KeyDropped
from ihanoi_desk.client.session import (
    KeyFileLost,
    OfflineTooLong,
    OldPasswordNeeded,
    Session,
    join,
    seats,
    sign_in,
    unlock,
)
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.client.store import StoreDamaged
from ihanoi_desk.client.vault import VaultDamaged, VaultMissing, WrongPassword
from ihanoi_desk.migrate import DatabaseTooNew
from tests.desk_key import CHEAP

LOGIN, PASSWORD, NEW = "hoankiem.canbo1", "ihanoi-demo", "Mật khẩu mới 2026"
WEEK = timedelta(days=7)
DRAFT = {"text": "Đã vá xong ổ gà trước số 12."}


@pytest.fixture
async def url(server: Any) -> AsyncIterator[str]:
    """The town's server on a real socket."""
    config = uvicorn.Config(server, port=0, log_config=None, access_log=False)
    running = uvicorn.Server(config)
    serving = asyncio.create_task(running.serve())
    while not running.started:
        await asyncio.sleep(0)
    host, port = running.servers[0].sockets[0].getsockname()[:2]
    yield f"http://{host}:{port}"
    running.should_exit = True
    # A poll that waits for news would hold the server up.
    server.state.server.waker.stop()
    await serving


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desks"


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def working(session: Session, sign_out: bool = False) -> AsyncIterator[Shift]:
    shift = Shift.open(session, session.store_path.parent.parent / "pictures", now)
    try:
        yield shift
    finally:
        await shift.close(sign_out)


async def enter(url: str, folder: Path, password: str = PASSWORD) -> Session:
    return await sign_in(url, LOGIN, password, folder, CHEAP)


async def leave_a_draft(session: Session) -> None:
    async with working(session) as shift:
        drafts.keep(shift.store, "resolve:1", DRAFT)


async def draft_in(session: Session) -> object:
    async with working(session) as shift:
        return drafts.find(shift.store, "resolve:1")


async def change_at_the_server(url: str, old: str, new: str) -> None:
    """As from another machine."""
    async with httpx.AsyncClient(base_url=url) as http:
        signed = await http.post("/v1/desk/sign-in", json={"login": LOGIN, "password": old})
        headers = {"Authorization": f"Bearer {signed.json()['token']}"}
        body = {"old": old, "new": new}
        answer = await http.post("/v1/desk/password", json=body, headers=headers)
        answer.raise_for_status()


async def test_a_sign_in_makes_a_seat_that_unlocks_without_the_server(
    url: str, folder: Path
) -> None:
    first = await enter(url, folder)
    await leave_a_draft(first)
    [seat] = seats(folder)
    assert (seat.owner.login, seat.owner.name) == (LOGIN, first.me.name)
    assert (seat.owner.role, seat.owner.unit_name) == ("handler", "Phường Hoàn Kiếm")
    assert (seat.owner.base_url, seat.owner.server_name) == (url, first.server_name)
    again = unlock(seat, PASSWORD, WEEK, now())
    assert (again.me, again.token, again.base_url) == (first.me, first.token, url)
    async with working(again) as shift:
        assert drafts.find(shift.store, "resolve:1") == DRAFT
        assert (await shift.api.me()) == first.me
    assert first.token not in repr(again)


async def test_a_lock_drops_the_key_and_keeps_the_token_a_sign_out_ends_it(
    url: str, folder: Path
) -> None:
    session = await enter(url, folder)
    async with working(session) as shift:
        store = shift.store
    with pytest.raises(KeyDropped):
        session.key.reveal()
    with pytest.raises(KeyDropped), store.read():
        pass
    [seat] = seats(folder)
    async with working(unlock(seat, PASSWORD, WEEK, now()), sign_out=True) as shift:
        assert (await shift.api.me()).login == LOGIN
    after = unlock(seat, PASSWORD, WEEK, now())
    assert after.token == ""
    async with httpx.AsyncClient(base_url=url) as http:
        old = {"Authorization": f"Bearer {session.token}"}
        assert (await http.get("/v1/desk/me", headers=old)).status_code == 401


async def test_every_reason_not_to_unlock_has_a_name(url: str, folder: Path) -> None:
    session = await enter(url, folder)
    await leave_a_draft(session)
    [seat] = seats(folder)
    with pytest.raises(WrongPassword):
        unlock(seat, "sai", WEEK, now())
    with pytest.raises(OfflineTooLong) as long:
        unlock(seat, PASSWORD, WEEK, now() + WEEK + timedelta(minutes=1))
    assert long.value.since == seat.owner.signed_in_at
    whole, key_file = seat.store_path.read_bytes(), session.key_path.read_bytes()
    key_path = session.key_path
    key_path.write_bytes(key_file[:-50])
    with pytest.raises(VaultDamaged):
        unlock(seat, PASSWORD, WEEK, now())
    key_path.unlink()
    with pytest.raises(VaultMissing):
        unlock(seat, PASSWORD, WEEK, now())
    assert seats(folder) == []
    key_path.write_bytes(key_file)
    seat.store_path.write_bytes(b"x" * len(whole))
    with pytest.raises(StoreDamaged):
        unlock(seat, PASSWORD, WEEK, now())
    seat.store_path.write_bytes(whole)
    async with working(unlock(seat, PASSWORD, WEEK, now())) as shift, _write(shift) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zzzz'")
    before = seat.store_path.read_bytes()
    with pytest.raises(DatabaseTooNew):
        unlock(seat, PASSWORD, WEEK, now())
    assert seat.store_path.read_bytes() == before


@asynccontextmanager
async def _write(shift: Shift) -> AsyncIterator[Any]:
    with shift.store.write() as connection:
        yield connection


async def test_a_wrong_password_leaves_nothing_behind(url: str, folder: Path) -> None:
    with pytest.raises(ServerProblem):
        await enter(url, folder, "sai")
    with pytest.raises(Offline):
        await sign_in("http://127.0.0.1:9", LOGIN, PASSWORD, folder, CHEAP)
    assert not folder.exists()


async def test_a_password_changed_elsewhere_asks_for_the_old_one_and_keeps_the_data(
    url: str, folder: Path
) -> None:
    await leave_a_draft(await enter(url, folder))
    await change_at_the_server(url, PASSWORD, NEW)
    with pytest.raises(OldPasswordNeeded) as needed:
        await enter(url, folder, NEW)
    with pytest.raises(WrongPassword):
        await join(needed.value.arrival, NEW, "không nhớ", CHEAP)
    session = await join(needed.value.arrival, NEW, PASSWORD, CHEAP)
    assert await draft_in(session) == DRAFT
    [seat] = seats(folder)
    with pytest.raises(WrongPassword):
        unlock(seat, PASSWORD, WEEK, now())
    assert await draft_in(unlock(seat, NEW, WEEK, now())) == DRAFT
    assert await draft_in(await enter(url, folder, NEW)) == DRAFT


async def test_without_the_old_password_one_begins_anew_and_nothing_is_deleted(
    url: str, folder: Path
) -> None:
    session = await enter(url, folder)
    await leave_a_draft(session)
    before, key_before = session.store_path.read_bytes(), session.key_path.read_bytes()
    await change_at_the_server(url, PASSWORD, NEW)
    with pytest.raises(OldPasswordNeeded) as needed:
        await enter(url, folder, NEW)
    assert await draft_in(await join(needed.value.arrival, NEW, None, CHEAP)) is None
    kept = {file.read_bytes() for file in folder.iterdir() if ".locked-" in file.name}
    assert {before, key_before} <= kept
    assert len(seats(folder)) == 1


@pytest.mark.parametrize("damaged", [True, False], ids=["damaged", "missing"])
async def test_a_lost_key_file_is_told_and_one_may_begin_anew(
    url: str, folder: Path, damaged: bool
) -> None:
    session = await enter(url, folder)
    await leave_a_draft(session)
    if damaged:
        session.key_path.write_text("{}")
    else:
        session.key_path.unlink()
    before = session.store_path.read_bytes()
    with pytest.raises(KeyFileLost) as lost:
        await enter(url, folder)
    assert isinstance(lost.value.__cause__, VaultDamaged if damaged else VaultMissing)
    assert session.store_path.read_bytes() == before
    assert await draft_in(await join(lost.value.arrival, PASSWORD, None, CHEAP)) is None
    assert await draft_in(await enter(url, folder)) is None


async def test_a_changed_password_rewraps_at_once(url: str, folder: Path) -> None:
    async with working(await enter(url, folder)) as shift:
        drafts.keep(shift.store, "resolve:1", DRAFT)
        for old, new, code in (("sai", NEW, "wrong_password"), (PASSWORD, "yếu", "weak_password")):
            with pytest.raises(ServerProblem) as refused:
                await shift.change_password(old, new, CHEAP)
            assert refused.value.problem.code == code
        await shift.change_password(PASSWORD, NEW, CHEAP)
        assert (await shift.api.me()).login == LOGIN
    [seat] = seats(folder)
    with pytest.raises(WrongPassword):
        unlock(seat, PASSWORD, WEEK, now())
    assert await draft_in(unlock(seat, NEW, WEEK, now())) == DRAFT


async def test_a_crash_between_server_and_rewrap_is_healed(url: str, folder: Path) -> None:
    async with working(await enter(url, folder)) as shift:
        drafts.keep(shift.store, "resolve:1", DRAFT)
        # The power goes out when the server has answered.
        await shift.api.change_password(PASSWORD, NEW)
    [seat] = seats(folder)
    assert await draft_in(unlock(seat, PASSWORD, WEEK, now())) == DRAFT
    with pytest.raises(OldPasswordNeeded) as needed:
        await enter(url, folder, NEW)
    assert await draft_in(await join(needed.value.arrival, NEW, PASSWORD, CHEAP)) == DRAFT
    assert await draft_in(await enter(url, folder, NEW)) == DRAFT


async def test_offline_no_password_changes(url: str, folder: Path) -> None:
    session = await enter(url, folder)
    before = session.key_path.read_bytes()
    shift = Shift.open(session, folder / "pictures", now)
    shift.api.base_url = "http://127.0.0.1:9"
    with pytest.raises(Offline):
        await shift.change_password(PASSWORD, NEW, CHEAP)
    with pytest.raises(Offline):
        await shift.renew(PASSWORD, CHEAP)
    assert session.key_path.read_bytes() == before
    await shift.close(sign_out=False)


async def test_an_ended_session_is_renewed_in_the_same_file(url: str, folder: Path) -> None:
    async with working(await enter(url, folder)) as shift:
        drafts.keep(shift.store, "resolve:1", DRAFT)
        # Changed elsewhere, which also ends this session; the desk is open and holds the key.
        await change_at_the_server(url, PASSWORD, NEW)
        await asyncio.wait_for(shift.sync.run(), 20)
        assert shift.sync.status.problem == "sync.signed_out"
        with pytest.raises(ServerProblem):
            await shift.renew(PASSWORD, CHEAP)
        await shift.renew(NEW, CHEAP)
        running = asyncio.create_task(shift.sync.run())
        fresh = asyncio.Event()
        shift.sync.on_status(lambda status: status.data_as_of and fresh.set())
        await asyncio.wait_for(fresh.wait(), 20)
        running.cancel()
        await asyncio.wait([running])
        token = shift.session.token
    [seat] = seats(folder)
    again = unlock(seat, NEW, WEEK, now())
    assert again.token == token
    assert await draft_in(again) == DRAFT


async def test_seats_come_newest_first_and_broken_ones_are_left_out(url: str, folder: Path) -> None:
    for login in (LOGIN, "hoankiem.canbo2", "cuanam.canbo"):
        session = await sign_in(url, login, PASSWORD, folder, CHEAP)
        await leave_a_draft(session)
    assert [seat.owner.login for seat in seats(folder)] == [
        "cuanam.canbo",
        "hoankiem.canbo2",
        LOGIN,
    ]
    (folder / "la.key").write_text(json.dumps({"head": 1}))
    session.key_path.write_bytes(session.key_path.read_bytes()[:-9])
    assert [seat.owner.login for seat in seats(folder)] == ["hoankiem.canbo2", LOGIN]
    assert seats(folder / "chua-co") == []


async def test_a_key_file_that_cannot_be_written_stops_the_sign_in(
    url: str, tmp_path: Path
) -> None:
    """There is no second, unencrypted way."""
    blocked = tmp_path / "desks"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(OSError):
        await enter(url, blocked)
