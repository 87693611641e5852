"""`python -m ui.rehearsal main-job|tour --out DIR [--only VISIT …]`."""

import argparse
import asyncio
import logging
import os
import sys
from pathlib import Path

import qasync
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from ui.application import make_application
from ui.rehearsal.main_job import MainJob
from ui.rehearsal.tour import Tour

NOISE = ("propagateSizeHints", "QRhiGles2", "create RHI", "GPUInfo not initialized")
"""What Qt says without a screen and a graphics card, every time."""
SCRIPTS = ("main-job", "tour")


def main() -> int:
    parser = argparse.ArgumentParser(prog="ui.rehearsal", description=__doc__)
    parser.add_argument("script", choices=SCRIPTS)
    parser.add_argument("--out", type=Path, required=True, help="folder for pictures and summary")
    parser.add_argument("--only", nargs="+", default=(), help="visits of the tour to make")
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    options.out.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(_pass_on)
    application = make_application()
    loop = qasync.QEventLoop(application)
    with loop:
        tour = options.script == "tour"
        script = Tour(options.out, options.only) if tour else MainJob(options.out)
        return 0 if loop.run_until_complete(play(script)) else 1


def _pass_on(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    if message and not any(known in message for known in NOISE):
        logging.getLogger("qt").warning("%s", message)


async def play(script) -> bool:
    """Run the program beside its script until either ends; a program that fails ends both."""
    program = asyncio.ensure_future(script.program.run())
    performance = asyncio.ensure_future(script.perform())
    try:
        await asyncio.wait({program, performance}, return_when=asyncio.FIRST_COMPLETED)
        script.program.leave()
        await program
        return await performance
    finally:
        performance.cancel()
        script.close()


if __name__ == "__main__":
    sys.exit(main())
