"""Fresh databases of either kind: empty ones, and copies of one that was filled once."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cluster import Cluster, name_of

SQLITE, POSTGRESQL = DIALECTS = ("sqlite", "postgresql")
FILE = "server.sqlite3"

Fill = Callable[[str, Path], None]
"""Fills the database at an address; files beside it go into a folder."""


class Databases:
    """A copy costs some hundredths of a second; migrating and seeding costs half of one."""

    def __init__(self) -> None:
        self.cluster = Cluster()
        self._folder = Path(tempfile.mkdtemp(prefix="ihanoi-databases-"))
        self._filled: dict[tuple[str, Fill], str] = {}

    def close(self) -> None:
        self.cluster.stop()
        shutil.rmtree(self._folder)

    @contextmanager
    def empty(self, dialect: str, folder: Path) -> Iterator[str]:
        """The address of a database without tables; an SQLite file lies in `folder`."""
        if dialect == SQLITE:
            yield f"sqlite:///{folder / FILE}"
            return
        address = self.cluster.create()
        yield address
        self.cluster.drop(address)

    @contextmanager
    def copy(self, dialect: str, folder: Path, fill: Fill) -> Iterator[str]:
        """The address of a database as `fill` leaves it; its files are not copied."""
        made = self._filled.get((dialect, fill)) or self._make(dialect, fill)
        if dialect == SQLITE:
            shutil.copyfile(made.removeprefix("sqlite:///"), folder / FILE)
            yield f"sqlite:///{folder / FILE}"
            return
        address = self.cluster.create(name_of(made))
        yield address
        self.cluster.drop(address)

    def _make(self, dialect: str, fill: Fill) -> str:
        folder = self._folder / str(len(self._filled))
        folder.mkdir()
        made = f"sqlite:///{folder / FILE}" if dialect == SQLITE else self.cluster.create()
        fill(made, folder)
        self._filled[dialect, fill] = made
        return made
