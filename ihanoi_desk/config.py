"""Settings of the desk: one TOML file, overridden by the environment."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from platformdirs import user_data_path


@dataclass(frozen=True, slots=True)
class Config:
    """`server` None starts the server on this machine with the demo city."""

    data: Path
    server: str | None = None
    undo: timedelta = timedelta(seconds=10)
    tile_hosts: tuple[str, ...] = ()


class BadConfig(Exception):
    """The settings file cannot be used; the message names the file and the fault."""


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Read ``desk.toml`` in the data folder; ``IHANOI_DATA``, ``IHANOI_SERVER`` and
    ``IHANOI_UNDO_SECONDS`` win over it. Raises BadConfig."""
    data = Path(environment.get("IHANOI_DATA") or user_data_path("ihanoi-desk"))
    file = data / "desk.toml"
    try:
        kept = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        seconds = float(environment.get("IHANOI_UNDO_SECONDS") or kept.get("undo_seconds", 10))
        return Config(
            data=data,
            server=environment.get("IHANOI_SERVER") or kept.get("server"),
            undo=timedelta(seconds=seconds),
            tile_hosts=tuple(kept.get("tile_hosts", ())),
        )
    except (OSError, ValueError, TypeError) as error:
        raise BadConfig(f"{file}: {error}") from error
