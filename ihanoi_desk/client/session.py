"""An officer at this machine: signing in with the server, unlocking without it."""

import asyncio
import re
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from ihanoi_desk.client import identity, marks, replacing, sqlite, vault
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.receiving import data_as_of
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store, StoreDamaged
from ihanoi_desk.client.vault import (
    Cost,
    Key,
    Owner,
    VaultDamaged,
    VaultMissing,
    WrongPassword,
)
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import SignedIn

MARK = "session"
DATABASE, KEY_FILE = ".sqlite3", ".key"


@dataclass(frozen=True, slots=True)
class Session:
    """Who works, with what proof towards the server, in which file, and what opens it.

    `token` is empty once the officer signed out.
    """

    me: Officer
    token: str = field(repr=False)
    base_url: str
    server_name: str
    store_path: Path
    key: Key
    unit_name: str = ""

    @property
    def key_path(self) -> Path:
        return self.store_path.with_suffix(KEY_FILE)

    def owner(self, signed_in_at: datetime) -> Owner:
        """What the unlock page may show before the password is typed."""
        return _owner(self.me, self.unit_name, self.server_name, self.base_url, signed_in_at)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the encrypted file knows beside the officer, so that unlocking needs no network."""

    token: str
    base_url: str
    server_name: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who has worked on this machine."""

    owner: Owner
    store_path: Path


@dataclass(frozen=True, slots=True)
class Arrival:
    """The server let the officer in; the file on this machine has not opened yet."""

    signed: SignedIn = field(repr=False)
    base_url: str
    store_path: Path


class DataLocked(Exception):
    """The server let the officer in, but the data on this machine does not open. See `join`."""

    def __init__(self, arrival: Arrival) -> None:
        super().__init__(str(arrival.store_path))
        self.arrival = arrival


class OldPasswordNeeded(DataLocked):
    """The password was changed elsewhere; the data here still opens with the former one."""


class KeyFileLost(DataLocked):
    """There is data but no usable key file; the cause is VaultMissing or VaultDamaged."""


class OfflineTooLong(Exception):
    """Nothing was heard from the server for longer than an officer may work without it."""

    def __init__(self, since: datetime) -> None:
        super().__init__(since.isoformat())
        self.since = since


# --- with the server -------------------------------------------------------------------------


async def sign_in(
    base_url: str, login: str, password: str, folder: Path, cost: Cost = vault.PRODUCTION
) -> Session:
    """Ask the server; each officer and server has an encrypted file of its own in `folder`.

    Raises Offline, and ServerProblem with the server's sentence; OldPasswordNeeded and
    KeyFileLost; DiskFull and OSError when the key file cannot be written.
    """
    api = DeskApi(base_url)
    try:
        signed = await api.sign_in(login, password)
    finally:
        await api.close()
    stem = f"{_plain(base_url, signed.server_name)}-{signed.officer.id}"
    arrival = Arrival(signed, base_url, folder / f"{stem}{DATABASE}")
    try:
        return await asyncio.to_thread(_open, arrival, password, password, cost)
    except WrongPassword as error:
        raise OldPasswordNeeded(arrival) from error
    except (VaultMissing, VaultDamaged) as error:
        raise KeyFileLost(arrival) from error


async def join(
    arrival: Arrival, password: str, old_password: str | None, cost: Cost = vault.PRODUCTION
) -> Session:
    """Go on after DataLocked; `password` is the one the server took.

    With the former password the data is kept; raises WrongPassword when it is not that one.
    With None what lies here is set aside, and the officer begins anew.
    """
    if old_password is None:
        await asyncio.to_thread(_set_aside, arrival.store_path)
        old_password = password
    return await asyncio.to_thread(_open, arrival, old_password, password, cost)


def _open(arrival: Arrival, old_password: str, password: str, cost: Cost) -> Session:
    signed, path = arrival.signed, arrival.store_path
    key_path, now = path.with_suffix(KEY_FILE), datetime.now(UTC)
    owner = _owner(signed.officer, signed.unit_name, signed.server_name, arrival.base_url, now)
    if key_path.exists():
        key = vault.unlock(key_path, old_password)
        vault.rewrap(key_path, key, owner, password, cost)
    elif path.exists() and not sqlite.is_plain(path):
        raise VaultMissing(key_path)
    else:
        key = vault.create(key_path, owner, password, cost)
    kept = _Kept(signed.token, arrival.base_url, signed.server_name, signed.unit_name)
    return _session(signed.officer, kept, path, key)


def _owner(me: Officer, unit_name: str, server_name: str, base_url: str, at: datetime) -> Owner:
    role = str(me.grants[0].role)
    return Owner(me.login, me.name, role, unit_name, server_name, base_url, signed_in_at=at)


def _set_aside(path: Path) -> None:
    """Everything of the officer on this machine, for the day the former password is found."""
    now = datetime.now(UTC)
    for place in (path, *replacing.logs(path), path.with_suffix(KEY_FILE), path.with_suffix("")):
        if place.exists():
            place.replace(replacing.aside_name(place, "locked", now))


def _plain(base_url: str, server_name: str) -> str:
    """Host and name, without the port: the server on this machine has another one each time."""
    host = urlsplit(base_url).hostname or "server"
    return re.sub(r"[^a-z0-9]+", "-", f"{host}-{server_name}".lower()).strip("-")


# --- without it ------------------------------------------------------------------------------


def seats(folder: Path) -> list[Seat]:
    """Those who have data in `folder`, newest sign-in first; damaged key files are left out."""
    found = []
    for key_path in folder.glob(f"*{KEY_FILE}"):
        store_path = key_path.with_suffix(DATABASE)
        try:
            owner = vault.owner_of(key_path)
        except (VaultDamaged, VaultMissing):
            continue
        if store_path.exists():
            found.append(Seat(owner, store_path))
    return sorted(found, key=lambda seat: seat.owner.signed_in_at, reverse=True)


def unreadable(folder: Path) -> list[VaultDamaged | VaultMissing]:
    """Why encrypted data in `folder` belongs to nobody in `seats`."""
    found: list[VaultDamaged | VaultMissing] = []
    for store_path in folder.glob(f"*{DATABASE}"):
        if sqlite.is_plain(store_path):
            continue
        try:
            vault.owner_of(store_path.with_suffix(KEY_FILE))
        except (VaultDamaged, VaultMissing) as why:
            found.append(why)
    return found


def unlock(seat: Seat, password: str, offline_for: timedelta, now: datetime) -> Session:
    """Begin to work without asking the server. Takes a few tenths of a second: call it in a thread.

    Raises WrongPassword, VaultMissing, VaultDamaged; OfflineTooLong; StoreDamaged when not even
    who works here can be read any more (a sign-in with the server saves what is left);
    DatabaseTooNew and DiskFull.
    """
    key = vault.unlock(seat.store_path.with_suffix(KEY_FILE), password)
    try:
        me, kept, heard = _read(seat.store_path, key)
        since = max(heard or seat.owner.signed_in_at, seat.owner.signed_in_at)
        if now - since > offline_for:
            raise OfflineTooLong(since)
    except BaseException:
        key.drop()
        raise
    return _session(me, kept, seat.store_path, key)


def keep(connection: Connection, session: Session) -> bool:
    """Remember who works here, for the next unlocking; whether the roles have become others."""
    kept = _Kept(session.token, session.base_url, session.server_name, session.unit_name)
    marks.put(connection, MARK, encode(kept))
    return identity.put(connection, session.me)


def _read(path: Path, key: Key) -> tuple[Officer, _Kept, datetime | None]:
    if not path.exists():
        raise StoreDamaged(path)
    with closing(Store.open(path, key)) as store:
        with store.read() as connection:
            text = marks.get(connection, MARK)
        me = identity.read(store)
        if text is None or me is None:
            raise StoreDamaged(path)
        return me, decode(_Kept, text), data_as_of(store)


def _session(me: Officer, kept: _Kept, path: Path, key: Key) -> Session:
    return Session(
        me=me,
        token=kept.token,
        base_url=kept.base_url,
        server_name=kept.server_name,
        store_path=path,
        key=key,
        unit_name=kept.unit_name,
    )
