"""Settings of the desk: one TOML file, overridden by the environment."""

import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

KEPT_CLOSED_DAYS = 90


@dataclass(frozen=True, slots=True)
class Config:
    """`server` None starts the server on this machine with the demo city. README: Settings."""

    data: Path
    server: str | None = None
    undo: timedelta = timedelta(seconds=10)
    lock_after: timedelta = timedelta(minutes=15)
    """Without a key or a mouse; nothing locks when it is zero."""
    offline_for: timedelta = timedelta(days=7)
    """How long after the last sign-in the password alone opens the data."""
    kept_closed_days: int = KEPT_CLOSED_DAYS
    """Cases closed longer ago are only found in the archive."""
    tile_hosts: tuple[str, ...] = ()


class BadConfig(Exception):
    """The settings cannot be used; the message names where, which one and why."""


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Read ``desk.toml`` in the data folder; the environment wins over it. Raises BadConfig."""
    data = Path(environment.get("IHANOI_DATA") or user_data_path("ihanoi-desk"))
    settings = _Settings(data / "desk.toml", environment)
    return Config(
        data=data,
        server=settings.address("server"),
        undo=timedelta(seconds=settings.number("undo_seconds", 10, most=3600)),
        lock_after=timedelta(minutes=settings.number("lock_minutes", 15, most=1440)),
        offline_for=timedelta(days=settings.number("offline_days", 7, most=365)),
        kept_closed_days=round(settings.number("kept_closed_days", KEPT_CLOSED_DAYS, most=3650)),
        tile_hosts=settings.names("tile_hosts"),
    )


class _Settings:
    def __init__(self, file: Path, environment: Mapping[str, str]) -> None:
        self._file, self._environment = file, environment
        try:
            self._kept = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        except (OSError, ValueError) as error:
            raise BadConfig(f"{file}: {error}") from error

    def _find(self, name: str) -> tuple[str, Any]:
        """Where the setting stands, and its value; None when it stands nowhere."""
        variable = f"IHANOI_{name.upper()}"
        if self._environment.get(variable):
            return variable, self._environment[variable]
        return f"{self._file}: {name}", self._kept.get(name)

    def number(self, name: str, default: float, most: float) -> float:
        where, found = self._find(name)
        if found is None:
            return default
        try:
            amount = math.nan if isinstance(found, bool) else float(found)
        except (ValueError, TypeError):
            amount = math.nan
        if 0 <= amount <= most:
            return amount
        raise BadConfig(f"{where}: not a number from 0 to {most:g}: {found!r}")

    def address(self, name: str) -> str | None:
        where, found = self._find(name)
        if found is None:
            return None
        if not isinstance(found, str) or not found.startswith(("http://", "https://")):
            raise BadConfig(f"{where}: not an http or https address: {found!r}")
        return found

    def names(self, name: str) -> tuple[str, ...]:
        """A list, which only the file can hold."""
        found = self._kept.get(name, [])
        if not isinstance(found, list) or not all(isinstance(row, str) for row in found):
            raise BadConfig(f"{self._file}: {name}: not a list of names: {found!r}")
        return tuple(found)
