"""The server on this machine: a process of its own that ends when this one does."""

import asyncio
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

log = logging.getLogger(__name__)
STOP_S = 10.0
FOOTNOTES = ("(Background on this error", "[SQL:")
"""What the database toolkit writes under an error; the error itself is the last word."""
FLAGS: int = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(
    subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0
)
"""On Windows a console window would open beside the desk, and the server would hold it up."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many sample reports are loaded."""

    done: int
    total: int


class NotStarted(Exception):
    """The server process ended before it was ready; the text is its last words."""


class EmbeddedServer:
    """Starts the server over the SQLite file in `data`, on loopback and a free port."""

    def __init__(self, data: Path, demo: bool = True) -> None:
        self._data, self._demo = data, demo
        self._process: subprocess.Popen[str] | None = None
        self._watcher: threading.Thread | None = None
        self._last_words = ""
        self._given_up = False

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def start(self, on_progress: Callable[[Progress], None]) -> str:
        """Start, and give back the address once it answers. Raises NotStarted."""
        self._data.mkdir(parents=True, exist_ok=True)
        self._given_up = False
        loop = asyncio.get_running_loop()

        def tell(progress: Progress) -> None:
            loop.call_soon_threadsafe(on_progress, progress)

        return await asyncio.to_thread(self._start, tell)

    def _start(self, tell: Callable[[Progress], None]) -> str:
        # The child reads its standard input and leaves when this end of the pipe is gone,
        # so that not even a kill leaves an orphan.
        demo = ["--demo"] if self._demo else []
        process = self._process = subprocess.Popen(
            [*command(), "serve", "--embedded", *demo, "--data", str(self._data), "--port", "0"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            creationflags=FLAGS,
        )
        assert process.stdout and process.stderr
        self._watcher = threading.Thread(
            target=self._watch, args=(process.stderr, tell), name="server words", daemon=True
        )
        self._watcher.start()
        if self._given_up:
            # Somebody left while the process was being made and found none to stop.
            self.stop()
        with process.stdout as words:
            line = words.readline()
        if self._given_up or not line:
            # A server that is asked to end may still say where it would have been.
            self.stop()
            raise NotStarted(self._last_words or str(process.returncode))
        url: str = json.loads(line)["url"]
        return url

    def _watch(self, words: IO[str], tell: Callable[[Progress], None]) -> None:
        with words:
            for line in words:
                if line.startswith(FOOTNOTES):
                    continue
                try:
                    told = json.loads(line)
                    tell(Progress(told["seeding"], told["of"]))
                except (ValueError, KeyError, TypeError):
                    self._last_words = line.strip()
                    log.info("server: %s", self._last_words)

    def stop(self) -> None:
        """Ask the server to end by closing its input, and wait for it."""
        self._given_up = True
        process = self._process
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._watcher:
            self._watcher.join(STOP_S)


def command() -> list[str]:
    """How to start the server: the module in a checkout, the program beside us when packaged."""
    if getattr(sys, "frozen", False):
        return [str(Path(sys.executable).with_name("ihanoi-server"))]
    return [sys.executable, "-m", "ihanoi_desk.server"]
