"""Putting another database in the place of one, so that a power cut leaves one of them there."""

from datetime import datetime
from pathlib import Path

from ihanoi_desk.folders import sync_folder


def logs(path: Path) -> list[Path]:
    """What SQLite keeps beside a database that is in use."""
    return [path.with_name(f"{path.name}{tail}") for tail in ("-wal", "-shm", "-journal")]


def aside_name(path: Path, why: str, now: datetime) -> Path:
    """Where something goes that cannot be used but must not be lost."""
    return path.with_name(f"{path.name}.{why}-{now:%Y%m%d-%H%M%S-%f}")


def begin(path: Path) -> Path:
    """Where the replacement of `path` is to be made; what an interrupted try left is gone."""
    partial = path.with_name(f"{path.name}.partial")
    for leftover in (partial, *logs(partial)):
        leftover.unlink(missing_ok=True)
    return partial


def finish(path: Path, aside: Path) -> None:
    """The replacement is whole: `path` goes `aside` with its logs, and it takes that place."""
    partial, ready = path.with_name(f"{path.name}.partial"), _ready(path)
    sync_folder(path.parent)
    partial.replace(ready)
    path.replace(aside)
    for log, log_aside in zip(logs(path), logs(aside), strict=True):
        if log.exists():
            log.replace(log_aside)
    sync_folder(path.parent)
    resume(path)


def resume(path: Path) -> None:
    """Finish what a power cut interrupted; called before `path` is opened."""
    ready = _ready(path)
    if not ready.exists():
        return
    if path.exists():
        # It was not set aside yet, so nothing speaks against doing it all again.
        ready.unlink()
        return
    for log in logs(path):
        # A log of the former database would be played into this one.
        log.unlink(missing_ok=True)
    ready.replace(path)
    sync_folder(path.parent)


def _ready(path: Path) -> Path:
    return path.with_name(f"{path.name}.next")
