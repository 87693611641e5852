"""Hears what other processes wrote to the same PostgreSQL database."""

import logging
import random
import selectors
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ihanoi_desk.server.news import EVERYBODY, Topics, from_text

if TYPE_CHECKING:
    import psycopg

LOG = logging.getLogger(__name__)
CHANNEL = "ihanoi_news"
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 15.0


class Listening:
    """One connection that listens, in a thread of its own; lost, it is opened again.

    Whoever waits is woken after every time of deafness, so nothing is missed.
    """

    def __init__(self, options: Mapping[str, Any], hear: Callable[[Topics], None]) -> None:
        self._options = options
        self._hear = hear
        self.is_open = False
        self._stopped = threading.Event()
        self._bell, self._rope = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="news", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._rope.send(b"!")
        self._thread.join()
        self._bell.close()
        self._rope.close()

    def _run(self) -> None:
        # A desk's own server runs on SQLite and starts sooner without it.
        import psycopg

        pause = 0.0
        while not self._stopped.wait(pause * random.uniform(0.5, 1.0)):
            try:
                with closing(psycopg.connect(**self._options, autocommit=True)) as link:
                    link.execute(f"LISTEN {CHANNEL}")
                    self.is_open = True
                    self._hear(frozenset({EVERYBODY}))
                    pause = 0.0
                    self._follow(link)
            except psycopg.OperationalError as error:
                self.is_open = False
                if not pause:
                    LOG.warning("the database is away, waiting for it: %s", error)
                pause = min(LONGEST_PAUSE_S, pause * 2 or FIRST_PAUSE_S)

    def _follow(self, link: "psycopg.Connection[Any]") -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(link.fileno(), selectors.EVENT_READ)
            selector.register(self._bell, selectors.EVENT_READ)
            while not self._stopped.is_set():
                selector.select()
                for note in link.notifies(timeout=0):
                    self._hear(from_text(note.payload))
