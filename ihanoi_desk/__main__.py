"""Starts the desk: the one place where settings, window and loop are put together."""

import gc
import logging
import sys
from datetime import UTC, datetime

# The imports leave nothing to collect, and looking for it is an eighth of the start.
gc.disable()

import qasync

from ihanoi_desk.config import BadConfig, read_config
from ui.application import make_application
from ui.desk import DeskProgram


def now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # The HTTP client's own log would name every address asked for.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        config = read_config()
    except BadConfig as problem:
        sys.exit(str(problem))
    application = make_application()
    loop = qasync.QEventLoop(application)
    with loop:
        loop.run_until_complete(DeskProgram(config, now).run())


if __name__ == "__main__":
    main()
