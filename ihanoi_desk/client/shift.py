"""What one officer at work has: opened and closed together."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ihanoi_desk.client import identity, plain, salvage, sqlite, vault
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.errors import EnvironmentProblem, SignedOut
from ihanoi_desk.client.salvage import Salvaged
from ihanoi_desk.client.session import Session, keep
from ihanoi_desk.client.store import Changed, Store, StoreDamaged
from ihanoi_desk.client.sync import Sync
from ihanoi_desk.client.vault import Cost
from ihanoi_desk.config import KEPT_CLOSED_DAYS
from ihanoi_desk.domain.officers import Officer


class Shift:
    """`salvaged` tells what was carried over when the file turned out to be damaged."""

    def __init__(
        self,
        session: Session,
        store: Store,
        pictures: Path,
        clock: Callable[[], datetime],
        kept_closed_days: int,
        salvaged: Salvaged | None,
    ) -> None:
        self.session, self.store, self.salvaged = session, store, salvaged
        self._pictures, self._clock, self._kept_closed_days = pictures, clock, kept_closed_days
        self.api = DeskApi(session.base_url, session.token)
        self.sync = Sync(store, self.api, clock, kept_closed_days)
        self.cache = Cache(pictures, self.api, store)

    @classmethod
    def open(
        cls,
        session: Session,
        pictures: Path,
        clock: Callable[[], datetime],
        kept_closed_days: int = KEPT_CLOSED_DAYS,
    ) -> "Shift":
        """Open the file and remember the session in it; what is damaged is set aside.

        A file of an earlier program may take a while: call it in a thread. Raises
        migrate.DatabaseTooNew, DiskFull and OSError.
        """
        try:
            return cls._begun(session, pictures, clock, kept_closed_days, None)
        except StoreDamaged:
            return cls._salvaged(session, pictures, clock, kept_closed_days)

    @classmethod
    def _salvaged(
        cls,
        session: Session,
        pictures: Path,
        clock: Callable[[], datetime],
        kept_closed_days: int,
    ) -> "Shift":
        saved = salvage.carry_over(session.store_path, session.key, clock())
        return cls._begun(session, pictures, clock, kept_closed_days, saved)

    @classmethod
    def _begun(
        cls,
        session: Session,
        pictures: Path,
        clock: Callable[[], datetime],
        kept_closed_days: int,
        salvaged: Salvaged | None,
    ) -> "Shift":
        if sqlite.is_plain(session.store_path):
            # Before the database, so that a power cut between the two forgets nothing.
            plain.forget_pictures(pictures)
        store = Store.open(session.store_path, session.key)
        try:
            with store.write() as connection:
                keep(connection, session)
            return cls(session, store, pictures, clock, kept_closed_days, salvaged)
        except BaseException:
            store.close()
            raise

    @property
    def me(self) -> Officer:
        """The officer with the roles under which the replica was filled; `Changed.me` tells when
        they have become others."""
        return identity.read(self.store) or self.session.me

    async def close(self, sign_out: bool) -> None:
        """Let the file and its key go; with `sign_out` end the session at the server if possible
        and forget the token."""
        if sign_out:
            with contextlib.suppress(EnvironmentProblem):
                await self.api.sign_out()
            with contextlib.suppress(EnvironmentProblem, StoreDamaged):
                self._remember("")
        else:
            await self.sync.leave_case()
        await self._let_go()
        self.session.key.drop()

    async def reopen(self) -> "Shift":
        """Go on after `store` told of damage: in a fresh file with what could be read of the old.

        Raises DiskFull and OSError; the officer then has to unlock again.
        """
        await self._let_go()
        try:
            return await asyncio.to_thread(
                Shift._salvaged,
                self.session,
                self._pictures,
                self._clock,
                self._kept_closed_days,
            )
        except BaseException:
            self.session.key.drop()
            raise

    async def renew(self, password: str, cost: Cost = vault.PRODUCTION) -> None:
        """The session had ended: sign in again in the same file; `sync.run` then goes on.

        Raises Offline and ServerProblem; SignedOut when the login is another officer's by now.
        """
        signed = await self.api.sign_in(self.me.login, password)
        if signed.officer.id != self.me.id:
            raise SignedOut
        self.session = replace(self.session, me=signed.officer, unit_name=signed.unit_name)
        self._remember(signed.token)
        # Also when the password was changed elsewhere: this desk holds the key and need not ask.
        await asyncio.to_thread(self._wrap, password, cost)

    async def change_password(self, old: str, new: str, cost: Cost = vault.PRODUCTION) -> None:
        """First at the server, then here: what comes between, `session.join` heals.

        Raises Offline, ServerProblem; DiskFull and OSError when the key file cannot be written.
        """
        await self.api.change_password(old, new)
        await asyncio.to_thread(self._wrap, new, cost)

    async def _let_go(self) -> None:
        await self.cache.close()
        await self.api.close()
        self.store.close()

    def _remember(self, token: str) -> None:
        self.session = replace(self.session, token=token)
        with self.store.write() as connection:
            is_other = keep(connection, self.session)
        if is_other:
            self.store.say(Changed(me=True))

    def _wrap(self, password: str, cost: Cost) -> None:
        owner = self.session.owner(datetime.now(UTC))
        vault.rewrap(self.session.key_path, self.session.key, owner, password, cost)
