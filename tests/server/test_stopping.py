"""A server that is told to stop hangs up every line, whenever it was opened."""

import asyncio
import socket
from pathlib import Path

import pytest

from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.serving import Serving, listen
from ihanoi_desk.server.settings import Settings


class CalledAtTheEnd(Serving):
    """Somebody calls so many turns of the loop before the stop."""

    def __init__(self, settings: Settings, listener: socket.socket, turns: int) -> None:
        super().__init__(create_app(settings))
        self._listener = listener
        self._turns = turns

    async def on_tick(self, counter: int) -> bool:
        self.caller = socket.create_connection(self._listener.getsockname())
        for _ in range(self._turns):
            await asyncio.sleep(0)
        return True


# With fewer turns the line is not accepted yet, or asyncio itself forgets it half made.
@pytest.mark.parametrize("turns", (3, 4, 5))
async def test_a_line_opened_in_the_moment_of_the_stop_does_not_hold_it_up(
    tmp_path: Path, turns: int
) -> None:
    """Held up, it would say so after the grace, and a warning nobody expected fails a test."""
    with listen("127.0.0.1", 0) as listener:
        serving = CalledAtTheEnd(Settings(data=tmp_path), listener, turns)
        await serving.serve(sockets=[listener])
    with serving.caller:
        assert serving.server_state.connections == set()
