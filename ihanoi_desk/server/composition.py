"""The rooms of one running server, put together once."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from ihanoi_desk.migrate import upgrade
from ihanoi_desk.resources import RESOURCES
from ihanoi_desk.server.actions import Actions
from ihanoi_desk.server.attachments import Attachments
from ihanoi_desk.server.blobs import Blobs
from ihanoi_desk.server.calendar_orders import CalendarOrders
from ihanoi_desk.server.citizens import Citizens
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.duty import Duty
from ihanoi_desk.server.filing import CityMap, Filing
from ihanoi_desk.server.identities import Identities
from ihanoi_desk.server.otp import Otp
from ihanoi_desk.server.push.delivery import Delivery
from ihanoi_desk.server.push.gateway import HttpGateway, InboxOnly
from ihanoi_desk.server.push.jobs import Jobs
from ihanoi_desk.server.reference import Reference
from ihanoi_desk.server.replies import Replies
from ihanoi_desk.server.rule_orders import RuleOrders
from ihanoi_desk.server.seed import demo
from ihanoi_desk.server.seed.reference import load
from ihanoi_desk.server.sessions import Sessions
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.sms import SmsOutbox
from ihanoi_desk.server.templates import Templates
from ihanoi_desk.server.waker import Waker

BOUNDARIES = RESOURCES / "boundaries" / "communes_2025-07-01.geojson"


class Server:
    """Everything the HTTP doors call. Opening it migrates the database and fills an empty one."""

    def __init__(self, settings: Settings) -> None:
        settings.data.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.clock = settings.clock
        self.database = Database(settings.url)
        self.waker = Waker()
        self.reference = Reference()
        self.blobs = Blobs(settings.data / "blobs")
        self.filing = Filing(CityMap(BOUNDARIES))
        secret = _secret(settings.data / "secret.key")
        self.sessions = Sessions(self.database, self.reference, self.clock)
        self.citizens = Citizens(
            self.database,
            Otp(self.database, SmsOutbox(), secret, self.clock),
            secret,
            settings.refused_prefixes,
            self.clock,
        )
        self.actions = Actions(self.database, self.reference, self.clock)
        self.calendars = CalendarOrders(self.database, self.reference, self.clock)
        self.rules = RuleOrders(self.database, self.reference, self.clock)
        self.attachments = Attachments(self.database, self.blobs, self.clock)
        self.identities = Identities(self.database, self.reference, self.clock)
        self.templates = Templates(self.database, self.reference, self.clock)
        self.replies = Replies(
            self.database, self.reference, self.blobs, settings.limits, self.clock
        )
        self.duty = Duty(self.database, self.reference, self.clock)
        self.delivery = Delivery(
            Jobs(
                self.database,
                settings.push_pause,
                self.clock,
                inbox_suffices=not settings.push_url,
            ),
            HttpGateway(settings.push_url) if settings.push_url else InboxOnly(),
        )
        with self.database.alone():
            upgrade(self.database.engine, "server")
            self._fill()
        self.database.on_news(self.waker.wake)

    def close(self) -> None:
        self.database.close()

    def _fill(self) -> None:
        with self.database.write() as connection:
            is_new = load(connection, self.clock())
            if is_new and self.settings.demo:
                city = demo.City(connection, self.reference, self.filing, self.blobs)
                city.fill(self.clock(), self.settings.demo_cases, self.settings.progress)


def _secret(file: Path) -> bytes:
    """The key of the hashes that must not be guessed from the database alone."""
    if not file.exists():
        own = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        own.touch(mode=0o600)
        with own.open("wb") as whole:
            whole.write(secrets.token_bytes(32))
            whole.flush()
            os.fsync(whole.fileno())
        # All of it or nothing, and of several processes the first one's.
        with suppress(FileExistsError):
            file.hardlink_to(own)
        own.unlink()
    return file.read_bytes()
