"""The append-only audit trail: every line carries the hash of the one before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from ihanoi_desk.server.database import current_number, next_number
from ihanoi_desk.server.tables import audit

GENESIS = "0" * 64
BEFORE = select(audit.c.hash).where(audit.c.n == bindparam("at_n"))
LINE = insert(audit)


class ChainBroken(Exception):
    """The trail was changed after it was written; `n` is the first line that does not fit."""

    def __init__(self, n: int) -> None:
        super().__init__(f"audit line {n} does not fit the chain")
        self.n = n


def append(
    connection: Connection,
    at: datetime,
    actor: str,
    what: str,
    subject: str,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Add a line. Names, phone numbers and texts of citizens do not belong in `facts`."""
    n = next_number(connection, "audit")
    before = connection.execute(BEFORE, {"at_n": n - 1}).scalar()
    body = json.dumps(dict(facts or {}), ensure_ascii=False, sort_keys=True)
    prev = before or GENESIS
    line = {
        "n": n,
        "at": at,
        "actor": actor,
        "what": what,
        "subject": subject,
        "facts": body,
        "prev_hash": prev,
        "hash": _digest(prev, n, at, actor, what, subject, body),
    }
    connection.execute(LINE, line)


def verify(connection: Connection) -> int:
    """The number of lines, all of which fit. Raises ChainBroken at the first that does not."""
    prev, count = GENESIS, 0
    for row in connection.execute(select(audit).order_by(audit.c.n)):
        count += 1
        digest = _digest(prev, row.n, row.at, row.actor, row.what, row.subject, row.facts)
        if (row.n, row.prev_hash, row.hash) != (count, prev, digest):
            raise ChainBroken(count)
        prev = row.hash
    if count != current_number(connection, "audit"):
        raise ChainBroken(count + 1)
    return count


def _digest(prev: str, n: int, at: datetime, actor: str, what: str, subject: str, body: str) -> str:
    line = json.dumps(
        [n, at.isoformat(), actor, what, subject, body], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256((prev + line).encode()).hexdigest()
