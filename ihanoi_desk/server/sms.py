"""Text messages: the port to a carrier, and the outbox that stands in for one."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, insert, select

from ihanoi_desk.domain.wire import Sms
from ihanoi_desk.server.tables import sms_outbox

KEPT = 200


class SmsGateway(Protocol):
    """Hands a message over, within the transaction that caused it."""

    def send(self, connection: Connection, phone: str, text: str, now: datetime) -> None: ...


class SmsOutbox:
    """Keeps messages where an administrator can read them; for servers without a carrier."""

    def send(self, connection: Connection, phone: str, text: str, now: datetime) -> None:
        connection.execute(insert(sms_outbox).values(phone=phone, text=text, at=now))


def latest(connection: Connection) -> list[Sms]:
    """The newest messages first."""
    query = select(sms_outbox).order_by(sms_outbox.c.id.desc()).limit(KEPT)
    return [Sms(row.id, row.phone, row.text, row.at) for row in connection.execute(query)]
