"""What a sheet needs to know about the act it prepares."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import Case, Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.units import Unit
from ihanoi_desk.domain.wire import Reporter
from ui.neighbours import Surroundings
from ui.pictures.album import Album
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class VerbTask:
    """One verb on one case by one officer. `undo` is how long the action can be taken back,
    `around` what was looked up around the case for a verb that moves it."""

    verb: str
    case: Case
    steps: tuple[Step, ...]
    album: Album
    reporter: Reporter
    me: Officer
    catalogue: Catalogue
    store: Store
    clock: Callable[[], datetime]
    undo: timedelta
    cache: Cache
    tasks: Tasks
    around: Surroundings

    @property
    def unit(self) -> Unit | None:
        return next((unit for unit in self.catalogue.units if unit.key == self.case.unit), None)

    def last(self, *verbs: str) -> Step | None:
        """The latest step of one of `verbs`."""
        done = (step for step in self.steps if step.verb in verbs)
        return max(done, key=lambda step: step.seq, default=None)

    @property
    def draft_key(self) -> str:
        return draft_key(self.verb, self.case.id)


def draft_key(verb: str, case_id: int) -> str:
    """Under which name what is typed for a verb on a case is kept."""
    return f"{verb}:{case_id}"
