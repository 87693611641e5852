"""What a database's errors mean to us: lost a race, away for a while, or a fault of ours."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 5
PAUSE_S = 0.02
DEADLOCK, SERIALIZATION, UNIQUE = "40P01", "40001", "23505"
RACES = frozenset({DEADLOCK, SERIALIZATION, UNIQUE})
AWAY = ("08", "53", "57P")
"""Classes of PostgreSQL: connection failed, out of resources, shut down by somebody."""
SQLITE_AWAY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL})


class Unavailable(Exception):
    """The database cannot answer now; the same request may succeed in a while."""


def retried(transaction: Callable[P, T]) -> Callable[P, T]:
    """A function that is one transaction, run again when another one got in its way.

    Two that write the same id at the same moment are such a case: the second time, the id is
    found. Raises Unavailable when it never gets through.
    """

    @wraps(transaction)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        for turn in range(TRIES):
            try:
                return transaction(*args, **kwargs)
            except DBAPIError as error:
                if _state(error) not in RACES:
                    raise
                lost = error
            time.sleep(random.uniform(0, PAUSE_S * 2**turn))
        if _state(lost) == UNIQUE:
            raise lost
        raise Unavailable from lost

    return run


@contextmanager
def told_when_away() -> Iterator[None]:
    """Raises Unavailable for what is no fault of the statement."""
    try:
        yield
    except TimeoutError as error:
        raise Unavailable("no free connection") from error
    except (OperationalError, InterfaceError) as error:
        if error.connection_invalidated or _is_away(error):
            raise Unavailable(str(error.orig)) from error
        raise


def _is_away(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        # The low byte is the kind of error, the rest says more about it.
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in SQLITE_AWAY
    state = _state(error)
    return state is None or state.startswith(AWAY)


def _state(error: DBAPIError) -> str | None:
    """The five letters by which PostgreSQL names an error; None when it never came so far."""
    return getattr(error.orig, "sqlstate", None)
