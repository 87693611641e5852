"""Answering on a listening socket until it is time to stop."""

import asyncio
import gc
import json
import os
import socket
import sys
import threading
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

GRACE_S = 2
LOOK_AGAIN_S = 0.1
KEPT_OPEN_S = 75
"""An unused line is hung up by the client, who keeps one for a few seconds. A server that hangs up
in the same moment as a desk speaks makes it believe that the network is gone."""

GIVES_WAY = 5
"""How much less it presses for the processor than a program somebody looks at."""


class Serving(uvicorn.Server):
    """Sends the waiting polls home and hangs up every line, so that a stop waits for neither."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=GRACE_S,
                timeout_keep_alive=KEPT_OPEN_S,
                lifespan="on",
            )
        )
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.server.waker.stop()
        lines = frozenset(self.server_state.connections)
        late = asyncio.create_task(self._hang_up_all_but(lines))
        await super().shutdown(sockets)
        late.cancel()

    async def _hang_up_all_but(self, told: frozenset[object]) -> None:
        """A line accepted in the moment of the stop is not yet among those uvicorn has told."""
        while True:
            late = self.server_state.connections - told
            told |= late
            for line in late:
                line.shutdown()
            await asyncio.sleep(LOOK_AGAIN_S)


def listen(host: str, port: int) -> socket.socket:
    """A socket at an address of this machine; port 0 is any free one."""
    listener = socket.create_server((host, port), reuse_port=False)
    # asyncio sets this only on sockets that name their protocol; without it the body of an
    # answer waits 40 ms for the desk to acknowledge its head.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def give_way() -> None:
    """Let the desk on the same machine go first; on Windows it asks for that itself."""
    if sys.platform != "win32":
        os.nice(GIVES_WAY)


def announce(listener: socket.socket) -> None:
    """Say on stdout where we are."""
    host, port = listener.getsockname()[:2]
    line = {"url": f"http://{host}:{port}", "pid": os.getpid()}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def serve(app: FastAPI, listener: socket.socket, until: Callable[[], object] | None = None) -> None:
    """Serve until a signal comes or `until` returns, which is called in a thread."""
    # A batch of documents is a hundred thousand values that live for a moment; as Python comes,
    # looking for cycles among them is a fifth of the work.
    gc.set_threshold(50_000, 20, 20)
    serving = Serving(app)
    if until:

        def watch() -> None:
            until()
            serving.should_exit = True

        threading.Thread(target=watch, daemon=True).start()
    serving.run(sockets=[listener])


def parent_ends() -> None:
    """Returns when stdin ends: a desk that dies, however it dies, closes its end of it."""
    while sys.stdin.buffer.read(4096):
        pass
