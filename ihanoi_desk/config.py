"""Settings of the desk: one TOML file, overridden by the environment."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

KEPT_CLOSED_DAYS = 90
LONGEST_KEPT_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Config:
    """`server` None starts the server on this machine with the demo city.

    Cases closed longer ago than `kept_closed_days` are only found in the archive.
    """

    data: Path
    server: str | None = None
    undo: timedelta = timedelta(seconds=10)
    kept_closed_days: int = KEPT_CLOSED_DAYS
    tile_hosts: tuple[str, ...] = ()


class BadConfig(Exception):
    """The settings file cannot be used; the message names the file and the fault."""


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Read ``desk.toml`` in the data folder; ``IHANOI_DATA``, ``IHANOI_SERVER``,
    ``IHANOI_UNDO_SECONDS`` and ``IHANOI_KEPT_CLOSED_DAYS`` win over it. Raises BadConfig."""
    data = Path(environment.get("IHANOI_DATA") or user_data_path("ihanoi-desk"))
    file = data / "desk.toml"
    try:
        kept = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        seconds = float(environment.get("IHANOI_UNDO_SECONDS") or kept.get("undo_seconds", 10))
        return Config(
            data=data,
            server=environment.get("IHANOI_SERVER") or kept.get("server"),
            undo=timedelta(seconds=seconds),
            kept_closed_days=_days(environment, kept),
            tile_hosts=tuple(kept.get("tile_hosts", ())),
        )
    except (OSError, ValueError, TypeError) as error:
        raise BadConfig(f"{file}: {error}") from error


def _days(environment: Mapping[str, str], kept: Mapping[str, Any]) -> int:
    name = "kept_closed_days"
    days = int(environment.get(f"IHANOI_{name.upper()}") or kept.get(name, KEPT_CLOSED_DAYS))
    if not 0 <= days <= LONGEST_KEPT_DAYS:
        raise ValueError(f"{name} = {days}: 0 to {LONGEST_KEPT_DAYS}")
    return days
