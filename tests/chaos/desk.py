"""A desk without a window, as a process: it acts when told to, syncs all the time, can be killed.

Ends when its input ends.
"""

import asyncio
import json
import logging
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from ihanoi_desk.client import outbox
from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.errors import BadAnswer, Offline
from ihanoi_desk.client.filling import MARK
from ihanoi_desk.client.session import Session, seats, sign_in, unlock
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.client.store import StoreDamaged
from ihanoi_desk.client.sync import KEPT_CLOSED_DAYS
from ihanoi_desk.domain.wire import CaseDoc
from ihanoi_desk.server.seed.people import PASSWORD
from tests.chaos.journal import Journal
from tests.chaos.officer import Hand
from tests.chaos.picture import jpeg
from tests.desk_key import CHEAP

LONGEST_PAUSE_S = 0.05
PAGE = 500
AGAIN_S = 0.3
OFFLINE_FOR = timedelta(days=1)


def clock() -> datetime:
    return datetime.now(UTC)


class Desk:
    """Answers one command at a time."""

    def __init__(self, shift: Shift, journal: Journal) -> None:
        self.shift, self.store = shift, shift.store
        self.hand = Hand(shift.store, shift.me, journal, jpeg(), clock)

    async def act(self, name: str, count: int, seed: int) -> dict[str, Any]:
        """Up to `count` actions named after `name`, with what officers do in between."""
        chance, done = Random(seed), 0
        for number in range(count):
            await asyncio.sleep(chance.uniform(0, LONGEST_PAUSE_S))
            done += self.hand.act(f"{name}-{number}", chance)
            draw = chance.random()
            if draw < 0.06:
                self.hand.take_back(chance)
            elif draw < 0.12:
                self.hand.judge(chance)
            elif draw < 0.2:
                self.shift.sync.kick()
            elif draw < 0.3:
                self.shift.sync.open_case(self.hand.any_case(chance))
        return {"done": done}

    async def kick(self) -> dict[str, Any]:
        """Try now; how it stands."""
        self.shift.sync.kick()
        waiting, refused = outbox.numbers(self.store)
        status = self.shift.sync.status
        return {"waiting": waiting, "refused": refused, "online": status.online}

    async def look(self) -> dict[str, Any]:
        """What the outbox holds, and the cases that are not as the server gives them."""
        lines = [line async for line in self.shift.api.snapshot("", KEPT_CLOSED_DAYS, PAGE)]
        docs = [decode(CaseDoc, line) for line in lines[1:] if not line.startswith(MARK)]
        served = {doc.case.id: encode(doc) for doc in docs}
        with self.store.read() as connection:
            held = dict(connection.execute("SELECT id, body FROM docs").fetchall())
        differing = [n for n in {*held, *served} if held.get(n) != served.get(n)]
        rows = {row.action.id: row.state for row in outbox.pending_rows(self.store)}
        return {"outbox": rows, "differing": sorted(differing), "cases": len(served)}


async def join(folder: Path, url: str, login: str) -> Session:
    """Sign in the first time; afterwards the password opens what is kept, also without a line."""
    while True:
        try:
            for seat in seats(folder):
                return await asyncio.to_thread(unlock, seat, PASSWORD, OFFLINE_FOR, clock())
        except StoreDamaged:  # killed before the session was written into the new file
            pass
        try:
            return await sign_in(url, login, PASSWORD, folder, CHEAP)
        except (Offline, BadAnswer):
            await asyncio.sleep(AGAIN_S)


async def main() -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    wanted = json.loads(sys.argv[1])
    folder = Path(wanted["folder"])
    session = await join(folder, wanted["url"], wanted["login"])
    shift = await asyncio.to_thread(Shift.open, session, folder / "pictures", clock)
    desk = Desk(shift, Journal(folder / "journal"))
    syncing = asyncio.create_task(shift.sync.run())
    commands: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def listen() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(commands.put_nowait, line)
        loop.call_soon_threadsafe(commands.put_nowait, "")

    threading.Thread(target=listen, daemon=True).start()
    say({"ready": session.me.login, "salvaged": shift.salvaged is not None})
    while line := await commands.get():
        command = json.loads(line)
        say(await getattr(desk, command.pop("do"))(**command))
    syncing.cancel()
    await asyncio.gather(syncing, return_exceptions=True)
    await shift.close(sign_out=False)


def say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
