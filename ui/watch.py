"""What is wrong around the program now, worst first, as one sentence with one way out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.client.disk import LOW_MB
from ihanoi_desk.client.sync import SyncStatus
from ui.look.look import Look


@dataclass(frozen=True, slots=True)
class Condition:
    """`way` names the button and what it asks for: ``retry``, ``sign_in``, ``seen``,
    ``open_case``, or none."""

    icon: str
    tone: str
    title: str
    about: str
    way: str = ""


class Watch:
    """Remembers since when the network is gone, and what has been told once."""

    def __init__(self, look: Look, clock: Callable[[], datetime]) -> None:
        self._look, self._clock = look, clock
        self._offline_since: datetime | None = None
        self.told: Condition | None = None
        """Something that happened once, until the officer has seen it."""
        self.alarm: Condition | None = None
        """An urgent case that nobody took outside working hours."""

    def condition(self, status: SyncStatus, free_mb: int | None) -> Condition | None:
        """The one thing to be told; None when all is well."""
        self._note_outage(status)
        # Before an alarm comes what would keep the answer to it on this machine.
        if status.problem == "sync.signed_out":
            return self._say("key-round", "ochre", "signed_out", "sign_in", n=status.waiting)
        if status.problem in ("sync.disk_full", "sync.disk_trouble"):
            return self._say("hard-drive", "red", "disk_stopped", "retry")
        if self.told:
            # A press puts it away; an alarm would stand before it the whole night.
            return self.told
        if self.alarm:
            return self.alarm
        if status.is_read_only:
            return self._say("circle-arrow-up", "ochre", "too_old")
        if free_mb is not None and free_mb < LOW_MB:
            return self._say("hard-drive", "red", "disk_low", free=free_mb)
        if status.problem == "sync.fill_stopped":
            return self._say("download", "ochre", "fill_stopped", "go_on")
        if status.problem:
            return self._say("cloud-alert", "ochre", "server", "retry")
        if self._offline_since:
            at = self._look.clock(self._offline_since, self._clock())
            return self._say("wifi-off", "ochre", "offline", "retry", at=at)
        return None

    def _note_outage(self, status: SyncStatus) -> None:
        """Not yet having tried is no outage."""
        if status.online:
            self._offline_since = None
        elif status.retry_at and self._offline_since is None:
            self._offline_since = self._clock()

    def _say(self, icon: str, tone: str, name: str, way: str = "", **facts: object) -> Condition:
        say = self._look.say
        title = say(f"condition.{name}", **facts)
        return Condition(icon, tone, title, say(f"condition.{name}_about", **facts), way)
