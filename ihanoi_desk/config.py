"""Settings of the desk: one TOML file, overridden by the environment."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

KEPT_CLOSED_DAYS = 90
LONGEST_DAYS = 3650.0
"""Ten years: more is a slip of the pen, and far more no moment could be reckoned from."""


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
        undo=settings.duration("undo_seconds", 10, _seconds),
        lock_after=settings.duration("lock_minutes", 15, _minutes),
        offline_for=settings.duration("offline_days", 7, _days),
        kept_closed_days=settings.duration("kept_closed_days", KEPT_CLOSED_DAYS, _days).days,
        tile_hosts=settings.names("tile_hosts"),
    )


def _seconds(amount: float) -> timedelta:
    return timedelta(seconds=amount)


def _minutes(amount: float) -> timedelta:
    return timedelta(minutes=amount)


def _days(amount: float) -> timedelta:
    return timedelta(days=amount)


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

    def duration(self, name: str, default: float, unit: Callable[[float], timedelta]) -> timedelta:
        where, found = self._find(name)
        if found is None:
            return unit(default)
        try:
            amount = float(found)
            if isinstance(found, bool) or not amount >= 0 or unit(amount).days > LONGEST_DAYS:
                raise ValueError
        except (ValueError, TypeError, OverflowError):
            raise BadConfig(f"{where}: not a number from 0 up: {found!r}") from None
        return unit(amount)

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
