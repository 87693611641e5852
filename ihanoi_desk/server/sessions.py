"""Signing in and out, and who a token belongs to."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Row,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.passwords import OFFICER_LENGTH, is_strong
from ihanoi_desk.domain.wire import (
    CitizenSession,
    CitizenSignIn,
    PasswordChange,
    SignedIn,
    SignIn,
)
from ihanoi_desk.server import audit
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.failures import retried
from ihanoi_desk.server.passwords import (
    LOCK_AFTER,
    LOCK_TIME,
    matches,
    new_token,
    protect,
    token_hash,
)
from ihanoi_desk.server.presence import leave
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.reference import Reference
from ihanoi_desk.server.tables import citizens, officers, sessions

OFFICER_SESSION = timedelta(hours=12)
CITIZEN_SESSION = timedelta(days=90)
SESSION = select(sessions.c.officer_id, sessions.c.citizen_id).where(
    sessions.c.token_hash == bindparam("digest"), sessions.c.expires_at > bindparam("now")
)
CITIZEN = select(citizens).where(citizens.c.id == bindparam("citizen_id"))


class Sessions:
    """Tokens are stored hashed; five wrong passwords lock an account for a quarter of an hour."""

    def __init__(
        self, database: Database, reference: Reference, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._reference = reference
        self._clock = clock

    def sign_in(self, request: SignIn, server_name: str, demo: bool) -> SignedIn:
        """Raises ProblemRaised 401 for a wrong login or password, 429 while locked."""
        now = self._clock()
        row = self._check(officers, officers.c.login, request.login, request.password, now)
        return self._open_desk(row.id, now, server_name, demo)

    @retried
    def _open_desk(self, officer_id: int, now: datetime, server_name: str, demo: bool) -> SignedIn:
        with self._database.write() as connection:
            officer = self._reference.officer(connection, officer_id, now)
            if officer is None:
                raise ProblemRaised(403, "no_grants")
            token, expires_at = new_token(), now + OFFICER_SESSION
            _open(connection, token, now, expires_at, officer_id=officer.id)
            audit.append(connection, now, f"officer:{officer.id}", "sign_in", officer.login)
            unit = self._reference.rulebook(connection, now).units.get(officer.home)
        unit_name = unit.full_name if unit else ""
        return SignedIn(token, expires_at, officer, server_name, demo, unit_name)

    def change_password(self, token: str, officer: Officer, change: PasswordChange) -> None:
        """End every other session of the officer. Raises ProblemRaised 403 for a wrong old
        password, 422 for a weak new one, 429 while locked."""
        now = self._clock()
        try:
            self._check(officers, officers.c.id, officer.id, change.old, now)
        except ProblemRaised as refused:
            if refused.status != 401:
                raise
            # The session is a good one: 401 would end it on the desk.
            raise ProblemRaised(403, "wrong_password", sentence="wrong_old_password") from refused
        if not is_strong(change.new):
            sentence = "weak_officer_password"
            raise ProblemRaised(422, "weak_password", sentence=sentence, length=OFFICER_LENGTH)
        protected = protect(change.new)
        with self._database.write() as connection:
            mine = update(officers).where(officers.c.id == officer.id)
            connection.execute(mine.values(password_hash=protected))
            others = sessions.c.token_hash != token_hash(token)
            connection.execute(delete(sessions).where(sessions.c.officer_id == officer.id, others))
            who = f"officer:{officer.id}"
            audit.append(connection, now, who, "change_password", officer.login)

    @retried
    def sign_out(self, token: str) -> None:
        now = self._clock()
        with self._database.write() as connection:
            row = _session(connection, token, now)
            if row and row.officer_id:
                leave(connection, row.officer_id, now)
            connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash(token)))

    def citizen_sign_in(self, request: CitizenSignIn, phone: str) -> CitizenSession:
        now = self._clock()
        row = self._check(citizens, citizens.c.phone, phone, request.password, now)
        return self._open_phone(row.id, now)

    @retried
    def _open_phone(self, citizen_id: int, now: datetime) -> CitizenSession:
        with self._database.write() as connection:
            return open_citizen(connection, citizen_id, now)

    def officer(self, token: str) -> Officer:
        """Whose token it is. Raises ProblemRaised 401 for an unknown or expired one."""
        with self._database.read() as connection:
            return self.officer_within(connection, token)

    def officer_within(self, connection: Connection, token: str) -> Officer:
        """The same in the caller's transaction, with the roles held at that moment."""
        now = self._clock()
        row = _session(connection, token, now)
        found = row and row.officer_id and self._reference.officer(connection, row.officer_id, now)
        if not found:
            raise ProblemRaised(401, "signed_out")
        return found

    def citizen(self, token: str) -> Row[Any]:
        """The citizen's row. Raises ProblemRaised 401 for an unknown or expired token."""
        with self._database.read() as connection:
            row = _session(connection, token, self._clock())
            found = (
                row and connection.execute(CITIZEN, {"citizen_id": row.citizen_id}).one_or_none()
            )
        if not found:
            raise ProblemRaised(401, "signed_out")
        return found

    def _check(
        self, people: Table, name: Column[Any], wanted: str | int, password: str, now: datetime
    ) -> Row[Any]:
        with self._database.read() as connection:
            row = connection.execute(select(people).where(name == wanted)).one_or_none()
        if row and row.locked_until and row.locked_until > now:
            raise ProblemRaised(429, "locked", minutes=_minutes(row.locked_until - now))
        if row and matches(row.password_hash, password):
            if row.failures:
                self._forgive(people, row.id)
            return row
        if row is None:
            matches(None, password)
            raise ProblemRaised(401, "wrong_password")
        if self._count_failure(people, row.id, now):
            raise ProblemRaised(429, "locked", minutes=_minutes(LOCK_TIME))
        raise ProblemRaised(401, "wrong_password")

    @retried
    def _forgive(self, people: Table, who: int) -> None:
        with self._database.write() as connection:
            connection.execute(
                update(people).where(people.c.id == who).values(failures=0, locked_until=None)
            )

    @retried
    def _count_failure(self, people: Table, who: int, now: datetime) -> bool:
        """Whether the account is locked now. Guesses made at the same moment all count."""
        one = update(people).where(people.c.id == who)
        with self._database.write() as connection:
            counted = one.values(failures=people.c.failures + 1).returning(people.c.failures)
            if connection.execute(counted).scalar_one() < LOCK_AFTER:
                return False
            connection.execute(one.values(failures=0, locked_until=now + LOCK_TIME))
            return True


def open_citizen(connection: Connection, citizen_id: int, now: datetime) -> CitizenSession:
    """A new session for a citizen."""
    row = connection.execute(select(citizens).where(citizens.c.id == citizen_id)).one()
    token, expires_at = new_token(), now + CITIZEN_SESSION
    _open(connection, token, now, expires_at, citizen_id=citizen_id)
    return CitizenSession(token, expires_at, row.name, row.level)


def _open(
    connection: Connection, token: str, now: datetime, expires_at: datetime, **who: int
) -> None:
    connection.execute(delete(sessions).where(sessions.c.expires_at < now))
    connection.execute(
        insert(sessions).values(
            token_hash=token_hash(token), created_at=now, expires_at=expires_at, **who
        )
    )


def _session(connection: Connection, token: str, now: datetime) -> Row[Any, Any] | None:
    facts = {"digest": token_hash(token), "now": now}
    return connection.execute(SESSION, facts).one_or_none()


def _minutes(left: timedelta) -> int:
    return -(-int(left.total_seconds()) // 60)
