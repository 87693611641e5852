"""Running the server in this process: on a free loopback port for a desk, or for an office."""

import json
import os
import socket
import sys
import threading
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

GRACE_S = 2


def serve(app: FastAPI, host: str, port: int, *, embedded: bool) -> None:
    """Serve until stopped. Embedded: say the address on stdout, end when stdin ends."""
    listener = socket.create_server((host, port), reuse_port=False)
    # asyncio sets this only on sockets that name their protocol; without it the body of an
    # answer waits 40 ms for the desk to acknowledge its head.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE_S,
        lifespan="on",
    )
    server = uvicorn.Server(config)

    def stop() -> None:
        server.should_exit = True
        app.state.server.waker.stop()

    if embedded:
        threading.Thread(target=_wait_for_parent, args=(stop,), daemon=True).start()
    _announce(listener)
    server.run(sockets=[listener])


def _wait_for_parent(stop: Callable[[], None]) -> None:
    """A desk that dies, however it dies, closes its end of our stdin."""
    while sys.stdin.buffer.read(4096):
        pass
    stop()


def _announce(listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    line = {"url": f"http://{host}:{port}", "pid": os.getpid()}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
