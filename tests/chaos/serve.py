"""The server as a process of a chaos run: `serve` with short pauses and a clock that may be ahead.

Ends when its input ends. Nothing but the settings differs from ``ihanoi-server serve``.
"""

import json
import logging
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.serving import announce, listen, parent_ends, serve
from ihanoi_desk.server.settings import Settings

PUSH_PAUSE = timedelta(milliseconds=200)


def main() -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    wanted = json.loads(sys.argv[1])
    ahead = timedelta(seconds=wanted["ahead_s"])
    settings = Settings(
        data=Path(wanted["data"]),
        database=wanted["database"],
        demo=True,
        push_url=wanted["push_url"],
        push_pause=PUSH_PAUSE,
        clock=lambda: datetime.now(UTC) + ahead,
    )
    listener = listen("127.0.0.1", 0)
    app = create_app(settings)
    announce(listener)
    serve(app, listener, until=parent_ends)


if __name__ == "__main__":
    main()
