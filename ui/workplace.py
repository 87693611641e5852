"""What the pages of a window work with: the officer's own data and the means to act on it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.calendar_orders import CalendarOrders
from ihanoi_desk.client.rule_orders import RuleOrders
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.template_orders import TemplateOrders
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import ArchivePage
from ui.look.look import Look
from ui.neighbours import Surroundings
from ui.panel.unmasking import AskIdentity
from ui.tasks import Tasks

Archive = Callable[..., Awaitable[ArchivePage]]


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
    calendars: CalendarOrders
    templates: TemplateOrders
    rules: RuleOrders
    surroundings: Callable[[float, float], Surroundings]
    identity: AskIdentity
    archive: Archive
    """Asks the server's whole store; an order, so it needs the connection."""
