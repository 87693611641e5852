"""The least a server of our stack can do: commit one row, and wake one request that waits.

Run as a process of its own; prints its address and ends when its standard input does.
"""

import asyncio
import json
import socket
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine, create_engine, event, text

INSERT = text("INSERT INTO notes (body) VALUES (:body)")


def open_database(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}", connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL)"))
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # The same promise as the server's: what was answered survives a power cut.
    connection.execute("PRAGMA synchronous = FULL")


def make_app(engine: Engine) -> FastAPI:
    app = FastAPI()
    news = asyncio.Condition()

    def commit(body: str) -> None:
        with engine.begin() as connection:
            connection.execute(INSERT, {"body": body})

    @app.post("/notes")
    async def add(request: Request) -> dict[str, bool]:
        """Commit one row and wake who waits."""
        await run_in_threadpool(commit, (await request.body()).decode())
        async with news:
            news.notify_all()
        return {"kept": True}

    @app.get("/wait")
    async def wait() -> dict[str, bool]:
        """Answer when the next row is committed."""
        async with news:
            app.state.waiting.set()
            await news.wait()
        app.state.waiting.clear()
        return {"woken": True}

    @app.get("/waiting")
    async def waiting() -> dict[str, bool]:
        """Answer once a request waits, so that no wake-up is given to nobody."""
        await app.state.waiting.wait()
        return {"waiting": True}

    app.state.waiting = asyncio.Event()
    return app


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    app = make_app(open_database(Path(sys.argv[1]) / "floor.sqlite3"))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))

    def stop() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=stop, daemon=True).start()
    print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}"}), flush=True)
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
