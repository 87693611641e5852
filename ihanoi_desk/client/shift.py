"""What one signed-in officer works with, opened and closed together."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ihanoi_desk.client import identity
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.client.session import Session
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.sync import Sync
from ihanoi_desk.config import KEPT_CLOSED_DAYS
from ihanoi_desk.domain.officers import Officer


@dataclass(frozen=True, slots=True)
class Shift:
    signed_in: Officer
    store: Store
    api: DeskApi
    sync: Sync
    cache: Cache

    @classmethod
    def open(
        cls,
        session: Session,
        pictures: Path,
        clock: Callable[[], datetime],
        kept_closed_days: int = KEPT_CLOSED_DAYS,
    ) -> "Shift":
        """Raises migrate.DatabaseTooNew and StoreDamaged."""
        store = Store.open(session.store_path)
        api = DeskApi(session.base_url, session.token)
        sync = Sync(store, api, clock, kept_closed_days)
        return cls(session.me, store, api, sync, Cache(pictures, api, store))

    @property
    def me(self) -> Officer:
        """The officer with the roles under which the replica was filled; `Changed.me` tells when
        they have become others."""
        return identity.read(self.store) or self.signed_in

    async def close(self, sign_out: bool) -> None:
        """End the session at the server when asked and possible, and let the file go."""
        if sign_out:
            with contextlib.suppress(EnvironmentProblem):
                await self.api.sign_out()
        else:
            await self.sync.leave_case()
        await self.cache.close()
        await self.api.close()
        self.store.close()
