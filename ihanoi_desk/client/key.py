"""The key of an officer's data on this machine: 32 random bytes, in memory only while unlocked."""

import secrets

SIZE = 32


class KeyDropped(Exception):
    """The data was locked meanwhile: nothing can be read any more without the password."""


class Key:
    """Shows nothing of itself; `drop` overwrites it."""

    __slots__ = ("_bytes",)

    def __init__(self, content: bytes) -> None:
        if len(content) != SIZE:
            raise ValueError(f"a key has {SIZE} bytes")
        self._bytes = bytearray(content)

    @classmethod
    def random(cls) -> "Key":
        return cls(secrets.token_bytes(SIZE))

    def reveal(self) -> bytes:
        """The bytes themselves. Raises KeyDropped."""
        if not self._bytes:
            raise KeyDropped
        return bytes(self._bytes)

    def derive(self, purpose: str) -> bytes:
        """A key of its own for one purpose, from which neither this nor another one follows."""
        # 20 ms that an officer who opens no picture need not wait.
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), SIZE, salt=None, info=purpose.encode()).derive(self.reveal())

    def drop(self) -> None:
        """Overwrite the bytes; copies that Python made may live a little longer."""
        for place in range(len(self._bytes)):
            self._bytes[place] = 0
        self._bytes.clear()

    def copy(self) -> "Key":
        return Key(self.reveal())
