"""Several processes that answer on one listening socket, replaced when one of them dies."""

import logging
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.failures import Unavailable
from ihanoi_desk.server.serving import serve
from ihanoi_desk.server.settings import Settings

LOG = logging.getLogger(__name__)
SPAWN = get_context("spawn")
STOP_S = 10.0
YOUNG_S = 10.0
"""A worker that dies before this age is not followed by the next one at once."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0


class Workers:
    """The processes of one server. They end with this one, however it ends."""

    def __init__(self, settings: Settings, listener: socket.socket, count: int) -> None:
        self._settings = settings
        self._listener = listener
        self._count = count
        # Its other end is held by nobody else, so it closes when this process is gone.
        self._life, self._held = SPAWN.Pipe(duplex=False)
        self._bell, self._rope = SPAWN.Pipe(duplex=False)

    def run(self, until: Callable[[], object] | None = None) -> None:
        """Keep them alive until a signal comes or `until` returns, which is called in a thread."""
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, lambda *_: self._rope.send_bytes(b"!"))
        if until:
            threading.Thread(target=lambda: self._ring(until), daemon=True).start()
        crew = [self._start() for _ in range(self._count)]
        try:
            self._watch(crew)
        finally:
            self._held.close()
            for worker in crew:
                worker.join(STOP_S)
                worker.kill()

    def _watch(self, crew: list[SpawnProcess]) -> None:
        pause = 0.0
        while True:
            born = time.monotonic()
            if self._bell in wait([self._bell, *(worker.sentinel for worker in crew)]):
                return
            aged = time.monotonic() - born > YOUNG_S
            pause = 0.0 if aged else min(LONGEST_PAUSE_S, pause * 2 or FIRST_PAUSE_S)
            if self._bell.poll(pause):
                return
            for place, worker in enumerate(crew):
                if worker.exitcode is not None:
                    LOG.error("worker %s ended with %s", worker.pid, worker.exitcode)
                    crew[place] = self._start()

    def _start(self) -> SpawnProcess:
        worker = SPAWN.Process(
            target=_work, args=(self._settings, self._listener, self._life), daemon=True
        )
        worker.start()
        return worker

    def _ring(self, until: Callable[[], object]) -> None:
        until()
        self._rope.send_bytes(b"!")


def _work(settings: Settings, listener: socket.socket, life: "Connection[bytes, bytes]") -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    # Ctrl+C goes to all processes of a terminal; the first one tells the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def parent_ends() -> None:
        with suppress(EOFError):
            life.recv_bytes()

    try:
        app = create_app(settings)
    except Unavailable as error:
        LOG.error("the database is not available: %s", error)
        sys.exit(4)
    serve(app, listener, parent_ends)
