"""The processes a benchmark starts: each says one line of JSON and ends with its input."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

SAY_S = 240.0
END_S = 20.0


@dataclass(frozen=True, slots=True)
class Child:
    """`begun` is the monotonic moment before the process was started."""

    begun: float
    pid: int
    said: dict[str, Any]


def child(module: str, *arguments: object) -> AbstractContextManager[Child]:
    """One of the processes beside this file; see `running`."""
    return running(f"tests.benchmarks.{module}", *arguments)


@contextmanager
def running(module: str, *arguments: object) -> Iterator[Child]:
    """A process that has said its line, and ends when the block does.

    What it says elsewhere (the progress of a demo city) is nobody's business here. Raises
    ValueError when it ended without a word.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    begun = time.monotonic()
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    assert process.stdin and process.stdout
    # A child that never speaks must not hold the run for ever.
    patience = threading.Timer(SAY_S, process.kill)
    patience.start()
    try:
        line = process.stdout.readline()
        patience.cancel()
        yield Child(begun, process.pid, json.loads(line))
    finally:
        process.stdin.close()
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _environment() -> dict[str, str]:
    """Compiled code is kept from one process to the next, as where the program is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
