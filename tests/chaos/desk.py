"""A desk without a window, as a process: it acts when told to, syncs all the time, can be killed.

Ends when its input ends.
"""

import asyncio
import json
import logging
import sys
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from ihanoi_desk.client import outbox
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.filling import MARK
from ihanoi_desk.client.session import Session, sign_in
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.sync import KEPT_CLOSED_DAYS, Sync
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import CaseDoc
from ihanoi_desk.server.seed.people import PASSWORD
from tests.chaos.journal import Journal
from tests.chaos.officer import Hand
from tests.chaos.picture import jpeg

LONGEST_PAUSE_S = 0.05
PAGE = 500


def clock() -> datetime:
    return datetime.now(UTC)


class Desk:
    """Answers one command at a time."""

    def __init__(self, session: Session, journal: Journal) -> None:
        self.store = Store.open(session.store_path)
        self.api = DeskApi(session.base_url, session.token)
        self.sync = Sync(self.store, self.api, clock)
        self.hand = Hand(self.store, session.me, journal, jpeg(), clock)

    async def act(self, name: str, count: int, seed: int) -> dict[str, Any]:
        """Up to `count` actions named after `name`, with what officers do in between."""
        chance, done = Random(seed), 0
        for number in range(count):
            await asyncio.sleep(chance.uniform(0, LONGEST_PAUSE_S))
            done += self.hand.act(f"{name}-{number}", chance)
            draw = chance.random()
            if draw < 0.06:
                self.hand.take_back(chance)
            elif draw < 0.1:
                self.hand.drop(chance)
            elif draw < 0.2:
                self.sync.kick()
        return {"done": done}

    async def kick(self) -> dict[str, Any]:
        """Try now; how it stands."""
        self.sync.kick()
        waiting, refused = outbox.numbers(self.store)
        status = self.sync.status
        return {"waiting": waiting, "refused": refused, "online": status.online}

    async def look(self) -> dict[str, Any]:
        """What the outbox holds, and the cases that are not as the server gives them."""
        lines = [line async for line in self.api.snapshot("", KEPT_CLOSED_DAYS, PAGE)]
        docs = [decode(CaseDoc, line) for line in lines[1:] if not line.startswith(MARK)]
        served = {doc.case.id: encode(doc) for doc in docs}
        with self.store.read() as connection:
            held = dict(connection.execute("SELECT id, body FROM docs").fetchall())
        differing = [n for n in {*held, *served} if held.get(n) != served.get(n)]
        rows = {row.action.id: row.state for row in outbox.pending_rows(self.store)}
        return {"outbox": rows, "differing": sorted(differing), "cases": len(served)}


@dataclass(frozen=True, slots=True)
class Kept:
    """The session as it outlives the process."""

    me: Officer
    token: str


async def join(folder: Path, url: str, login: str) -> Session:
    """Sign in the first time, go on with the kept session afterwards."""
    file, store = folder / "session.json", folder / "desk.sqlite3"
    if file.exists():
        kept = decode(Kept, file.read_bytes())
        return Session(kept.me, kept.token, url, "", store)
    session = await sign_in(url, login, PASSWORD, folder)
    file.write_text(encode(Kept(session.me, session.token)))
    return replace(session, store_path=store)


async def main() -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    wanted = json.loads(sys.argv[1])
    folder = Path(wanted["folder"])
    session = await join(folder, wanted["url"], wanted["login"])
    desk = Desk(session, Journal(folder / "journal"))
    syncing = asyncio.create_task(desk.sync.run())
    commands: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def listen() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(commands.put_nowait, line)
        loop.call_soon_threadsafe(commands.put_nowait, "")

    threading.Thread(target=listen, daemon=True).start()
    say({"ready": session.me.login})
    while line := await commands.get():
        command = json.loads(line)
        say(await getattr(desk, command.pop("do"))(**command))
    syncing.cancel()
    await asyncio.gather(syncing, return_exceptions=True)
    await desk.api.close()
    desk.store.close()


def say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
