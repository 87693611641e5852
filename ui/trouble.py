"""What stands in the way of working: from what was raised to what is told, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from ihanoi_desk.client.errors import (
    DiskFull,
    DiskTrouble,
    EnvironmentProblem,
    Offline,
    ServerProblem,
    TooOld,
)
from ihanoi_desk.client.session import OfflineTooLong
from ihanoi_desk.client.store import StoreDamaged
from ihanoi_desk.client.vault import VaultDamaged, VaultMissing, WrongPassword
from ihanoi_desk.migrate import DatabaseTooNew
from ui.look.look import Look

TROUBLES: tuple[type[Exception], ...] = (
    EnvironmentProblem,
    OSError,
    WrongPassword,
    VaultMissing,
    VaultDamaged,
    StoreDamaged,
    DatabaseTooNew,
    OfflineTooLong,
)
"""Everything `explain` has words for; anything else is a fault of ours."""
KINDS: dict[type[Exception], str] = {
    WrongPassword: "wrong_password",
    Offline: "offline",
    TooOld: "too_old",
    DiskFull: "disk_full",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """`kind` names words and look; `facts` fill the sentence. ``path`` is the file at fault."""

    kind: str
    facts: Mapping[str, object] = field(default_factory=dict)


def sentence(look: Look, problem: EnvironmentProblem) -> str:
    """What to do about it: the server's own words where it gave some."""
    if isinstance(problem, ServerProblem):
        return problem.problem.detail
    if isinstance(problem, DiskTrouble):
        return look.say("trouble.disk_trouble", problem=problem.problem, path=problem.path)
    return look.say(f"trouble.{KINDS.get(type(problem), 'not_understood')}")


def explain(error: Exception, path: Path, offline_for: timedelta) -> Trouble:
    """The card for `error`, one of `TROUBLES`; `path` is the database it was about."""
    if isinstance(error, ServerProblem):
        return Trouble("refused", {"detail": error.problem.detail})
    if isinstance(error, OfflineTooLong):
        return Trouble("too_long", {"days": offline_for.days})
    if isinstance(error, DiskTrouble):
        return Trouble("disk_trouble", {"problem": error.problem, "path": error.path})
    if isinstance(error, DiskFull):
        return Trouble("disk_full", {"path": path.parent})
    if isinstance(error, VaultMissing):
        return Trouble("key_missing", {"path": error.path})
    if isinstance(error, VaultDamaged):
        return Trouble("key_damaged", {"path": error.path})
    if isinstance(error, StoreDamaged):
        return Trouble("data_damaged", {"path": error.path})
    if isinstance(error, DatabaseTooNew):
        return Trouble("data_newer", {"path": path})
    if isinstance(error, OSError):
        return Trouble("disk_trouble", {"problem": error.strerror, "path": path})
    return Trouble(KINDS.get(type(error), "not_understood"))
