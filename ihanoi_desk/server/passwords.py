"""Passwords and tokens: argon2 for what people choose, SHA-256 for what we draw ourselves."""

import hashlib
import secrets
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

LOCK_AFTER = 5
LOCK_TIME = timedelta(minutes=15)
HASHER = PasswordHasher()


def protect(password: str) -> str:
    """What is stored for a password."""
    return HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the one; takes as long for an unknown account as for a known one."""
    try:
        HASHER.verify(stored or _nobody(), password)
    except VerificationError:
        return False
    return stored is not None


def new_token() -> str:
    """256 random bits for a session."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _nobody() -> str:
    return HASHER.hash(secrets.token_urlsafe(16))
