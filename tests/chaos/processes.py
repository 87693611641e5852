"""The processes of a chaos run: they speak lines of JSON and end with their input."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

END_S = 20.0
LARGEST_LINE = 1 << 24


class Died(Exception):
    """The process was killed, or ended by itself, before it answered."""


class Process:
    """One process; `ask` sends a line and waits for the line that answers."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()

    @classmethod
    async def start(cls, module: str, wanted: dict[str, Any], log: Path) -> "Process":
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                module,
                json.dumps(wanted),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                limit=LARGEST_LINE,
            )
        return cls(process)

    async def hear(self) -> dict[str, Any]:
        """The next line. Raises Died."""
        assert self._process.stdout
        line = await self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise Died
        said: dict[str, Any] = json.loads(line)
        return said

    async def ask(self, **question: Any) -> dict[str, Any]:
        """Raises Died."""
        assert self._process.stdin
        async with self._turn:
            try:
                self._process.stdin.write(json.dumps(question).encode() + b"\n")
                await self._process.stdin.drain()
            except ConnectionError as error:
                raise Died from error
            return await self.hear()

    async def kill(self) -> None:
        """As a power cut would."""
        # Not Popen.kill, which would take the exit code of one that just died from asyncio.
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    async def end(self) -> int:
        """Close its input and wait; the exit code."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            async with asyncio.timeout(END_S):
                return await self._process.wait()
        except TimeoutError:
            await self.kill()
            raise
