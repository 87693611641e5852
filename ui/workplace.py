"""What the pages of a window work with: the officer's own data and the means to act on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.officers import Officer
from ui.look.look import Look
from ui.neighbours import Surroundings
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Workplace:
    """`undo` is how long an action can be taken back; `surroundings` tells the units around a
    position, lat and lon; it may take a moment."""

    store: Store
    me: Officer
    cache: Cache
    tasks: Tasks
    look: Look
    clock: Callable[[], datetime]
    undo: timedelta
    api: DeskApi
    """For orders and for what only the server knows; it needs the connection."""
    surroundings: Callable[[float, float], Surroundings]
