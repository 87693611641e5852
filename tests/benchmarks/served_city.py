"""The real server over a folder, as a process whose work can be weighed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.children import running

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class ServedCity:
    url: str
    pid: int

    def cpu_seconds(self) -> float:
        """Processor time of the server so far, its own and what the system did for it."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / TICKS_A_SECOND


@contextmanager
def served(data: Path) -> Iterator[ServedCity]:
    """The demo city in `data`, served until the block ends."""
    options = ["serve", "--embedded", "--demo", "--data", str(data), "--port", "0"]
    with running("ihanoi_desk.server", *options) as server:
        yield ServedCity(server.said["url"], server.said["pid"])
