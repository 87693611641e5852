"""One-time codes that prove a phone number is the citizen's own."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from ihanoi_desk.language import say
from ihanoi_desk.server.database import Database, hold
from ihanoi_desk.server.failures import retried
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.sms import SmsGateway
from ihanoi_desk.server.tables import otp_codes

LIFE = timedelta(minutes=5)
MAX_TRIES = 5
MAX_PER_HOUR = 5
PAUSE = timedelta(seconds=30)


class Otp:
    """Codes are stored as keyed hashes, live five minutes and survive five wrong tries."""

    def __init__(
        self, database: Database, sms: SmsGateway, secret: bytes, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._sms = sms
        self._secret = secret
        self._clock = clock

    @retried
    def send(self, phone: str) -> None:
        """Text a new code. Raises ProblemRaised 429 when asked too often."""
        now = self._clock()
        code = f"{secrets.randbelow(1_000_000):06d}"
        with self._database.write() as connection:
            hold(connection, f"otp:{phone}")
            _check_rate(connection, phone, now)
            connection.execute(
                insert(otp_codes).values(
                    phone=phone,
                    code_hash=self._hash(phone, code),
                    created_at=now,
                    expires_at=now + LIFE,
                )
            )
            self._sms.send(connection, phone, say("vi", "sms.otp", code=code), now)

    @retried
    def check(self, phone: str, code: str) -> None:
        """Spend the newest code of `phone`. Raises ProblemRaised 422 when it does not fit."""
        now = self._clock()
        with self._database.write() as connection:
            row = connection.execute(
                select(otp_codes)
                .where(otp_codes.c.phone == phone)
                .order_by(otp_codes.c.created_at.desc(), otp_codes.c.id.desc())
                .limit(1)
                .with_for_update()
            ).one_or_none()
            usable = row is not None and _is_usable(row, now)
            good = False
            if row is not None and usable:
                good = hmac.compare_digest(row.code_hash, self._hash(phone, code.strip()))
                spent = {"used_at": now} if good else {"tries": row.tries + 1}
                connection.execute(
                    update(otp_codes).where(otp_codes.c.id == row.id).values(**spent)
                )
        if not usable:
            raise ProblemRaised(422, "code_expired")
        if not good:
            raise ProblemRaised(422, "wrong_code")

    def _hash(self, phone: str, code: str) -> str:
        return hmac.new(self._secret, f"otp:{phone}:{code}".encode(), hashlib.sha256).hexdigest()


def _is_usable(row: Row[Any], now: datetime) -> bool:
    return row.used_at is None and row.expires_at > now and row.tries < MAX_TRIES


def _check_rate(connection: Connection, phone: str, now: datetime) -> None:
    recent = select(func.count(), func.max(otp_codes.c.created_at)).where(
        otp_codes.c.phone == phone, otp_codes.c.created_at > now - timedelta(hours=1)
    )
    count, last = connection.execute(recent).one()
    if count >= MAX_PER_HOUR or (last is not None and last > now - PAUSE):
        raise ProblemRaised(429, "too_many_codes")
