"""The key file beside an officer's database: a random key, wrapped under the password.

The head can be read by anybody who holds the file; it is part of what the wrap authenticates, so
that nobody can exchange the name or the address under which a password is asked for.
"""

import base64
import binascii
import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ihanoi_desk.client.key import SIZE, Key
from ihanoi_desk.client.whole import write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = [
    "Content",
    "Cost",
    "Head",
    "Key",
    "Owner",
    "VaultDamaged",
    "VaultMissing",
    "WrongPassword",
    "create",
    "digest_of",
    "owner_of",
    "rewrap",
    "unlock",
]

VERSION = 1
SALT, NONCE = 16, 12
LARGEST = 64_000


class WrongPassword(Exception):
    """The key does not open with this password."""


class VaultMissing(Exception):
    """The database is there, its key file is not."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class VaultDamaged(Exception):
    """The key file cannot be read, or somebody changed it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose data it is, as the unlock page shows it."""

    login: str
    name: str
    role: str
    unit_name: str
    server_name: str
    base_url: str
    signed_in_at: datetime


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a password costs with argon2id."""

    memory_kib: int = 64 * 1024
    rounds: int = 3
    lanes: int = 4

    @property
    def is_sane(self) -> bool:
        """A forged file must not take all memory for an hour."""
        return (
            8 * self.lanes <= self.memory_kib <= 1024 * 1024
            and 1 <= self.rounds <= 50
            and 1 <= self.lanes <= 16
        )


PRODUCTION = Cost()


@dataclass(frozen=True, slots=True)
class Head:
    """Everything but the wrapped key; its bytes are what the wrap authenticates."""

    version: int
    owner: Owner
    cost: Cost
    salt: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Content:
    """`proof` tells a wrong password from a forged head; `digest` finds bytes that went bad."""

    head: Head
    proof: str
    wrapped: str
    digest: str


def create(path: Path, owner: Owner, password: str, cost: Cost = PRODUCTION) -> Key:
    """Draw a key and write it, wrapped. Raises DiskFull and OSError; never overwrites a file."""
    if path.exists():
        raise FileExistsError(path)
    key = Key.random()
    rewrap(path, key, owner, password, cost)
    return key


def owner_of(path: Path) -> Owner:
    """Raises VaultMissing and VaultDamaged. Only `unlock` proves that it is true."""
    return _read(path).head.owner


def unlock(path: Path, password: str) -> Key:
    """The key. Takes a few tenths of a second: call it in a thread.

    Raises WrongPassword, VaultMissing and VaultDamaged.
    """
    from cryptography.exceptions import InvalidTag  # late, see `_lock`

    content = _read(path)
    head = content.head
    lock, proof = _lock(password, head)
    if not secrets.compare_digest(proof.encode(), content.proof.encode()):
        raise WrongPassword
    try:
        opened = lock.decrypt(_bytes(head.nonce), _bytes(content.wrapped), _authenticated(head))
        return Key(opened)
    except (InvalidTag, ValueError) as error:
        raise VaultDamaged(path) from error


def rewrap(path: Path, key: Key, owner: Owner, password: str, cost: Cost = PRODUCTION) -> None:
    """Wrap `key` under another password or for a later sign-in; whole, or the old file stays.

    Raises DiskFull and OSError.
    """
    salt, nonce = secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    head = Head(VERSION, owner, cost, _text(salt), _text(nonce))
    lock, proof = _lock(password, head)
    wrapped = _text(lock.encrypt(nonce, key.reveal(), _authenticated(head)))
    content = Content(head, proof, wrapped, digest_of(head, proof, wrapped))
    body = msgspec.json.format(msgspec.json.encode(content), indent=1)
    write_whole(path, body, durable=True)


def _read(path: Path) -> Content:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST)
    except FileNotFoundError:
        raise VaultMissing(path) from None
    except OSError as error:
        raise VaultDamaged(path) from error
    try:
        content = msgspec.json.decode(text, type=Content)
        whole = content.digest == digest_of(content.head, content.proof, content.wrapped)
        sizes = (len(_bytes(content.head.salt)), len(_bytes(content.head.nonce)))
    except (ValueError, binascii.Error) as error:  # msgspec's errors are kinds of ValueError
        raise VaultDamaged(path) from error
    head = content.head
    if not whole or head.version != VERSION or not head.cost.is_sane or sizes != (SALT, NONCE):
        raise VaultDamaged(path)
    return content


def _lock(password: str, head: Head) -> "tuple[AESGCM, str]":
    """The lock that the password makes, and what shows that it is the right one."""
    # The list comes first: only who types a password pays for the libraries.
    from argon2.low_level import Type, hash_secret_raw
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cost = head.cost
    drawn = hash_secret_raw(
        # Two keyboards may spell the same Vietnamese letter in different bytes.
        unicodedata.normalize("NFC", password).encode(),
        _bytes(head.salt),
        time_cost=cost.rounds,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=2 * SIZE,
        type=Type.ID,
    )
    return AESGCM(drawn[:SIZE]), hashlib.sha256(drawn[SIZE:]).hexdigest()


def _authenticated(head: Head) -> bytes:
    return msgspec.json.encode(head, order="deterministic")


def digest_of(head: Head, proof: str, wrapped: str) -> str:
    """Finds bytes that went bad; whoever forges a file can forge it too."""
    return hashlib.sha256(
        msgspec.json.encode([head, proof, wrapped], order="deterministic")
    ).hexdigest()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
