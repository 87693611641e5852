"""Leaving while the server of this machine still starts leaves no process behind."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shiboken6 import delete

from ihanoi_desk.config import Config
from tests.ui.conftest import SHORT
from ui.desk import DeskProgram
from ui.rehearsal.hand import until


def children() -> set[int]:
    """The processes this one started and that still run."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (entry / "stat").exists():
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == os.getpid() and "server" in (entry / "cmdline").read_text():
                found.add(int(entry.name))
    return found


@pytest.mark.parametrize("is_seen", [False, True], ids=["at once", "once it runs"])
async def test_a_server_still_starting_ends_with_the_program(tmp_path: Path, is_seen: bool) -> None:
    before = children()
    program = DeskProgram(Config(data=tmp_path, undo=SHORT), lambda: datetime.now(UTC))
    running = asyncio.ensure_future(program.run())
    if is_seen:
        await until(lambda: children() - before, "the server process")
    else:
        while not (tmp_path / "server").exists():
            await asyncio.sleep(0)
    program.leave()
    await running
    delete(program.front)
    # A process that was just being made is ended by the thread that made it.
    await until(lambda: not children() - before, "the end of the server process")
