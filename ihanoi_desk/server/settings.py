"""What a server is told at start: from the command line, the environment and one TOML file."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

MEGABYTE = 1_000_000


def system_clock() -> datetime:
    return datetime.now(UTC)


def no_progress(done: int, total: int) -> None:
    """For starts that nobody watches."""


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How much one upload may hold; sizes in bytes, the length of a video in seconds."""

    files: int = 10
    photo: int = 10 * MEGABYTE
    video: int = 50 * MEGABYTE
    pixels: int = 50_000_000
    film_s: int = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`data` is the folder of the blobs, the secret and, by default, the SQLite file."""

    data: Path
    database: str = ""
    demo: bool = False
    demo_cases: int = 400
    server_name: str = "iHanoi"
    desk_api_minimum: int = 2
    refused_prefixes: tuple[str, ...] = ("092", "052", "056", "058")
    push_url: str = ""
    push_pause: timedelta = timedelta(seconds=5)
    limits: UploadLimits = field(default_factory=UploadLimits)
    clock: Callable[[], datetime] = system_clock
    progress: Callable[[int, int], None] = no_progress
    """Told how much of a demo city is built."""

    @property
    def url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'server.sqlite3'}"

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")


def from_file(file: Path | None, environment: Mapping[str, str] = os.environ) -> dict[str, object]:
    """The settings of a TOML file, overridden by ``IHANOI_*`` variables."""
    rows = tomllib.loads(file.read_text(encoding="utf-8")) if file else {}
    found: dict[str, object] = {}
    texts = ("server_name", "push_url", "database")
    for name in (*texts, "desk_api_minimum", "refused_prefixes"):
        value = environment.get(f"IHANOI_{name.upper()}", rows.get(name))
        if value is None:
            continue
        if name == "desk_api_minimum":
            found[name] = int(value)
        elif name == "refused_prefixes":
            found[name] = tuple(value.split(",") if isinstance(value, str) else value)
        else:
            found[name] = str(value)
    return found
