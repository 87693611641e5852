"""A push service on a bare socket that misbehaves as it is told, and notes what it is sent."""

import json
import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

Behaviour = Callable[[socket.socket], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"


def says(answer: bytes) -> Behaviour:
    return lambda link: link.sendall(answer)


ACCEPTS, REFUSES, TWICE = says(OK), says(BUSY), says(OK + OK)
GARBAGE = says(b"\x00\xff\x13 khong phai HTTP \r\n\r\n")
BREAKS_OFF = says(OK[:25])
LEAVES_EARLY = says(b"")
ENDLESS = says(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + b"x" * 1000)


class Gateway:
    """`plans` says how each phone's next messages are answered; then they are accepted."""

    def __init__(self) -> None:
        self.plans: dict[str, list[Behaviour]] = defaultdict(list)
        self.asked: list[dict[str, Any]] = []
        self.shown: dict[str, list[str]] = defaultdict(list)
        """The ids that were answered with 200 at once, by phone."""
        self.ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/push"
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        self.ended.set()
        # A close alone would leave the thread in accept().
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def hangs(self, link: socket.socket) -> None:
        """Takes the message and never says a word."""
        self.ended.wait(60)

    def trickles(self, link: socket.socket) -> None:
        """Always seems about to answer."""
        link.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.ended.wait(0.02):
            link.sendall(b"x")

    def ids(self, token: str) -> list[str]:
        """The ids of everything that came for a phone, in the order in which it came."""
        return [body["id"] for body in self.asked if body["token"] == token]

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(link,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def _serve(self, link: socket.socket) -> None:
        # A sender that has heard enough closes its end on us.
        with suppress(ConnectionError), link, link.makefile("rb") as stream:
            for body in requests(stream):
                assert set(body) == {"id", "token", "title", "body", "data"}
                with self._lock:
                    self.asked.append(body)
                    plan = self.plans[body["token"]]
                    behaviour = plan.pop(0) if plan else ACCEPTS
                behaviour(link)
                if behaviour not in (ACCEPTS, REFUSES, TWICE):
                    return
                if behaviour is not REFUSES:
                    self.shown[body["token"]].append(body["id"])


def requests(stream: Any) -> Iterator[dict[str, Any]]:
    """The JSON bodies of the requests on one connection."""
    while stream.readline():
        length = 0
        while (line := stream.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = stream.read(length)
        if len(body) < length:
            # The sender was killed in the middle of it.
            return
        yield json.loads(body)
