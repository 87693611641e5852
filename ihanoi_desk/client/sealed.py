"""Files beside the database, encrypted: pictures of citizens, files waiting to be sent."""

import hmac
import secrets
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ihanoi_desk.client.key import Key
from ihanoi_desk.client.whole import write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"iHD\x01"
"""Begins every file of ours; no picture and no PDF begins so."""
NONCE = 12


class SealBroken(Exception):
    """The file is not whole, not ours, or not the one that was put under this name."""


class Seal:
    """Encrypts whole files under the database's key. A file is bound to its name."""

    def __init__(self, key: Key) -> None:
        self._key = key

    @cached_property
    def _cipher(self) -> "AESGCM":
        # Late, because the list comes first and most starts open no picture.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self._key.derive("files"))

    @cached_property
    def _names(self) -> bytes:
        return self._key.derive("file names")

    def forget(self) -> None:
        """Let go of what was derived from the key."""
        for derived in ("_cipher", "_names"):
            self.__dict__.pop(derived, None)

    def name(self, content_clue: str) -> str:
        """A name that says nothing about the content to who has no key."""
        return hmac.digest(self._names, content_clue.encode(), "sha256").hex()

    def write(self, path: Path, body: bytes, durable: bool = False) -> None:
        """Whole or not at all. Raises DiskFull and OSError."""
        write_whole(path, self._sealed(path.name, body), durable)

    def read(self, path: Path) -> bytes:
        """Raises SealBroken and OSError."""
        # Late as above.
        from cryptography.exceptions import InvalidTag

        content = path.read_bytes()
        start = len(MARK) + NONCE
        if not content.startswith(MARK):
            raise SealBroken(path.name)
        try:
            nonce = content[len(MARK) : start]
            return self._cipher.decrypt(nonce, content[start:], path.name.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken(path.name) from error

    def _sealed(self, name: str, body: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return MARK + nonce + self._cipher.encrypt(nonce, body, name.encode())
