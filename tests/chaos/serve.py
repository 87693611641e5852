"""The server as a process of a chaos run: `serve` with short pauses and a clock that may be ahead.

Ends when its input ends. Nothing but the settings differs from ``ihanoi-server serve``.
"""

import json
import logging
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.serving import announce, listen, parent_ends, serve
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.workers import Workers

PUSH_PAUSE = timedelta(milliseconds=200)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A clock that worker processes can be given."""

    seconds: float

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.seconds)


def main() -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    wanted = json.loads(sys.argv[1])
    settings = Settings(
        data=Path(wanted["data"]),
        database=wanted["database"],
        demo=True,
        push_url=wanted["push_url"],
        push_pause=PUSH_PAUSE,
        clock=Ahead(wanted["ahead_s"]),
    )
    if wanted["workers"] == 1:
        app = create_app(settings)
        listener = listen("127.0.0.1", 0)
        announce(listener)
        serve(app, listener, parent_ends)
        return
    listener = listen("127.0.0.1", 0)
    announce(listener)
    Workers(settings, listener, wanted["workers"]).run(parent_ends)


if __name__ == "__main__":
    main()
