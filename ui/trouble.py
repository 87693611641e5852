"""What stands in the way of signing in or unlocking, as a sentence that says what to do."""

from ihanoi_desk.client.errors import (
    DiskFull,
    DiskTrouble,
    EnvironmentProblem,
    Offline,
    ServerProblem,
)
from ihanoi_desk.client.session import KeyFileLost, OfflineTooLong, OldPasswordNeeded
from ihanoi_desk.client.store import StoreDamaged
from ihanoi_desk.client.vault import VaultDamaged, VaultMissing, WrongPassword
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.migrate import DatabaseTooNew
from ui.look.look import Look

KEYS: dict[type[Exception], str] = {
    Offline: "sign_in.offline",
    WrongPassword: "locked.wrong_password",
    OldPasswordNeeded: "locked.old_password",
    VaultMissing: "locked.key_missing",
    VaultDamaged: "locked.key_damaged",
    DatabaseTooNew: "locked.too_new",
    DiskFull: "locked.disk_full",
}
"""The failures whose sentence needs no facts."""

TROUBLE: tuple[type[Exception], ...] = (
    *KEYS,
    EnvironmentProblem,
    KeyFileLost,
    OfflineTooLong,
    StoreDamaged,
    OSError,
)


def sentence(look: Look, trouble: Exception) -> str:
    """The server's own words where it gave some, else the catalogue's."""
    if isinstance(trouble, ServerProblem):
        return trouble.problem.detail
    if isinstance(trouble, KeyFileLost) and isinstance(trouble.__cause__, Exception):
        return sentence(look, trouble.__cause__)
    if isinstance(trouble, OfflineTooLong):
        return look.say("locked.offline_too_long", since=trouble.since.astimezone(HANOI))
    if isinstance(trouble, StoreDamaged):
        return look.say("locked.damaged", path=trouble.path)
    if isinstance(trouble, (DiskTrouble, OSError)):
        return look.say("locked.disk_trouble", problem=getattr(trouble, "strerror", "") or trouble)
    return look.say(KEYS.get(type(trouble), "sign_in.not_understood"))
