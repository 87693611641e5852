"""Citizens' accounts: registering by phone, proving the identity card, phones to push to."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from ihanoi_desk.domain import cccd
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.citizens import Level, normal_phone
from ihanoi_desk.domain.passwords import CITIZEN_LENGTH
from ihanoi_desk.domain.wire import (
    CitizenSession,
    DeviceRegistration,
    OtpRequest,
    Registration,
    Verification,
)
from ihanoi_desk.server import audit
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.failures import retried
from ihanoi_desk.server.otp import Otp
from ihanoi_desk.server.passwords import protect
from ihanoi_desk.server.problems import ProblemRaised, missing
from ihanoi_desk.server.sessions import open_citizen
from ihanoi_desk.server.steps import announce_sender
from ihanoi_desk.server.tables import citizens, devices

NAME_LENGTH = 80
TOKEN_LENGTH = 512


class Citizens:
    """The door for accounts. Phone numbers are kept as ten digits; card numbers only hashed."""

    def __init__(
        self,
        database: Database,
        otp: Otp,
        secret: bytes,
        refused_prefixes: tuple[str, ...],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._otp = otp
        self._secret = secret
        self._refused_prefixes = refused_prefixes
        self._clock = clock

    def request_code(self, request: OtpRequest) -> None:
        """Text a code. Raises Refused for a number or carrier that cannot be served."""
        self._otp.send(normal_phone(request.phone, self._refused_prefixes))

    def register(self, request: Registration) -> CitizenSession:
        """Open an account for a phone that answered its code."""
        name = " ".join(request.name.split())
        if not name:
            raise missing("name")
        if len(name) > NAME_LENGTH:
            raise ProblemRaised(422, "too_long", field="name", limit=NAME_LENGTH)
        if len(request.password) < CITIZEN_LENGTH:
            raise ProblemRaised(422, "weak_password", length=CITIZEN_LENGTH)
        phone = normal_phone(request.phone, self._refused_prefixes)
        self._otp.check(phone, request.code)
        return self._open_account(phone, name, protect(request.password))

    @retried
    def _open_account(self, phone: str, name: str, protected: str) -> CitizenSession:
        now = self._clock()
        try:
            with self._database.write() as connection:
                citizen_id = add(connection, phone, name, protected, Level.REGISTERED, now)
                return open_citizen(connection, citizen_id, now)
        except IntegrityError as error:
            raise ProblemRaised(409, "phone_taken") from error

    @retried
    def verify(self, citizen_id: int, request: Verification) -> CitizenSession:
        """Raise the account to verified. Raises ProblemRaised 409 when the card is taken."""
        now = self._clock()
        card = cccd.read(request.qr, now.astimezone(HANOI).date())
        digest = hmac.new(self._secret, f"cccd:{card.number}".encode(), hashlib.sha256)
        try:
            with self._database.write() as connection:
                held = connection.execute(
                    select(citizens.c.card_hash).where(citizens.c.id == citizen_id)
                ).scalar_one()
                if held and held != digest.hexdigest():
                    raise ProblemRaised(409, "other_card")
                connection.execute(
                    update(citizens)
                    .where(citizens.c.id == citizen_id)
                    .values(
                        level=Level.VERIFIED,
                        card_hash=digest.hexdigest(),
                        card_masked=card.masked_number,
                    )
                )
                if held is None:
                    announce_sender(connection, citizen_id, now)
                audit.append(connection, now, f"citizen:{citizen_id}", "verify", "cccd")
                return open_citizen(connection, citizen_id, now)
        except IntegrityError as error:
            raise ProblemRaised(409, "card_taken") from error

    @retried
    def register_device(self, citizen_id: int, request: DeviceRegistration) -> None:
        """Note a phone to push to; a phone that changed hands moves to its new owner."""
        if not request.token.strip() or len(request.token) > TOKEN_LENGTH:
            raise missing("token")
        now = self._clock()
        facts = {"citizen_id": citizen_id, "platform": request.platform[:20]}
        owner = select(devices.c.citizen_id).where(devices.c.token == request.token)
        with self._database.write() as connection:
            before = connection.execute(owner).scalar_one_or_none()
            # A phone that registers again stays the same one, which was told what it was told.
            known = update(devices).where(devices.c.token == request.token).values(facts)
            if not connection.execute(known).rowcount:
                new = {**facts, "token": request.token, "created_at": now}
                connection.execute(insert(devices).values(new))
            if before != citizen_id:
                for person in sorted({citizen_id, before or citizen_id}):
                    announce_sender(connection, person, now)


def add(
    connection: Connection, phone: str, name: str, protected: str, level: Level, now: datetime
) -> int:
    """A new account. Raises IntegrityError when the phone has one."""
    citizen_id = connection.execute(
        insert(citizens)
        .values(phone=phone, name=name, password_hash=protected, level=level, created_at=now)
        .returning(citizens.c.id)
    ).scalar_one()
    audit.append(connection, now, f"citizen:{citizen_id}", "register", "account")
    return int(citizen_id)
