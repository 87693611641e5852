"""The ways from a password to an opened shift."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from ihanoi_desk.client.session import (
    Arrival,
    Seat,
    Session,
    join,
    seats,
    sign_in,
    unlock,
    unreadable,
)
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.config import Config
from ui.sign_in.server import Server


class WaysIn:
    """Each raises what `explain` has words for."""

    def __init__(self, config: Config, clock: Callable[[], datetime], server: Server) -> None:
        self._config, self._clock, self._server = config, clock, server
        self._folder = config.data / "desks"

    def known(self) -> list[Seat]:
        """Who has worked with this server on this machine, the last one first."""
        return [
            seat
            for seat in seats(self._folder)
            if urlsplit(seat.owner.base_url).hostname == self._server.host
        ]

    def why_nobody(self) -> Exception | None:
        """What is wrong with the key file of data that lies here, if anything is."""
        return next(iter(unreadable(self._folder)), None)

    def until(self, seat: Seat, heard: datetime | None) -> datetime | None:
        """How long the password alone surely opens the data.

        When the server was `heard` last is only known once it was opened; None: nobody can say.
        """
        last = max(heard or seat.owner.signed_in_at, seat.owner.signed_in_at)
        until = last + self._config.offline_for
        return until if until > self._clock() else None

    async def sign_in(self, login: str, password: str) -> Shift:
        """With the server. Raises DataLocked when what lies here does not open."""
        assert self._server.url is not None
        return await self._open(await sign_in(self._server.url, login, password, self._folder))

    async def unlock(self, seat: Seat, password: str) -> Shift:
        """Without it."""
        limit, now = self._config.offline_for, self._clock()
        return await self._open(await asyncio.to_thread(unlock, seat, password, limit, now))

    async def join(self, arrival: Arrival, password: str, old_password: str | None) -> Shift:
        """After DataLocked: with the old password, or None to begin anew beside the old file."""
        return await self._open(await join(arrival, password, old_password))

    async def _open(self, session: Session) -> Shift:
        if self._server.url:
            # The server on this machine has another port each time.
            session = replace(session, base_url=self._server.url)
        pictures = self._config.data / "pictures"
        kept = self._config.kept_closed_days
        return await asyncio.to_thread(Shift.open, session, pictures, self._clock, kept)
